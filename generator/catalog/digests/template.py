"""The first text of a file of content/digests/, for a person to complete."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from generator.catalog.catalog import Entry
from generator.catalog.digests.digest import Span
from generator.text.counts import counted
from generator.text.visible import escape_controls

#: Papers to choose from.
MAX_SUGGESTED = 100


def digest_template(span: Span, entries: Iterable[Entry], *, picked: Collection[str] = ()) -> bytes:
    """Return a draft with these papers to pick from, as comments; those whose keys are ``picked`` are picks already.

    It is a valid digest, so that nothing is wrong before the person has written anything.
    """
    return "\n".join((*_lines(span, entries, picked), "")).encode()


def papers_to_choose(span: Span, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the papers of a span for its editors: those of a day in its order, others by votes, each once."""
    distinct = tuple({entry.key: entry for entry in entries}.values())
    if span.kind == "day":
        return distinct
    return tuple(sorted(distinct, key=lambda entry: (-(entry.metrics.upvotes or 0), entry.key)))


def _lines(span: Span, entries: Iterable[Entry], picked: Collection[str]) -> Iterator[str]:
    yield "# yaml-language-server: $schema=../schema/digest.schema.json"
    yield f"# {span.title}. Delete the next line to publish this file. Empty fields are ignored."
    yield "draft: true"
    yield "title:"
    yield "introduction:"
    yield "picks:"
    known = {entry.key: entry for entry in entries}
    for key in picked:
        yield f"  - paper: '{key}'  # {_title(known[key])}" if key in known else f"  - paper: '{key}'"
        yield "    why:"
    others = [entry for entry in known.values() if entry.key not in picked][:MAX_SUGGESTED]
    if others:
        yield "  # Delete the # and the space after it where you pick a paper, and say why in a sentence."
    for entry in others:
        votes = f"{counted(entry.metrics.upvotes, 'vote')}: " if entry.metrics.upvotes else ""
        yield f"  # - paper: '{entry.key}'  # {votes}{_title(entry)}"
        yield "  #   why:"


def _title(entry: Entry) -> str:
    return escape_controls(" ".join(entry.paper.title.split()))
