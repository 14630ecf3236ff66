"""Text of records and settings is shown letter for letter: random and hostile text goes through a real build."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from generator.build.pipeline import build
from generator.model import Author, Links, Paper
from generator.records.canonical import dump_record
from generator.setup.new_site import make_site
from generator.store.content import record_file
from generator.text.clean import check_line, check_prose
from generator.text.visible import is_visible
from tests.torture.results import record
from tests.torture.watched import Watch, served_without_policy

pytestmark = pytest.mark.early

DAY = date(2025, 7, 31)

#: Texts that ran in browsers, were changed by Markdown or broke front matter on sites like this one.
HOSTILE = (
    "<script>window.ran = 1</script>",
    '"><img src=x onerror="window.ran = 1">',
    "</title><script>window.ran = 1</script>",
    "</script><script>window.ran = 1</script>",
    "[read](javascript:window.ran=1)",
    "<a href='javascript:window.ran=1'>read</a>",
    "![x](x){: onerror=window.ran=1 }",
    "{: onclick='window.ran=1' } and {#id .class}",
    '--8<-- "/etc/passwd"',
    "{{ config }} {% raw %} {# gone #}",
    "wzxhzdk:0 klzzwxh:0000",
    "A*-search and B*, C# and F# <T>, _under_ ~~out~~ `code`",
    "Title: with colon, # no comment, 'quotes', \"more\" and - a dash",
    "---",
    "<!-- a comment that does not end",
    "&lt;b&gt; &amp;amp; &#60; stay",
    "=HYPERLINK(1) @user +1 -1 | a table | row",
    "# Heading\\n\\n- list",
    "\\u202e",
    "日本語の題名 — Łódź, naïve γ-MoD, 2.68×",
    "'''; DROP TABLE papers; --",
)


def _accepted(check: Callable[[str], str], text: str) -> bool:
    try:
        return check(text) == text and text.strip() == text
    except ValueError:
        return False


# Formulas and web addresses are rendered, so $, \( and http are left to tests/text.
PLAIN = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), exclude_characters="$\\"), max_size=60)
TEXTS = st.one_of(st.sampled_from(HOSTILE), PLAIN, st.tuples(PLAIN, st.sampled_from(HOSTILE)).map(" ".join))
TITLES = TEXTS.map(lambda text: unicodedata.normalize("NFC", text).strip()).filter(
    lambda text: is_visible(text) and "http" not in text and _accepted(check_line, text)
)
ABSTRACTS = TEXTS.map(lambda text: unicodedata.normalize("NFC", text).strip()).filter(
    lambda text: "http" not in text and "www" not in text and _accepted(check_prose, text)
)


class _Shown(HTMLParser):
    """The text of a page's heading and abstract, and its title."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, list[str]] = {"h1": [], "abstract": [], "title": []}
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"h1", "title"} and not self.texts[tag]:  # a curator's note may have headings of its own
            self._inside.append(tag)
        elif tag == "section" and "dg-abstract" in (dict(attrs).get("class") or ""):
            self._inside.append("abstract")

    def handle_endtag(self, tag: str) -> None:
        if self._inside and tag == {"abstract": "section"}.get(self._inside[-1], self._inside[-1]):
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[self._inside[-1]].append(data)

    def text(self, part: str) -> str:
        return " ".join("".join(self.texts[part]).split())


def make_digest(folder: Path, papers: list[tuple[str, str]]) -> None:
    if not folder.exists():
        make_site(folder)
    for number, (title, abstract) in enumerate(papers):
        paper = Paper(
            title=title,
            date=DAY,
            abstract=abstract,
            authors=(Author(name=title),),
            links=Links(code="https://example.org/?a=1&b=<2>".replace("<2>", "2")),
            note=abstract,
            keywords=(title,),
        )
        file = record_file(f"paper-{number}", DAY)
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(dump_record(paper, file=file))
    build(folder)


def shown(folder: Path, number: int) -> _Shown:
    parser = _Shown()
    parser.feed((folder / "site" / "papers" / f"paper-{number}" / "index.html").read_text(encoding="utf-8"))
    return parser


# Every example is a whole build, too slow to be shrunk.
@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(papers=st.lists(st.tuples(TITLES, ABSTRACTS), min_size=15, max_size=25))
def test_a_page_shows_the_text_of_its_record(tmp_path: Path, papers: list[tuple[str, str]]) -> None:
    shutil.rmtree(tmp_path / "digest", ignore_errors=True)
    make_digest(tmp_path / "digest", papers)
    for number, (title, abstract) in enumerate(papers):
        page = shown(tmp_path / "digest", number)
        assert page.text("h1") == " ".join(title.split())
        assert page.text("abstract") == " ".join(abstract.split())
        assert page.text("title").startswith(" ".join(title.split()))


@pytest.mark.browser
@pytest.mark.parametrize("text", [text for text in HOSTILE if "ran" in text and _accepted(check_line, text)])
def test_no_text_of_the_settings_runs_in_a_browser(tmp_path: Path, browser: Browser, text: str) -> None:
    """Pages that people write and pages that are generated escape settings, even without the policy of the pages.

    Texts of records are in ``tests/torture/test_text_in_pages.py``.
    """
    folder = tmp_path / "digest"
    make_site(folder)
    config = yaml.load((folder / "mkdocs.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    config |= {"site_name": text, "site_description": text, "site_author": text, "repo_name": text, "copyright": ""}
    config["repo_url"] = "https://github.com/example/digest"
    config["extra"]["digestif"] = {"curator": text}
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    make_digest(folder, [("A Title", "An abstract.")])
    with served_without_policy(folder / "site") as address:
        watch = Watch(browser, address)
        for path in ("/", "/days/2025-07-31/", "/papers/paper-0/", "/search/", "/about/", "/404.html"):
            page = watch.open(path)
            watch.provoke()
            assert text in " ".join(page.title().split()), path
        watch.close()
    assert watch.faults == []
    record(
        "Text",
        "Pages with the texts in the settings",
        pages=watch.pages,
        tried=1,
        executed=len(watch.faults),
        shown=1,
        lost=0,
    )
