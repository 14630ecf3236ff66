"""Translations as a service returns them: a table or JSON with a paper's key or id, a language, and the texts.

The papers are those of existing records: an import completes them, and adds none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from generator.errors import Place
from generator.ids import check_key
from generator.model import CuratedFields, Parsed, Translation
from generator.sources.shared.collector import Collector
from generator.sources.shared.csv_rows import delimiter_of, read_rows
from generator.sources.shared.draft import PaperDraft
from generator.sources.shared.headings import normal_heading
from generator.sources.shared.item_error import ItemError
from generator.sources.shared.json_items import first_item, gather_json
from generator.sources.shared.values import short
from generator.text.languages import find_language
from generator.text.lines import split_lines

SOURCE = "translations"
#: The names of each field. A file with any other field is not one of translations: tables of databases have a language,
#: a title and an abstract, too.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "key": ("key",),
    "arxiv": ("arxiv", "arxivid", "id"),
    "doi": ("doi",),
    "language": ("language", "lang", "targetlanguage", "targetlang", "locale"),
    "title": ("title", "translatedtitle", "titletranslation"),
    "abstract": ("abstract", "translatedabstract", "abstracttranslation"),
    "by": ("by", "translator", "translatedby", "service"),
    "model": ("model", "translationmodel"),
    "date": ("date", "translatedat", "translatedon"),
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names}


def parse_translations(raw: bytes, *, name: str) -> Parsed:
    """The translations of a file, each as a paper of its own: an import joins those of one record."""
    collector = Collector(SOURCE, name=name)
    text = collector.read(raw)
    if text.lstrip()[:1] in ("[", "{"):
        gather_json(collector, text, _fill_object)
    elif text.strip():
        _gather_rows(collector, text)
    return collector.parsed()


def looks_like_translations(text: str) -> bool:
    """Whether the headings, or the members of the first object, are those of translations and no others."""
    text = text.lstrip()
    if text[:1] in ("[", "{"):
        item = first_item(text)
        return isinstance(item, dict) and _are_fields(tuple(map(str, item)))
    line = text.split("\n", 1)[0]
    return bool(line) and _are_fields(next(read_rows([line], 0, delimiter_of(line))).cells)


def _are_fields(headings: Sequence[str]) -> bool:
    fields = {_FIELD_OF.get(normal_heading(heading), "") for heading in headings}
    return (
        "" not in fields
        and "language" in fields
        and bool(fields & {"key", "arxiv", "doi"})
        and bool(fields & {"title", "abstract"})
    )


def _gather_rows(collector: Collector, text: str) -> None:
    lines = split_lines(text, keep_ends=True)
    first = next(index for index, line in enumerate(lines) if line.strip())
    rows = read_rows(lines, first, delimiter_of(lines[first]))
    heading = next(rows)
    for row in rows:
        place = Place(file=collector.name, line=row.line, column=1)
        verbatim = heading.verbatim.rstrip("\n") + "\n" + row.verbatim
        if row.fault:
            collector.quarantine("bad-row", row.fault, place=place, verbatim=verbatim, fix=row.fix)
        elif row.verbatim.strip() and row.cells != heading.cells:
            values = dict(zip(heading.cells, row.cells, strict=True))
            collector.add(partial(_fill_object, value=values), place=place, verbatim=verbatim)


def _fill_object(draft: PaperDraft, value: object) -> None:
    if not isinstance(value, dict):
        raise ItemError("no-item", f"{short(value)} is not a translation", fix="expected an object with its fields")
    names = {_FIELD_OF[normal]: str(name) for name in value if (normal := normal_heading(str(name))) in _FIELD_OF}
    fields = {field: value[name] for field, name in names.items()}
    draft.note_fields(map(str, value), read=names.values())
    key = draft.checked(check_key, fields.get("key"), names.get("key", "key"))
    draft.set_id("arxiv", fields.get("arxiv"), names.get("arxiv", "arxiv"))
    draft.set_id("doi", fields.get("doi"), names.get("doi", "doi"))
    paper = key or next((str(fields[name]) for name in ("arxiv", "doi") if fields.get(name)), "")
    if not paper:
        raise ItemError("no-paper", "names no paper", fix="expected the key of a record, an arXiv id or a DOI")
    language = draft.text(fields.get("language"), "language")
    if not find_language(language):
        found = f"{short(language)} is not a language" if language else "names no language"
        raise ItemError("no-language", found, fix="expected a tag such as zh or pt-BR")
    draft.translations.add(language, "translation", **{part: fields.get(part) for part in Translation.model_fields})
    if not draft.translations.by_language:
        raise ItemError("no-translation", "has neither a title nor an abstract", fix="expected one of them")
    draft.set_title(paper, "key")  # that of the record takes its place
    draft.curated = CuratedFields(key=key) if key else None
