"""What the page of a paper shows of its record."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from generator.pages.site import plan_site
from generator.text.markup.math import plain
from tests.pages.invented import FIRST, SECOND, SETTINGS, invented, paper, papers
from tests.pages.seen import PLAN, Seen, parts, text_of


def test_a_full_record_shows_every_field() -> None:
    shown = text_of("/papers/2412.11360/")
    for words in (
        "Retracted. This paper has been retracted",
        "Ada Lovelace, Bo Example, Grace O'Neill … U",
        "all 12 authors",
        "Featured on 30 July 2025",
        "Journal of Falls & Rises",
        "arXiv:2412.11360 (version 2)",
        "published 16 December 2024",
        "12 votes",
        "arXiv DOI PDF code example.com",
        "A clear <b>paper</b>.",
        "Note by Ada Example",
        "Summary by Model 1, 30 July 2025",
        "robot <arm>, cs.RO",
        "Edit this record",
        "Suggest a fix",
        "@article{",
    ):
        assert words in shown, words


@pytest.mark.parametrize(
    ("address", "heading", "paper_link"),
    [("/papers/plain/", "h3", "../oldest/"), (f"/days/{FIRST}/", "h2", "../../papers/oldest/")],
)
def test_a_note_keeps_its_blocks_and_the_outline_of_its_page(address: str, heading: str, paper_link: str) -> None:
    body = parts(PLAN[address])[1]
    for html in (
        f'A <strong>clear</strong> &lt;b&gt;paper&lt;/b&gt;, see <a href="{paper_link}">another</a>'
        ' and <a href="../../topics/robotics/">robotics</a>.',
        f"<{heading}>Why</{heading}>",
        "<ul> <li>A bullet <ol> <li>A number within it</li> </ol> </li> </ul>",
        '<td>One</td> <td class="dg-right">12</td>',
        "<blockquote> <p>It fell.</p> </blockquote>",
        'x = "&lt;b&gt;"&#10;&#10;y = 1&#10;</code></pre>',
        '<img src="../../assets/robot.svg" alt="A robot that falls" loading="lazy"> elsewhere [script]',
    ):
        assert html in body, html


def test_a_record_with_only_a_title_shows_no_empty_sections() -> None:
    shown = text_of("/papers/oldest/")
    assert "This record has no abstract yet." in shown
    assert "Related papers" not in shown
    assert "Note by" not in shown


def test_a_paper_of_two_digests_shows_both_days() -> None:
    assert "Featured on 30 July 2025 also on 31 July 2025" in text_of("/papers/plain/")


def test_without_a_repository_there_are_no_edit_links() -> None:
    plan = {page.address: page for page in plan_site(invented(), replace(SETTINGS, repo_url="", host=None))}
    assert not any("Edit this record" in page.text or "Add a paper" in page.text for page in plan.values())


@pytest.mark.parametrize("key", papers())
def test_json_ld_is_valid_and_cannot_end_its_script_element(key: str) -> None:
    head = parts(PLAN[f"/papers/{key}/"])[0]["head"]
    linked = json.loads(head.partition('<script type="application/ld+json">')[2].removesuffix("</script>"))
    assert linked["@type"] == "ScholarlyArticle"
    assert len(linked["headline"]) <= 110
    assert plain(papers()[key].title).startswith(linked["headline"].removesuffix("…"))


@pytest.mark.parametrize(
    ("summary", "heading"),
    [
        ({"text": "It falls.", "model": "Model 1", "date": SECOND}, "Summary by Model 1, 30 July 2025"),
        ({"text": "It falls.", "date": SECOND}, "Summary, not by the authors, 30 July 2025"),
        ({"text": "It falls."}, "Summary, not by the authors"),
    ],
)
def test_a_summary_says_who_wrote_it(summary: dict[str, object], heading: str) -> None:
    plan = {page.address: page for page in plan_site(invented({"new": paper("New", summary=summary)}), SETTINGS)}
    assert f"{heading} It falls." in re.sub(
        r"(?<=[a-z0-9])(?=It falls)", " ", Seen(parts(plan["/papers/new/"])[1]).text
    )


def test_titles_outside_the_page_show_formulas_and_money_as_the_page_does() -> None:
    front, _ = parts(PLAN["/papers/hostile-09/"])
    shown = "γ-MoD: γ-Mixtures for C++ at $0.03"
    assert front["title"] == shown
    assert f'property="og:title" content="{shown}"' in front["head"]
