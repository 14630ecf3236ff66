"""A wheel of the running program, from its files on disk: the same bytes for the same files.

Packed here rather than by the build backend, because an installed program has neither its sources' pyproject.toml nor
the backend. Format: "Binary distribution format" of the Python Packaging User Guide (PEP 427).
"""

from __future__ import annotations

import base64
import hashlib
import io
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from generator import __version__
from generator.errors import DigestifError
from generator.files.program import program_folder

PACKAGE = "digestif"
_INFO = f"{PACKAGE}-{__version__}.dist-info"
_WHEEL = f"Wheel-Version: 1.0\nGenerator: {PACKAGE} {__version__}\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
#: ZIP files cannot have earlier dates.
_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wheel:
    """A wheel file; ``sha256`` is in hexadecimal digits, as in a requirements file."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Hash of the file."""
        return hashlib.sha256(self.content).hexdigest()


def build_wheel() -> Wheel:
    """Pack the running program. Raises DigestifError where its metadata is missing or is that of another version."""
    files = dict(sorted({**program_files(), **_info_files()}.items()))
    record = f"{_INFO}/RECORD"
    lines = [f"{path},sha256={_digest(content)},{len(content)}\n" for path, content in files.items()]
    files[record] = "".join([*lines, f"{record},,\n"]).encode()
    return Wheel(name=f"{PACKAGE}-{__version__}-py3-none-any.whl", content=pack(files))


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP file whose bytes depend on the files alone."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content)
    return packed.getvalue()


def program_files() -> dict[str, bytes]:
    """Return the files of the package by their paths in a wheel."""
    folder = program_folder()
    return {
        f"{folder.name}/{file.relative_to(folder).as_posix()}": file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and "__pycache__" not in file.parts
    }


def installed() -> Distribution | None:
    """Return the metadata of the installed package; None where the program runs from a checkout.

    The metadata of an editable installation is that of the day of the installation, so it is not used.
    """
    if _checkout() is not None:
        return None
    try:
        return distribution(PACKAGE)
    except PackageNotFoundError:
        return None


def _checkout() -> Path | None:
    file = program_folder().parent / "pyproject.toml"
    return file.parent if file.is_file() else None


def _info_files() -> dict[str, bytes]:
    files = {"WHEEL": _WHEEL.encode()}
    checkout = _checkout()
    if checkout is not None:
        project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        files |= {
            "METADATA": "".join(f"{line}\n" for line in _metadata(project)).encode(),
            "entry_points.txt": "".join(f"{line}\n" for line in _entry_points(project)).encode(),
            "licenses/LICENSE": (checkout / "LICENSE").read_bytes(),
        }
    else:
        files |= _installed_info(installed())
    return {f"{_INFO}/{name}": content for name, content in files.items()}


def _installed_info(found: Distribution | None) -> Iterator[tuple[str, bytes]]:
    if found is None or found.version != __version__:
        raise DigestifError(
            f"the installation of Digestif {__version__} is incomplete: it has no metadata of that version",
            fix="install Digestif again with pip",
        )
    for path in found.files or ():
        folder, _, name = path.as_posix().partition("/")
        if folder == _INFO and (name in ("METADATA", "entry_points.txt") or name.startswith("licenses/")):
            yield name, Path(str(path.locate())).read_bytes()


def _metadata(project: Mapping[str, Any]) -> Iterator[str]:
    yield "Metadata-Version: 2.4"
    yield f"Name: {project['name']}"
    yield f"Version: {__version__}"
    yield f"Summary: {project['description']}"
    yield f"License-Expression: {project['license']}"
    yield "License-File: LICENSE"
    yield f"Requires-Python: {project['requires-python']}"
    for requirement in project["dependencies"]:
        yield f"Requires-Dist: {requirement}"


def _entry_points(project: Mapping[str, Any]) -> Iterator[str]:
    for group, entries in {"console_scripts": project["scripts"], **project["entry-points"]}.items():
        yield f"[{group}]"
        for name, target in entries.items():
            yield f"{name} = {target}"


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
