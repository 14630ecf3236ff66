"""BibTeX and BibLaTeX: entries with macros, cross-references, TeX, and names in three orders."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bibtexparser.model import (
    Block,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
    String,
)
from bibtexparser.splitter import Splitter

from generator.errors import Place, Problem
from generator.model import Parsed
from generator.sources.shared.bibtex_names import read_bibtex_names
from generator.sources.shared.bibtex_types import add_publication
from generator.sources.shared.citations import (
    add_addresses,
    add_identifiers,
    add_note,
    split_keywords,
)
from generator.sources.shared.collector import Collector
from generator.sources.shared.draft import LINK_KINDS, PaperDraft
from generator.sources.shared.item_error import ItemError
from generator.sources.shared.read_fields import ReadFields
from generator.sources.shared.values import short
from generator.text.dates import month_number
from generator.text.markup.html import read_html
from generator.text.markup.tex import read_tex

# It logs what is reported as problems here.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
logging.getLogger("bibtexparser").propagate = False

SOURCE = "bibtex"
_ENTRY_START = re.compile(r"^[ \t]*@[ \t]*(?!comment|string|preamble)\w+\s*[{(]", re.IGNORECASE | re.MULTILINE)
_KEYLESS = re.compile(rf"({_ENTRY_START.pattern})(\s*)(?=[A-Za-z][\w-]*\s*=\s*[\"{{\d])", _ENTRY_START.flags)
_OPENED_LATER = re.compile(r"^([ \t]*+@[ \t]*+\w++)([^\S\n]*+\n\s*+)([{(])", re.MULTILINE)
# A noncharacter, which no text may contain.
_BACKSLASH = "\ufdd0"
_TEX_BREAK = re.compile(r"\\\\|\\(?=\n)")
_STRAY_COMMAS = re.compile(r",(\s*)(?:,\s*)+(?=[A-Za-z][\w-]*\s*=\s*[\"{\w]|\}|\Z)")
_URL = re.compile(r"\\(?:url|href|nolinkurl)\s*\{([^{}]*)\}(?:\s*\{[^{}]*\})?|(https?://[^\s{}]+)")
_ESCAPED = re.compile(r"\{?\\(?:([_%&#~])(?:\{\})?|(textasciitilde)(?:\{\})?)\s*\}?")
_TILDE = re.compile(r"\{?\$\\sim\$\}?")
# Macros may be defined by other macros, and in a wrong file by themselves.
_MAX_MACROS = 20
_MACRO = re.compile(r"[^\s\"#%'(),={}]+")
# What an entry inherits from the volume that it refers to, and from which fields (BibLaTeX manual, appendix B).
_INHERITED = {
    "booktitle": ("booktitle", "title"),
    "journal": ("journal",),
    "publisher": ("publisher",),
    "volume": ("volume",),
    "year": ("year",),
    "month": ("month",),
    "date": ("date",),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Piece:
    """A block that is an entry or was meant to be one, with its place and text in the file."""

    block: Block
    place: Place
    verbatim: str


def parse_bibtex(raw: bytes, *, name: str) -> Parsed:
    """The papers of a BibTeX file. An entry that cannot be read is quarantined with its lines; the others are kept.

    A volume that other entries refer to (``crossref``) is not a paper. Text outside of entries is a comment, as in
    BibTeX.
    """
    collector = Collector(SOURCE, name=name)
    text = _with_keys(collector.read(raw))
    blocks = _split(text)
    macros = {block.key.lower(): block.value for block in blocks if isinstance(block, String)}
    pieces = list(_pieces(blocks, text, name=name))
    found_entries = [entry for piece in reversed(pieces) if (entry := _entry_of(piece.block))]
    entries = {entry.key.lower(): entry for entry in found_entries if entry.key}
    volumes = {_plain(entry, "crossref").lower() for entry in entries.values()} - {""}
    for piece in pieces:
        entry = _entry_of(piece.block)
        if entry is None:
            found, fix = _describe_fault(piece.block)
            collector.quarantine("bad-bibtex", found, place=piece.place, verbatim=piece.verbatim, fix=fix)
        elif entry.key.lower() in volumes and entry.entry_type.lower() in (
            "proceedings",
            "book",
            "collection",
            "mvproceedings",
        ):
            found = f"{entry.key} is the volume of other entries and not a paper"
            collector.note(Problem(place=piece.place, code="volume", found=found, severity="suggestion"))
        else:
            fields = _EntryFields(entry, entries.get(_plain(entry, "crossref").lower()), macros)
            collector.add(fields.fill, place=piece.place, verbatim=piece.verbatim)
    if not pieces and _is_no_bibliography(blocks):
        found = f"no entry found in {short(' '.join(text.split()))}"
        collector.refuse("no-entries", found, fix="expected entries, as in @article{lovelace1843, title = {…}}")
    return collector.parsed()


def _is_no_bibliography(blocks: list[Block]) -> bool:
    """Whether there is nothing but text, and more than comments as JabRef writes them into an empty file."""
    comments = [block.comment or "" for block in blocks if isinstance(block, ImplicitComment)]
    lines = [line for comment in comments for line in comment.split("\n") if line.strip()]
    return len(comments) == len(blocks) and not all(line.lstrip().startswith("%") for line in lines)


def looks_like_bibtex(text: str) -> bool:
    """Whether an entry begins in the first lines."""
    return bool(_ENTRY_START.search(text[:20_000])) and not text.lstrip().startswith(("<", "{", "["))


def _with_keys(text: str) -> str:
    """The text with a comma after the place of each missing key, without stray commas, and with each entry's brace on
    the line of its type; the number of lines stays the same.
    """
    text = _OPENED_LATER.sub(r"\1\3\2", text)
    text = _KEYLESS.sub(r"\1,\2", text)
    return _STRAY_COMMAS.sub(lambda found: "," + re.sub(r"[^\s]", " ", found[0][1:]), text)


def _split(text: str) -> list[Block]:
    """The blocks of the text.

    The splitter takes a brace, a quotation mark or a line break after a backslash for escaped, also after a line break
    of TeX, as in ``{first \\\\}``: it lost the entry, and counted lines wrongly. Backslashes that escape none of these
    are therefore replaced while it works.
    """
    blocks = Splitter(_TEX_BREAK.sub(lambda found: _BACKSLASH * len(found[0]), text)).split().blocks
    for block in blocks:
        entry = _entry_of(block)
        for stated in (block,) if isinstance(block, String) else entry.fields if entry else ():
            stated.value = _with_backslashes(str(stated.value))
    return blocks


def _with_backslashes(text: str) -> str:
    return text.replace(_BACKSLASH, "\\")


def _pieces(blocks: list[Block], text: str, *, name: str) -> Iterator[_Piece]:
    lines = text.split("\n")
    ends = _ends(blocks, len(lines))
    for index, block in enumerate(blocks):
        before = blocks[index - 1] if index else None
        lost = isinstance(block, ImplicitComment) and _is_lost_entry(before, block)
        if not lost and not _was_meant_as_entry(block):
            continue
        start = block.start_line or 0
        # The splitter stops within a broken entry and takes the rest of it for a comment.
        whole = "\n".join(lines[start : ends[index]]).rstrip() if _is_broken(block) else ""
        place = Place(file=name, line=start + 1, column=1)
        yield _Piece(block=block, place=place, verbatim=whole or _with_backslashes(block.raw or ""))


def _ends(blocks: list[Block], last: int) -> list[int]:
    """For each block, the line (from 0) on which the next block begins that is not a comment."""
    ends = []
    for block in reversed(blocks):
        ends.append(last)
        if not isinstance(block, ImplicitComment):
            last = block.start_line or 0
    return ends[::-1]


def _was_meant_as_entry(block: Block) -> bool:
    return _entry_of(block) is not None or _is_broken(block)


def _is_broken(block: Block) -> bool:
    """Whether the splitter stopped within the block; two entries with the same key are both complete."""
    return isinstance(block, ParsingFailedBlock) and block.ignore_error_block is None


def _is_lost_entry(before: Block | None, comment: ImplicitComment) -> bool:
    """Whether text between entries was meant to be one; the rest of a broken entry already belongs to that entry."""
    if before is not None and _is_broken(before):
        return False
    return bool(re.search(r"\btitle\s*=\s*[{\"]", comment.comment or "", re.IGNORECASE))


def _entry_of(block: Block) -> Entry | None:
    inner = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
    return inner if isinstance(inner, Entry) else None


def _describe_fault(block: Block) -> tuple[str, str]:
    if isinstance(block, ImplicitComment):
        return (
            "text outside of an entry that looks like an entry",
            "begin it with @, a type and a brace, as in @article{key,",
        )
    error = getattr(block, "error", None)
    reason = str(getattr(error, "abort_reason", error)).strip()
    return f"the entry cannot be read: {reason}", "expected @type{key, name = {value}, …} with balanced braces"


def _plain(entry: Entry, name: str) -> str:
    """A field that contains a key, without its braces or quotation marks."""
    return next((str(field.value).strip('{}" \n\t') for field in entry.fields if field.key.lower() == name), "")


class _EntryFields:
    """The fields of an entry, with macros expanded, and those that it inherits from its volume."""

    def __init__(self, entry: Entry, volume: Entry | None, macros: Mapping[str, str]) -> None:
        self._entry = entry
        self._volume = volume
        self._macros = macros
        self._unknown: list[tuple[str, str]] = []

    def fill(self, draft: PaperDraft) -> None:
        """Set the draft's fields. Raises ItemError where a field is not a single value."""
        fields = ReadFields(self._fields())
        if fields.get("crossref") and self._volume is None:
            draft.warn(
                "crossref",
                f"the file has no entry {short(fields['crossref'])}",
                fix="expected the key of another entry",
            )
        self._warn_of_duplicates(draft)
        if not self._entry.key:
            fix = "add one after the brace, as in @article{lovelace1843,"
            draft.warn("", "the entry has no key", fix=fix, code="no-key", severity="suggestion")
        draft.set_title(_read_text(_title(fields)), "title")
        draft.set_abstract(_read_text(fields.get("abstract", "")), "abstract")
        _add_authors(draft, fields.get("author", ""))
        _add_ids(draft, fields)
        _add_links(draft, fields)
        _add_date(draft, fields)
        add_publication(draft, self._entry.entry_type.lower(), fields, _read_text)
        add_note(draft, _read_text(fields.get("note", "")), "note")
        draft.set_lines("keywords", split_keywords(_read_text(fields.get("keywords", ""))), "keywords")
        draft.set_lines("categories", fields.get("primaryclass", "").split(), "primaryclass")
        for field, macro in self._unknown:
            if field in fields.read:
                fix = f"add @string{{{macro} = …}}, or put the text in braces"
                draft.warn(field, f"the macro {short(macro)} is not defined", fix=fix)
        draft.note_fields((field.key.lower() for field in self._entry.fields), read=fields.read)

    def _fields(self) -> dict[str, str]:
        fields: dict[str, str] = {}
        for field in self._entry.fields:
            fields.setdefault(field.key.lower(), self._value(str(field.value), field.key.lower()))
        if self._volume is not None:
            volume = {field.key.lower(): str(field.value) for field in self._volume.fields}
            for name, sources in _INHERITED.items():
                inherited = next((volume[source] for source in sources if source in volume), None)
                if inherited is not None and name not in fields:
                    fields[name] = self._value(inherited, name)
        return fields

    def _value(self, value: str, field: str, *, depth: int = 0) -> str:
        parts = []
        for part in _concatenated(value):
            if part.startswith(("{", '"')):
                parts.append(_inside(part, field))
            elif part.isdecimal() or not part:
                parts.append(part)
            elif _MACRO.fullmatch(part):
                parts.append(self._macro(part, field, depth))
            else:
                raise _not_one_value(part, field)
        return "".join(parts)

    def _macro(self, macro: str, field: str, depth: int) -> str:
        meaning = self._macros.get(macro.lower())
        if meaning is None or depth > _MAX_MACROS:
            if not month_number(macro):
                self._unknown.append((field, macro))
            return macro
        return self._value(meaning, field, depth=depth + 1)

    def _warn_of_duplicates(self, draft: PaperDraft) -> None:
        counts = Counter(field.key.lower() for field in self._entry.fields)
        for name in sorted(name for name, count in counts.items() if count > 1):
            draft.warn(name, "duplicate field", fix="the first one was used")


def _concatenated(value: str) -> Iterator[str]:
    """The parts of a value, separated by ``#`` outside of braces and quotation marks."""
    depth, quoted, start = 0, False, 0
    for at, character in enumerate(value):
        if at and value[at - 1] == "\\":
            continue
        depth += (character == "{") - (character == "}")
        if character == '"' and depth == 0:
            quoted = not quoted
        if character == "#" and depth == 0 and not quoted:
            yield value[start:at].strip()
            start = at + 1
    yield value[start:].strip()


def _inside(part: str, field: str) -> str:
    """The text in a part's braces or quotation marks. Raises ItemError where they close before its end."""
    depth = 0
    for at, character in enumerate(part):
        if at and part[at - 1] == "\\":
            continue
        depth += (character == "{") - (character == "}")
        closed = depth == 0 and (character == "}" if part[0] == "{" else character == '"' and at > 0)
        if closed and at < len(part) - 1:
            raise _not_one_value(part, field)
    return part[1:-1]


def _not_one_value(part: str, field: str) -> ItemError:
    return ItemError("bad-bibtex", f"{short(part)} is not a single value", fix="add the missing comma", field=field)


def _read_text(value: str) -> str:
    """A field without TeX, and without the HTML that exporters write in it."""
    return read_html(read_tex(value))


def _title(fields: Mapping[str, str]) -> str:
    """The title, with its subtitle (BibLaTeX)."""
    title, subtitle = fields.get("title", ""), fields.get("subtitle", "")
    return f"{title}: {subtitle}" if title and subtitle else title


def _add_authors(draft: PaperDraft, authors: str) -> None:
    read, is_cut, doubt = read_bibtex_names(authors)
    for index, author in enumerate(read):
        draft.add_author(
            author.name,
            f"author[{index}]",
            orcid=author.orcid or None,
            affiliation=author.affiliation or None,
        )
    if is_cut:
        fix = "add the other authors if you know them"
        draft.warn(
            "author", 'the list of authors ends with "and others"', fix=fix, code="others", severity="suggestion"
        )
    if doubt:
        fix = "if that is wrong, separate the authors by and"
        draft.warn("author", f"the list of authors can be read in two ways: {doubt}", fix=fix, code="authors")


def _add_ids(draft: PaperDraft, fields: ReadFields[str]) -> None:
    kind = (fields.get("archiveprefix") or fields.get("eprinttype") or "").lower()
    if "arxiv" in kind or kind == "corr":
        draft.set_id("arxiv", _plain_id(fields.get("eprint", "")), "eprint")
    names = ("arxivid", "arxiv", "eprint", "number", "volume", "eid", "pages", "ee")
    held = [(name, _plain_id(value)) for name in names if (value := fields.peek(name))]
    fields.read |= add_identifiers(draft, held)
    draft.set_id("doi", fields.get("doi", ""), "doi")
    draft.set_id("openreview", fields.get("openreview", ""), "openreview")


def _plain_id(value: str) -> str:
    return re.sub(r"[{}\\]", "", value).strip()


def _add_links(draft: PaperDraft, fields: ReadFields[str]) -> None:
    published = " ".join(found[1] or found[2] for found in _URL.finditer(fields.get("howpublished", "")))
    for name, value in (("url", fields.get("url", "")), ("howpublished", published), ("ee", fields.get("ee", ""))):
        if value:
            add_addresses(draft, _plain_address(value), name)
    for kind in LINK_KINDS:
        if (fields.peek(kind) or "").startswith(("http", "\\url", "\\href")):
            draft.set_link(kind, _plain_address(fields[kind]), kind)


def _plain_address(address: str) -> str:
    bare = _URL.fullmatch(address.strip())
    plain = ((bare[1] or bare[2]) if bare else address).strip()
    return _TILDE.sub("~", _ESCAPED.sub(lambda found: found[1] or "~", plain)).strip("{}")


def _add_date(draft: PaperDraft, fields: Mapping[str, str]) -> None:
    """Set the date from the fields of BibTeX, and from the date of BibLaTeX, which may be a range."""
    year, month, day = (read_tex(fields.get(name, "")) for name in ("year", "month", "day"))
    draft.set_parts_of_date(year, month, day, "year")
    draft.set_date("published", fields.get("date", "").split("/")[0], "date")
