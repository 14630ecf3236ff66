"""A record as ``digestif export jsonl`` writes it. Its texts and links are checked, but not changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from pydantic import ValidationError

from generator.ids import ID_CHECKS, check_key
from generator.model import Author, CuratedFields, Links, Mention, SourceMetadata, Summary, Translation
from generator.sources.shared.draft import LINK_KINDS, LineField, PaperDraft, PublicationPart
from generator.sources.shared.metrics import METRICS, read_metrics
from generator.sources.shared.read_fields import ReadFields
from generator.sources.shared.values import is_filled
from generator.text.addresses.pictures import check_picture


def fill_exported(draft: PaperDraft, exported: Mapping[str, object]) -> None:
    """Set the draft's fields from an exported record.

    ``mentions`` are the lists that contained it, each with ``source``, ``date``, ``rank`` and ``facts`` (the metrics).
    Where there are none, people wrote the record.
    """
    draft.is_exported = True
    record = ReadFields(exported)
    draft.set_title(record.get("title"), "title")
    draft.set_abstract(record.get("abstract"), "abstract")
    for index, author in enumerate(draft.items(record.get("authors"), "authors")):
        _add_author(draft, author, f"authors[{index}]")
    _add_ids_and_links(draft, record)
    for name in get_args(LineField):
        draft.set_line(name, record.get(name), name)
    draft.set_kind(draft.kind(record.get("kind"), "kind"))
    parts = get_args(PublicationPart)
    publication = draft.parts(record.get("publication"), "publication", *parts)
    for part in parts:
        draft.set_publication(part, publication.get(part), f"publication.{part}")
    draft.set_lines("categories", draft.items(record.get("categories"), "categories"), "categories")
    draft.set_lines("keywords", draft.items(record.get("keywords"), "keywords"), "keywords")
    draft.set_date("published", record.get("published"), "published")
    draft.set_date("updated", record.get("updated"), "updated")
    draft.set_status(record.get("status"), "status")
    _add_summary(draft, record.get("summary"))
    _add_translations(draft, record.get("translations"))
    draft.set_digest_day(draft.day(record.get("date"), "date"))
    draft.set_rank(record.get("rank"), "rank")
    draft.curated = _read_curated(draft, record)
    draft.note_fields(exported, read=record.read)


def _add_summary(draft: PaperDraft, value: object) -> None:
    summary = draft.parts(value, "summary", *Summary.model_fields)
    if is_filled(summary.get("text")):
        draft.set_summary(summary["text"], summary.get("model"), summary.get("date"), "summary")
    else:  # there is nothing of which the rest could be said
        draft.parts(value, "summary")


def _add_translations(draft: PaperDraft, value: object) -> None:
    for language, translation in draft.mapping(value, "translations").items():
        field = f"translations.{language}"
        parts = draft.parts(translation, field, *Translation.model_fields)
        if not (is_filled(parts.get("title")) or is_filled(parts.get("abstract"))):
            draft.parts(parts, field)
        draft.translations.add(language, field, **{part: parts.get(part) for part in Translation.model_fields})


def _add_author(draft: PaperDraft, author: object, field: str) -> None:
    if isinstance(author, str):
        draft.add_author(author, field)
        return
    exported = draft.parts(author, field, *Author.model_fields)
    draft.add_author(
        exported.get("name"),
        f"{field}.name",
        orcid=exported.get("orcid"),
        affiliation=exported.get("affiliation"),
    )


def _add_ids_and_links(draft: PaperDraft, record: Mapping[str, object]) -> None:
    ids = draft.parts(record.get("ids"), "ids", *ID_CHECKS)
    for kind in ID_CHECKS:
        draft.set_id(kind, ids.get(kind), f"ids.{kind}")
    links = draft.parts(record.get("links"), "links", *Links.model_fields)
    for link in LINK_KINDS:
        draft.set_link(link, links.get(link), f"links.{link}")
    for index, url in enumerate(draft.items(links.get("more"), "links.more")):
        draft.add_link(url, f"links.more[{index}]")


def _read_curated(draft: PaperDraft, record: Mapping[str, object]) -> CuratedFields:
    key = draft.checked(check_key, record.get("key"), "key") or ""
    # Topics that the classifier assigned are exported, too, but are not part of the record.
    topics = record.get("topics") if record.get("topics_by", "people") == "people" else None
    aliases = [
        draft.checked(check_key, alias, f"aliases[{index}]")
        for index, alias in enumerate(draft.items(record.get("aliases"), "aliases"))
    ]
    mentions = [
        _read_mention(draft, key, mention, f"mentions[{index}]")
        for index, mention in enumerate(draft.items(record.get("mentions"), "mentions"))
    ]
    return CuratedFields(
        key=key,
        topics=None if topics is None else draft.distinct(draft.items(topics, "topics"), "topics"),
        image=draft.checked(check_picture, record.get("image"), "image"),
        note=draft.prose(record.get("note"), "note"),
        aliases=tuple(alias for alias in aliases if alias),
        mentions=tuple(mention for mention in mentions if mention is not None),
        sources_say=_read_sources_say(draft, record.get("sources_say")),
    )


def _read_sources_say(draft: PaperDraft, value: object) -> SourceMetadata | None:
    """The sources' own metadata, where people corrected the record; None where the record has not been corrected."""
    if value is None:
        return None
    try:
        return SourceMetadata.model_validate(value)
    except ValidationError as error:
        found = str(error.errors()[0]["msg"]).removeprefix("Value error, ").partition("\n")[0]
        draft.warn("sources_say", found, fix="expected the fields of a record")
        return None


def _read_mention(draft: PaperDraft, key: str, value: object, field: str) -> Mention | None:
    exported = draft.parts(value, field, "source", "date", "rank", "facts")
    source = draft.checked(check_key, exported.get("source"), f"{field}.source")
    day = draft.day(exported.get("date"), f"{field}.date")
    rank = draft.count(exported.get("rank"), f"{field}.rank", least=1)
    if source is None or day is None or rank is None:
        draft.warn(field, "not a place on a list", fix="expected source, date and rank (from 1 on)")
        return None
    facts = draft.parts(exported.get("facts"), f"{field}.facts", *METRICS)
    metrics = read_metrics(draft, facts, f"{field}.facts")
    return Mention(key=key, source=source, day=day, rank=rank, metrics=metrics)
