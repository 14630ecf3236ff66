"""Files of the site that are for programs: as values, their addresses first, then their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class OutputFile:
    """A file at ``path`` on the site.

    ``inputs`` returns everything that its bytes depend on; a build renders the file only if these changed. ``year`` is
    the year that the file belongs to, None for a file about all years.
    """

    path: str
    inputs: Callable[[], str] = field(compare=False)
    render: Callable[[], bytes] = field(compare=False)
    year: int | None = None

    @property
    def fingerprint(self) -> str:
        """Hash of the inputs, as 32 hexadecimal digits."""
        return hashlib.sha256(self.inputs().encode("utf-8", "surrogatepass")).hexdigest()[:32]
