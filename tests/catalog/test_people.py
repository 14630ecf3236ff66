"""Whose a paper is: every case of tests/cases/people has people, papers with authors, and the papers of each person."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # has no type hints

from generator.catalog.catalog import Catalog, build_catalog
from generator.catalog.people.people import former_addresses
from generator.catalog.people.people_file import MAX_PEOPLE, parse_people
from generator.catalog.people.people_schema import people_json_schema
from generator.catalog.people.slugs import name_key, name_slug
from generator.catalog.topics.topic_set import make_topic_set
from generator.checks.people import check_people
from generator.ids import check_key
from generator.model import Author, Library, Paper, Record, Removed
from generator.pages.context import make_context
from generator.pages.views.author import plan_authors
from generator.settings import Settings
from generator.store.content import PEOPLE_FILE, Content

CASES = sorted((Path(__file__).parents[1] / "cases" / "people").glob("*.yml"))
FAULTS = yaml.safe_load((Path(__file__).parents[1] / "cases" / "people" / "faults" / "faults.yml").read_text())
FIELDS = {"why", "people", "papers", "aliases", "people_of_papers", "namesakes", "former", "problems"}
DAY = date(2025, 7, 31)


def read(file: Path) -> tuple[dict[str, Any], Content]:
    case: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert set(case) <= FIELDS, file.name
    former = defaultdict(list)
    for alias, key in case.get("aliases", {}).items():
        former[key].append(alias)
    records = tuple(
        Record(
            key=key,
            file=f"content/papers/2025/07/31/{key}.yaml",
            paper=Paper.model_validate(
                {
                    "title": key,
                    "date": DAY,
                    "aliases": tuple(former[key]),
                    "authors": tuple(each if isinstance(each, dict) else {"name": each} for each in authors),
                }
            ),
        )
        for key, authors in case["papers"].items()
    )
    removed = {"gone": Removed(key="gone", reason="")}
    return case, Content(records=records, raw={PEOPLE_FILE: case["people"].encode()}, removed=removed)


def catalog_of(content: Content) -> Catalog:
    library = Library(records=content.by_key, mentions={}, notes={}, removed={})
    people = parse_people(content.people, file=PEOPLE_FILE, renamed=content.renamed).people
    return build_catalog(library, make_topic_set(()), {}, {}, (), people)


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_each_paper_has_its_people(file: Path) -> None:
    case, content = read(file)
    people = catalog_of(content).people
    found = {person.id: sorted(entry.key for entry in person.papers) for person in people.by_id.values()}
    assert {person: keys for person, keys in found.items() if keys} == case["people_of_papers"]
    for person, namesakes in case.get("namesakes", {}).items():
        assert list(people.by_id[person].namesakes) == namesakes
    if "former" in case:
        assert former_addresses(people.with_papers(1)) == case["former"]
    assert all(check_key(person.removesuffix(".others")) for person in people.by_id)


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_what_the_file_says_is_checked_against_the_records(file: Path) -> None:
    case, content = read(file)
    assert "".join(f"{problem}\n" for problem in check_people(content)) == case.get("problems", "")


@pytest.mark.parametrize("case", FAULTS, ids=[case["why"] for case in FAULTS])
def test_a_problem_has_its_place_and_the_other_people_are_used(case: dict[str, Any]) -> None:
    file = parse_people(case["people"].encode(), file=PEOPLE_FILE)
    assert "".join(f"{problem}\n" for problem in file.problems) == case["problems"]
    assert [person.id for person in file.people] == case["ids"].split()


def test_people_are_limited() -> None:
    raw = "".join(f"p{number}: {{names: [P {number}]}}\n" for number in range(MAX_PEOPLE + 2)).encode()
    file = parse_people(raw, file=PEOPLE_FILE)
    assert len(file.people) == MAX_PEOPLE
    assert [str(problem).split("\n")[0] for problem in file.problems] == [
        f"{PEOPLE_FILE}:{MAX_PEOPLE + 1}:1: p{MAX_PEOPLE}: more than 2,000 people"
    ]


def test_many_people_without_papers_are_counted() -> None:
    raw = "".join(f"p{number}: {{names: [P {number}]}}\n" for number in range(1_500)).encode()
    warnings = check_people(Content(raw={PEOPLE_FILE: raw}))
    assert len(warnings) == 21
    assert str(warnings[-1]) == (
        f"{PEOPLE_FILE}:21:14: warning: 1,480 more names from here on without papers\n"
        "  correct the names above first, or leave them for papers to come"
    )


def test_the_schema_accepts_what_the_reader_accepts() -> None:
    validator = Draft202012Validator(json.loads(people_json_schema()))
    for text in (*(read(file)[0]["people"] for file in CASES), *(case["people"] for case in FAULTS)):
        if not parse_people(text.encode(), file=PEOPLE_FILE).problems:
            assert validator.is_valid(yaml.load(text, yaml.BaseLoader)), text
    assert not validator.is_valid({"ada": {"orcid": "0000-0002-1825-0097"}})
    assert not validator.is_valid({"ada": {"names": ["Ada"], "paper": ["a"]}})


@given(st.lists(st.text(min_size=1, max_size=80).filter(str.strip), max_size=6))
def test_two_names_have_one_address_only_if_they_are_one_name(names: list[str]) -> None:
    slugs = {name_key(name): name_slug(name_key(name)) for name in names}
    assert len(set(slugs.values())) == len(slugs)
    assert all(check_key(slug) == slug for slug in slugs.values())


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("José ❤️ Muñoz", "jose-munoz"),
        ("王 小明", "wang-xiao-ming.acf979cc"),
        ("山田ガク", "shan-tian-gaku.7fb14b73"),
        ("فاطمة علي", "ftm-ly.773b7d97"),
        ("אדה לאבלייס", "dh-lblyys.07ee8a44"),
        ("Ада Лавлейс", "ada-lavleis.89287cf9"),
        ("राम कुमार", "raam-kumaar.11f91b79"),
        ("อนันต์", "nant.8955e3e0"),
        ("🤗", "name.4dfbcab9"),
    ],
)
def test_addresses_of_names_in_any_script(name: str, slug: str) -> None:
    assert name_slug(name_key(name)) == slug


@pytest.mark.parametrize(("one", "other"), [("राम", "रामा"), ("रमा", "राम"), ("はは", "ばば"), ("กาน", "กิน")])
def test_names_that_differ_in_vowel_signs_or_marks_of_kana_are_two(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_the_page_of_a_name_without_papers_says_whose_they_are_and_offers_nothing() -> None:
    record = Record(
        key="a",
        file="content/papers/2025/07/31/a.yaml",
        paper=Paper(title="A", date=DAY, authors=(Author(name="Yu"),)),
    )
    raw = b"yu-physics: {names: [Yu], papers: [a]}\nyu-biology: {names: [Yu], papers: [b]}\n"
    catalog = catalog_of(Content(records=(record,), raw={PEOPLE_FILE: raw}))
    context = make_context(catalog, Settings(title="A digest", site_url="https://example.org", fewest_papers=1))
    pages = {page.address: page.text for page in plan_authors(context)}
    text = pages["/authors/yu/"]
    assert "All papers with this name are assigned to: " in text
    assert 'href="../yu-physics/"' in text
    assert "yu-biology" not in text, "nothing is assigned to them"
    assert "0 papers" not in text, "search engines show the description"
    for left_out in ("These are the papers", "dg-meta", "Ask for a feed", "No paper of this digest"):
        assert left_out not in text
    assert 'class="dg-meta"' in pages["/authors/yu-physics/"], "the scripts look for it"
