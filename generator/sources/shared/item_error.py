"""The error of an item that cannot become a paper."""

from __future__ import annotations


class ItemError(Exception):
    """An item cannot become a paper, so that it is quarantined; ``Collector.add`` turns it into a problem."""

    def __init__(self, code: str, found: str, *, fix: str = "", field: str = "") -> None:
        super().__init__(found)
        self.code = code
        self.found = found
        self.fix = fix
        self.field = field
