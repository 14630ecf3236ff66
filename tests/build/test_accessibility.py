"""Every kind of page about people, trends, the map and digests is accessible, in both colour schemes and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytest.importorskip("sklearn", reason="the map needs the extra")

from generator.model import Author, Paper, Summary
from generator.records.canonical import dump_record
from generator.store.content import record_file
from tests.build.small_digest import CONFIG, DAYS, built, make_digest, paper_key, write_paper
from tests.thumbnails.pictures import figure

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SETTINGS = """\
extra:
  digestif:
    map: true
    thumbnails: {days: 2}
    authors: {fewest_papers: 2, own_page: 10}
    comments: {repo: ada/papers, repo_id: R_kgDO, category: Papers, category_id: DIC_kw}
"""
DAY = f"""\
title: What <falls>
introduction: Three papers about *falling*. See [the first](papers/{paper_key(0)}/).
editors: [Ada Example]
series: {{name: Reading group, number: 1}}
hero: '{paper_key(5)}'
picks:
  - {{paper: '{paper_key(2)}', why: "Because it falls: read it."}}
  - {{paper: '{paper_key(5)}', why: The first one.}}
"""
PERIOD = """\
title: A week of falls
introduction: All of them fell.
series: {name: Reading group, number: 2}
"""
PAGES = {
    "front page with picks and thumbnails": "/",
    "day of an editor": "/days/2025-07-31/",
    "weekly digest": "/weeks/2025-W31/",
    "monthly digest": "/months/2025-07/",
    "series": "/series/reading-group/",
    "index of authors": "/authors/",
    "author": "/authors/bo-example/",
    "names by letter": "/names/f/",
    "trends": "/trends/",
    "topic with trends": "/topics/robots/",
    "statistics": "/statistics/",
    "map": "/map/",
    "paper with a summary, a picture and comments": f"/papers/{paper_key(2)}/",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str]) -> str:
    """Serve a digest that has every kind of page."""
    site = make_digest(tmp_path_factory.mktemp("accessible") / "digest", papers=18)
    (site / "mkdocs.yml").write_text(CONFIG + SETTINGS)
    (site / "content/digests").mkdir()
    (site / "content/digests/2025-07-31.yaml").write_text(DAY)
    (site / "content/digests/2025-W31.yaml").write_text(PERIOD)
    (site / "content/images").mkdir()
    (site / "content/images/fall.png").write_bytes(figure(width=400, height=300))
    for number in (2, *range(40, 52)):
        _write_rich_paper(site, number)
    for number in range(60, 75):
        write_paper(site, number, day=date(2025, 3, 3))
    built(site)
    return serve_folder(site / "site")


def _write_rich_paper(site: Path, number: int) -> None:
    """Write a paper with a picture, a summary and authors of few papers, on the newest day."""
    file = record_file(paper_key(number), DAYS[-1])
    paper = Paper(
        title=f"A Robot Arm That Rises {number}",
        date=DAYS[-1],
        authors=(Author(name="Bo Example"), Author(name="Yu Few", affiliation="A Small <Lab>")),
        abstract="Reward models teach a robot arm to rise. " * 8,
        summary=Summary(text="It rises.", model="A Model 2"),
        image="images/fall.png",
    )
    (site / file).parent.mkdir(parents=True, exist_ok=True)
    (site / file).write_bytes(dump_record(paper, file=file))


@pytest.fixture(scope="module", params=[("light", 390), ("dark", 1280)], ids=str)
def tab(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    scheme, width = request.param
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
    yield page
    page.close()


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_of_this_kind_is_accessible(tab: Page, home: str, kind: str) -> None:
    answer = tab.goto(home + PAGES[kind])
    assert answer
    assert answer.status == 200
    if kind == "map":
        expect(tab.locator("[data-map-list] a").first).to_be_visible()
    tab.locator("main details").evaluate_all("all => all.forEach(one => one.open = true)")
    found = Axe().run(tab, options={"runOnly": RULES}).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []


def test_the_pages_have_what_their_names_say(home: str, browser: Browser) -> None:
    page = browser.new_page()
    for kind, part in (
        ("front page with picks and thumbnails", ".dg-thumbnail"),
        ("day of an editor", ".dg-hero"),
        ("day of an editor", ".dg-picks [data-authors] a"),
        ("weekly digest", ".dg-picks"),
        ("topic with trends", "h2:text('Rising words')"),
        ("trends", "h2:text('Rising words')"),
        ("paper with a summary, a picture and comments", ".dg-summary"),
        ("paper with a summary, a picture and comments", "[data-comments]"),
    ):
        page.goto(home + PAGES[kind])
        expect(page.locator(part).first).to_be_attached()
    page.close()
