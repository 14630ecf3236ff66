"""A hash of the program: the same input may give another output with other code or another version of a library."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from generator.files.hashing import hash_texts, hash_tree

#: Libraries on which cached records, pages and indexes depend. A test compares them with the dependencies.
LIBRARIES = (
    "babel", "feedgenerator",
    "idna", "jinja2", "latex2mathml", "markdown", "markdown-it-py", "markupsafe", "mkdocs", "mkdocs-material", "nh3",
    "numpy", "pydantic", "pygments", "pymdown-extensions", "python-slugify", "pyyaml", "scipy",
    "tdewolff-minify",
)  # fmt: skip


def program_folder() -> Path:
    """Return the folder of this package: in a checkout, or where it is installed."""
    return Path(__file__).parent.parent


@cache
def program_hash() -> str:
    """Return a hash of all files of this package and of the versions of the libraries it uses.

    Raises RuntimeError if the package has no files: the hash of an empty folder would be the same for all versions.
    """
    package = program_folder()
    if not (package / "__init__.py").is_file():
        raise RuntimeError(f"{package}: is not the program's folder")
    return hash_texts(hash_tree(package), *(f"{name} {_version(name)}" for name in LIBRARIES))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
