"""The plan of a whole site: its pages, their texts, and the links between them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from generator.errors import DigestifError
from generator.outputs.site_files import plan_outputs
from generator.pages.site import plan_site
from generator.pages.views.source_names import source_name
from tests.pages.invented import FIRST, HOSTILE, SECOND, SETTINGS, TOPICS, empty, invented, paper, papers
from tests.pages.seen import PLAN, Seen, parts, text_of

BASE = "https://site.invalid"


FEEDS = {f"/{file.path}" for file in plan_outputs(invented(), SETTINGS)}
PAGES = {address: page for address, page in PLAN.items() if page.path.endswith(".md")}


def test_the_pages_of_a_small_site() -> None:
    expected = {
        "/",
        "/archive/",
        "/topics/",
        "/search/",
        "/status/",
        "/follow/",
        "/offline/",
        "/reading-list/",
        "/trends/",
        "/statistics/",
        "/data/",
        "/assets/topics.css",
    }
    expected |= {f"/days/{day}/" for day in ("2025-07-31", "2025-07-30", "2024-12-30")}
    expected |= {
        "/weeks/2025-W31/",
        "/weeks/2025-W01/",
        "/months/2025-07/",
        "/months/2024-12/",
        "/years/2025/",
        "/years/2024/",
    }
    expected |= {f"/topics/{topic.id}/" for topic in TOPICS}
    expected |= {f"/papers/{key}/" for key in (*papers(), "an-older-name", "gone")}
    expected |= {"/authors/", "/names/b/", "/names/l/"}
    expected |= {f"/authors/{person}/" for person in ("sule-b", "countess", "ada-lovelace", "ada-byron")}
    assert set(PLAN) == expected


def test_archive_and_topics_lead_to_the_pages_about_the_whole_digest() -> None:
    for address in ("/archive/", "/topics/"):
        nav = PLAN[address].text.partition('aria-label="Explore">')[2].partition("</nav>")[0]
        assert re.findall(r'href="\.\./(\w+)/"', nav)[:3] == ["authors", "trends", "statistics"]


def test_sources_and_feeds_have_names_for_people() -> None:
    assert source_name("bibtex") == "BibTeX file"
    assert ">Feed</a>" in PLAN["/authors/countess/"].text
    assert ">Ask for a feed</a>" in PLAN["/authors/sule-b/"].text


def test_trends_say_why_nothing_is_rising() -> None:
    text = PLAN["/trends/"].text
    assert "Rising topics</h2>" not in text
    assert "as soon as there are papers of the days before" in text or "No topic and no word has" in text


def test_every_list_can_be_exported() -> None:
    """The theme loads the papers of a list from the file of the API that the link leads to."""
    many = {f"more-{place:02}": paper("More", FIRST) for place in range(70)}
    plan = {page.address: page for page in plan_site(invented(many), SETTINGS)}
    expected = {
        "/days/2025-07-31/": 'api/v1/digests/2025-07-31.json" data-export>',
        "/weeks/2025-W31/": 'api/v1/index.json" data-export="2025-07-28 2025-08-03">',
        "/months/2025-07/": 'api/v1/index.json" data-export="2025-07-01 2025-07-31">',
        "/years/2025/": 'api/v1/index.json" data-export="2025-01-01 2025-12-31">',
        "/topics/robotics/": 'api/v1/topics/robotics.json" data-export>',
        "/topics/robotics/2025-07/": 'api/v1/topics/robotics.json" data-export="2025-07">',
    }
    assert {address: text in plan[address].text for address, text in expected.items()} == dict.fromkeys(expected, True)


def test_the_same_catalog_gives_the_same_bytes() -> None:
    again = {page.path: page.text for page in plan_site(invented(), SETTINGS)}
    assert again == {page.path: page.text for page in PLAN.values()}


@pytest.mark.parametrize("address", PAGES)
def test_every_link_within_the_site_leads_to_a_page(address: str) -> None:
    front, body = parts(PAGES[address])
    for link in Seen(front.get("head", "") + body).links:
        whole = re.split("[?#]", urljoin(f"{BASE}{address}", link))[0]
        assert not link.startswith("/"), "links are relative, so that a site works under any prefix"
        known = whole.removeprefix(BASE) in {*PLAN, *FEEDS, "/assets/robot.svg"}
        assert known or not whole.startswith(BASE), f"{address} links to {whole}"


@pytest.mark.parametrize("address", PAGES)
def test_markdown_leaves_a_page_as_it_is(address: str) -> None:
    body = parts(PAGES[address])[1]
    assert Markdown(extensions=["toc", "tables", "fenced_code"]).convert(body) == body.strip()
    assert body.count("\n") == 1


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_scripts_handlers_or_foreign_resources(address: str) -> None:
    front, body = parts(PAGES[address])
    seen = Seen(body)
    assert seen.tags.isdisjoint({"script", "style", "iframe", "object", "embed", "base", "link", "meta"})
    assert not {name for name in seen.attributes if name.startswith("on") or name == "style"}
    assert {source.removeprefix("../../") for source in seen.images} <= {"assets/robot.svg"}
    assert all(link.startswith(("https://", "http://", ".")) or re.match(r"[\w#?]", link) for link in seen.links)
    assert not any(link.startswith(("javascript:", "data:")) for link in seen.links)
    assert Seen(front.get("head", "")).tags <= {"meta", "script", "link"}


@pytest.mark.parametrize("address", PAGES)
def test_front_matter_is_escaped_for_html(address: str) -> None:
    front, _ = parts(PAGES[address])
    assert set(front) <= {"kind", "title", "description", "head"}
    assert all(isinstance(value, str) for value in front.values())
    assert "<" not in front["title"] + front.get("description", "")


@pytest.mark.parametrize("place", range(len(HOSTILE)))
def test_a_hostile_title_is_shown_letter_for_letter(place: int) -> None:
    title = " ".join(HOSTILE[place].replace("$\\gamma$", "").split())
    for address in (
        f"/papers/hostile-{place:02}/",
        "/",
        f"/days/{FIRST}/",
        "/archive/",
        "/months/2025-07/",
        "/weeks/2025-W31/",
    ):
        shown = re.sub(r"γ(?:\\gamma)?-M(?=ixtures)", "-M", text_of(address))
        assert title in shown, address


def test_every_title_is_in_the_archive_and_on_its_day() -> None:
    assert all(
        " ".join(each.title.split()) in text_of("/archive/") for each in papers().values() if "$" not in each.title
    )
    assert "A Plain Title" in text_of(f"/days/{FIRST}/")
    assert "A Plain Title" in text_of(f"/days/{SECOND}/")


def test_an_alias_redirects_and_a_removed_paper_says_so() -> None:
    front, body = parts(PLAN["/papers/an-older-name/"])
    assert '<meta http-equiv="refresh" content="0; url=../2412.11360/">' in front["head"]
    assert '<link rel="canonical" href="https://example.org/digest/papers/2412.11360/">' in front["head"]
    assert "../2412.11360/" in Seen(body).links
    assert "This paper was removed from the digest A <removed> paper Asked for by <its> authors." in text_of(
        "/papers/gone/"
    )


def test_withdrawn_and_retracted_papers_are_not_among_the_most_upvoted() -> None:
    best = text_of("/months/2025-07/").partition("Most upvoted")[2].partition("Day by day")[0]
    assert "A Plain Title" in best
    assert "A Walking Robot That Learns to Fall" not in best


def test_metadata_has_known_values_only() -> None:
    head = parts(PLAN["/papers/2412.11360/"])[0]["head"]
    for tag in (
        '<meta name="citation_author" content="O&#39;Neill, Grace">',
        '<meta name="citation_publication_date" content="2024/12/16">',
        '<meta name="citation_journal_title" content="Journal of Falls &amp; Rises">',
        '<meta name="citation_doi" content="10.1000/x(1)">',
        '<meta name="citation_arxiv_id" content="2412.11360">',
        '<meta name="citation_pdf_url" content="https://example.org/a.pdf?x=1&amp;y=2">',
    ):
        assert tag in head, tag
    assert parts(PLAN["/"])[0]["description"] == "A digest for tests · 12 papers on 2 topics, 31 July 2025"
    assert not any('content=""' in page.text for page in PAGES.values())
    assert "citation_publication_date" not in parts(PLAN["/papers/plain/"])[0]["head"]


def test_two_pages_with_the_same_address_are_an_error_that_names_both() -> None:
    catalog = invented({"taken": paper("Another", FIRST, aliases=("plain",))})
    with pytest.raises(DigestifError) as raised:
        plan_site(catalog, SETTINGS)
    assert str(raised.value) == (
        "/papers/plain/: two pages have this address: content/papers/plain.yaml and the alias plain of taken\n"
        "  change one of them: rename the record's file, change the topic's id or delete the alias"
    )


def test_a_site_without_papers_has_its_main_pages() -> None:
    plan = {page.address: page for page in plan_site(empty(), SETTINGS)}
    assert set(plan) == {
        "/",
        "/archive/",
        "/topics/",
        "/authors/",
        "/search/",
        "/status/",
        "/follow/",
        "/offline/",
        "/reading-list/",
        "/trends/",
        "/statistics/",
        "/data/",
        "/assets/topics.css",
    }
    assert "digestif import" in plan["/"].text
    for address in (
        "/",
        "/archive/",
        "/topics/",
        "/search/",
        "/status/",
        "/follow/",
        "/reading-list/",
        "/trends/",
        "/statistics/",
    ):
        for link in Seen(parts(plan[address])[1]).links:
            whole = urljoin(f"{BASE}{address}", link).partition("#")[0]
            assert whole.removeprefix(BASE) in plan or not whole.startswith(BASE)


def test_a_topic_with_many_papers_is_split_by_month() -> None:
    many = {f"p{number:03}": paper(f"Paper {number}", FIRST - timedelta(days=number)) for number in range(140)}
    plan = {page.address: page for page in plan_site(invented(many), SETTINGS)}
    shown = Seen(parts(plan["/topics/robotics/"])[1])
    assert parts(plan["/topics/robotics/"])[1].count('<article class="dg-card"') == 60
    assert "2025-04/" in shown.links
    listed = "".join(
        Seen(parts(page)[1]).text for address, page in plan.items() if address.startswith("/topics/robotics/20")
    )
    assert all(f"Paper {number} " in f"{listed} " for number in range(140))
    assert "/topics/theory/2025-07/" not in plan


@pytest.mark.parametrize("day", [date.min, date(1, 1, 8), date(999, 12, 31), date.max])
def test_papers_at_the_ends_of_the_calendar_have_all_their_pages(day: date) -> None:
    catalog = invented({"edge": paper("At the Edge", day, published=day)})
    plan = {page.address: page.text for page in plan_site(catalog, replace(SETTINGS, stale_after_days=36_500))}
    for address in (f"/days/{day.isoformat()}/", f"/months/{day.isoformat()[:7]}/", f"/years/{day.isoformat()[:4]}/"):
        assert "At the Edge" in plan[address] or address.startswith("/years/")
    assert day.isoformat().replace("-", "/") in plan["/papers/edge/"]


@pytest.mark.parametrize("text", HOSTILE)
def test_settings_are_shown_letter_for_letter(text: str) -> None:
    hostile = replace(SETTINGS, title=text, description=text, curator=text, branch=text)
    shown = " ".join(text.split())
    for page in plan_site(invented(), hostile):
        if not page.path.endswith(".md"):
            continue
        front, body = parts(page)
        seen = Seen(body)
        assert seen.tags.isdisjoint({"script", "style", "iframe", "base", "meta"})
        assert not {name for name in seen.attributes if name.startswith("on") or name == "style"}
        assert "<" not in front["title"] + front.get("description", "")
        assert Seen(front.get("head", "")).tags <= {"meta", "script", "link"}
        if page.address in ("/", f"/days/{SECOND}/"):
            assert seen.text.count(shown) >= 3


def test_a_topic_compares_its_newest_month_with_the_average() -> None:
    assert "14 papers, 13 in July 2025 (monthly average 0.1)" in text_of("/topics/robotics/")
    many = {f"p{number:03}": paper(f"Paper {number}", FIRST - timedelta(days=number)) for number in range(140)}
    plan = {page.address: page for page in plan_site(invented(many), SETTINGS)}
    assert "(monthly average 16)" in Seen(parts(plan["/topics/robotics/"])[1]).text


@settings(max_examples=40, deadline=None)
@given(
    title=st.text(
        st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" <>&\"'`*_[]{}()#$\\|~!-+=:"),
        min_size=1,
        max_size=60,
    )
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text and "$" not in text and "\\(" not in text and "\\[" not in text)
)
def test_any_title_is_shown_letter_for_letter_after_markdown(title: str) -> None:
    catalog = invented({"any": paper(title, date(2025, 7, 29), abstract=title)})
    plan = {page.address: page for page in plan_site(catalog, SETTINGS)}
    for address in ("/papers/any/", "/days/2025-07-29/"):
        front, body = parts(plan[address])
        made = Markdown(extensions=["toc", "tables", "fenced_code"]).convert(body)
        assert made == body.strip()
        assert Seen(made).text.count(" ".join(catalog.by_key["any"].paper.title.split())) >= 2
    assert Seen(f"<p>{front['title']}</p>").text == "Tuesday, 29 July 2025"


def test_rows_name_their_topics_by_places_in_the_list_of_the_tools() -> None:
    catalog = invented()
    checked = 0
    for page in plan_site(catalog, SETTINGS):
        ids = re.search(r'data-list-tools[^>]* data-t="([^"]+)"', page.text)
        rows = re.findall(r'<li data-t="([\d ]+)"[^>]*>.*?papers/([^/"]+)/', page.text)
        for places, key in rows:
            assert ids, page.address
            topics = [ids[1].split()[int(place)] for place in places.split()]
            assert topics == [assignment.topic for assignment in catalog.by_key[key].topics], page.address
            checked += 1
    assert checked > 10
