"""A paper under construction: a parser sets its fields, and bad values are reported and left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal, get_args

from pydantic import ValidationError

from generator.errors import Place
from generator.ids import ID_CHECKS, IdKind, arxiv_of_doi, check_orcid, identify
from generator.kinds import PARTS, PUBLISHED_BY_VENUE, is_preprint_server, kind_of
from generator.model import (
    Author,
    CuratedFields,
    Ids,
    Links,
    PaperKind,
    Publication,
    SourceMetadata,
    SourcePaper,
    Status,
    Summary,
)
from generator.sources.shared.identifiers import is_short_doi, read_arxiv, read_doi
from generator.sources.shared.item_error import ItemError
from generator.sources.shared.kinds import normal_pages
from generator.sources.shared.metrics import MetricsDraft
from generator.sources.shared.python_repr import read_written_list
from generator.sources.shared.translations import TranslationsDraft
from generator.sources.shared.values import ItemValues, is_filled, is_placeholder, short
from generator.text.addresses.links import find_links
from generator.text.addresses.urls import check_url
from generator.text.clean import unwrap, unwrap_paragraphs
from generator.text.dates import most_precise
from generator.text.markup.html import read_html_line
from generator.text.markup.latex import repair_latex
from generator.text.markup.titles import clean_title
from generator.text.people.author_lists import AuthorList, read_author_entries, read_authors
from generator.text.repairs import Repair
from generator.text.visible import is_visible

#: Fields that are one line of text.
LineField = Literal["venue", "comment"]
PublicationPart = Literal["volume", "number", "pages", "publisher", "genre"]
LinkKind = Literal["page", "pdf", "code", "project", "data", "demo", "model", "video", "slides"]
LINK_KINDS: tuple[LinkKind, ...] = ("page", "pdf", "code", "project", "data", "demo", "model", "video", "slides")
_STATUSES: tuple[Status, ...] = ("published", "withdrawn", "retracted")
KINDS: tuple[PaperKind, ...] = get_args(PaperKind)
_VERSION = re.compile(r"v(\d{1,4})$")
_INDEX = re.compile(r"\[\d+\]")


class PaperDraft(ItemValues):
    """A paper's fields, set one by one. A missing or bad value leaves its field as it was."""

    def __init__(self, *, place: Place, path: str = "") -> None:
        super().__init__(place=place, path=path)
        self.metrics = MetricsDraft(self)
        self.translations = TranslationsDraft(self)
        self.curated: CuratedFields | None = None
        self.fields: tuple[str, ...] = ()
        self.read_fields: frozenset[str] = frozenset()
        self.unread_parts: dict[str, None] = {}
        self._fields: dict[str, Any] = {}
        self._authors: list[Author] = []
        self._ids: dict[IdKind, str] = {}
        self._publication: dict[PublicationPart, str] = {}
        self._links: dict[str, str] = {}
        self._more_links: list[str] = []
        self._known_links: set[str] = set()
        self._repairs: list[Repair] = []
        self._day: date | None = None
        self._rank: int | None = None

    def note_fields(self, names: Iterable[str], *, read: Iterable[str]) -> None:
        """Note the item's fields, and those from which values are taken, in the source's own names."""
        self.fields, self.read_fields = tuple(names), frozenset(read)

    def parts(self, value: object, field: str, *names: str) -> Mapping[str, object]:
        """The parts of a value; those that are filled and have none of the names are noted as not read."""
        parts = self.mapping(value, field)
        self.note_unread(field, (name for name, held in parts.items() if name not in names and is_filled(held)))
        return parts

    def note_unread(self, field: str, parts: Iterable[str]) -> None:
        """Note parts of a field that no record has, as in ``authors.email``, whichever item of a list has them."""
        whole = _INDEX.sub("", field).removeprefix("paper.")
        self.unread_parts |= dict.fromkeys(f"{whole}.{part}" for part in parts)

    def note_repeated(self, name: str, values: Iterable[object]) -> None:
        """Note the second value of a field of which the first one counts, unless it says the same."""
        first, *others = [value for value in values if is_filled(value)] or [None]
        if any(value != first for value in others):
            self.unread_parts[f"{name}[1]"] = None

    def set_title(self, value: object, field: str) -> None:
        """Set the title, on one line and with its LaTeX repaired.

        Raises ItemError where there is no visible title: a paper without one cannot be found or cited.
        """
        text = self.text(value, field)
        line = text if self.is_exported else clean_title(unwrap(text))
        title = self._repaired(line, "title", field, line=True)
        if not is_visible(title):
            raise ItemError("no-title", "missing", fix="expected the paper's title, on one line", field=field)
        self._fields["title"] = title

    def set_abstract(self, value: object, field: str) -> None:
        """Set the abstract, without hard line breaks and with its LaTeX repaired."""
        text = self.text(value, field)
        if text and (self.is_exported or not is_placeholder(text)):
            unwrapped = text if self.is_exported else unwrap_paragraphs(text)
            self._fields["abstract"] = self._repaired(unwrapped, "abstract", field)

    def add_author(self, name: object, field: str, *, orcid: object = None, affiliation: object = None) -> None:
        """Add an author; the name has the given names first."""
        line = self.line(name, field)
        if line is None or not is_visible(line):
            self.warn(field, "an author without a name", fix="expected a name, as in Ada Lovelace", code="no-name")
            return
        checked = self.checked(check_orcid, orcid, f"{field}.orcid")
        institution = self.line(affiliation, f"{field}.affiliation")
        self._authors.append(Author(name=line, orcid=checked, affiliation=institution))

    def add_authors(self, value: object, field: str, *, family_first: bool = False) -> None:
        """Add the authors of a list in any style: one text, or a list of texts and of objects with a name.

        Where a list can be read in two ways, a warning shows the reading. ``family_first`` says that the whole file has
        family names first.
        """
        if isinstance(value, str):
            written = read_written_list(value)
            if written is None:
                read = read_authors(self._plain_name(value), family_first=family_first)
                self._add_read(read, field)
                if value.strip() and not (read.authors or read.is_cut):
                    self.warn(field, f"no name found in {short(value)}", fix="expected names, as in Ada Lovelace")
                return
            value = written
        entries = self.items(value, field)
        entries = [entry for entry in entries if not (isinstance(entry, str) and is_placeholder(entry))]
        names = [entry for entry in entries if isinstance(entry, str)]
        if len(names) == len(entries):
            plain = [self._plain_name(name) for name in names]
            self._add_read(read_author_entries(plain, family_first=family_first), field)
            return
        for index, entry in enumerate(entries):
            self._add_entry(entry, f"{field}[{index}]")

    def _add_entry(self, entry: object, field: str) -> None:
        if isinstance(entry, str):
            self._add_read(read_author_entries([self._plain_name(entry)]), field)
            return
        author = self.mapping(entry, field)
        name = self._plain_name(self.text(author.get("name"), f"{field}.name"))
        if "," in name and not self.is_exported:
            read = read_author_entries([name])
            if len(read.authors) > 1:
                self._add_read(read, field)
                return
            name = read.authors[0].name if read.authors else name
        self.add_author(name, f"{field}.name", orcid=author.get("orcid"), affiliation=author.get("affiliation"))

    def _add_read(self, read: AuthorList, field: str) -> None:
        for index, author in enumerate(read.authors):
            self.add_author(
                author.name, f"{field}[{index}]", orcid=author.orcid or None, affiliation=author.affiliation or None
            )
        if read.is_cut:
            fix = "add the other authors if you know them"
            self.warn(field, "the list of authors is shortened", fix=fix, code="others", severity="suggestion")
        if read.doubt:
            fix = "if that is wrong, separate the authors by semicolons"
            self.warn(field, f"the list of authors can be read in two ways: {read.doubt}", fix=fix, code="authors")

    def _plain_name(self, text: str) -> str:
        """The text without HTML and TeX."""
        return repair_latex(read_html_line(text) if "\n" not in text else text)[0] if not self.is_exported else text

    def set_id(self, kind: IdKind, value: object, field: str) -> None:
        """Set an identifier, unless the paper has one of the kind; an address of one is that identifier.

        The version of an arXiv id is a metric. arXiv's own DOIs are arXiv ids. A short DOI is an address only.
        """
        text = self.text(value, field)
        if not self.is_exported:
            text = read_doi(text) if kind == "doi" else read_arxiv(text) if kind == "arxiv" else text
            found = identify(text) if text.lower().startswith("http") else None
            if found is not None:
                kind, text = found
        if kind == "doi" and is_short_doi(text):
            self.set_link("page", f"https://doi.org/{text.lower()}", field)
            return
        checked = self.checked(ID_CHECKS[kind], text, field)
        if checked is None:
            return
        arxiv = checked if kind == "arxiv" else arxiv_of_doi(checked) if kind == "doi" else None
        self._ids.setdefault("arxiv" if arxiv else kind, arxiv or checked)
        version = _VERSION.search(read_arxiv(str(value)).rstrip("/")) if arxiv else None
        if version:
            self.metrics.count("version", int(version[1]), field)

    def set_link(self, kind: LinkKind, value: object, field: str) -> None:
        """Set an address. A page or PDF that an identifier leads to becomes that identifier."""
        url = self.checked(check_url, value, field)
        if url is None:
            return
        identified = identify(url) if kind in ("page", "pdf") and not self.is_exported else None
        if identified is not None and identified[0] == "doi":
            identified = "doi", read_doi(identified[1])
        if identified is None or self._ids.setdefault(identified[0], identified[1]) != identified[1]:
            self._keep_link(kind, url)

    def add_link(self, value: object, field: str) -> None:
        """Add an address without a kind."""
        url = self.checked(check_url, value, field)
        if url is not None:
            self._keep_link("more", url)

    def set_line(self, name: LineField, value: object, field: str) -> None:
        """Set a field that is one line of text."""
        line = self.line(value, field)
        if line is not None:
            self._fields[name] = line

    def kind(self, value: object, field: str) -> PaperKind | None:
        """A kind of publication by its name in records; anything else is reported."""
        text = self.text(value, field)
        if text and text not in KINDS:
            self.warn(field, f"{short(text)} is not a kind", fix=f"expected one of {', '.join(KINDS)}")
        return next((kind for kind in KINDS if kind == text), None)

    def set_kind(self, kind: PaperKind | None) -> None:
        """Set the kind of publication, where the source states it."""
        if kind is not None:
            self._fields["kind"] = kind

    def set_publication(self, part: PublicationPart, value: object, field: str) -> None:
        """Set the volume, the number, the pages, the publisher or the genre; the first value of each counts.

        A server of preprints is the venue and not the publisher; of arXiv, the id says the same.
        """
        line = self.line(value, field)
        if line is not None and not self.is_exported:
            line = normal_pages(line) if part == "pages" else line
            if part == "publisher" and is_preprint_server(line):
                if not line.lower().startswith(("arxiv", "corr")):
                    self._fields.setdefault("venue", line)
                return
            if part == "volume" and line.startswith("abs/"):  # DBLP's volume of CoRR is the arXiv id
                return
        if line:
            self._publication.setdefault(part, line)

    def set_lines(self, name: Literal["categories", "keywords"], values: Iterable[object], field: str) -> None:
        """Set a field that is a list of lines, without repetitions."""
        self._fields[name] = self.distinct(values, field)

    def set_date(self, name: Literal["published", "updated"], value: object, field: str) -> None:
        """Set the date of the first or of the current version.

        A further statement counts only where it is a more precise form of the first, as ``2019-05`` is of ``2019``.
        """
        stated = self.partial_date(value, field)
        chosen = most_precise(self._fields.get(name), stated)
        if chosen is not None:
            self._fields[name] = chosen

    def set_parts_of_date(self, year: object, month: object, day: object, field: str) -> None:
        """Set the date of publication from its parts, of which each may be a number, a name or a whole date."""
        stated, *parts = (self.text(part, field) for part in (year, month, day))
        if stated:
            # Numbers are joined as in 2019-5-17, names as in 2019 May 17.
            sign = "-" if all(part.isdecimal() or not part for part in (stated, *parts)) else " "
            self.set_date("published", sign.join(part for part in (stated, *parts) if part), field)

    def set_digest_day(self, day: date | None) -> None:
        """Set the day of the digest, where the source states it."""
        self._day = day or self._day

    def set_status(self, value: object, field: str) -> None:
        """Set the status: published, withdrawn or retracted."""
        text = self.text(value, field)
        if text in _STATUSES:
            self._fields["status"] = text
        elif text:
            self.warn(field, f"{short(text)} is not a status", fix=f"expected one of {', '.join(_STATUSES)}")

    def set_summary(self, text: object, model: object, day: object, field: str) -> None:
        """Set a summary that somebody other than the authors wrote."""
        prose = self.prose(text, f"{field}.text")
        if prose:
            model_line = self.line(model, f"{field}.model")
            self._fields["summary"] = Summary(text=prose, model=model_line, date=self.day(day, f"{field}.date"))

    def set_rank(self, value: object, field: str) -> None:
        """Set the place on the day's list, where it is not the order of the items."""
        self._rank = self.count(value, field, least=1)

    def finish(self, *, rank: int) -> SourcePaper:
        """The paper, with the links in its abstract. Raises ItemError where a field is missing or bad."""
        if not self.is_exported:
            self._add_links_of_abstract()
        links = Links.model_validate({**self._links, "more": tuple(self._more_links)})
        try:
            metadata = SourceMetadata(
                **self._fields,
                authors=tuple(self._authors),
                ids=Ids(**self._ids),
                links=links,
                publication=Publication(**self._publication),
                translations=self.translations.by_language,
            )
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            found, _, fix = first["msg"].removeprefix("Value error, ").partition("\n")
            raise ItemError("bad-value", found, fix=fix, field=field) from error
        return SourcePaper(
            metadata=metadata if self.is_exported else _with_needed_kind(metadata),
            rank=self._rank or rank,
            place=self.place,
            day=self._day,
            metrics=self.metrics.metrics(),
            repairs=tuple(self._repairs),
            curated=self.curated,
        )

    def _repaired(self, text: str, target: str, field: str, *, line: bool = False) -> str:
        scrubbed, repairs = self.scrubbed(text, field, target=target, line=line)
        repaired, more = (scrubbed, ()) if self.is_exported else repair_latex(scrubbed, field=target)
        self._repairs += (*repairs, *more)
        # A record's text has no blanks at its ends, but undoing the repairs must still give the source's text.
        bare = repaired.strip()
        start = len(repaired) - len(repaired.lstrip())
        ends = ((0, repaired[:start]), (len(bare), repaired[start + len(bare) :]))
        self._repairs += (Repair(at=at, was=blank, now="", field=target) for at, blank in ends if blank)
        return bare

    def _add_links_of_abstract(self) -> None:
        """Add the addresses in the abstract, after those that the source gave."""
        for kind, found in find_links(self._fields.get("abstract", "")).items():
            for url in (found,) if isinstance(found, str) else found:
                self._keep_link(kind, url)

    def _keep_link(self, kind: str, url: str) -> None:
        spelling = re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/").casefold()
        if spelling in self._known_links:
            return
        self._known_links.add(spelling)
        if kind in LINK_KINDS and kind not in self._links:
            self._links[kind] = url
        else:
            self._more_links.append(url)


def _with_needed_kind(metadata: SourceMetadata) -> SourceMetadata:
    """Return metadata in which a kind is stated only where venue and identifiers suggest another one.

    So a preprint becomes a conference paper when a later list knows the conference. An article that is in nothing is a
    preprint if it is on arXiv, as in ``journal = {arXiv preprint}``.
    """
    kind, venue = metadata.kind, metadata.venue
    if kind is None:
        return metadata
    changes: dict[str, object] = {}
    if kind in PUBLISHED_BY_VENUE and not venue and metadata.publication.publisher:
        changes["venue"] = metadata.publication.publisher
        changes["publication"] = metadata.publication.model_copy(update={"publisher": None})
    if kind in PARTS and not venue and metadata.ids.arxiv:
        changes["kind"] = None
    whole = metadata.model_copy(update=changes)
    return (
        whole.model_copy(update={"kind": None}) if kind_of(whole.model_copy(update={"kind": None})) == kind else whole
    )
