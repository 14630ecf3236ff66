"""No text runs, loads, navigates or is lost on any kind of page, even without the policy of the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.torture.hostile_digest import HostileDigest, Tried, day_of, key_of, make_hostile_digest, make_twin
from tests.torture.payloads import SAMPLE, chosen
from tests.torture.results import record
from tests.torture.shown import shows, spaced
from tests.torture.watched import Watch, served_without_policy

pytestmark = [pytest.mark.browser, pytest.mark.early]

#: How many pages of a kind are opened where all show the same texts in the same way, and how many days.
MANY, DAYS = (120, 600) if SAMPLE == "all" else (8, 16)
#: Of pages that all have the same scripts, one in so many has them; the others are HTML alone.
WITH_SCRIPTS = 5
#: The texts of a paper's page by the fields of the record.
READ_PAPER = """() => {
  const texts = (selector, read = element => element.textContent) =>
    [...document.querySelectorAll(selector)].map(read)
  return {
    "title": texts("main h1"),
    "authors[0].name": texts(".dg-author-list > :first-child"),
    "authors[0].affiliation": texts(".dg-author-list > :first-child", element => element.title),
    "abstract": [texts(".dg-abstract > p").join(" ")],
    "comment": texts(".dg-main > p.dg-small[dir]", element => element.textContent.replace("Comment: ", "")),
    "summary.text": [texts("[data-summary] div > p").join(" ")],
    "summary.model": texts("[data-summary] h2", element => element.textContent.replace("Summary by ", "")),
  }
}"""
READ_DAY = """() => {
  const texts = selector => [...document.querySelectorAll(selector)].map(element => element.textContent)
  return {
    "title": texts(".dg-editorial h2"),
    "editors[0].name": texts(".dg-editors").map(text => text.replace("Guest editor: ", "")),
    "series.name": texts(".dg-editorial > .dg-label a"),
    "paper": texts(".dg-card .dg-title"),
  }
}"""
_PROSE = frozenset({"title", "abstract", "comment", "summary.text", "paper"})


def missing(found: Mapping[str, list[str]], expected: Mapping[str, str]) -> Iterator[str]:
    """Yield the fields whose text a page does not show letter for letter."""
    for name in found.keys() & expected.keys():
        texts = found[name]
        if not texts or not shows(texts[0], expected[name], prose=name in _PROSE):
            yield f"{name}: {expected[name][:80]!a} is {ascii(texts)[:160]}"


def tally(row: str, watch: Watch, shown: int, lost: list[str], refused: int = 0) -> None:
    tried = shown + len(lost) + refused
    texts = {"tried": tried, "shown": shown, "refused": refused, "lost": len(lost)} if tried else {}
    record("Text", row, pages=watch.pages, executed=len(watch.faults), **texts)
    assert watch.faults == []
    assert lost == []


def test_papers_show_every_text_letter_for_letter(hostile: HostileDigest, watch: Watch) -> None:
    shown, lost = 0, []
    for number, tried in enumerate(hostile.records.values()):
        address = f"/papers/{key_of(tried.payload)}/"
        watch.open(address, bare=number % WITH_SCRIPTS != 0)
        found = watch.read(READ_PAPER)
        watch.provoke()
        absent = [f"{address} {each}" for each in missing(found, tried.shown)]
        shown += len(found.keys() & tried.shown.keys()) - len(absent)
        lost += absent
    refused = sum(len(found.keys() & tried.refused.keys()) for tried in hostile.records.values())
    tally("Pages of papers", watch, shown, lost, refused)


def test_days_show_every_text_letter_for_letter(hostile: HostileDigest, watch: Watch) -> None:
    shown, lost = 0, []
    digests = list(hostile.digests.values())
    for number, tried in enumerate(digests[:: max(1, len(digests) // DAYS)]):
        address = f"/days/{day_of(tried.payload)}/"
        watch.open(address, bare=number % WITH_SCRIPTS != 0)
        found = watch.read(READ_DAY)
        watch.provoke()
        paper = hostile.records[tried.payload.number].shown.get("title")
        expected = {**tried.shown} | ({"paper": paper} if paper else {})
        if "series.name" in expected:
            expected["series.name"] += f" {tried.payload.number + 1}"
        # A text of spaces alone is an empty one.
        expected = {name: text for name, text in expected.items() if text.strip()}
        absent = [f"{address} {each}" for each in missing(found, expected)]
        shown += len(found.keys() & expected.keys()) - len(absent)
        lost += absent
    tally("Pages of days", watch, shown, lost)


def addresses(hostile: HostileDigest, folder: str, most: int) -> list[str]:
    """Some pages below a folder of the site, spread over all."""
    site = hostile.folder / "site"
    found = sorted(file.parent.relative_to(site).as_posix() for file in (site / folder).rglob("index.html"))
    return [f"/{path}/" for path in islice(found, 0, None, max(1, len(found) // most))]


@pytest.mark.parametrize("folder", ["weeks", "months", "years", "authors", "series", "topics"])
def test_nothing_runs_on_other_pages_with_papers(hostile: HostileDigest, watch: Watch, folder: str) -> None:
    shown, lost = 0, []
    for address in addresses(hostile, folder, MANY // 2):
        page = watch.open(address)
        text = spaced(page.locator("main").text_content() or "")
        watch.provoke()
        linked = watch.read("""() => [...document.querySelectorAll("main a")].map(link => link.pathname)""")
        for number in {int(path.split("/p")[-1].strip("/")) for path in linked if path.startswith("/papers/p")}:
            title = hostile.records[number].shown.get("title", "")
            if "$" in title or "\\" in title:
                continue
            shown += spaced(title) in text
            lost += [f"{address}: {title!a}"] * (spaced(title) not in text)
    tally("Pages of weeks, months, years, authors, series and topics", watch, shown, lost)


def test_nothing_runs_on_pages_about_all_papers(hostile: HostileDigest, watch: Watch) -> None:
    pages = ("/", "/archive/", "/trends/", "/statistics/", "/topics/", "/authors/", "/map/", "/search/")
    for address in (*pages, "/reading-list/", "/follow/", "/data/", "/offline/", "/status/", "/about/", "/404.html"):
        watch.open(address).wait_for_load_state("networkidle")
        watch.provoke()
    tally("Front page, archive, trends, statistics, map, search, reading list, offline and others", watch, 0, [])


def some(hostile: HostileDigest, most: int) -> list[Tried]:
    """Records whose title can be searched for by its marker."""
    found = [tried for tried in hostile.records.values() if tried.payload.marker in tried.shown.get("title", "")]
    return found[:: max(1, len(found) // most)]


def test_search_shows_titles_letter_for_letter(hostile: HostileDigest, watch: Watch) -> None:
    shown, lost = 0, []
    for tried in some(hostile, MANY // 2):
        page = watch.open(f"/search/?q={tried.payload.marker}")
        card = page.locator(f'[data-search-results] [data-key="{key_of(tried.payload)}"]')
        card.wait_for()
        title = card.locator(".dg-title").text_content() or ""
        watch.provoke()
        is_right = shows(title, tried.shown["title"], prose=True)
        shown += is_right
        lost += [f"{tried.payload.marker}: {title!a}"] * (not is_right)
    tally("Search results", watch, shown, lost)


def test_the_search_box_shows_titles_letter_for_letter(hostile: HostileDigest, watch: Watch) -> None:
    shown, lost = 0, []
    page = watch.open("/about/")
    page.locator("[data-search-open]").click()
    for tried in some(hostile, MANY // 2):
        if "$" in tried.shown["title"] or "\\" in tried.shown["title"]:
            continue  # formulas are drawn
        page.locator("[data-search-box]").fill(tried.payload.marker)
        option = page.locator(f'[data-search-dialog] [role=option][data-key="{key_of(tried.payload)}"]')
        option.wait_for()
        text = spaced(option.text_content() or "")
        is_right = spaced(tried.shown["title"]) in text
        shown += is_right
        lost += [f"{tried.payload.marker}: {text!a}"] * (not is_right)
    watch.provoke()
    tally("Search box", watch, shown, lost)


def test_a_reading_list_shows_titles_letter_for_letter(hostile: HostileDigest, watch: Watch) -> None:
    bookmarked = some(hostile, MANY // 4)
    for tried in bookmarked:
        page = watch.open(f"/papers/{key_of(tried.payload)}/")
        button = page.get_by_role("button", name="Bookmark", exact=True).first
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Share", exact=True).first.click()
    expect(page.get_by_role("menu")).to_be_visible()
    watch.provoke(events=False)
    page = watch.open(f"/days/{day_of(tried.payload)}/")
    page.get_by_role("button", name="Export", exact=True).click()
    expect(page.get_by_role("group", name="Export")).to_be_visible()
    watch.provoke(events=False)
    page = watch.open("/reading-list/")
    rows = page.locator(".dg-rows > li")
    expect(rows).to_have_count(len(bookmarked))
    titles = [spaced(title) for title in rows.locator("> a").all_text_contents()]
    watch.provoke()
    lost = [
        f"{each.payload.marker}: {each.shown['title']!a}"
        for each in bookmarked
        if not any(shows(title, each.shown["title"], prose=True) for title in titles)
    ]
    tally("Reading list, share menu and export", watch, len(bookmarked) - len(lost), lost)


LANDMARKS = """() => {
  const counts = {}
  const theirs = ".dg-note, .dg-introduction, .dg-why, .dg-related, .dg-trends"
  for (const element of document.querySelectorAll("h1, h2, h3, h4, h5, h6, [role], main, nav, aside, header, footer, "
    + "section, article, form, dialog, iframe, script, style, img, svg, math")) {
    if (element.closest(theirs)) continue
    const name = element.getAttribute("role") || element.localName
    counts[name] = (counts[name] || 0) + 1
  }
  delete counts.math
  return counts
}"""


def test_a_page_has_the_landmarks_of_its_harmless_twin(
    hostile: HostileDigest, browser: Browser, hostile_address: str, tmp_path: Path
) -> None:
    payloads = chosen("60")
    twin = make_twin(tmp_path / "twin", payloads)
    small = hostile if SAMPLE == "60" else make_hostile_digest(tmp_path / "small", payloads)
    found = []
    for folder in (small.folder / "site", twin.folder / "site"):
        with served_without_policy(folder) as address:
            watch = Watch(browser, address)
            found.append({each: landmarks(watch, each) for each in pages_of_twins(small)})
            tally("Landmarks as on a harmless page", watch, 0, [])
            watch.close()
    differing = [
        f"{each}: {sorted(found[0][each] ^ found[1][each])}" for each in found[0] if found[0][each] != found[1][each]
    ]
    assert differing == []
    record("Text", "Landmarks as on a harmless page", tried=len(found[0]), whole=len(found[0]))


def landmarks(watch: Watch, address: str) -> set[tuple[str, int]]:
    watch.open(address, bare=True)
    return set(watch.read(LANDMARKS).items())


def pages_of_twins(digest: HostileDigest) -> Iterator[str]:
    for tried in list(digest.records.values())[::4]:
        yield f"/papers/{key_of(tried.payload)}/"
        yield f"/days/{day_of(tried.payload)}/"
