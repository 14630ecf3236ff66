"""Which cluster a build uses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterOptions:
    """The address of a scheduler of Dask; without one, a cluster of so many ``workers`` on this machine.

    Zero workers are one for each processor.
    """

    scheduler: str = ""
    workers: int = 0
