"""The formats of ``digestif export``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Protocol

from generator.exports.bibliography import export_bibtex, export_csl, export_ris
from generator.exports.jsonl import export_jsonl
from generator.exports.parquet import export_parquet
from generator.exports.selection import Selection
from generator.exports.table import export_csv


class Export(Protocol):
    """Yields the text of a file in parts."""

    def __call__(self, selection: Selection) -> Iterator[str]:
        """Export the selected records."""
        ...


class BinaryExport(Protocol):
    """Yields the bytes of a file in parts."""

    def __call__(self, selection: Selection) -> Iterator[bytes]:
        """Export the selected records."""
        ...


#: Every format of text by its name on the command line.
EXPORTS: Mapping[str, Export] = MappingProxyType(
    {"bibtex": export_bibtex, "csl": export_csl, "csv": export_csv, "jsonl": export_jsonl, "ris": export_ris}
)
#: The other formats.
BINARY_EXPORTS: Mapping[str, BinaryExport] = MappingProxyType({"parquet": export_parquet})
