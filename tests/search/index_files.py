"""What an index has on disk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def manifest(site: Path) -> dict[str, Any]:
    """Return what names all files."""
    found: dict[str, Any] = json.loads((site / "search-index" / "manifest.json").read_bytes())
    return found


def files(site: Path) -> dict[str, bytes]:
    """Return all files by their paths."""
    return {str(file.relative_to(site)): file.read_bytes() for file in site.rglob("*") if file.is_file()}
