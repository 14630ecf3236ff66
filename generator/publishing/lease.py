"""A lease on a target: one publication at a time, where the host has no locks that end with a program.

A file at the target says who publishes, and since when it was renewed last. A program that was killed leaves the file,
so a lease that was not renewed for ten minutes counts as given up, and so does that of a process of this machine that
no longer runs.
"""

from __future__ import annotations

from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from generator.errors import DigestifError
from generator.publishing.manifest import OWN_FOLDER

LEASE = f"{OWN_FOLDER}/lease.json"
#: Seconds after which a lease that was not renewed is given up, and between renewals.
GIVEN_UP_AFTER = 600.0
RENEW_AFTER = 60.0


class Lease(BaseModel):
    """Who publishes to a target: a random id, the machine and process, and when (seconds since 1970)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(max_length=64)
    host: str = Field(max_length=256)
    process: int
    began: float
    renewed: float

    def is_given_up(self, now: float) -> bool:
        """Whether it was not renewed for so long that its holder does not run any more, or its time makes no sense."""
        return abs(now - self.renewed) > GIVEN_UP_AFTER

    def needs_renewal(self, now: float) -> bool:
        """Whether its holder should write it again."""
        return now - self.renewed >= RENEW_AFTER


def parse_lease(raw: bytes) -> Lease | None:
    """Return the lease in a file; None for a damaged one, which nobody can hold."""
    try:
        return Lease.model_validate_json(raw)
    except ValidationError:
        return None


def is_held(lease: Lease, *, shown: str) -> DigestifError:
    """Return the error for a target to which another program publishes."""
    since = datetime.fromtimestamp(lease.began, UTC)
    return DigestifError(
        f"another publication to {shown} is under way: process {lease.process} on {lease.host}, "
        f"since {since:%Y-%m-%d %H:%M} UTC",
        fix="wait until it has finished; if it was killed, wait ten minutes, or run this again with --take-over",
    )


def is_lost(*, shown: str) -> DigestifError:
    """Return the error for a publication that another one has taken over."""
    return DigestifError(
        f"another publication to {shown} has begun, so this one has stopped",
        fix="let only one run at a time; the next publication completes what both have begun",
    )
