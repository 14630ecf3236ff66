"""digestif people check: names that are probably one person, or several, with reasons and lines for the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from generator.cli.main import main

#: Papers by key: year, title, authors and topics.
PAPERS = {
    # Two spellings with two co-authors in common.
    "a": ("2024", "José Muñoz", "Bo Example", "Cy Sample"),
    "b": ("2025", "J. Muñoz", "Bo Example", "Cy Sample"),
    # One co-author is not enough for an initial.
    "c": ("2024", "Dana Fox", "Bo Example"),
    "d": ("2025", "D. Fox", "Bo Example"),
    # Both on one paper.
    "e": ("2025", "Eva Gray", "E. Gray", "Bo Example", "Cy Sample"),
    # Two groups without a link, and a paper that belongs to neither.
    "f": ("2024", "Wei Wang", "Hal Hill", "Ida Ivy"),
    "g": ("2024", "Wei Wang", "Ida Ivy"),
    "h": ("2020", "Wei Wang", "Jo Jones", "Kay King"),
    "i": ("2020", "Wei Wang", "Kay King"),
    "j": ("2021", "Wei Wang", "Lou Lane"),
}
ORCIDS = {
    "k": ("Max Moor", "0000-0002-1825-0097"),
    "l": ("Max Moor", "0000-0001-5109-3700"),
    "m": ("Nora North", "0000-0002-9079-593X"),
    "n": ("Nora Norden-North", "0000-0002-9079-593X"),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text("site_name: A\n")
    for key, (year, *authors) in PAPERS.items():
        write(tmp_path, key, year, authors)
    for key, (name, orcid) in ORCIDS.items():
        write(tmp_path, key, "2025", [{"name": name, "orcid": orcid}])
    return tmp_path


def write(site: Path, key: str, year: str, authors: object) -> None:
    file = site / "content" / "papers" / year / "07" / "31" / f"{key}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    fields = {"title": f"Paper {key}", "date": f"{year}-07-31", "authors": authors}
    file.write_text(yaml.dump(fields, allow_unicode=True, sort_keys=False, default_style='"'))


def check(site: Path, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["-C", str(site), "people", "check", *options])
    return result.exit_code, result.output


def test_a_suggestion_has_reasons_and_the_lines_to_add(site: Path) -> None:
    code, text = check(site)
    assert code == 1
    assert (
        "José Muñoz and J. Muñoz are probably one person:\n"
        "  one name has initials or fewer given names\n"
        "  both write with Bo Example, Cy Sample\n"
        "  if so, content/people.yaml needs:\n"
        "    jose-munoz:\n"
        "      names:\n"
        "        - José Muñoz\n"
        "        - J. Muñoz\n"
    ) in text
    assert (
        "Wei Wang is probably the name of several people:\n"
        "  2 papers of 2024 with Hal Hill, Ida Ivy, about no topic\n"
        "  2 papers of 2020 with Jo Jones, Kay King, about no topic\n"
    ) in text
    assert text.endswith("3 suggestions. Look at the papers before you follow one.\n")


def test_following_the_suggestions_leaves_none(site: Path) -> None:
    code, text = check(site, "--format", "json")
    assert code == 1
    found = json.loads(text)["suggestions"]
    assert [(each["kind"], each["people"], each["papers"]) for each in found] == [
        ("variants", ["jose-munoz", "j-munoz"], [["a"], ["b"]]),
        ("namesakes", ["max-moor"], [["k"], ["l"]]),
        ("namesakes", ["wei-wang"], [["f", "g"], ["h", "i"]]),
    ]
    (site / "content" / "people.yaml").write_text("".join(each["yaml"] for each in found))
    assert check(site) == (0, "No suggestions.\n")
    checked = CliRunner().invoke(main, ["-C", str(site), "check"])
    assert "people.yaml" not in checked.output


def test_a_listed_person_keeps_the_fields(site: Path) -> None:
    (site / "content" / "people.yaml").write_text("j-munoz: {names: [J. Muñoz], homepage: 'https://example.org/'}\n")
    suggestion = json.loads(check(site, "--format", "json")[1])["suggestions"][0]
    assert yaml.safe_load(suggestion["yaml"]) == {
        "j-munoz": {"names": ["J. Muñoz", "José Muñoz"], "homepage": "https://example.org/"}
    }
