"""Descriptions and examples of a record's fields, used by the JSON Schema, by docs/fields.md and by messages."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from pydantic import BaseModel

from generator.model import Author, Ids, Links, Paper, Publication, Summary, Translation
from generator.text.addresses.pictures import PICTURE_NAME, PICTURES


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldHelp:
    """A field's description, an example of it as one line of YAML, and its limits.

    ``max_length`` is the most characters of a text, or of each text in a list; 0 means that the field is not free text.
    ``max_items`` is the most items of a list.
    """

    description: str
    example: str
    pattern: str = ""
    max_length: int = 0
    max_items: int = 0


# The years of text/dates.py, 1600 to 2199.
DATE_PATTERN = r"^(1[6-9]|2[01])\d{2}-\d{2}-\d{2}$"
PARTIAL_DATE_PATTERN = r"^(1[6-9]|2[01])\d{2}(-\d{2}(-\d{2})?)?$"
PICTURE_PATTERN = rf"^(none|{PICTURES}{PICTURE_NAME}|https://.+)$"
LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$"
ARXIV_PATTERN = r"^([aA]r[xX]iv:)?(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7})(v\d+)?$"
PARTS: MappingProxyType[str, type[BaseModel]] = MappingProxyType(
    {
        "authors": Author,
        "ids": Ids,
        "links": Links,
        "publication": Publication,
        "summary": Summary,
        "translations": Translation,
    }
)
#: Fields whose parts have names that people choose, such as a language; the parts of these parts are fields.
KEYED_FIELDS = frozenset({"translations"})
PROSE_FIELDS = frozenset({"abstract", "note", "summary.text", "translations.abstract"})
DATE_FIELDS = frozenset({"date", "published", "updated", "summary.date", "translations.date"})
#: Dates of which only the year, or the year and the month, may be known.
PARTIAL_DATE_FIELDS = frozenset({"published", "updated"})
#: Texts that people write as numbers, as in ``volume: 12``.
NUMBER_FIELDS = frozenset({"publication.volume", "publication.number", "publication.pages"})

_AUTHOR = 'an author is a name, "Ada Lovelace", or a mapping with name, orcid and affiliation'
# In the order of a record file; the fields of a field follow it.
FIELDS: MappingProxyType[str, FieldHelp] = MappingProxyType(
    {
        "title": FieldHelp(
            description="The paper's title, on one line.", example="title: On Computable Numbers", max_length=2_000
        ),
        "date": FieldHelp(
            description="The day of the digest in which the paper first appeared. "
            "It must match the folder of the file.",
            example="date: 2025-07-31",
            pattern=DATE_PATTERN,
        ),
        "authors": FieldHelp(
            description=f"The authors in the order of the paper; {_AUTHOR}.", example=_AUTHOR, max_items=10_000
        ),
        "authors.name": FieldHelp(
            description="The name as printed in the paper, given names first.", example=_AUTHOR, max_length=500
        ),
        "authors.orcid": FieldHelp(description="The author's ORCID iD.", example="orcid: '0000-0002-1825-0097'"),
        "authors.affiliation": FieldHelp(
            description="The author's affiliation as printed in the paper.",
            example="affiliation: University of London",
            max_length=2_000,
        ),
        "abstract": FieldHelp(
            description="The abstract. Leave a blank line between paragraphs and write formulas in TeX between dollar "
            "signs.",
            example="abstract: | with the text on the lines below, indented by two spaces",
            max_length=50_000,
        ),
        "ids": FieldHelp(
            description="The paper's identifiers.",
            example="ids: with arxiv, doi or others on the lines below",
        ),
        "ids.arxiv": FieldHelp(
            description="The arXiv id, in quotes and without a version.",
            example="arxiv: '2401.10000'",
            pattern=ARXIV_PATTERN,
        ),
        "ids.doi": FieldHelp(description="The DOI, in lower case.", example="doi: '10.1145/3292500.3330701'"),
        "ids.acl": FieldHelp(description="The ACL Anthology id.", example="acl: '2020.acl-main.12'"),
        "ids.openreview": FieldHelp(description="The id of the OpenReview forum.", example="openreview: 'rJl-b3RcF7'"),
        "links": FieldHelp(
            description="Links, one per type.",
            example="links: with pdf, code or others on the lines below",
        ),
        "links.page": FieldHelp(description="The paper's web page.", example="page: https://example.org/paper"),
        "links.pdf": FieldHelp(description="The PDF.", example="pdf: https://example.org/paper.pdf"),
        "links.code": FieldHelp(description="The source code.", example="code: https://example.org/code"),
        "links.project": FieldHelp(description="The project page.", example="project: https://example.org/project"),
        "links.data": FieldHelp(description="The dataset.", example="data: https://example.org/data"),
        "links.demo": FieldHelp(description="A demo.", example="demo: https://example.org/demo"),
        "links.model": FieldHelp(description="The trained model.", example="model: https://example.org/model"),
        "links.video": FieldHelp(description="A video.", example="video: https://example.org/video"),
        "links.slides": FieldHelp(description="The slides of a talk.", example="slides: https://example.org/slides"),
        "links.more": FieldHelp(
            description="A list of all other links.", example="more: [https://example.org/blog]", max_items=500
        ),
        "topics": FieldHelp(
            description="Topics from content/topics.yaml, the main one first. They replace the topics that digestif "
            "assigns; an empty list means that no topic fits.",
            example="topics: [robotics, reasoning]",
            max_length=200,
            max_items=100,
        ),
        "image": FieldHelp(
            description="The picture for the thumbnail: a file of content/images/, an address with https, or none for "
            "no picture. Without this field, it is the picture that a source gives. Sites show thumbnails only if "
            "their settings say so.",
            example="image: images/figure.png",
            pattern=PICTURE_PATTERN,
        ),
        "kind": FieldHelp(
            description="What kind of publication the paper is: article (in a journal), conference (a conference or "
            "workshop paper), chapter (of a book), book, thesis, report, preprint, dataset, software or other. Only "
            "needed where the venue and the identifiers suggest another kind.",
            example="kind: thesis",
        ),
        "venue": FieldHelp(
            description="The journal, the conference or the book that the paper is in; of a book the series, of a "
            "thesis the university, of a report the institution.",
            example="venue: NeurIPS 2024",
            max_length=2_000,
        ),
        "publication": FieldHelp(
            description="Where in the venue the paper is, and who published it.",
            example="publication: with volume, number, pages or others on the lines below",
        ),
        "publication.volume": FieldHelp(description="The volume.", example="volume: 12", max_length=200),
        "publication.number": FieldHelp(
            description="The issue of a journal, or the number of a report.", example="number: 3", max_length=200
        ),
        "publication.pages": FieldHelp(
            description="The pages, or the number of an article that has none.",
            example="pages: 230-265",
            max_length=200,
        ),
        "publication.publisher": FieldHelp(
            description="The publisher, of books and chapters above all.",
            example="publisher: MIT Press",
            max_length=500,
        ),
        "publication.genre": FieldHelp(
            description="What a thesis or a report calls itself.", example="genre: Master's thesis", max_length=200
        ),
        "published": FieldHelp(
            description="The date of the first version: a year, a year and a month, or a day, as in 2024, 2024-01 or "
            "2024-01-22.",
            example="published: 2024-01-22",
            pattern=PARTIAL_DATE_PATTERN,
        ),
        "updated": FieldHelp(
            description="The date of the latest version, in the same forms.",
            example="updated: 2024-02",
            pattern=PARTIAL_DATE_PATTERN,
        ),
        "status": FieldHelp(
            description="Whether the paper is published (the default), withdrawn or retracted.",
            example="status: withdrawn",
        ),
        "note": FieldHelp(
            description="A curator's note, in Markdown.",
            example="note: | with the text on the lines below",
            max_length=20_000,
        ),
        "comment": FieldHelp(
            description="The authors' comment.", example="comment: 12 pages, 3 figures", max_length=10_000
        ),
        "categories": FieldHelp(
            description="The source's subject categories.",
            example="categories: [cs.RO, cs.LG]",
            max_length=200,
            max_items=200,
        ),
        "keywords": FieldHelp(
            description="The authors' keywords.",
            example="keywords: [manipulation, imitation]",
            max_length=500,
            max_items=500,
        ),
        "summary": FieldHelp(
            description="A summary that was not written by the authors.",
            example="summary: with text, model and date on the lines below",
        ),
        "summary.text": FieldHelp(
            description="The text of the summary.",
            example="text: | with the text on the lines below",
            max_length=50_000,
        ),
        "summary.model": FieldHelp(
            description="The person or the language model that wrote the summary.",
            example="model: Ada Lovelace",
            max_length=500,
        ),
        "summary.date": FieldHelp(
            description="The date of the summary.", example="date: 2025-07-31", pattern=DATE_PATTERN
        ),
        "translations": FieldHelp(
            description="The title and the abstract in other languages, each below the tag of its language (BCP 47), "
            "such as zh, zh-Hant or pt-BR. A site may show one language first; the original is always on the page.",
            example="translations: with a language such as zh, and its title and abstract, on the lines below",
            max_items=50,
        ),
        "translations.title": FieldHelp(
            description="The title in this language, on one line.", example="title: 论可计算数", max_length=2_000
        ),
        "translations.abstract": FieldHelp(
            description="The abstract in this language.",
            example="abstract: | with the text on the lines below",
            max_length=50_000,
        ),
        "translations.by": FieldHelp(
            description="The person or the service that translated, or corrected a translation.",
            example="by: Ada Lovelace",
            max_length=500,
        ),
        "translations.model": FieldHelp(
            description="The language model or the program that translated.",
            example="model: Example-1",
            max_length=500,
        ),
        "translations.date": FieldHelp(
            description="The date of the translation.", example="date: 2025-07-31", pattern=DATE_PATTERN
        ),
        "aliases": FieldHelp(
            description="Former keys of this record. Their addresses redirect to this paper.",
            example="aliases: [on-computable-numbers]",
            max_items=200,
        ),
    }
)
# The order of fields in a record file: first what identifies the paper, then its content, then the rest.
FIELD_ORDER = tuple(name for name in FIELDS if "." not in name)
# Fields with text for people, in which an unquoted ` #` cuts off the rest of the line. An author may be a bare name.
# Topics are not among them, because people comment on their choice: `- robotics  # the main one`.
TEXT_FIELDS = frozenset({"authors", *(name for name, field in FIELDS.items() if field.max_length)} - {"topics"})


def field_name(path: tuple[str | int, ...]) -> str:
    """The field's name without positions in lists and without chosen names.

    It is ``authors.name`` for ``authors[3].name``, and ``translations.title`` for ``translations.zh.title``.
    """
    if path and path[0] in KEYED_FIELDS:
        path = (path[0], *path[2:])
    return ".".join(part for part in path if isinstance(part, str))


def fields_of(name: str) -> tuple[str, ...]:
    """The names of a field's own fields, or those of the whole record for an empty name."""
    model = PARTS.get(name, Paper) if name else Paper
    return FIELD_ORDER if model is Paper else tuple(model.model_fields)
