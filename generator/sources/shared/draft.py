"""One paper while a parser puts it together: a bad value is named and left out, the paper is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from pydantic import ValidationError

from generator.errors import Place
from generator.ids import (
    ID_CHECKS,
    IdKind,
    arxiv_of_doi,
    check_orcid,
    identify,
)
from generator.model import Author, CuratedFields, Ids, Links, SourceMetadata, SourcePaper, Status, Summary
from generator.sources.shared.metrics import MetricsDraft
from generator.sources.shared.values import Values, read_date, short
from generator.text.clean import unwrap, unwrap_paragraphs
from generator.text.latex import mend
from generator.text.links import find_links
from generator.text.repairs import Repair
from generator.text.urls import check_url

#: Fields that are one line of text.
LineField = Literal["venue", "comment"]
LinkKind = Literal["page", "pdf", "code", "project", "data", "demo", "model", "video", "slides"]
LINK_KINDS: tuple[LinkKind, ...] = ("page", "pdf", "code", "project", "data", "demo", "model", "video", "slides")
ID_KINDS: tuple[IdKind, ...] = ("arxiv", "doi", "acl", "openreview")
_STATUSES: tuple[Status, ...] = ("published", "withdrawn", "retracted")

_VERSION = re.compile(r"v(\d{1,4})$")


class Unreadable(Exception):  # noqa: N818  # it is raised and caught as what the item is, and never reaches a person
    """The item cannot become a paper; it goes to the quarantine."""

    def __init__(self, code: str, found: str, *, fix: str = "", field: str = "") -> None:
        super().__init__(found)
        self.code = code
        self.found = found
        self.fix = fix
        self.field = field


class PaperDraft(Values):
    """A paper's fields, set one by one. Where a field's value is none, or a bad one, the field stays as it was."""

    def __init__(self, *, place: Place, path: str = "") -> None:
        super().__init__(place=place, path=path)
        self.metrics = MetricsDraft(self)
        self.curated: CuratedFields | None = None
        self._said: dict[str, Any] = {}
        self._authors: list[Author] = []
        self._ids: dict[IdKind, str] = {}
        self._links: dict[str, str] = {}
        self._more: list[str] = []
        self._repairs: list[Repair] = []
        self._day: date | None = None
        self._rank: int | None = None
        self._year = ""

    def set_title(self, value: object, field: str) -> None:
        """The title, unwrapped and mended. Raises Unreadable where there is none: a paper is known by its title."""
        text = self.text(value, field)
        title = self._mended(text if self.as_is else unwrap(text), "title", field, line=True)
        if not title:
            raise Unreadable("no-title", "missing", fix="expected the paper's title, on one line", field=field)
        self._said["title"] = title

    def set_abstract(self, value: object, field: str) -> None:
        """The abstract, its hard line breaks undone and its LaTeX mended."""
        text = self.text(value, field)
        if text:
            self._said["abstract"] = self._mended(text if self.as_is else unwrap_paragraphs(text), "abstract", field)

    def add_author(self, name: object, field: str, *, orcid: object = None, affiliation: object = None) -> None:
        """One more author, given names first."""
        line = self.line(name, field)
        if line is None:
            self.warn(field, "an author without a name", fix="expected a name, as in Ada Lovelace", code="no-name")
            return
        checked = self.checked(check_orcid, orcid, f"{field}.orcid")
        self._authors.append(
            Author(name=line, orcid=checked, affiliation=self.line(affiliation, f"{field}.affiliation"))
        )

    def set_id(self, kind: IdKind, value: object, field: str) -> None:
        """An identifier, unless the kind has one; an arXiv id's version is a fact, arXiv's own DOIs are arXiv ids."""
        checked = self.checked(ID_CHECKS[kind], value, field)
        if checked is None:
            return
        arxiv = checked if kind == "arxiv" else arxiv_of_doi(checked) if kind == "doi" else None
        self._ids.setdefault("arxiv" if arxiv else kind, arxiv or checked)
        version = _VERSION.search(str(value).strip()) if arxiv else None
        if version:
            self.metrics.count("version", int(version[1]), field)

    def set_link(self, kind: LinkKind, value: object, field: str) -> None:
        """An address. A page or PDF that only says the paper's identifier becomes it: links are made from ids."""
        url = self.checked(check_url, value, field)
        if url is None:
            return
        named = identify(url) if kind in ("page", "pdf") and not self.as_is else None
        if named is None or self._ids.setdefault(named[0], named[1]) != named[1]:
            self._keep_link(kind, url)

    def add_link(self, value: object, field: str) -> None:
        """An address without a kind."""
        url = self.checked(check_url, value, field)
        if url is not None:
            self._keep_link("more", url)

    def set_line(self, name: LineField, value: object, field: str) -> None:
        """A short text that is a field of its own."""
        line = self.line(value, field)
        if line is not None:
            self._said[name] = line

    def set_lines(self, name: Literal["categories", "keywords"], values: Iterable[object], field: str) -> None:
        """A list of short texts; what comes twice is kept once."""
        self._said[name] = self.distinct(values, field)

    def set_date(self, name: Literal["published", "updated"], value: object, field: str) -> None:
        """The day of the first or of the present version."""
        day = self.day(value, field)
        if day is not None:
            self._said[name] = day

    def set_parts_of_date(self, year: object, month: object, day: object, field: str) -> None:
        """The day of publication in parts. A year alone is no day: it goes to the venue."""
        parts = [self.text(part, field) for part in (year, month, day)]
        told = read_date("-".join(parts))
        if told is not None:
            self._said["published"] = told
        elif re.fullmatch(r"[0-9]{4}", parts[0]):
            self._year = parts[0]
        elif parts[0]:
            self.warn(field, f"{short(parts[0])} is not a year", fix="expected four digits, as in 2025")

    def set_digest_day(self, day: date | None) -> None:
        """The day of the digest, where the source tells it."""
        self._day = day or self._day

    def set_status(self, value: object, field: str) -> None:
        """Published, withdrawn or retracted."""
        text = self.text(value, field)
        if text in _STATUSES:
            self._said["status"] = text
        elif text:
            self.warn(field, f"{short(text)} is not a status", fix=f"expected one of {', '.join(_STATUSES)}")

    def set_summary(self, text: object, model: object, day: object, field: str) -> None:
        """A summary by somebody other than the authors."""
        prose = self.prose(text, f"{field}.text")
        if prose:
            model_line = self.line(model, f"{field}.model")
            self._said["summary"] = Summary(text=prose, model=model_line, date=self.day(day, f"{field}.date"))

    def set_rank(self, value: object, field: str) -> None:
        """The place on the day's list, where the source tells it apart from its own order."""
        self._rank = self.count(value, field, least=1)

    def prose(self, value: object, field: str) -> str:
        """Paragraphs as they stand, without characters that text cannot hold."""
        return self.scrubbed(self.text(value, field), field)[0].strip()

    def finish(self, *, rank: int) -> SourcePaper:
        """The paper, with the links that its abstract names. Raises Unreadable where it has no title."""
        if not self.as_is:
            self._link_abstract()
        self._place_year()
        links = Links.model_validate({**self._links, "more": tuple(self._more)})
        try:
            metadata = SourceMetadata(**self._said, authors=tuple(self._authors), ids=Ids(**self._ids), links=links)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            found, _, fix = first["msg"].removeprefix("Value error, ").partition("\n")
            raise Unreadable("bad-value", found, fix=fix, field=field) from error
        return SourcePaper(
            metadata=metadata,
            rank=self._rank or rank,
            place=self.place,
            day=self._day,
            metrics=self.metrics.metrics(),
            repairs=tuple(self._repairs),
            curated=self.curated,
        )

    def _mended(self, text: str, target: str, field: str, *, line: bool = False) -> str:
        scrubbed, repairs = self.scrubbed(text, field, target=target, line=line)
        mended, more = (scrubbed, ()) if self.as_is else mend(scrubbed, field=target)
        self._repairs += (*repairs, *more)
        # A record's text has no blanks at its ends, and the repairs must still lead back to the source's.
        bare = mended.strip()
        start = len(mended) - len(mended.lstrip())
        ends = ((0, mended[:start]), (len(bare), mended[start + len(bare) :]))
        self._repairs += (Repair(at=at, was=blank, now="", field=target) for at, blank in ends if blank)
        return bare

    def _link_abstract(self) -> None:
        """The abstract's own addresses, beside those that the source gave."""
        for kind, found in find_links(self._said.get("abstract", "")).items():
            for url in (found,) if isinstance(found, str) else found:
                self._keep_link(kind, url)

    def _keep_link(self, kind: str, url: str) -> None:
        if any(_bare(url) == _bare(known) for known in (*self._links.values(), *self._more)):
            return
        if kind in LINK_KINDS and kind not in self._links:
            self._links[kind] = url
        else:
            self._more.append(url)

    def _place_year(self) -> None:
        venue = self._said.get("venue", "")
        if venue and self._year and self._year not in venue:
            self._said["venue"] = f"{venue}, {self._year}"
        elif self._year and not venue:
            fix = "a record takes whole days, as in 2025-07-31: add it if you know it"
            self.warn("published", f"only the year is told, {self._year}", fix=fix, code="year", severity="advice")


def _bare(url: str) -> str:
    """An address without what two ways of writing it differ in."""
    return re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/").casefold()
