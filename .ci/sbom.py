"""Write a software bill of materials of the installed Digestif: ``python .ci/sbom.py > FILE`` in its environment.

The form is CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/). Each component has the version and the hashes that
requirements.lock pins, and the license that its package states. Packages for other systems are left out. With
``--licenses``, write docs/dependencies.md instead: the packages with their licenses.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
_PACKAGE = re.compile(r"^([a-z0-9.-]+)==(\S+)((?:.*\\\n)+.*)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
#: Packages whose statement is a name of several licenses or none, and what their license files say.
_STATED = {
    "feedgenerator": "BSD-3-Clause",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "scipy": "BSD-3-Clause",
    "text-unidecode": "Artistic-1.0-Perl OR GPL-2.0-or-later",
}
_NAMES = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


_PAGE = """\
---
title: Dependencies
hide: [navigation]
---

# Dependencies

Digestif itself has the MIT License. These are the packages that it needs on Linux, directly or through others, with the
licenses that they state; `editables`, `hatchling` and what they need only install a checkout. Versions and hashes are
in [`requirements.lock`](https://github.com/digestif/digestif/blob/main/requirements.lock) and, for each release, in the
software bill of materials beside it (`digestif.cdx.json`, in the form of [CycloneDX](https://cyclonedx.org/)).

| Package | License |
|---|---|"""


def components() -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield name, version, license and SHA-256 hashes of each locked package that is installed, by name."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for name, version, rest in _PACKAGE.findall(text):
        try:
            stated = metadata(name)
        except PackageNotFoundError:  # it is for another system
            continue
        if stated["Version"] == version:
            yield name, version, license_of(name, stated), _HASH.findall(rest)


def license_of(name: str, stated: PackageMetadata) -> str:
    """Return the SPDX expression of a package's license, from its metadata; empty where it says none."""
    if expression := stated.get("License-Expression") or _STATED.get(name):
        return expression
    short = stated.get("License") or ""
    if short and len(short) < 20 and short not in ("UNKNOWN", *_NAMES):
        return short
    named = [kind.rpartition(" :: ")[2] for kind in stated.get_all("Classifier", []) if kind.startswith("License ::")]
    return " OR ".join(_NAMES[kind] for kind in named if kind in _NAMES)


def bill(version: str) -> dict[str, object]:
    """Return the bill of materials of a version of Digestif."""
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component("digestif", version, "MIT", "application")},
        "components": [
            _component(name, number, expression, "library")
            | {"hashes": [{"alg": "SHA-256", "content": value} for value in hashes]}
            for name, number, expression, hashes in components()
        ],
    }


def licenses_page() -> str:
    """Return the Markdown of docs/dependencies.md."""
    rows = (f"| {name} | {expression} |" for name, _, expression, _ in components())
    return "\n".join([_PAGE, *rows, ""])


def _component(name: str, version: str, expression: str, kind: str) -> dict[str, object]:
    address = f"pkg:pypi/{name}@{version}"
    found: dict[str, object] = {"type": kind, "bom-ref": address, "name": name, "version": version, "purl": address}
    return found | ({"licenses": [{"expression": expression}]} if expression else {})


def main() -> None:
    """Write what the command line asks for."""
    if sys.argv[1:] == ["--licenses"]:
        print(licenses_page(), end="")
        return
    version = re.search(r'__version__ = "(.+)"', (ROOT / "generator" / "__init__.py").read_text(encoding="utf-8"))
    json.dump(bill(version[1] if version else ""), sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
