"""Thumbnails on a built site: which pages and files have them, what a build keeps, and what never reaches the site."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from generator.build.parts import merge_parts
from generator.build.pipeline import build
from generator.build.report import SiteReport
from generator.checks.content import check_content
from generator.files.folder import Folder
from generator.store.load import load_content
from generator.thumbnails.cache import ThumbnailCache, name_of_address
from generator.thumbnails.resizing import resize_picture
from tests.build.small_digest import files_of
from tests.thumbnails.digest import CONFIG, DAY, add_list, add_paper, make_site
from tests.thumbnails.pictures import HTML, figure, png_of_size

ADDRESS = "https://pictures.example.org/one.png"
OFF = CONFIG.partition("    thumbnails:")[0] + "    curator: Ada\n"
ON = OFF + "    thumbnails: {days: 2}\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1753920000")
    site = make_site(tmp_path / "site")
    (site / "mkdocs.yml").write_text(ON)
    return site


def built(site: Path, **options: bool) -> SiteReport:
    return build(site, **options)  # type: ignore[arg-type]


def pages(site: Path) -> dict[str, bytes]:
    return {file.relative_to(site / "site").as_posix(): file.read_bytes() for file in (site / "site").rglob("*.html")}


def thumbnails(site: Path) -> list[str]:
    return sorted(file.name for file in (site / "site/assets/thumbnails").glob("*"))


def images(page: Path) -> list[str]:
    return re.findall(r"<img[^>]*>", page.read_text())


def fetched(site: Path, address: str, colour: str = "#4477aa") -> None:
    ThumbnailCache(Folder(site)).write(name_of_address(address), resize_picture(figure(colour)))


def problems(site: Path) -> Iterator[str]:
    return map(str, check_content(load_content(site), today=date(2025, 8, 1)))


def test_cards_of_the_newest_days_have_thumbnails(site: Path) -> None:
    (site / "content/images/own.png").write_bytes(figure("red"))
    add_paper(site, "own", image="images/own.png")
    add_paper(site, "listed")
    add_paper(site, "without", image="none")
    for day in (29, 30):
        add_paper(site, f"old{day}", image=ADDRESS, day=date(2025, 7, day))
    fetched(site, ADDRESS)
    fetched(site, "https://pictures.example.org/listed.png", "green")
    add_list(site, dict.fromkeys(("listed", "without"), "https://pictures.example.org/listed.png"))
    built(site)
    shown = images(site / "site/index.html")
    assert len(shown) == 2
    assert re.fullmatch(
        r'<img class="dg-thumbnail" src="assets/thumbnails/[0-9a-f]{20}\.webp" width="160" height="100" '
        r'alt="A Language Paper listed &amp; &lt;More&gt;" loading="lazy" decoding="async">',
        shown[0],
    )
    assert images(site / "site/days/2025-07-31/index.html")[0] == shown[0].replace('src="', 'src="../../')
    assert len(images(site / "site/days/2025-07-30/index.html")) == 1
    assert images(site / "site/days/2025-07-29/index.html") == []
    assert len(images(site / "site/topics/words/index.html")) == 3
    assert len(thumbnails(site)) == 3
    for name in thumbnails(site):
        assert (site / "site/assets/thumbnails" / name).stat().st_size <= 12 * 1024


def test_a_build_shows_what_was_fetched_since_the_last_one(site: Path) -> None:
    add_paper(site, "one", image=ADDRESS)
    add_paper(site, "other", day=date(2025, 7, 29))
    report = built(site)
    assert report.warnings == ("1 picture on the web has no thumbnail; to fetch them: digestif fetch thumbnails",)
    assert built(site).pages.idle
    without = pages(site)
    fetched(site, ADDRESS)
    report = built(site)
    assert (report.pages.idle, report.warnings) == (False, ())
    before = pages(site)
    changed = {path for path, page in before.items() if page != without[path]}
    assert changed == {"index.html", "days/2025-07-31/index.html", "topics/words/index.html"}
    assert built(site).pages.idle
    built(site, clean=True)
    assert (pages(site), len(thumbnails(site))) == (before, 1)
    add_paper(site, "new1", day=date(2025, 8, 1))
    add_paper(site, "new2", day=date(2025, 8, 2))
    built(site)
    assert thumbnails(site) == []
    assert images(site / "site/days/2025-07-31/index.html") == []


def test_without_the_setting_no_page_changes(site: Path) -> None:
    (site / "mkdocs.yml").write_text(OFF)
    add_paper(site, "one")
    add_paper(site, "two")
    built(site)
    plain = pages(site)
    (site / "content/images/own.png").write_bytes(figure())
    add_paper(site, "one", image="images/own.png")
    add_paper(site, "two", image=ADDRESS)
    fetched(site, ADDRESS)
    built(site, clean=True)
    assert pages(site) == plain
    assert thumbnails(site) == []


def test_the_data_of_the_site_has_addresses_of_pictures_only(site: Path) -> None:
    (site / "content/images/own.png").write_bytes(figure())
    add_paper(site, "own", image="images/own.png")
    add_paper(site, "web", image=ADDRESS)
    add_paper(site, "none", image="none")
    built(site)
    papers = (site / "site/api/v1/papers/2025-07-1.json").read_text()
    assert papers.count('"image"') == 1
    assert f'"image":"{ADDRESS}"' in papers


def test_hostile_files_are_named_and_never_reach_the_site(site: Path) -> None:
    folder = site / "content/images"
    (folder / "lies.png").write_bytes(HTML)
    (folder / "bomb.png").write_bytes(png_of_size(30_000, 30_000, rows=50))
    (folder / "cut.png").write_bytes(figure()[:900])
    (folder / "other.jpg").write_bytes(figure())
    (folder / "link.png").symlink_to("/etc/passwd")
    (folder / "drawing.svg").write_bytes(b"<svg/>")
    (folder / "good.png").write_bytes(figure())
    for name in ("lies.png", "bomb.png", "cut.png", "other.jpg", "link.png", "gone.png", "good.png"):
        add_paper(site, name.replace(".", "-"), image=f"images/{name}")
    for number in range(20):
        add_paper(site, f"plain{number}")
    bad = {"up": "images/../../../../etc/passwd", "file": "file:///etc/passwd", "local": "https://127.0.0.1/a.png"}
    for key, image in bad.items():
        add_paper(site, key, image=image)
    add_paper(site, "cached", image=ADDRESS)
    fetched(site, ADDRESS)
    [cached] = (site / ".digestif/thumbnails").iterdir()
    cached.write_bytes(b"<script>alert(1)</script>")

    named = list(problems(site))
    for place, found in (
        ("content/images/lies.png", "is an HTML page, not a picture"),
        ("content/images/bomb.png", "has 30,000 × 30,000 pixels"),
        ("content/images/other.jpg", "is a picture in PNG"),
        ("content/images/link.png", "is a symbolic link"),
        ("content/images/drawing.svg", "nothing reads this file"),
        ("content/papers/2025/07/31/gone-png.yaml:4:8", "image: no file content/images/gone.png"),
        ("content/papers/2025/07/31/up.yaml:4:8", "image: 'images/../../../../etc/passwd' is not a picture"),
        ("content/papers/2025/07/31/file.yaml:4:8", "image: 'file:///etc/passwd' is not a web address"),
        ("content/papers/2025/07/31/local.yaml:4:8", "image: 'https://127.0.0.1/a.png' is not public"),
    ):
        assert [text for text in named if text.startswith(f"{place}: ") and found in text], (place, found)

    report = built(site)
    for name in ("lies.png", "bomb.png", "cut.png", "other.jpg", "link.png", "gone.png"):
        assert any(f"content/images/{name}" in warning for warning in report.warnings), name
    assert len(thumbnails(site)) == 1
    assert len(images(site / "site/days" / DAY.isoformat() / "index.html")) == 1
    published = b"".join(file.read_bytes() for file in (site / "site").rglob("*") if file.is_file())
    assert b"root:x:0" not in published
    names = {file.name for file in (site / "site").rglob("*") if file.is_file()}
    assert names.isdisjoint(file.name for file in folder.iterdir())


def test_pictures_that_no_record_names_are_reported(site: Path) -> None:
    (site / "content/images/unused.webp").write_bytes(resize_picture(figure()))
    add_paper(site, "one")
    assert list(problems(site)) == [
        "content/images/unused.webp: suggestion: no record names this picture\n"
        "  delete it, or name it in a record: image: images/unused.webp"
    ]


def test_a_finished_thumbnail_needs_no_pillow(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "content/images/small.webp").write_bytes(resize_picture(figure()))
    (site / "content/images/large.png").write_bytes(figure())
    add_paper(site, "small", image="images/small.webp")
    add_paper(site, "large", image="images/large.png")
    monkeypatch.setattr("generator.thumbnails.resizing.find_spec", lambda name: None)
    report = built(site)
    assert len(images(site / "site/index.html")) == 1
    assert "large.yaml:4:8: image: content/images/large.png: Thumbnails need Pillow" in report.warnings[0]


@pytest.mark.parametrize("place", [0, 400, -40, -1])
def test_a_thumbnail_with_a_damaged_byte_counts_as_missing(site: Path, place: int) -> None:
    fetched(site, ADDRESS)
    [cached] = (site / ".digestif/thumbnails").iterdir()
    content = bytearray(cached.read_bytes())
    assert ThumbnailCache(Folder(site)).read(name_of_address(ADDRESS))
    content[place] ^= 1
    cached.write_bytes(content)
    assert ThumbnailCache(Folder(site)).read(name_of_address(ADDRESS)) is None


def test_parts_by_year_have_the_thumbnails_of_the_whole_site(site: Path, tmp_path: Path) -> None:
    (site / "content/images/own.png").write_bytes(figure("red"))
    add_paper(site, "own", image="images/own.png")
    add_paper(site, "fetched", day=date(2024, 12, 30))
    add_list(site, {"fetched": ADDRESS}, day=date(2024, 12, 30))
    fetched(site, ADDRESS)
    parts = []
    for year in (2024, 2025):
        # As in build-by-year.yml: a checkout with the thumbnails that one job fetched for all.
        machine = tmp_path / f"machine-{year}"
        for folder in ("content", ".digestif/thumbnails"):
            shutil.copytree(site / folder, machine / folder)
        shutil.copy(site / "mkdocs.yml", machine)
        (machine / "docs").mkdir()
        build(machine, only=year)
        parts.append(machine / f"site-{year}")
    built(site)
    merge_parts(parts, Folder(tmp_path), "merged")
    assert len(thumbnails(site)) == 2
    whole, merged = files_of(site / "site"), files_of(tmp_path / "merged")
    assert sorted(merged) == sorted(whole)
    assert [path for path in whole if merged[path] != whole[path]] == []
