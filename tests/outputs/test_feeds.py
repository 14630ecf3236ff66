"""Feeds of an invented catalog, whose titles look like markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import feedparser
import pytest
from lxml import etree

from generator.catalog.catalog import Catalog, build_catalog
from generator.catalog.people.people_file import ListedPerson
from generator.catalog.saved_searches import SavedSearch
from generator.catalog.topics.topic_set import make_topic_set
from generator.language.words import in_language
from generator.model import Library, Mention, Paper, Record, Removed
from generator.outputs.feeds.plan import plan_feeds
from generator.pages.site import plan_site
from generator.settings import Settings
from generator.store.removed import LEFT_OUT
from generator.text.markup.math import plain
from tests.outputs.feed_rules import ATOM, link, read_atom, read_json_feed
from tests.pages.invented import FIRST, SETTINGS, invented

PAPERS, DAILY = "feeds/papers.xml", "feeds/daily.xml"


def searching(catalog: Catalog) -> Catalog:
    searches = (
        SavedSearch(id="robots", name="Robots & <code>", query="robot -vision"),
        SavedSearch(id="none", name="Nothing", query="xyzzy", description="Not yet."),
    )
    return replace(catalog, searches=searches)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return {file.path: file.render() for file in plan_feeds(searching(invented()), SETTINGS)}


def one_paper(
    settings: Settings = SETTINGS, *, removed: tuple[Removed, ...] = (), **fields: object
) -> dict[str, bytes]:
    """The files of a catalog with one paper."""
    paper = Paper.model_validate({"title": "A Paper", "date": FIRST, **fields})
    library = Library(
        records={"one": Record(key="one", file="content/papers/2025/07/31/one.yaml", paper=paper)},
        mentions={"one": (Mention(key="one", source="hf", day=paper.date, rank=1),)},
        notes={},
        removed={each.key: each for each in removed},
    )
    catalog = build_catalog(library, make_topic_set(()), {}, {})
    return {file.path: file.render() for file in plan_feeds(catalog, settings)}


def entries(raw: bytes) -> list[feedparser.FeedParserDict]:
    parsed = feedparser.parse(raw, sanitize_html=False)
    assert parsed.bozo == 0
    return list(parsed.entries)


def test_every_feed_is_valid(files: dict[str, bytes]) -> None:
    for path, raw in files.items():
        if path.endswith(".xml"):
            read_atom(raw)
        elif path.endswith(".json"):
            read_json_feed(raw)
    forms = {path.rpartition(".")[2] for path in files}
    assert forms == {"xml", "json", "opml"}


def test_every_channel_has_its_feeds(files: dict[str, bytes]) -> None:
    folders = ("", "topics/robotics/", "topics/vision/", "topics/theory/", "searches/robots/", "searches/none/")
    names = ("papers.xml", "papers.json", "daily.xml", "daily.json")
    assert files.keys() >= {f"feeds/{folder}{name}" for folder in folders for name in names}


def test_a_title_arrives_letter_for_letter(files: dict[str, bytes]) -> None:
    catalog = invented()
    shown = {entry.id.rpartition("/")[2]: entry.title for entry in entries(files[PAPERS])}
    expected = {entry.key: plain(entry.paper.title) for entry in catalog.entries}
    states = {"Withdrawn: ", "Retracted: ", "Removed: "}
    for key, title in expected.items():
        bare = shown[key]
        for state in states:
            bare = bare.removeprefix(state)
        assert bare.split() == title.split()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += data


def test_both_formats_have_the_same_items(files: dict[str, bytes]) -> None:
    atom, json = entries(files[PAPERS]), read_json_feed(files["feeds/papers.json"])["items"]
    for one, other in zip(atom, json, strict=False):
        assert (one.id, one.title, one.link) == (other["id"], other["title"], other["url"])
        words = _Words()
        words.feed(other["content_html"])
        assert words.text.split() == "".join(etree.fromstring(f"<div>{one.content[0].value}</div>").itertext()).split()


def test_a_paper_has_its_whole_abstract_authors_and_categories() -> None:
    files = one_paper(
        abstract="First, $x^2$ is small.\n\nSecond <b>: see https://example.org/code.",
        authors=[{"name": "Ada Lovelace", "orcid": "0000-0002-1825-0097"}, {"name": "Bo <Example>"}],
        categories=["cs.LG"],
        ids={"arxiv": "2507.10001"},
    )
    [entry] = entries(files[PAPERS])
    content = entry.content[0]
    assert content.type == "application/xhtml+xml"
    assert "<p>First, <i>x</i><sup>2</sup> is small.</p>" in content.value
    assert "<p>Second &lt;b&gt;: see <a" in content.value
    assert [author.name for author in entry.authors] == ["Ada Lovelace", "Bo <Example>"]
    assert entry.authors[0].href == "https://orcid.org/0000-0002-1825-0097"
    assert [(tag.term, tag.scheme) for tag in entry.tags] == [("cs.LG", "http://arxiv.org/schemas/atom")]
    assert entry.id == "tag:example.org,2026:/digest/papers/one"
    assert entry.link == "https://example.org/digest/papers/one/"
    assert entry.published == entry.updated == "2025-07-31T00:00:00+00:00"
    [item] = read_json_feed(files["feeds/papers.json"])["items"]
    assert item["external_url"] == "https://arxiv.org/abs/2507.10001"
    assert item["authors"] == [
        {"name": "Ada Lovelace", "url": "https://orcid.org/0000-0002-1825-0097"},
        {"name": "Bo <Example>"},
    ]


def test_feeds_say_the_language_of_the_site() -> None:
    with in_language("de"):
        files = one_paper()
    assert read_atom(files[PAPERS]).get("{http://www.w3.org/XML/1998/namespace}lang") == "de"
    daily = read_json_feed(files["feeds/daily.json"])
    assert daily["language"] == "de"
    assert daily["items"][0]["title"].startswith("31. Juli 2025: ")


def test_titles_in_other_languages_say_theirs() -> None:
    files = one_paper(title="基于大语言模型的研究", abstract="我们研究语言模型。")
    entry = read_atom(files[PAPERS]).find(f"{ATOM}entry")
    assert entry is not None
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    title = entry.find(f"{ATOM}title")
    assert title is not None
    assert title.get(lang) == "zh"
    assert entry.get(lang) is None, "names and links are not in the language of the title"
    [paper] = read_json_feed(files["feeds/papers.json"])["items"]
    assert paper["language"] == "zh"
    assert '<div lang="zh"><p>我们研究语言模型。</p></div>' in paper["content_html"]
    [day] = read_json_feed(files["feeds/daily.json"])["items"]
    assert "language" not in day
    assert ' lang="zh">基于大语言模型的研究</a>' in day["content_html"]
    assert b"lang=" not in one_paper()[PAPERS].replace(b'xml:lang="en"', b"")


def test_a_day_begins_in_the_time_zone_of_the_digest() -> None:
    [entry] = entries(one_paper(replace(SETTINGS, timezone="Europe/Berlin"))[PAPERS])
    assert entry.published == "2025-07-30T22:00:00+00:00"


def test_a_withdrawn_paper_is_told_again() -> None:
    [entry] = entries(one_paper(status="withdrawn")[PAPERS])
    assert entry.title == "Withdrawn: A Paper"
    assert "This paper has been withdrawn." in entry.content[0].value
    assert entry.published < entry.updated == "2025-07-31T00:00:01+00:00"
    [entry] = entries(one_paper(status="withdrawn", updated="2025-09")[PAPERS])
    assert entry.updated == "2025-09-01T00:00:01+00:00"


def test_a_removed_paper_replaces_its_item() -> None:
    removed = Removed(key="two", reason="published twice", title="The Same $x$", day=FIRST)
    first, second = entries(one_paper(removed=(removed,))[PAPERS])
    assert (first.title, second.title) == ("A Paper", "Removed: The Same x")
    assert second.id == "tag:example.org,2026:/digest/papers/two"
    assert second.content[0].value == "<p>This paper was removed from the digest. Published twice.</p>"
    assert second.updated > second.published


def test_a_paper_that_is_left_out_for_now_keeps_its_item() -> None:
    removed = Removed(key="two", reason=LEFT_OUT, day=FIRST)
    assert len(entries(one_paper(removed=(removed,))[PAPERS])) == 1


def test_a_note_of_the_curator_is_part_of_the_item(files: dict[str, bytes]) -> None:
    noted = [entry.content[0].value for entry in entries(files[PAPERS]) if "Curator’s note" in entry.content[0].value]
    [value] = [value for value in noted if "A <strong>clear</strong> &lt;b&gt;paper&lt;/b&gt;, see" in value]
    assert 'href="https://example.org/digest/papers/oldest/"' in value
    assert 'src="https://example.org/digest/assets/robot.svg"' in value
    assert '="javascript:' not in "".join(noted)


def test_a_feed_without_papers_says_so(files: dict[str, bytes]) -> None:
    for folder, title in (("topics/theory", "Theory: no papers yet"), ("searches/none", "Nothing: no papers yet")):
        for name in ("papers", "daily"):
            [entry] = entries(files[f"feeds/{folder}/{name}.xml"])
            assert entry.title == title


def test_a_day_lists_its_papers_with_links(files: dict[str, bytes]) -> None:
    catalog = invented()
    newest = entries(files[DAILY])[0]
    papers = catalog.by_day[max(catalog.by_day)]
    assert newest.title == f"31 July 2025: {len(papers)} papers"
    assert newest.id == "tag:example.org,2026:/digest/days/2025-07-31"
    for entry in papers:
        assert f'href="https://example.org/digest/papers/{entry.key}/"' in newest.content[0].value


def test_a_saved_search_has_the_papers_that_it_finds(files: dict[str, bytes]) -> None:
    root = read_atom(files["feeds/searches/robots/papers.xml"])
    assert root.findtext(f"{ATOM}title") == "Papers & <Proofs>: Robots & <code>"
    assert root.findtext(f"{ATOM}subtitle") == "Papers that match robot -vision"
    assert root.findtext(f"{ATOM}id") == "tag:example.org,2026:/digest/feeds/searches/robots/papers"


def test_a_listed_person_has_a_feed_and_a_name_has_none() -> None:
    listed = (
        ListedPerson(id="ada", names=("Ada Lovelace",)),
        ListedPerson(id="nobody", names=("Without Papers",)),
    )
    catalog = replace(invented(), listed_people=listed)
    files = {file.path: file.render() for file in plan_feeds(catalog, SETTINGS)}
    assert [path for path in files if "/authors/" in path] == ["feeds/authors/ada/papers.xml"]
    root = read_atom(files["feeds/authors/ada/papers.xml"])
    assert root.findtext(f"{ATOM}title") == "Papers & <Proofs>: Ada Lovelace"
    assert link(root, "alternate") == "https://example.org/digest/authors/ada/"
    shown = [entry.id.rpartition("/")[2] for entry in entries(files["feeds/authors/ada/papers.xml"])]
    assert shown == [entry.key for entry in catalog.people.by_id["ada"].papers]
    assert b"feeds/authors/ada/papers.xml" in files["feeds/all.opml"]
    [page] = [page for page in plan_site(catalog, SETTINGS) if page.address == "/authors/ada/"]
    assert page.text.count('../../feeds/authors/ada/papers.xml"') == 2
    without = {file.path for file in plan_feeds(catalog, replace(SETTINGS, fewest_papers=0))}
    assert without == files.keys() - {"feeds/authors/ada/papers.xml"}


def test_the_list_of_feeds_has_every_feed(files: dict[str, bytes]) -> None:
    root = etree.fromstring(files["feeds/all.opml"])
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    outlines = [outline for outline in root.iter("outline") if outline.get("xmlUrl")]
    assert all(outline.get("type") == "rss" and outline.get("text") for outline in outlines)
    listed = {str(outline.get("xmlUrl")).removeprefix("https://example.org/digest/") for outline in outlines}
    assert listed == {path for path in files if path.endswith("/papers.xml")} | {DAILY}


def test_without_an_address_or_papers_there_are_no_feeds() -> None:
    assert list(plan_feeds(invented(), replace(SETTINGS, site_url=""))) == []
    empty = build_catalog(Library(records={}, mentions={}, notes={}, removed={}), make_topic_set(()), {}, {})
    assert list(plan_feeds(empty, SETTINGS)) == []


def test_the_same_catalog_gives_the_same_bytes(files: dict[str, bytes]) -> None:
    again = {file.path: file.render() for file in plan_feeds(searching(invented()), SETTINGS)}
    assert again == files


def test_settings_cannot_break_a_feed() -> None:
    settings = replace(SETTINGS, title="A \ufffe<b>&\x00\x1b", curator="\x07 & <i>", description="\ud800")
    for path, raw in one_paper(settings).items():
        if path.endswith(".json"):
            assert read_json_feed(raw)
        else:
            assert etree.fromstring(raw) is not None


def test_dates_of_the_first_and_last_years_are_valid() -> None:
    for year in (1600, 2199):
        read_atom(one_paper(replace(SETTINGS, timezone="Africa/Monrovia"), date=date(year, 1, 1))[PAPERS])
