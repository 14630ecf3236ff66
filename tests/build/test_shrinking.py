"""A build that would lose many papers is refused; renaming and removing papers on purpose is not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.build.catalog_loader import load_catalog
from generator.build.pipeline import build
from generator.build.site.shrinking import refuse_shrinking
from generator.errors import DigestifError
from generator.files.folder import Folder
from tests.build.small_digest import built, files_of, make_digest, paper_key, remove_paper, write_paper

PAPERS = 30


@pytest.fixture
def digest(tmp_path: Path) -> Path:
    """A digest with papers, and a site that shows them without having been built: a page each, and one of a removal."""
    site = make_digest(tmp_path / "digest", papers=PAPERS)
    for key, kind in {**{paper_key(number): "paper" for number in range(PAPERS)}, "gone": "removed"}.items():
        page = site / "site" / "papers" / key / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(f'<div class="dg is-{kind}">')
    return site


def refusal(site: Path) -> str:
    """Return the first line of the refusal, empty where there is none."""
    try:
        refuse_shrinking(Folder(site), "site", load_catalog(site))
    except DigestifError as error:
        return error.message
    return ""


@pytest.mark.parametrize(("removed", "refused"), [(0, False), (5, False), (6, True), (PAPERS, True)])
def test_more_than_a_few_lost_papers_are_refused(digest: Path, removed: int, refused: bool) -> None:
    for number in range(removed):
        remove_paper(digest, number)
    assert refusal(digest) == (
        f"site/ would lose {removed} of its 30 papers, so nothing was changed: content/ no longer has their records"
        if refused
        else ""
    )


def test_papers_that_only_lists_still_mention_are_lost(digest: Path) -> None:
    shutil.rmtree(digest / "content" / "papers")
    assert refusal(digest).startswith("site/ would lose 30 of its 30 papers")


def test_renamed_and_removed_papers_are_not_lost(digest: Path) -> None:
    for number in range(10):
        remove_paper(digest, number)
        write_paper(digest, number + 50, aliases=(paper_key(number),))
    removed = "".join(f"- {{key: '{paper_key(number)}', reason: off topic}}\n" for number in range(10, 20))
    for number in range(10, 20):
        remove_paper(digest, number)
    (digest / "content" / "removed.yaml").write_text(removed)
    assert refusal(digest) == ""


def test_the_last_paper_is_never_lost_silently(tmp_path: Path) -> None:
    site = make_digest(tmp_path / "digest", papers=0)
    assert refusal(site) == ""
    page = site / "site" / "papers" / "a-paper" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text('<div class="dg is-paper">')
    assert refusal(site).startswith("site/ would lose 1 of its 1 paper,")


def test_a_build_without_its_records_changes_nothing_unless_it_is_allowed(tmp_path: Path) -> None:
    site = make_digest(tmp_path / "digest", papers=7)
    built(site)
    before = files_of(site / "site"), files_of(site / "docs")
    (site / "content" / "papers").rename(site / "elsewhere")
    with pytest.raises(DigestifError, match="run: digestif build --allow-shrink"):
        built(site)
    assert (files_of(site / "site"), files_of(site / "docs")) == before
    build(site, allow_shrink=True)
    (site / "elsewhere").rename(site / "content" / "papers")
    built(site)
    assert (files_of(site / "site"), files_of(site / "docs")) == before


def test_of_two_record_files_with_one_key_the_first_is_published(tmp_path: Path) -> None:
    site = make_digest(tmp_path / "digest", papers=2)
    twin = site / "content/papers/2025/07/31" / f"{paper_key(0)}.yaml"
    twin.parent.mkdir(parents=True)
    twin.write_text("title: Another paper\ndate: 2025-07-31\n")
    report = str(built(site))
    assert f"{paper_key(0)} is also the key of content/papers/2024/12/30/{paper_key(0)}.yaml" in report
    assert "Another paper" not in (site / f"site/papers/{paper_key(0)}/index.html").read_text()
