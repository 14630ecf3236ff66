"""Where two names cannot be exchanged, a kill can leave no site: other commands go on, the next build restores it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build.site.target import site_target
from generator.files.cache import Cache
from generator.files.folder import Folder
from generator.files.lock import WORK_FOLDER
from tests.build.small_digest import CONFIG, built, files_of, make_digest
from tests.cli.running import digestif
from tests.torture.commands import environment

FRESH = site_target("site").fresh


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A digest whose build was killed between its two renames."""
    site = make_digest(tmp_path / "digest", papers=4)
    (site / "mkdocs.yml").write_text(CONFIG + "extra: {digestif: {email: {github: true}}}\n")
    built(site)
    folder = Folder(site)
    Cache(folder, WORK_FOLDER).write(f"{FRESH.rpartition('/')[2]}-replacing", b"site")
    folder.remove_tree(FRESH)
    folder.move("site", f"{FRESH}-retired")
    return site


def test_other_commands_do_not_need_the_site_and_the_next_build_restores_it(site: Path) -> None:
    before = files_of(site / f"{FRESH}-retired")
    for arguments in (
        ("check",),
        ("status",),
        ("export", "jsonl"),
        ("email", "2025-07-31", "--out", "digest.eml"),
        ("send", "2025-07-31", "--dry-run"),
        ("generate", "--date", "2025-08-01"),
        ("rename", "2501.00002", "a-better-key"),
        ("rename", "a-better-key", "2501.00002"),
    ):
        done = digestif(*arguments, cwd=site, environment=environment())
        said = f"{arguments}: {done.stdout[:500]}{done.stderr}"
        assert done.returncode == 0, said
        assert not (site / "site").exists(), said
        assert files_of(site / f"{FRESH}-retired") == before, said
    (site / "content" / "topics.yaml").write_text("robots: [\n")
    assert digestif("build", cwd=site, environment=environment()).returncode == 2
    assert not (site / "site").exists() or files_of(site / "site") == before
    (site / "content" / "topics.yaml").write_text("")
    built(site)
    assert (site / "site" / "index.html").exists()
    assert not (site / f"{FRESH}-retired").exists()
