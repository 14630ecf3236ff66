"""Files for programs on a built site: complete, updated with little work, never in the way of a person's file."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # has no type hints

from generator.build.parts import merge_parts
from generator.files.folder import Folder
from tests.build.small_digest import CONFIG, built, files_of, make_digest, paper_key, write_paper

KINDS = {"papers": "papers", "digests": "digest", "topics": "topic"}
#: The extra settings of a digest.
EXTRA = "extra: {digestif: {%s}}\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    digest = make_digest(tmp_path_factory.mktemp("outputs") / "digest")
    built(digest)
    return digest


def read(site: Path, path: str) -> Any:
    return json.loads((site / "site" / path).read_bytes())


def test_every_document_on_the_site_follows_its_schema(site: Path) -> None:
    documents = [path for path in files_of(site / "site/api/v1") if path.endswith(".json")]
    checked = 0
    for path in documents:
        folder = path.rpartition("/")[0]
        if folder in KINDS or path == "index.json":
            schema = read(site, f"api/v1/schema/{KINDS.get(folder, 'index')}.json")
            assert list(Draft202012Validator(schema).iter_errors(read(site, f"api/v1/{path}"))) == [], path
            checked += 1
    assert checked == 1 + 2 + 3 + 2


def test_the_site_has_what_its_pages_and_files_link_to(site: Path) -> None:
    index = read(site, "api/v1/index.json")
    listed = [entry["path"] for name in ("shards", "digests", "topics", "downloads") for entry in index[name]]
    for path in listed:
        assert (site / "site/api/v1" / path).is_file()
    assert (site / "site/assets/card.png").is_file()
    for day in index["digests"]:
        assert (site / f"site/days/{day['date']}/index.html.md").is_file()
    with gzip.open(site / "site/api/v1/papers.jsonl.gz", "rt", encoding="utf-8") as lines:
        assert sorted(json.loads(line)["key"] for line in lines) == [paper_key(number) for number in range(12)]


def test_the_sitemap_has_every_page_of_the_site(site: Path) -> None:
    entries = ElementTree.fromstring((site / "site/sitemap.xml").read_bytes())
    listed = {(entry[0].text or "").removeprefix("https://example.org/small/") for entry in entries}
    pages = {path.removesuffix("index.html") for path in files_of(site / "site") if path.endswith("/index.html")}
    assert listed == {"", *pages} - {"offline/"}


def test_two_builds_give_the_same_files(site: Path, tmp_path: Path) -> None:
    again = make_digest(tmp_path / "digest")
    built(again)
    assert files_of(again / "site") == files_of(site / "site")


def test_a_changed_paper_changes_what_lists_it_and_gives_the_files_of_a_whole_build(tmp_path: Path) -> None:
    digest = make_digest(tmp_path / "digest")
    built(digest)
    before = files_of(digest / "site")
    write_paper(digest, 0, title="A New Title")
    report = built(digest)
    after = files_of(digest / "site")
    changed = {path for path in before if before[path] != after.get(path) and path.startswith(("api/", "days/"))}
    data = {path for path in changed if not path.endswith(".html")}
    in_api = {"api/v1/index.json", "api/v1/papers/2024-12-1.json", "api/v1/papers.jsonl.gz"}
    assert data == {*in_api, "days/2024-12-30/index.html.md"}
    assert "feeds and data: " in report.feeds
    built(digest, clean=True)
    assert files_of(digest / "site") == after


def test_parts_have_the_files_of_the_whole_site(site: Path, tmp_path: Path) -> None:
    digest = make_digest(tmp_path / "digest")
    for year in (2024, 2025):
        built(digest, only=year)
    assert (digest / "site-2024/api/v1/papers/2024-12-1.json").is_file()
    assert not (digest / "site-2024/api/v1/papers/2025-07-1.json").exists()
    merge_parts([digest / "site-2024", digest / "site-2025"], Folder(tmp_path), "merged")
    assert files_of(tmp_path / "merged") == files_of(site / "site")


def test_a_file_that_a_person_wrote_is_kept(tmp_path: Path) -> None:
    digest = make_digest(tmp_path / "digest")
    (digest / "docs/assets").mkdir()
    own = {"robots.txt": b"User-agent: *\nDisallow: /\n", "llms.txt": b"# Mine\n", "assets/card.png": b"\x89PNG mine"}
    for path, content in own.items():
        (digest / "docs" / path).write_bytes(content)
    built(digest)
    assert {path: (digest / "site" / path).read_bytes() for path in own} == own
    (digest / "docs/robots.txt").unlink()
    built(digest)
    assert b"Sitemap: " in (digest / "site/robots.txt").read_bytes()


def test_a_site_keeps_its_own_sitemap_template(tmp_path: Path) -> None:
    digest = make_digest(tmp_path / "digest")
    (digest / "theme").mkdir()
    (digest / "theme/sitemap.xml").write_text("<urlset><!-- mine --></urlset>")
    (digest / "mkdocs.yml").write_text(CONFIG.replace("{name: digestif}", "{name: digestif, custom_dir: theme}"))
    built(digest)
    assert "<!-- mine -->" in (digest / "site/sitemap.xml").read_text()


def test_settings_turn_the_api_and_the_image_off(tmp_path: Path) -> None:
    digest = make_digest(tmp_path / "digest", papers=3)
    (digest / "mkdocs.yml").write_text(CONFIG + EXTRA % "api: false, card_images: none")
    built(digest)
    made = files_of(digest / "site")
    assert [path for path in made if path.startswith(("api/", "data/", "assets/card"))] == []
    for path, content in made.items():
        if path.endswith((".html", ".txt")):
            assert b"og:image" not in content
            assert b"data/" not in content
            assert b"api/v1" not in content


def test_each_paper_can_have_an_image(tmp_path: Path) -> None:
    digest = make_digest(tmp_path / "digest", papers=3)
    (digest / "mkdocs.yml").write_text(CONFIG + EXTRA % "card_images: papers")
    built(digest)
    page = (digest / f"site/papers/{paper_key(1)}/index.html").read_text()
    assert f'<meta property="og:image" content="https://example.org/small/assets/cards/{paper_key(1)}.png">' in page
    assert (digest / f"site/assets/cards/{paper_key(1)}.png").is_file()


def test_the_site_can_have_a_parquet_file(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    digest = make_digest(tmp_path / "digest", papers=3)
    (digest / "mkdocs.yml").write_text(CONFIG + EXTRA % "parquet: true")
    built(digest)
    table = parquet.read_table(digest / "site/api/v1/papers.parquet")
    assert sorted(table["key"].to_pylist()) == [paper_key(number) for number in range(3)]
    assert [entry["path"] for entry in read(digest, "api/v1/index.json")["downloads"]] == [
        "papers.jsonl.gz",
        "papers.parquet",
    ]
    assert b"papers.parquet" in (digest / "site/data/index.html").read_bytes()
