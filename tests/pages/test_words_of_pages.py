"""Every word of a page that is not a record's comes from the catalogs, and English is what the code says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from gettext import NullTranslations
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

from generator.build.site.mkdocs import render_site
from generator.catalog.catalog import Catalog, build_catalog
from generator.catalog.digests.digest import Digest, Editor, Pick, SeriesPart, span_of
from generator.catalog.people.people_file import ListedPerson
from generator.catalog.topics.classifier import TopicAssignment
from generator.catalog.topics.topic_set import Topic, make_topic_set
from generator.language import words
from generator.language.languages import language_named
from generator.model import Author, Ids, Library, Links, Mention, Paper, Record, SourceMetrics
from generator.pages.page import Page
from generator.pages.routes import ARCHIVE, DATA, HOME, NAMES, SEARCH, TOPICS
from generator.pages.site import plan_site
from generator.settings import Settings

STARTER = Path(__file__).parents[2] / "generator" / "starter"
NAVIGATION = (ARCHIVE, TOPICS, SEARCH)
SETTINGS = Settings(
    title="文摘",
    description="每日论文",
    site_url="https://example.org",
    curator="编者",
    repo_url="https://github.com/example/digest",
    host="github",
    fewest_papers=1,
    own_page=3,
    parquet=True,
    map=True,
)
#: What is the same in every language.
NAMES_OF_THINGS = re.compile(
    "ACL Anthology|alphaXiv|arXiv|BibTeX|Connected Papers|Digestif|DOI|GitHub|HTML|Hugging Face|JSON|jsonl.gz|"
    "Material for MkDocs|OpenReview|ORCID|parquet|PDF|Semantic Scholar"
)
#: Names of files.
NAMES_OF_FILES = {DATA: {"index", "papers", "paper", "digest", "topic", "authors"}}
SHOWN_ATTRIBUTES = {"abbr", "alt", "aria-label", "label", "placeholder", "title"}


class Marked(NullTranslations):
    """Translations that are the messages in brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"

    def pgettext(self, context: str, message: str) -> str:
        return f"⟦{message}⟧"


class Reader(HTMLParser):
    """Collects what a reader can see or hear of a page, but for code."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("code", "math", "pre", "script")
        self.shown += [value or "" for name, value in attrs if name in SHOWN_ATTRIBUTES]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("code", "math", "pre", "script")

    def handle_data(self, data: str) -> None:
        self.shown.append("" if self._hidden else data)


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are in a language whose words are the messages in brackets, with the dates of Chinese."""
    monkeypatch.setattr(words, "_active", (language_named("zh"), Marked()))


def catalog() -> Catalog:
    """Make the catalog of papers of two days without a Latin letter in what they show."""
    many = tuple(Author(name=name) for name in ("王伟", "3王", *"甲乙丙丁戊己庚辛壬癸"))
    everything = Links(
        **{name: f"https://a.example/{name}" for name in ("code", "page", "project", "data", "demo", "model", "video")}
    )
    papers = {
        "first": Paper(
            title="第一篇",
            date=date(2025, 7, 31),
            authors=many,
            abstract="摘要" * 300,
            ids=Ids(arxiv="2507.00001"),
            links=everything,
            status="retracted",
        ),
        "second": Paper(title="第二篇", date=date(2025, 7, 31), authors=many[:2], abstract="摘要"),
        "third": Paper(title="第三篇", date=date(2024, 12, 30), authors=many[:1]),
    }
    topics = tuple(Topic(id=f"t{place}", name=f"题{place}", description="题") for place in range(15))
    assigned = tuple(TopicAssignment(topic=topic.id, score=1.0, evidence=("题",), by="words") for topic in topics)
    mention = Mention(key="first", day=date(2025, 7, 31), source="hf-page", rank=1, metrics=SourceMetrics(upvotes=12))
    records = {key: Record(key=key, file=f"content/papers/{key}.yaml", paper=paper) for key, paper in papers.items()}
    digests = tuple(
        Digest(
            span=span_of(span),
            publish=date(2025, 7, 31),
            title="标题",
            introduction="导言",
            hero="first",
            picks=(Pick(key="first", why="好"), Pick(key="third")),
            editors=(Editor(name="客座"), Editor(name="编辑")),
            series=SeriesPart(name="读书会", number=number),
            is_draft=number == 2,
        )
        for number, span in enumerate(("2025-07-31", "2025-W31", "2025-07"), 1)
    )
    return build_catalog(
        Library(records=records, mentions={"first": (mention,)}, notes={}, removed={}),
        make_topic_set(topics),
        dict.fromkeys(records, assigned),
        {},
        listed_people=(ListedPerson(id="wang", names=("王伟",), homepage="https://example.org", affiliation="大学"),),
        digests=digests,
        unpublished=frozenset({"2025-W31", "2025-07"}),
    )


def untranslated(page: Page) -> set[str]:
    """Return the words of a page that no catalog can change."""
    _, front, body = page.text.split("---\n", 2)
    values = yaml.safe_load(front)
    title_and_description = f"{values['title']} {values.get('description', '')} "
    return words_left(title_and_description + shown_text(body)) - NAMES_OF_FILES.get(page.address, set())


def shown_text(html: str) -> str:
    """Return what a reader can see or hear of a page."""
    reader = Reader()
    reader.feed(html)
    return "".join(reader.shown)


def words_left(text: str) -> set[str]:
    """Return the words in Latin letters outside messages."""
    while (without := re.sub("⟦[^⟦⟧]*⟧", "", text)) != text:
        text = without
    return set(re.findall("[A-Za-z]{2,}", NAMES_OF_THINGS.sub("", text)))


def pages() -> Iterator[Page]:
    """Yield the pages of the site without its other files."""
    for page in plan_site(catalog(), SETTINGS):
        if page.path.endswith(".md"):
            yield page


@pytest.mark.usefixtures("marked")
def test_no_word_of_a_page_is_only_in_the_code() -> None:
    found = {page.address: untranslated(page) for page in pages()}
    assert HOME in found
    assert {address: left for address, left in found.items() if left} == {}


@pytest.mark.usefixtures("marked")
def test_the_frame_and_the_navigation_of_a_new_digest_are_translated(tmp_path: Path) -> None:
    config = (STARTER / "mkdocs.yml").read_text(encoding="utf-8")
    config = re.sub("(site_name|site_description): .*", r"\1: 文摘", config)
    (tmp_path / "mkdocs.yml").write_text(config.replace("name: digestif", "name: digestif\n  language: zh"))
    for page in pages():
        if page.address in (HOME, *NAVIGATION):
            file = tmp_path / "docs" / page.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(page.text, encoding="utf-8")
    (tmp_path / "docs" / "about.md").write_text("# 文摘\n", encoding="utf-8")
    site = tmp_path / "site"
    render_site(tmp_path, site, epoch=1_700_000_000)
    for name in ("404.html", "about/index.html", "archive/index.html"):
        text = shown_text((site / name).read_text(encoding="utf-8"))
        assert "⟦Today⟧⟦Archive⟧⟦Topics⟧⟦Search⟧⟦About⟧" in text.replace("\n", "")
        assert words_left(text) == set(), name
    choice = (site / "assets/javascripts/palette.js").read_text(encoding="utf-8")
    assert json.dumps("⟦Light: switch to dark⟧").strip('"') in choice


def test_the_page_of_names_without_a_letter_is_marked_in_the_list_of_letters() -> None:
    [page] = [page for page in pages() if page.address == f"{NAMES}other/"]
    assert re.findall(r'<a href="[^"]*" aria-current="true">([^<]*)</a>', page.text) == ["Other"]
