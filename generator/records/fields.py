"""What each field of a record is, said once: for the JSON Schema that editors show, and for complaints."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from pydantic import BaseModel

from generator.model import Author, Ids, Links, Paper, Summary


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldHelp:
    """What a field holds, and how it is written, as one line of YAML."""

    says: str
    form: str
    pattern: str = ""


DATE_PATTERN = r"^\d{4}-\d{2}-\d{2}$"
ARXIV_PATTERN = r"^([aA]r[xX]iv:)?(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7})(v\d+)?$"
# The order in which a record is written: what identifies the paper, what it says, and then the rest.
FIELD_ORDER = (
    "title", "date", "authors", "abstract", "ids", "links", "topics", "venue", "published", "updated",
    "status", "note", "comment", "categories", "keywords", "summary", "aliases",
)  # fmt: skip
PARTS: MappingProxyType[str, type[BaseModel]] = MappingProxyType(
    {"authors": Author, "ids": Ids, "links": Links, "summary": Summary}
)
# One line of text or prose, where ` #` cuts off what a person meant to write.
TEXT_FIELDS = frozenset(
    {
        "title", "abstract", "venue", "comment", "note", "authors", "authors.name", "authors.affiliation",
        "categories", "keywords", "summary.text", "summary.model",
    }
)  # fmt: skip
PROSE_FIELDS = frozenset({"abstract", "note", "summary.text"})
DATE_FIELDS = frozenset({"date", "published", "updated", "summary.date"})

_AUTHOR = 'an author is a name, "Ada Lovelace", or a mapping with name and orcid'
FIELDS: MappingProxyType[str, FieldHelp] = MappingProxyType(
    {
        "title": FieldHelp(says="The paper's title, on one line.", form="title: On Computable Numbers"),
        "date": FieldHelp(
            says="The day of the digest in which the paper appeared first; the file lies in that day's folder.",
            form="date: 2025-07-31",
            pattern=DATE_PATTERN,
        ),
        "authors": FieldHelp(says="The authors in the paper's order: " + _AUTHOR + ".", form=_AUTHOR),
        "authors.name": FieldHelp(says="The name as the paper prints it, given names first.", form=_AUTHOR),
        "authors.orcid": FieldHelp(says="The author's ORCID iD.", form="orcid: '0000-0002-1825-0097'"),
        "authors.affiliation": FieldHelp(
            says="Where the author works, as the paper says.", form="affiliation: University of London"
        ),
        "abstract": FieldHelp(
            says="The abstract; a blank line parts paragraphs, TeX stands between dollar signs.",
            form="abstract: | with the text on the lines below, two spaces in",
        ),
        "ids": FieldHelp(
            says="What other catalogues call the paper.",
            form="ids: with arxiv, doi or others on the lines below",
        ),
        "ids.arxiv": FieldHelp(
            says="The arXiv id, in quotes and without version.", form="arxiv: '2401.10000'", pattern=ARXIV_PATTERN
        ),
        "ids.doi": FieldHelp(says="The DOI, in lower case.", form="doi: '10.1145/3292500.3330701'"),
        "ids.acl": FieldHelp(says="The id in the ACL Anthology.", form="acl: '2020.acl-main.12'"),
        "ids.openreview": FieldHelp(says="The id of the OpenReview forum.", form="openreview: 'rJl-b3RcF7'"),
        "links": FieldHelp(
            says="Where to go from here, one address of each kind.",
            form="links: with pdf, code or others on the lines below",
        ),
        "links.page": FieldHelp(says="The paper's own page.", form="page: https://example.org/paper"),
        "links.pdf": FieldHelp(says="The paper itself.", form="pdf: https://example.org/paper.pdf"),
        "links.code": FieldHelp(says="The program.", form="code: https://example.org/code"),
        "links.project": FieldHelp(says="The project's page.", form="project: https://example.org/project"),
        "links.data": FieldHelp(says="The data set.", form="data: https://example.org/data"),
        "links.demo": FieldHelp(says="Something to try.", form="demo: https://example.org/demo"),
        "links.model": FieldHelp(says="The trained model.", form="model: https://example.org/model"),
        "links.video": FieldHelp(says="A film or a talk.", form="video: https://example.org/video"),
        "links.slides": FieldHelp(says="The slides of a talk.", form="slides: https://example.org/slides"),
        "links.more": FieldHelp(says="A list of addresses of any other kind.", form="more: [https://example.org/blog]"),
        "topics": FieldHelp(
            says="Topics from content/topics.yaml, the main one first. They take the place of those found by program; "
            "an empty list says that none fits.",
            form="topics: [robotics, reasoning]",
        ),
        "venue": FieldHelp(says="Where it was published.", form="venue: NeurIPS 2024"),
        "published": FieldHelp(
            says="The day on which the paper itself came out.", form="published: 2024-01-22", pattern=DATE_PATTERN
        ),
        "updated": FieldHelp(says="The day of its newest version.", form="updated: 2024-02-03", pattern=DATE_PATTERN),
        "status": FieldHelp(says="Whether the paper still stands.", form="status: withdrawn"),
        "note": FieldHelp(says="A curator's note, in Markdown.", form="note: | with the text on the lines below"),
        "comment": FieldHelp(says="The authors' own comment.", form="comment: 12 pages, 3 figures"),
        "categories": FieldHelp(says="The source's own classes.", form="categories: [cs.RO, cs.LG]"),
        "keywords": FieldHelp(says="The authors' keywords.", form="keywords: [manipulation, imitation]"),
        "summary": FieldHelp(
            says="A summary by somebody other than the authors, with who or what wrote it.",
            form="summary: with text, model and date on the lines below",
        ),
        "summary.text": FieldHelp(says="The summary.", form="text: | with the text on the lines below"),
        "summary.model": FieldHelp(says="Who or what wrote it.", form="model: Ada Lovelace"),
        "summary.date": FieldHelp(says="When it was written.", form="date: 2025-07-31", pattern=DATE_PATTERN),
        "aliases": FieldHelp(
            says="Keys that this record had before; their addresses lead here.", form="aliases: [on-computable-numbers]"
        ),
    }
)


def field_name(path: tuple[str | int, ...]) -> str:
    """The field's name whatever its place in a list, as in ``authors.name`` for ``authors[3].name``."""
    return ".".join(part for part in path if isinstance(part, str))


def fields_of(name: str) -> tuple[str, ...]:
    """The fields inside a field; of the record itself for an empty name."""
    model = PARTS.get(name, Paper) if name else Paper
    return FIELD_ORDER if model is Paper else tuple(model.model_fields)
