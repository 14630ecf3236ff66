"""Suggestions about people: the lines of one run, pasted into content/people.yaml together, are without errors."""

from __future__ import annotations

from datetime import date
from typing import Any

import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from generator.catalog.catalog import Catalog, build_catalog
from generator.catalog.people.entries import suggested_yaml
from generator.catalog.people.people_file import parse_people
from generator.catalog.people.suggestions import find_suggestions
from generator.catalog.topics.topic_set import make_topic_set
from generator.checks.people import check_people
from generator.model import Library, Paper, Record
from generator.store.content import PEOPLE_FILE, Content

ORCIDS = ("0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-9079-593X")
VARIANTS = ("Grace Hopper", "G. Hopper", "GraceHopper", "Hopper Grace", "Grace B. Hopper", "Grace C. Hopper")
#: Names that are alike, names that look like ids of namesakes, and names whose addresses are no ids.
NAMES = (
    *VARIANTS,
    "Grace Hopper 1",
    "G. Hopper 1",
    "Gr. Hopper",
    "By Name",
    "B. Name",
    "王伟",
    "王 伟 1",
    "伟王",
    "x" * 80,
)
COAUTHORS = ("Bo Example", "Cy Sample", "Di Trial", "Ed Proof")

Papers = list[list[dict[str, str]]]


def content_of(papers: Papers, people: dict[str, Any]) -> Content:
    """Return a digest with papers ``p0``, ``p1`` and so on."""
    records = tuple(
        Record(
            key=f"p{number}",
            file=f"content/papers/2025/07/31/p{number}.yaml",
            paper=Paper.model_validate({"title": "A", "date": date(2025, 7, 31), "authors": tuple(authors)}),
        )
        for number, authors in enumerate(papers)
    )
    raw = yaml.safe_dump(people, allow_unicode=True).encode() if people else b""
    return Content(records=records, raw={PEOPLE_FILE: raw})


def catalog_of(content: Content) -> Catalog:
    listed = parse_people(content.people, file=PEOPLE_FILE).people
    library = Library(records=content.by_key, mentions={}, notes={}, removed={})
    return build_catalog(library, make_topic_set(()), {}, {}, listed_people=listed)


def suggested(papers: Papers, people: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return the entries of each suggestion."""
    catalog = catalog_of(content_of(papers, people or {}))
    lines = suggested_yaml(find_suggestions(catalog), catalog.people.by_id)
    return [yaml.safe_load(each) for each in lines]


def written(*names: str, orcid: str = "", by: tuple[str, ...] = COAUTHORS[:2]) -> Papers:
    """Return a paper for each name, with the same co-authors."""
    given = {"orcid": orcid} if orcid else {}
    return [[{"name": name, **given}, *({"name": each} for each in by)] for name in names]


authors = st.fixed_dictionaries(
    {"name": st.sampled_from((*NAMES, *COAUTHORS))}, optional={"orcid": st.sampled_from(ORCIDS)}
)
paper_lists = st.lists(st.lists(authors, min_size=1, max_size=5), min_size=1, max_size=8)
keys = st.lists(st.sampled_from(("p0", "p1", "p2")), min_size=1, unique=True)
listed_people = st.dictionaries(
    st.sampled_from(("grace-hopper", "grace-hopper-1", "g-hopper-1", "somebody")),
    st.fixed_dictionaries(
        {"names": st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True)},
        optional={
            "orcid": st.sampled_from(ORCIDS),
            "papers": keys,
            "not_papers": keys,
            "coauthors": st.just([COAUTHORS[0]]),
            "aliases": st.just(["grace-b-hopper"]),
        },
    ),
    max_size=2,
)


@given(paper_lists, listed_people)
@example(written(*VARIANTS), {})
def test_all_suggestions_of_a_run_can_be_pasted_together(papers: Papers, people: dict[str, Any]) -> None:
    assume(not errors(papers, people))
    found = suggested(papers, people)
    ids = [person_id for entries in found for person_id in entries]
    assert len(ids) == len(set(ids))
    pasted = {person_id: fields for entries in found for person_id, fields in entries.items()}
    assert errors(papers, {**people, **pasted}) == []


def errors(papers: Papers, people: dict[str, Any]) -> list[str]:
    found = check_people(content_of(papers, people))
    return [f"{each.field}: {each.found}" for each in found if each.severity == "error"]


def test_variants_of_one_name_are_one_entry() -> None:
    assert suggested(written(*VARIANTS[:5])) == [
        {"grace-b-hopper": {"names": ["Grace B. Hopper", "Grace Hopper", "Hopper Grace", "GraceHopper", "G. Hopper"]}}
    ]


def test_a_short_name_of_two_people_joins_neither() -> None:
    assert suggested(written("Grace B. Hopper", "Grace C. Hopper", "Grace Hopper", "G. Hopper")) == []
    assert suggested(written("Grace B. Hopper", "G. Hopper", "Gr. C. Hopper")) == []


def test_the_papers_of_a_variant_join_those_of_a_listed_person() -> None:
    papers = written("Grace Hopper", "GraceHopper")
    people = {"admiral": {"names": ["Grace Hopper"], "coauthors": ["Bo Example"]}}
    [entries] = suggested(papers, people)
    assert entries["admiral"]["papers"] == ["p1"]
    assert catalog_of(content_of(papers, entries)).people.of_paper["p1"][0] == "admiral"


def test_namesakes_by_orcid_get_the_papers_to_come() -> None:
    papers = [*written("Max Moor", orcid=ORCIDS[0]), *written("Max Moor", orcid=ORCIDS[1], by=("Di Trial",))]
    [entries] = suggested(papers)
    assert entries == {
        "max-moor-1": {"names": ["Max Moor"], "orcid": ORCIDS[0]},
        "max-moor-2": {"names": ["Max Moor"], "orcid": ORCIDS[1]},
    }
    later = catalog_of(content_of([*papers, *written("Max Moor", orcid=ORCIDS[1])], entries))
    assert [later.people.of_paper[key][0] for key in ("p0", "p1", "p2")] == ["max-moor-1", "max-moor-2", "max-moor-2"]


def test_two_names_with_the_same_orcids_are_divided_together() -> None:
    papers = [paper for orcid in ORCIDS[:2] for paper in written("Max Moor", "M. Moor", orcid=orcid)]
    assert suggested(papers) == [
        {
            "m-moor-1": {"names": ["M. Moor", "Max Moor"], "orcid": ORCIDS[0]},
            "m-moor-2": {"names": ["M. Moor", "Max Moor"], "orcid": ORCIDS[1]},
        }
    ]
