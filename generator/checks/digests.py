"""Checks the files of content/digests/ against the records and each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cached_property

from generator.catalog.digests.digest import Digest, Pick, SeriesPart
from generator.catalog.digests.digest_file import DigestFile, parse_digest, with_current_keys
from generator.catalog.digests.series import series_id
from generator.errors import Problem
from generator.store.content import Content

#: What is left out of the site until an error of a series is corrected: the rest of the digest is shown.
_NO_SERIES = "until then, the site shows this digest without its series"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadDigests:
    """The digests without errors in their fields, in the order of their files, and all problems.

    They have the keys that records have now, no papers that the digest does not have, and no series with an error.
    """

    digests: tuple[Digest, ...]
    problems: tuple[Problem, ...]


def read_digests(content: Content) -> ReadDigests:
    """Read content/digests/, and check what the files say about papers and about each other."""
    files = [parse_digest(raw, file=file, renamed=content.renamed) for file, raw in content.digests.items()]
    if not files:
        return ReadDigests(digests=(), problems=())
    between = _Between(content, [file.digest for file in files if file.digest])
    problems: list[Problem] = []
    digests: list[Digest] = []
    for file in files:
        problems += file.problems
        if file.digest:
            current = with_current_keys(file.digest, content.renamed)
            found = tuple(between.check(file, current))
            problems += found
            if any(problem.code.startswith("digest-series") for problem in found):
                current = replace(current, series=None)
            digests.append(_with_known_papers_once(current, content.by_key))
    return ReadDigests(digests=tuple(digests), problems=tuple(problems))


class _Between:
    """What the records and the earlier files say about the papers and the series of a digest."""

    def __init__(self, content: Content, digests: Sequence[Digest]) -> None:
        self._content = content
        self._digests = digests
        self._parts: dict[tuple[str, int], Digest] = {}

    @cached_property
    def _papers_of_day(self) -> Mapping[date, set[str]]:
        papers: dict[date, set[str]] = {}
        for key, record in self._content.by_key.items():
            papers.setdefault(record.paper.date, set()).add(key)
        for key, mentions in self._content.library.mentions.items():
            for mention in mentions:
                papers.setdefault(mention.day, set()).add(key)
        return papers

    @cached_property
    def _usual_names(self) -> Mapping[str, tuple[str, Digest]]:
        """The name that most digests of each series have, of equal ones the earliest, with the first that has it."""
        spellings: dict[str, dict[str, list[Digest]]] = {}
        for digest in self._digests:
            if digest.series:
                names = spellings.setdefault(series_id(digest.series.name), {})
                names.setdefault(digest.series.name, []).append(digest)
        usual = {slug: max(names, key=lambda name: len(names[name])) for slug, names in spellings.items()}
        return {slug: (name, spellings[slug][name][0]) for slug, name in usual.items()}

    @cached_property
    def _days(self) -> frozenset[date]:
        """The days that have a page: with papers of their own, or with picks."""
        known = self._content.by_key.keys() | self._content.renamed.keys()
        picked = (
            digest.span.first
            for digest in self._digests
            if digest.span.kind == "day" and any(pick.key in known for pick in digest.picks)
        )
        return frozenset((*self._papers_of_day, *picked))

    def check(self, file: DigestFile, digest: Digest) -> Iterator[Problem]:
        """Yield the problems of one digest."""
        for index, pick in enumerate(digest.picks):
            yield from self._check_paper(file, ("picks", index), pick.key)
        listed = self._papers_of_day.get(digest.span.first, set()) | {pick.key for pick in digest.picks}
        for index, key in enumerate(digest.order):
            if key in self._content.by_key and key not in listed:
                found = f"{key} is not in the digest of {digest.span.id}"
                fix = "add it to picks, which adds it to the day, or delete it here"
                yield file.problem(("order", index), "order", found, fix)
            else:
                yield from self._check_paper(file, ("order", index), key)
        yield from self._check_shown(file, digest)
        if digest.series:
            yield from self._check_series(file, digest, digest.series)

    def _check_paper(self, file: DigestFile, path: tuple[str, int], key: str) -> Iterator[Problem]:
        records = self._content.by_key
        if key in records:
            return
        if key in self._content.library.removed:
            fix = "delete it here, or restore its record"
            yield file.problem(path, "removed", f"{key} was removed, so it is not shown", fix, severity="warning")
            return
        close = get_close_matches(key, sorted(records), n=1)
        fix = f"did you mean {close[0]}?" if close else "give the last part of the address of the paper's page"
        yield file.problem(path, "paper", f"there is no paper {key}", fix)

    def _check_shown(self, file: DigestFile, digest: Digest) -> Iterator[Problem]:
        """Warn about a digest that no page shows: a page needs papers or picks."""
        span = digest.span
        if any(pick.key in self._content.by_key for pick in digest.picks):
            return
        if not any(span.first <= day <= span.last for day in self._days):
            if span.kind == "day":
                found = f"{span.id} has no papers, so no page shows this digest"
                fix = "import papers, or add picks"
            else:
                found = f"{span.id} has no day with papers or picks, so no page shows this digest"
                fix = "import papers, add picks, or correct the file's name"
            yield replace(file.problem((), "unshown", found, fix), severity="warning")

    def _check_series(self, file: DigestFile, digest: Digest, part: SeriesPart) -> Iterator[Problem]:
        slug = series_id(part.name)
        name, other = self._usual_names[slug]
        if name != part.name:
            found = f"{other.span.file} has the name {name}, which has the same address"
            yield file.problem(
                ("series", "name"), "series-name", found, f"write {name}, or choose another name; {_NO_SERIES}"
            )
        earlier = self._parts.setdefault((slug, part.number), digest)
        if earlier is not digest:
            found = f"{earlier.span.file} has the number {part.number} too"
            yield file.problem(("series", "number"), "series-twice", found, f"correct one of the two; {_NO_SERIES}")


def _with_known_papers_once(digest: Digest, records: Mapping[str, object]) -> Digest:
    """Leave out papers without a record, and those that a merge of two records made the same as an earlier one."""
    picks: dict[str, Pick] = {}
    for pick in digest.picks:
        picks.setdefault(pick.key, pick)
    return replace(
        digest,
        hero=digest.hero if digest.hero in records else "",
        picks=tuple(pick for pick in picks.values() if pick.key in records),
        order=tuple(key for key in dict.fromkeys(digest.order) if key in records),
    )
