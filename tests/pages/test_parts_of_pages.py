"""The benchmark can take the page of a paper apart: what it looks for is on pages."""

from __future__ import annotations

from pathlib import Path

from tests.bench.features import FRAME, PAGE_PARTS, mean_parts, take_apart, weigh_features, weigh_pages


def test_the_parts_of_pages_are_found(small_site: Path) -> None:
    pages = [page.read_text(encoding="utf-8") for page in (small_site / "papers").glob("*/index.html")]
    sizes = mean_parts(pages)
    assert sizes == weigh_pages(small_site)
    assert [name for name in (*PAGE_PARTS, FRAME) if sizes[name] < 20] == []
    assert all(sum(take_apart(page).values()) == len(page.encode()) for page in pages)


def test_every_file_of_a_site_is_weighed_once(small_site: Path) -> None:
    files = [file for file in small_site.rglob("*") if file.is_file()]
    weights = weigh_features(small_site).values()
    assert sum(weight.files for weight in weights) == len(files)
    assert sum(weight.size for weight in weights) == sum(file.stat().st_size for file in files)
