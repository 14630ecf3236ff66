"""Pins the program in a digest: which files install exactly the version that is running.

A release of a package index is pinned by its version and hash. Anything else (a checkout, a Git repository, a file) is
pinned by a wheel inside the digest: pip cannot check a hash of a Git repository, and would build it with tools that
nothing pins. No name is ever pinned that somebody else could register.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from generator import __version__
from generator.setup.wheel import PACKAGE, build_wheel, installed, program_files

REQUIREMENTS = "requirements.txt"
VENDOR = "vendor"
#: What each extra adds to the program's own dependencies. The lock has all of it, requirements.txt what a digest uses.
EXTRAS: Mapping[str, tuple[str, ...]] = {
    "cluster": (
        *("cloudpickle", "dask", "distributed", "fsspec", "importlib-metadata", "lazy-importer", "locket", "msgpack"),
        *("partd", "psutil", "sortedcontainers", "tblib", "toolz", "tornado", "zict", "zipp"),
    ),
    "map": ("cloudpickle", "joblib", "narwhals", "scikit-learn", "threadpoolctl"),
    "parquet": ("pyarrow",),
    "publish": ("botocore", "jmespath"),
    "thumbnails": ("pillow",),
}
_TIMEOUT = 60
_HEAD = """\
# Digestif {version}{origin}, and all that it needs, at exact versions with hashes.
# Install from the folder of this digest: python -m pip install --requirement requirements.txt
# `digestif update` writes this file anew.
"""


def pin_program(extras: Iterable[str] = ()) -> dict[str, bytes]:
    """Return the files that install the running program, by path: requirements.txt, and a wheel where one is needed.

    ``extras`` are names of ``EXTRAS``, whose packages are installed too.
    """
    wanted = {package for extra in set(extras) for package in EXTRAS[extra]}
    unused = {package for packages in EXTRAS.values() for package in packages} - wanted
    locked = "".join(lines for package, lines in _locked().items() if package not in unused)
    sha256 = _index_release() if _is_from_index() else None
    if sha256 is not None:
        head = _HEAD.format(version=__version__, origin="")
        return {REQUIREMENTS: f"{head}{PACKAGE}=={__version__} --hash=sha256:{sha256}\n{locked}".encode()}
    wheel = build_wheel()
    head = _HEAD.format(version=__version__, origin=_git_origin())
    line = f"./{VENDOR}/{wheel.name} --hash=sha256:{wheel.sha256}"
    return {REQUIREMENTS: f"{head}{line}\n{locked}".encode(), f"{VENDOR}/{wheel.name}": wheel.content}


def missing_requirements(requirements: bytes, extras: Iterable[str]) -> bytes:
    """Return the lines that a requirements.txt lacks to install the packages of extras."""
    packages = sorted(package for extra in extras for package in EXTRAS[extra])
    found = {name.decode() for name in re.findall(rb"^([\w.-]+)==", requirements, re.MULTILINE)}
    return "".join(_locked()[package] for package in packages if package not in found).encode()


def _locked() -> dict[str, str]:
    """Return the lines of each package of the lock, by name."""
    locked = files(__package__).joinpath("requirements.lock").read_text(encoding="utf-8")
    packages: dict[str, str] = {}
    name = ""
    for line in locked.splitlines(keepends=True):
        name = name if line.startswith(" ") else line.partition("==")[0]
        packages[name] = packages.get(name, "") + line
    return packages


def _direct_url() -> Mapping[str, Any]:
    """Return what pip recorded of a package that came from an address (PEP 610); empty for one from an index."""
    found = installed()
    recorded = json.loads((found and found.read_text("direct_url.json")) or "{}")
    return recorded if isinstance(recorded, dict) else {}


def _is_from_index() -> bool:
    return installed() is not None and not _direct_url()


def _git_origin() -> str:
    recorded = _direct_url()
    commit, url = recorded.get("vcs_info", {}).get("commit_id"), str(recorded.get("url", ""))
    # The path of a local repository, or a password, must not be published.
    public = urlsplit(url).scheme in ("https", "ssh") and "@" not in urlsplit(url).netloc
    return f" from {url} at {commit}" if commit and public else ""


def _index_release() -> str | None:
    """Return the hash of the release on the person's package index, if its files are those of the running program.

    None where there is no such release or no network: a package that was installed from a folder of wheels looks like
    one from an index.
    """
    with tempfile.TemporaryDirectory() as folder:
        options = ("--quiet", "--no-deps", "--only-binary=:all:", "--disable-pip-version-check", "--dest", folder)
        # -P: the folder of the digest must not provide pip.
        command = [sys.executable, "-P", "-m", "pip", "download", *options, f"{PACKAGE}=={__version__}"]
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=_TIMEOUT)
        except (OSError, subprocess.TimeoutExpired):
            return None
        wheels = [] if done.returncode else sorted(Path(folder).glob("*.whl"))
        for wheel in wheels:
            content = wheel.read_bytes()
            if _is_running_program(content):
                return hashlib.sha256(content).hexdigest()
    return None


def _is_running_program(wheel: bytes) -> bool:
    own = program_files()
    with zipfile.ZipFile(io.BytesIO(wheel)) as packed:
        names = {name for name in packed.namelist() if not name.startswith(f"{PACKAGE}-{__version__}.")}
        return names == set(own) and all(packed.read(name) == own[name] for name in names)
