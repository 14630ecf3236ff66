"""What editors say about days, weeks and months: files, checks, and what pages and programs get of them."""

from __future__ import annotations

import json
import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from generator.catalog.catalog import Catalog, build_catalog
from generator.catalog.digests.digest_file import EXAMPLES, parse_digest
from generator.catalog.digests.digest_schema import digest_json_schema
from generator.catalog.digests.published import shown_digests
from generator.catalog.statistics import count_all
from generator.catalog.topics.topic_set import make_topic_set
from generator.catalog.trends.spans import span_until
from generator.catalog.trends.trends import find_trends
from generator.checks.content import check_content
from generator.checks.digests import read_digests
from generator.mail.digest import digest_of_day, digest_of_week
from generator.mail.message import make_mail
from generator.model import Paper, Record, Removed
from generator.outputs.crawlers.last_changes import last_changes
from generator.outputs.site_files import plan_outputs
from generator.pages.site import plan_site
from generator.settings import Settings
from generator.store.content import Content
from generator.store.snapshots.snapshots import Snapshot, SnapshotEntry

CASES = Path(__file__).parent.parent / "cases" / "digests"
FAULTS = yaml.safe_load((CASES / "faults.yml").read_text())
BETWEEN = yaml.load((CASES / "between.yml").read_text(), yaml.BaseLoader)
DAY, BEFORE, MEETING = date(2025, 7, 31), date(2025, 7, 30), date(2025, 8, 29)
SETTINGS = Settings(
    title="A digest", site_url="https://example.org/digest", repo_url="https://github.com/a/b", host="github"
)


def content_of(digests: dict[str, str], *, notes: dict[str, str] | None = None) -> Content:
    """Papers a, b and c of a list of one day, and one of the day before; a has the former key ``former``."""
    days = {"a": DAY, "b": DAY, "c": DAY, "other-day": BEFORE}
    records = {
        key: Record(
            key=key,
            file=f"content/papers/{day:%Y/%m/%d}/{key}.yaml",
            paper=Paper(
                title=f"Paper {key}", date=day, abstract="It falls.", aliases=("former",) if key == "a" else ()
            ),
        )
        for key, day in days.items()
    }
    entries = tuple(
        SnapshotEntry(key=key, rank=rank, metadata=records[key].paper.__class__(title=f"Paper {key}", date=DAY))
        for rank, key in enumerate("abc", 1)
    )
    snapshots = {(DAY, "hf-json"): Snapshot(source="hf-json", day=DAY, entries=entries)}
    return Content(
        records=tuple(records.values()),
        snapshots=snapshots,
        removed={"gone": Removed(key="gone", reason="")},
        notes={date.fromisoformat(day): note for day, note in (notes or {}).items()},
        raw={f"content/digests/{name}.yaml": text.encode() for name, text in digests.items()},
    )


def catalog_of(
    digests: dict[str, str], *, today: date = date(2026, 1, 1), preview: bool = False, **more: Any
) -> Catalog:
    content = content_of(digests, **more)
    shown = shown_digests(read_digests(content).digests, today=today, preview=preview)
    return build_catalog(
        content.library, make_topic_set(()), {}, {}, digests=shown.digests, unpublished=shown.unpublished
    )


def page(catalog: Catalog, address: str) -> str:
    return next(page.text for page in plan_site(catalog, SETTINGS) if page.address == address)


def addresses(catalog: Catalog) -> set[str]:
    return {page.address for page in plan_site(catalog, SETTINGS)}


def output(catalog: Catalog, path: str) -> str:
    return next(file.render().decode() for file in plan_outputs(catalog, SETTINGS, ()) if file.path == path)


@pytest.mark.parametrize("case", FAULTS, ids=[case["why"] for case in FAULTS])
def test_a_mistake_in_a_file_has_its_place(case: dict[str, Any]) -> None:
    read = parse_digest(case["text"].encode(), file=case["file"])
    assert "".join(f"{problem}\n" for problem in read.problems) == case["problems"]
    assert read.digest is None


@pytest.mark.parametrize("case", BETWEEN, ids=[case["why"] for case in BETWEEN])
def test_files_are_checked_against_the_records_and_each_other(case: dict[str, Any]) -> None:
    content = content_of(case["digests"], notes=case.get("notes"))
    problems = [
        str(problem)
        for problem in check_content(content, today=DAY)
        if "/digests/" in str(problem) or "/notes/" in str(problem)
    ]
    assert sorted(problems) == sorted(re.split(r"\n(?=content)", case["problems"].strip()))
    picks = {digest.span.id: [pick.key for pick in digest.picks] for digest in read_digests(content).digests}
    assert {name: picks[name] for name in case.get("picks", {})} == case.get("picks", {})


def test_the_schema_accepts_what_the_reader_accepts() -> None:
    validator = Draft202012Validator(json.loads(digest_json_schema()))
    whole = "\n".join(line for name, line in EXAMPLES.items() if name != "introduction")
    assert parse_digest(whole.encode(), file="content/digests/2025-07-31.yaml").problems == ()
    for loader in (yaml.BaseLoader, yaml.SafeLoader):
        value = yaml.load(whole.replace("2025-08-01", "'2025-08-01'"), loader)
        assert not list(validator.iter_errors(value))
    assert not validator.is_valid({"pick": ["a"]})
    assert not validator.is_valid({"picks": [{"why": "x"}]})


WHOLE = """\
title: Robots & <Folding>
introduction: See [a](papers/a/) and <b>this</b>.
hero: other-day
picks:
  - {paper: b, why: It is *good* <script>alert(1)</script>.}
  - {paper: other-day, why: Older but better.}
order: [c]
editors: [{name: Ada <Lovelace>, url: https://example.org/ada}, Alan Turing]
series: {name: Reading group, number: 12}
"""


def test_a_day_shows_what_its_editors_say() -> None:
    catalog = catalog_of({"2025-07-31": WHOLE})
    for text in (page(catalog, "/days/2025-07-31/"), page(catalog, "/")):
        assert '<h2 dir="auto">Robots &amp; &lt;Folding&gt;</h2>' in text
        assert "&lt;b&gt;this&lt;/b&gt;" in text
        assert "It is <em>good</em> &lt;script&gt;" in text
        assert 'href="https://example.org/ada" rel="nofollow noopener">Ada &lt;Lovelace&gt;</a>, Alan Turing' in text
        hero = text.partition('<article class="dg-hero">')[2].partition("</article>")[0]
        assert "Paper other-day" in hero
        assert "Older but better." in hero
        assert "It falls." in hero
        assert re.findall(r'id="p-([^"]+)"', text) == ["c", "a", "b", "other-day"], "the day lists its picks, in order"
        assert re.findall(r'class="dg-rank"[^>]*>(\d+)<', text) == ["1", "2", "3", "4"]
    assert "title: 'Robots &amp; &lt;Folding&gt;, Thursday, 31 July 2025'" in page(catalog, "/days/2025-07-31/")
    assert "content/digests/2025-07-31.yaml" in page(catalog, "/days/2025-07-31/"), "editors can edit it"
    assert "Why it was picked: Robots &amp; &lt;Folding&gt;, Thursday, 31 July 2025" in page(catalog, "/papers/b/")


def test_headings_in_the_sentences_of_picks_follow_the_headings_above_them() -> None:
    picks = "hero: a\npicks: [{paper: a, why: '# Big'}, {paper: b, why: '## Small'}]"
    for title, address in (("title: T\n", "/days/2025-07-31/"), ("", "/days/2025-07-31/"), ("", "/weeks/2025-W31/")):
        name = address.rstrip("/").rpartition("/")[2]
        text = page(catalog_of({name: title + picks}), address)
        before, editorial = text.partition('<section class="dg-picks"')[::2]
        levels = [*re.findall(r"<h(\d)", before), *re.findall(r"<h(\d)", editorial.partition("</section>")[0])]
        steps = [int(after) - int(level) for level, after in pairwise(levels)]
        assert len(levels) >= 4, levels
        assert max(steps) <= 1, levels


def test_without_a_file_a_day_has_its_note_and_with_one_its_introduction() -> None:
    notes = {"2025-07-31": "A *note*."}
    assert "A <em>note</em>." in page(catalog_of({}, notes=notes), "/days/2025-07-31/")
    assert "A <em>note</em>." in page(catalog_of({"2025-07-31": "title: T"}, notes=notes), "/days/2025-07-31/")
    text = page(catalog_of({"2025-07-31": "introduction: Hello."}, notes=notes), "/days/2025-07-31/")
    assert "Hello." in text
    assert "note</em>" not in text
    assert "issues/new?template=curate-digest.yml&amp;title=Curate%202025-07-31&amp;span=2025-07-31" in page(
        catalog_of({}), "/days/2025-07-31/"
    )


def test_a_week_and_a_month_show_the_picks_of_their_days_or_their_own() -> None:
    days = {"2025-07-31": "picks: [b, a]", "2025-07-30": "picks: [{paper: b, why: First.}]"}
    for address, heading in (("/weeks/2025-W31/", "Picks of the week"), ("/months/2025-07/", "Picks of the month")):
        picks = page(catalog_of(days), address).partition('<section class="dg-picks"')[2].partition("</section>")[0]
        assert heading in picks
        assert re.findall(r"Paper ([\w-]+)", picks) == ["b", "a"]
        assert "First." in picks
    own = page(catalog_of({**days, "2025-W31": "title: My week\npicks: [c]"}), "/weeks/2025-W31/")
    picks = own.partition('<section class="dg-picks"')[2].partition("</section>")[0]
    assert re.findall(r"Paper ([\w-]+)", picks) == ["c"]
    assert '<h2 dir="auto">My week</h2>' in own


def test_a_day_may_have_picks_alone() -> None:
    said = "hero: c\npicks: [b, {paper: a, why: 'Worth *it*.'}, c]"
    catalog = catalog_of({"2025-08-29": said})
    text = page(catalog, "/days/2025-08-29/")
    assert re.findall(r'id="p-([^"]+)"', text) == ["c", "b", "a"], "the hero first, then in the order of the editors"
    assert len(re.findall(r"<a [^>]*>Paper a</a>", text)) == 1, "each is listed once"
    assert 'id="p-a"' in text.partition("Worth <em>it</em>.")[0], "with the reason"
    assert "also on" in page(catalog, "/papers/a/")
    later_year = catalog_of({"2027-01-15": "picks: [a]"}, today=date(2027, 2, 1))
    years = {page.address: page.year for page in plan_site(later_year, SETTINGS)}
    assert years["/days/2027-01-15/"] is None, "no part has the year, so each has the page"


def test_a_week_and_a_month_may_have_picks_alone() -> None:
    own = {"2025-W40": "title: Reading week\npicks: [b, {paper: a, why: Worth it.}]", "2025-10": "picks: [c]"}
    catalog = catalog_of(own)
    for address, facts, keys in (("/weeks/2025-W40/", "2 picks", ["b", "a"]), ("/months/2025-10/", "1 pick", ["c"])):
        text = page(catalog, address)
        assert f'<p class="dg-meta">{facts}<' in text
        assert re.findall(r"Paper ([\w-]+)</a>", text) == keys, "each is listed once"
        assert "Day by day" not in text
    assert 'href="../../months/2025-10/">October 2025</a> <span class="dg-small">1 pick<' in page(
        catalog, "/years/2025/"
    )
    assert 'href="../2025-W40/"' in page(catalog, "/weeks/2025-W31/")
    links = re.findall(
        r'href="\.\./\.\./(\w+/[\w-]+/)"', page(catalog_of({"2023-W10": "picks: [a]"}), "/weeks/2023-W10/")
    )
    assert {link for link in links if link.startswith(("years", "months"))} == set(), "no link to a year without a page"
    assert last_changes(catalog, own_page=15)["/weeks/2025-W40/"] == date(2025, 9, 29)


def test_picks_are_no_new_listings() -> None:
    plain = catalog_of({})
    picked = catalog_of({"2025-07-31": "picks: [other-day]", "2025-08-29": "picks: [a]"})
    assert picked.latest == plain.latest == DAY
    for catalog in (plain, picked):
        week = span_until(catalog, DAY, 1)
        assert sorted(entry.key for entry in week.entries) == ["a", "b", "c"]
        statistics = count_all(catalog)
        assert [(count.month.id, count.papers) for count in statistics.months] == [("2025-07", 4)]
        assert statistics.weeks[-1][1] == (0, 0, 1, 3, None, None, None), "August is not shown yet"
    trends = find_trends(picked)
    assert trends.recent
    assert trends.recent.last == DAY


def test_the_page_of_a_paper_says_when_it_was_picked_without_a_reason() -> None:
    catalog = catalog_of({"2025-07-31": "picks: [a]", "2025-W31": "title: My week\npicks: [b]"})
    assert "Picked on 31 July 2025" in page(catalog, "/papers/a/")
    assert "Picked: My week, " in page(catalog, "/papers/b/")


def test_all_pages_count_the_same_papers_and_name_picks_apart() -> None:
    catalog = catalog_of({"2025-07-31": "picks: [other-day]", "2025-08-29": "picks: [a]"})
    for address in ("/archive/", "/years/2025/", "/months/2025-07/", "/statistics/", "/data/"):
        text = page(catalog, address)
        assert "4 papers" in text, address
        assert "5 papers" not in text, address
        assert "in 2 digests" in text, f"{address}: a day with picks alone is no digest"
    assert "4 papers in 2 digests" in output(catalog, "llms.txt")
    assert "3 papers and 1 older pick" in page(catalog, "/days/2025-07-31/")
    assert '<p class="dg-meta">1 older pick<' in page(catalog, "/months/2025-08/")
    assert "1 paper" not in page(catalog, "/months/2025-08/").partition("<article")[0]
    assert 'href="days/2025-08-29/"' in page(catalog, "/"), "the front page leads to the later picks"
    assert re.findall(r'id="p-([^"]+)"', page(catalog, "/"))[:3] == ["a", "b", "c"]


def test_drafts_and_digests_of_the_future_are_in_the_preview_only() -> None:
    digests = {
        "2025-08-29": "title: Meeting\npicks: [a]",
        "2025-07-31": "title: Draft\ndraft: true",
        "2025-07-30": "title: Late\npublish: 2025-08-05",
    }
    before = catalog_of(digests, today=date(2025, 8, 4))
    assert "/days/2025-08-29/" not in addresses(before)
    assert not before.digests
    assert list(catalog_of(digests, today=date(2025, 8, 5)).digests) == ["2025-07-30"]
    assert "/days/2025-08-29/" in addresses(catalog_of(digests, today=MEETING))
    preview = catalog_of(digests, today=date(2025, 8, 4), preview=True)
    assert "Draft: only the preview shows" in page(preview, "/days/2025-07-31/")
    assert "until 5 August 2025" in page(preview, "/days/2025-07-30/")
    assert "/days/2025-08-29/" in addresses(preview)


def test_a_catalog_says_from_when_to_when_it_stays_the_same() -> None:
    digests = read_digests(content_of({"2025-08-29": "picks: [a]", "2025-07-31": "title: T"})).digests
    shown = shown_digests(digests, today=date(2025, 8, 1))
    assert (shown.since, shown.until) == (DAY, MEETING)
    assert shown_digests(digests, today=MEETING).until == date.max


def test_a_series_has_a_page_with_its_digests() -> None:
    catalog = catalog_of(
        {
            "2025-07-31": "title: Folding\nseries: {name: Reading group, number: 2}\npicks: [b]",
            "2025-07-30": "series: {name: Reading group, number: 10}\neditors: [Ada]",
            "2025-09": "series: {name: Reading group, number: 3}",
        }
    )
    text = page(catalog, "/series/reading-group/")
    assert re.findall(r'class="dg-number">(\d+)<', text) == ["10", "2"], "a month without papers has no page"
    assert "Thursday, 31 July 2025" in text
    assert ">Wednesday, 30 July 2025</a>" in text
    assert "Paper b" in text
    assert 'href="../../series/reading-group/">Reading group 2</a>' in page(catalog, "/days/2025-07-31/")
    assert "Reading group</a>" in page(catalog, "/archive/")


def test_programs_get_what_editors_say() -> None:
    catalog = catalog_of({"2025-07-31": WHOLE})
    day = json.loads(output(catalog, "api/v1/digests/2025-07-31.json"))
    assert day["title"] == "Robots & <Folding>"
    assert day["hero"] == "other-day"
    assert day["picks"][1] == {"key": "other-day", "why": "Older but better."}
    assert day["editors"] == [{"name": "Ada <Lovelace>", "url": "https://example.org/ada"}, {"name": "Alan Turing"}]
    assert day["series"] == {"name": "Reading group", "number": 12}
    markdown = output(catalog, "days/2025-07-31/index.html.md")
    assert "Pick: [Paper other-day](https://example.org/digest/papers/other-day/)\n\nWhy: Older but better" in markdown
    feed = output(catalog, "feeds/daily.xml")
    assert "31 July 2025: Robots &amp; &lt;Folding&gt; (4 papers)" in feed
    assert "Older but better." in feed
    assert "<script" not in feed


def test_an_email_has_title_introduction_and_picks() -> None:
    catalog = catalog_of({"2025-07-31": WHOLE, "2025-W31": "title: My week\nintroduction: Hello."})
    digest = digest_of_day(SETTINGS, catalog, DAY)
    assert digest
    message = make_mail(SETTINGS, catalog, digest).for_recipient()
    assert message["Subject"].startswith("Robots & <Folding>. Thursday, 31 July 2025: 3 papers and 1 older pick")
    text, html = (part.get_content() for part in message.iter_parts())
    assert "Picks\n=====\n\nPaper b\nIt is *good*" in text
    assert "Older but better." in html
    assert "<script" not in html
    week = digest_of_week(SETTINGS, catalog, DAY)
    assert week
    assert (week.headline, week.notes[0]) == ("My week", "Hello.")
    assert [entry.key for entry, _ in week.picks] == ["b", "other-day"]


def test_a_folded_title_is_one_line_and_keeps_its_other_spaces() -> None:
    file = "content/digests/2025-07-31.yaml"
    folded = parse_digest("title: A title\n  with a\u00a0no-break and\u2003a wide space\n".encode(), file=file)
    assert folded.digest is not None
    assert folded.digest.title == "A title with a\u00a0no-break and\u2003a wide space"
    control = parse_digest(b'title: "a\\x1cb"\n', file=file)
    assert [problem.found for problem in control.problems] == ["a control character (U+001C) at character 2"]


def test_emails_count_older_picks_apart_as_pages_do() -> None:
    catalog = catalog_of({"2025-07-31": "picks: [other-day]"})
    day, week = digest_of_day(SETTINGS, catalog, DAY), digest_of_week(SETTINGS, catalog, DAY)
    assert day
    assert week
    mail = make_mail(SETTINGS, catalog, day)
    assert "3 papers and 1 older pick" in page(catalog, "/days/2025-07-31/")
    assert mail.subject == "Thursday, 31 July 2025: 3 papers and 1 older pick – A digest"
    assert "\n3 papers and 1 older pick\n" in mail.text()
    assert ": 4 papers – " in make_mail(SETTINGS, catalog, week).subject


def test_a_digest_with_the_number_of_another_is_shown_without_its_series() -> None:
    part = "series: {name: Reading group, number: 14}"
    other = part.replace("Reading", "reading").replace("14", "15")
    catalog = catalog_of({"2025-07-30": part, "2025-07-31": f"title: Second\n{part}", "2025-W31": other})
    assert "Second" in page(catalog, "/days/2025-07-31/")
    assert "series/reading-group" in page(catalog, "/days/2025-07-30/")
    assert "series/reading-group" not in page(catalog, "/days/2025-07-31/")
    assert "series/reading-group" not in page(catalog, "/weeks/2025-W31/")
    text = page(catalog, "/series/reading-group/")
    assert "Second" not in text
    assert "2025-W31" not in text
