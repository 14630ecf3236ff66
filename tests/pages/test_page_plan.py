"""The plan of a whole site: its pages, their texts, and the links between them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from generator.catalog.people.author_index import MAX_LINES
from generator.catalog.people.people_file import ListedPerson
from generator.catalog.people.slugs import name_key, name_slug
from generator.checks.completeness import GROWING
from generator.checks.status import digest_status
from generator.errors import DigestifError
from generator.outputs.site_files import plan_outputs
from generator.pages.page import Page
from generator.pages.site import plan_site
from generator.pages.views.source_names import source_name
from generator.store.content import Content
from generator.store.snapshots.fetched_days import FetchedDay
from generator.text.markup.math import plain
from tests.pages.invented import FIRST, HOSTILE, SECOND, SETTINGS, TOPICS, empty, invented, paper, papers

BASE = "https://site.invalid"


class Seen(HTMLParser):
    """Links, elements, attributes and text of a page, as a browser sees them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.images: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.depth = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.images.extend(value or "" for name, value in attrs if tag == "img" and name == "src")
        self.links.extend(value or "" for name, value in attrs if name in {"href", "src", "action"})

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def parts(page: Page) -> tuple[dict[str, str], str]:
    """Return the front matter and the body of a page."""
    _, front, body = page.text.split("---\n", 2)
    return yaml.safe_load(front), body


PLAN = {page.address: page for page in plan_site(invented(), SETTINGS)}
FEEDS = {f"/{file.path}" for file in plan_outputs(invented(), SETTINGS)}
PAGES = {address: page for address, page in PLAN.items() if page.path.endswith(".md")}


def text_of(address: str) -> str:
    return Seen(parts(PLAN[address])[1]).text


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


def test_the_index_of_authors_tells_people_with_one_name_apart() -> None:
    people = (
        ListedPerson(id="wei-1", names=("Wei Wang",), affiliation="University of Example", papers=("a",)),
        ListedPerson(id="wei-2", names=("Wei Wang",), papers=("b",)),
    )
    papers = {key: paper("A Title", FIRST, authors=({"name": "Wei Wang"},)) for key in ("a", "b")}
    catalog = replace(invented(papers), listed_people=people)
    plan = {page.address: page.text for page in plan_site(catalog, SETTINGS)}
    assert "1 author with 3 papers or more, and 2 more whom curators told apart or joined, of" in plan["/authors/"]
    assert '<small dir="auto">University of Example,</small>' in plan["/authors/"]
    assert "<bdi>University of Example</bdi> · 1 paper, 2025" in plan["/names/w/"]


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


@pytest.mark.parametrize("key", papers())
def test_json_ld_is_valid_and_cannot_end_its_script_element(key: str) -> None:
    head = parts(PLAN[f"/papers/{key}/"])[0]["head"]
    linked = json.loads(head.partition('<script type="application/ld+json">')[2].removesuffix("</script>"))
    assert linked["@type"] == "ScholarlyArticle"
    assert len(linked["headline"]) <= 110
    assert plain(papers()[key].title).startswith(linked["headline"].removesuffix("…"))


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


def test_an_author_has_papers_by_year_and_what_the_curators_say() -> None:
    shown = text_of("/authors/countess/")
    for words in (
        "Ada Lovelace Analytical <Engines> & Co. 2 papers, 2025",
        "Homepage",
        "ORCID 0000-0001-5109-3700",
        "A Walking Robot That Learns to Fall",
        "Şule <b> 1",
        "The curators have assigned these papers to one person.",
    ):
        assert words in shown, words
    assert "Several people may have it." in text_of("/authors/sule-b/")
    for former in ("ada-byron", "ada-lovelace"):
        assert 'content="0; url=../countess/"' in parts(PLAN[f"/authors/{former}/"])[0]["head"]


def test_a_listed_author_has_a_feed_and_a_name_the_form_that_gives_it_one() -> None:
    assert "../../feeds/authors/countess/papers.xml" in Seen(PLAN["/authors/countess/"].text).links
    [form] = [link for link in Seen(PLAN["/authors/sule-b/"].text).links if "follow-search" in link]
    assert parse_qs(urlsplit(form).query)["query"] == ['author:"Şule <b>"']


def test_without_pages_of_authors_nothing_leads_to_them() -> None:
    plan = plan_site(invented(), replace(SETTINGS, fewest_papers=0))
    assert not [page.address for page in plan if re.match("/(authors|names)/", page.address)]
    assert not [page.address for page in plan if re.search("(authors|names)/", "".join(Seen(page.text).links))]


def test_an_index_of_many_authors_is_divided_by_letters_alone() -> None:
    names = [f"{given} {family}" for family in ("Zhang", "Zhao", "Li") for given in map("{}b".format, range(1100))]
    names += [f"{chr(97 + number % 26)}x{number} Zhang" for number in range(500)]
    many = {f"p{number}": paper(f"P {number}", authors=({"name": name},)) for number, name in enumerate(names)}
    own_pages = replace(SETTINGS, fewest_papers=1, own_page=1)
    plan = {page.address: page for page in plan_site(invented(many), own_pages)}
    index = {address: page for address, page in plan.items() if address.startswith("/names/")}
    listed = [link for page in index.values() for link in Seen(page.text).links if "/authors/" in link]
    assert {urljoin("https://x/names/a/", link) for link in listed} >= {
        f"https://x/authors/{name_slug(name_key(name))}/" for name in names
    }
    assert all(page.text.count("<section") <= MAX_LINES for page in index.values())
    assert {"/names/z/", "/names/zhang-1/", "/names/zhang/", "/names/zhao-1/"} <= set(index)
    sizes = {address: page.text.count("<section") for address, page in index.items()}
    assert sizes["/names/zhang/"] >= 500, "names with few others of the same letters stay together"
    fewer = {key: each for key, each in many.items() if key != "p55"}
    others = {page.address for page in plan_site(invented(fewer), own_pages)}
    assert set(index) <= others


def test_authors_with_few_papers_share_pages_by_letter() -> None:
    # "Angela Ang" begins with its family name, but is not written family name first.
    both = ({"name": "Angela Ang"}, {"name": "Zoë <b> Ångström"})
    made = {f"p{number}": paper(f"Title {number}", authors=both[: 2 if number < 3 else 1]) for number in range(4)}
    made["other"] = paper("Another", authors=({"name": "Zoë <b> Ångström"}, {"name": "Rosa Once"}))
    plan = {page.address: page for page in plan_site(invented(made), replace(SETTINGS, own_page=5))}
    assert not {"/authors/zoe-b-angstrom/", "/authors/angela-ang/"} & set(plan)
    other, section = re.findall(r"<section.*?</section>", plan["/names/a/"].text, re.DOTALL)
    assert Seen(other).text.startswith("Ang, Angela 4 papers")
    assert 'id="zoe-b-angstrom"' in section
    seen = Seen(section)
    assert {"../../papers/p0/", "../../papers/other/", "../a/#angela-ang"} <= set(seen.links)
    assert "../../papers/p3/" not in seen.links
    assert seen.text.startswith("Ångström, Zoë <b> 4 papers")
    assert "Title 0 2" in seen.text
    assert "Rosa Once" not in seen.text, "one paper in common of four says little"
    assert "../../names/a/#zoe-b-angstrom" in Seen(plan["/papers/p0/"].text).links
    assert "../names/a/#angela-ang" in Seen(plan["/statistics/"].text).links


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


def status_page(*days: tuple[int, FetchedDay]) -> str:
    fetched = {(date(2025, 6, number), "hf-json"): day for number, day in days}
    status = digest_status(Content(fetched_days=fetched))
    return {page.address: page for page in plan_site(invented(), SETTINGS, status)}["/status/"].text


def test_the_status_page_shows_doubtful_lists_and_missing_days() -> None:
    doubtful = FetchedDay(state="provisional", papers=1, reason="only 1 paper, usually 20")
    page = status_page((10, FetchedDay(state="settled", papers=9)), (12, doubtful))
    assert "Hugging Face daily papers, 2025-06-12: 1 paper so far; only 1 paper, usually 20" in page
    assert "<td>2025-06-11</td>" in page


def test_a_quiet_day_and_a_settled_day_leave_the_status_page_as_it_is() -> None:
    growing = FetchedDay(state="provisional", papers=9, reason=GROWING)
    quiet = FetchedDay(state="provisional", papers=0, reason=GROWING)
    assert status_page((10, growing)) == status_page((10, FetchedDay(state="settled", papers=9)), (11, quiet))


def test_titles_outside_the_page_show_formulas_and_money_as_the_page_does() -> None:
    front, _ = parts(PLAN["/papers/hostile-09/"])
    shown = "γ-MoD: γ-Mixtures for C++ at $0.03"
    assert front["title"] == shown
    assert f'property="og:title" content="{shown}"' in front["head"]


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
