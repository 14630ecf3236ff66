from pathlib import Path

import pytest

from generator.build.site.swap import fresh_site, spare_site


def build(site: Path, workshop: Path, text: str, *, fails: bool = False) -> None:
    with spare_site(site, workshop) as spare:
        (spare / "index.html").unlink(missing_ok=True)
        (spare / "index.html").write_text(text)
        if fails:
            raise RuntimeError


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    return tmp_path / "workshop"


def test_the_new_site_replaces_the_old_one_whole(site: Path, workshop: Path) -> None:
    build(site, workshop, "old")
    (site / "gone.html").write_text("old")
    build(site, workshop, "new")
    assert [file.name for file in site.iterdir()] == ["index.html"]
    assert (site / "index.html").read_text() == "new"


def test_a_failed_build_leaves_the_old_site(site: Path, workshop: Path) -> None:
    build(site, workshop, "old")
    with pytest.raises(RuntimeError):
        build(site, workshop, "half", fails=True)
    assert (site / "index.html").read_text() == "old"


def test_the_site_that_was_replaced_is_the_next_one_s_folder(site: Path, workshop: Path) -> None:
    build(site, workshop, "old")
    build(site, workshop, "new")
    with spare_site(site, workshop) as spare:
        assert (spare / "index.html").read_text() == "old"


@pytest.mark.parametrize("killed_after", ["the first rename", "the second rename"])
def test_a_kill_between_renames_is_put_right(site: Path, workshop: Path, killed_after: str) -> None:
    build(site, workshop, "old")
    site.rename(workshop / "site-retired")
    (workshop / "site-spare").mkdir()
    if killed_after == "the second rename":
        (workshop / "site-spare" / "index.html").write_text("new")
        (workshop / "site-spare").rename(site)
    with pytest.raises(RuntimeError):
        build(site, workshop, "half", fails=True)
    assert (site / "index.html").read_text() == ("old" if killed_after == "the first rename" else "new")
    assert [folder.name for folder in workshop.iterdir()] == ["site-spare"]


def test_a_fresh_site_begins_empty_and_a_failed_one_vanishes(site: Path, workshop: Path) -> None:
    for text in ("old", "new"):
        with fresh_site(site, workshop) as fresh:
            assert list(fresh.iterdir()) == []
            (fresh / f"{text}.html").write_text(text)
    with pytest.raises(RuntimeError), fresh_site(site, workshop):
        raise RuntimeError
    assert [file.name for file in site.iterdir()] == ["new.html"]
    assert list(workshop.iterdir()) == []
