"""Where a translation leads, pages, feeds, e-mails and search show it, and citations and data keep the original."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from generator.build.catalog_loader import load_catalog
from generator.mail.digest import digest_of_day
from generator.mail.message import make_mail
from generator.model import Paper, Summary, Translation
from generator.records.canonical import dump_record
from generator.settings import load_settings
from generator.store.content import record_file
from tests.build.small_digest import CONFIG, DAYS, built, make_digest
from tests.cli.running import digestif

DAY = DAYS[-1]
ORIGINAL, TITLE, ABSTRACT = "Quokkas & Numbers", "关于<b>短尾矮袋鼠</b>", "第一段。\n\n第二段：$x^2$。"
TRANSLATIONS = {
    "zh": Translation(title=TITLE, abstract=ABSTRACT, model="A <Model>", date=date(2025, 5, 3)),
    "ja": Translation(title="クオッカについて", by="Hanako"),
}


def make(site: Path, settings: str = "") -> Path:
    """A digest with a paper in three languages, and one of which only the title is translated."""
    make_digest(site)
    (site / "mkdocs.yml").write_text(f"{CONFIG}extra: {{digestif: {{curator: Ada{settings}}}}}\n")
    papers = {
        "both": Paper(title=ORIGINAL, abstract="We count $y$.\n\nThen.", date=DAY, translations=TRANSLATIONS),
        "title": Paper(
            title="Wombats",
            abstract="We sit.",
            date=DAY,
            summary=Summary(text="袋熊坐着。"),
            translations={"zh": Translation(title="袋熊")},
        ),
    }
    for key, paper in papers.items():
        file = record_file(key, DAY)
        (site / file).parent.mkdir(parents=True, exist_ok=True)
        (site / file).write_bytes(dump_record(paper, file=file))
    built(site)
    return site


@pytest.fixture(scope="module")
def leading(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("leading") / "site", ", lead_language: zh")


@pytest.fixture(scope="module")
def folded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("folded") / "site")


def _main(site: Path, key: str) -> str:
    page = (site / f"site/papers/{key}/index.html").read_text(encoding="utf-8")
    return page[page.index('<article class="dg-main"') : page.index("</article>")]


def test_the_page_of_a_paper_begins_with_the_translation(leading: Path) -> None:
    main = _main(leading, "both")
    assert '<h1 dir="auto" lang="zh">关于&lt;b&gt;短尾矮袋鼠&lt;/b&gt;</h1>' in main
    assert re.search(r'<section class="dg-abstract" data-translated [^>]*dir="auto" lang="zh"><p>第一段。</p>', main)
    assert "Translated by A &lt;Model&gt;, 3 May 2025</p>" in main
    original, japanese = re.findall(r"<details class=\"dg-fold\">(.*?)</details>", main)
    assert '<span class="dg-more" dir="auto">Original</span>' in original
    assert '<p class="dg-excerpt" dir="auto" lang="en"><strong>Quokkas &amp; Numbers</strong></p>' in original
    assert '<div class="dg-abstract" dir="auto" lang="en"><p>We count ' in original
    assert '<span class="dg-more" dir="auto" lang="ja">日本語</span>' in japanese
    assert '<strong>クオッカについて</strong></p> <p class="dg-small" dir="auto">Translated by Hanako</p>' in japanese


def test_a_title_without_a_translated_abstract_leads_alone(leading: Path) -> None:
    main = _main(leading, "title")
    assert '<h1 dir="auto" lang="zh">袋熊</h1> <p class="dg-small" dir="auto">Translated</p>' in main
    assert '<section class="dg-abstract" aria-label="Abstract" dir="auto"><p>We sit.</p></section>' in main
    (original,) = re.findall(r"<details class=\"dg-fold\">(.*?)</details>", main)
    assert "Wombats" in original
    assert "We sit." not in original


def test_a_summary_in_other_letters_says_its_language(leading: Path) -> None:
    assert '<div lang="zh"><p>袋熊坐着。</p></div>' in _main(leading, "title")


def test_without_the_setting_translations_are_folded(folded: Path) -> None:
    main = _main(folded, "both")
    assert '<h1 dir="auto">Quokkas &amp; Numbers</h1>' in main
    assert '<section class="dg-abstract" aria-label="Abstract" dir="auto"><p>We count ' in main
    chinese, _ = re.findall(r"<details class=\"dg-fold\">(.*?)</details>", main)
    assert '<span class="dg-more" dir="auto" lang="zh">中文</span>' in chinese
    assert '<div class="dg-abstract" data-translated dir="auto" lang="zh"><p>第一段。</p>' in chinese
    assert "短尾矮袋鼠" not in (folded / f"site/days/{DAY}/index.html").read_text(encoding="utf-8")


def test_citations_keep_the_original(leading: Path) -> None:
    page = (leading / "site/papers/both/index.html").read_text(encoding="utf-8")
    assert "title  = {Quokkas \\&amp; Numbers}" in re.sub(r" +=", "  =", page)
    assert '<meta name="citation_title" content="Quokkas &amp; Numbers">' in page
    assert '<meta property="og:title" content="关于&lt;b&gt;短尾矮袋鼠&lt;/b&gt;">' in page
    assert '"headline":"Quokkas \\u0026 Numbers"' in page or '"headline":"Quokkas & Numbers"' in page


def test_lists_show_both_titles(leading: Path) -> None:
    page = (leading / f"site/days/{DAY}/index.html").read_text(encoding="utf-8")
    card = page[page.index('id="p-both"') :]
    card = card[: card.index("</article>")]
    assert 'lang="zh">关于&lt;b&gt;短尾矮袋鼠&lt;/b&gt;</a>' in card
    assert '<p class="dg-small" data-original dir="auto" lang="en">Quokkas &amp; Numbers</p>' in card
    assert '<p class="dg-excerpt dg-complete" dir="auto" lang="zh">第一段。' in card


def test_feeds_and_markdown_show_both_titles(leading: Path) -> None:
    papers, daily = ((leading / f"site/feeds/{name}.xml").read_text(encoding="utf-8") for name in ("papers", "daily"))
    assert '<title xml:lang="zh">关于&lt;b&gt;短尾矮袋鼠&lt;/b&gt;</title>' in papers
    assert '<p lang="en">Quokkas &amp; Numbers</p><div lang="zh"><p>第一段。</p>' in papers
    assert "</div><p>Translated by A &lt;Model&gt;, 3 May 2025</p>" in papers
    assert "<p>Translated</p><p>We sit.</p>" in papers
    assert 'lang="zh">袋熊</a><br/><span lang="en">Wombats</span>' in daily
    text = (leading / f"site/days/{DAY}/index.html.md").read_text(encoding="utf-8")
    assert re.search(r"\[袋熊\]\(\S+\) – Wombats", text)


def test_data_have_the_translations(folded: Path) -> None:
    (shard,) = (folded / "site/api/v1/papers").glob("2025-07*.json")
    papers = {paper["key"]: paper for paper in json.loads(shard.read_bytes())["papers"]}
    assert papers["both"]["title"] == ORIGINAL
    assert papers["both"]["translations"]["zh"] == {"title": TITLE, "model": "A <Model>", "date": "2025-05-03"}
    assert [key for key, paper in papers.items() if "translations" in paper] == ["both", "title"]


def test_emails_show_both_titles(leading: Path) -> None:
    catalog, settings = load_catalog(leading), load_settings(leading)
    digest = digest_of_day(settings, catalog, DAY)
    assert digest
    mail = make_mail(settings, catalog, digest)
    for text in (mail.text(), mail.markdown()):
        assert (
            0 < text.index("短尾矮袋鼠") < text.index("Numbers") < text.index("第一段") < text.index("Translated by A")
        )
        assert 0 < text.index("袋熊") < text.index("Wombats") < text.index("We sit")
    page = mail.fragment()
    assert re.search(r'<a [^>]*lang="zh"[^>]*>关于&lt;b&gt;短尾矮袋鼠&lt;/b&gt;</a>', page)
    assert re.search(r'<p [^>]*lang="en"[^>]*>Quokkas &amp; Numbers</p>', page)
    assert re.search(r'<p [^>]*lang="zh"[^>]*>第一段。</p>', page)


def test_the_command_writes_the_same_email(leading: Path) -> None:
    done = digestif("email", str(DAY), "--out", "digest.eml", cwd=leading)
    assert done.returncode == 0, done.stderr
    message = BytesParser(policy=policy.default).parsebytes((leading / "digest.eml").read_bytes())
    part = message.get_body(("plain",))
    assert part is not None
    text = part.get_content()
    assert 0 < text.index("短尾矮袋鼠") < text.index("Quokkas")


def test_another_language_changes_only_pages_with_translations(tmp_path: Path) -> None:
    site = make(tmp_path / "site")
    before = _pages(site)
    settings = site / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("curator: Ada", "curator: Ada, lead_language: zh"))
    built(site)
    changed = {path for path, text in _pages(site).items() if before.get(path) != text}
    assert {"papers/both/index.html", "papers/title/index.html", f"days/{DAY}/index.html"} <= changed
    assert f"days/{DAYS[0]}/index.html" not in changed


def _pages(site: Path) -> dict[str, str]:
    folder = site / "site"
    return {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in folder.rglob("*.html")}


@pytest.mark.browser
def test_search_finds_both_titles_and_cites_the_original(
    leading: Path, browser: Browser, serve_folder: Callable[[Path], str]
) -> None:
    base = serve_folder(leading / "site")
    page = browser.new_page()
    for query in ("quokkas", "短尾矮袋鼠"):
        page.goto(f"{base}/search/?q={query}")
        expect(page.locator("#p-both .dg-title a")).to_have_text("关于<b>短尾矮袋鼠</b>")
        expect(page.locator("#p-both .dg-title a")).to_have_attribute("lang", "zh")
    page.goto(f"{base}/days/{DAY}/")
    expect(page.locator("#p-both .Z3988")).to_have_attribute("title", re.compile("rft.title=Quokkas%20%26%20Numbers&"))
    expect(page.locator("#p-both .Z3988")).not_to_have_attribute("title", re.compile("rft.description"))
    page.goto(f"{base}/papers/both/")
    page.get_by_text("Original", exact=True).click()
    expect(page.get_by_text("We count")).to_be_visible()
    page.close()
