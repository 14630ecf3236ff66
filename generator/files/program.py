"""A hash of the program: other code, or another version of a library, may make other output of the same input."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from generator.files.hashing import hash_texts, hash_tree

#: Libraries whose output reaches records or pages.
_LIBRARIES = (
    "jinja2", "latex2mathml", "markdown", "markdown-it-py", "markupsafe", "mkdocs", "mkdocs-material", "nh3", "numpy",
    "pagefind", "pagefind_bin", "pydantic", "pyyaml", "scikit-learn", "scipy",
)  # fmt: skip


@cache
def program_hash() -> str:
    """Return a hash of all files of this package and of the versions of the libraries it uses.

    Raises RuntimeError where the package has no files: a hash of nothing would accept every cache.
    """
    package = Path(__file__).parent.parent
    if not (package / "__init__.py").is_file():
        raise RuntimeError(f"{package}: is not the program's folder")
    return hash_texts(hash_tree(package), *(f"{name} {_version(name)}" for name in _LIBRARIES))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
