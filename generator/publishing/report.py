"""What a publication did, or would do, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.publishing.plan import Plan
from generator.text.counts import counted


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicationReport:
    """A plan with the bytes of its uploads. ``damaged``: the manifest could not be read; ``continued``: an earlier
    publication had been interrupted."""

    shown: str
    plan: Plan
    bytes: int
    damaged: bool
    continued: bool

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should know, also if nothing is to do."""
        found = []
        if self.damaged:
            found.append(
                f"the manifest at {self.shown} is damaged: contents were compared, and published files that the site no"
                " longer has stay there"
            )
        if self.plan.repaired:
            files = counted(self.plan.repaired, "published file")
            found.append(f"{files} at {self.shown} had been changed or deleted by another program")
        return tuple(found)

    def changes(self) -> Iterator[str]:
        """Yield a line for each change, in the order in which they are made."""
        yield from (f"delete {path}" for path in self.plan.removed_first)
        yield from (f"upload {path}" for path in self.plan.uploaded)
        yield from (f"delete {path}" for path in self.plan.removed)

    def summary(self, *, would: bool = False) -> str:
        """Return what was done in one line, and what was left in another."""
        plan, change = self.plan, "would be " if would else ""
        uploads, deleted, kept = len(plan.uploaded), len(plan.removed) + len(plan.removed_first), len(plan.kept)
        if plan.is_empty:
            lines = [f"{self.shown}: nothing to publish, all of the {counted(kept, 'file')} are there"]
        else:
            counts = [f"{uploads:,} {change}uploaded ({self.bytes / 1e6:,.1f} MB)"] if uploads else []
            counts += [f"{deleted:,} {change}deleted"] if deleted else []
            counts += [f"{kept:,} unchanged"] if kept else []
            lines = [f"{self.shown}: {', '.join(counts)}"]
        if self.continued:
            lines.append(
                "continued an interrupted publication" if not would else "an earlier publication was interrupted"
            )
        if plan.others:
            lines.append(f"left {counted(plan.others, 'other file')} there, which Digestif did not write")
        return "\n".join(lines)
