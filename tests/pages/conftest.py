"""One small site, built once, for the tests that look at what a browser gets."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from generator.build.site.mkdocs import render_site
from generator.outputs.api.plan import plan_api
from generator.outputs.new_papers import plan_new_papers
from generator.outputs.output_file import OutputFile
from generator.outputs.web_app.plan import plan_web_app
from generator.pages.site import plan_site
from tests.pages.invented import SETTINGS, invented

CONFIG = """\
site_name: "Papers & <Proofs>"
site_url: https://example.org/digest/
repo_url: https://github.com/example/digest
theme: {name: digestif}
nav:
  - Today: index.md
  - Archive: archive/index.md
  - Topics: topics/index.md
  - Search: search/index.md
  - About: [about.md, more.md]
plugins: []
validation: {nav: {omitted_files: info}}
"""

ROBOT = '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="90"><rect width="900" height="90"/></svg>'


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented catalog as a built site, with two hand-written pages; MkDocs reported nothing."""
    site = tmp_path_factory.mktemp("site")
    for page in plan_site(invented(), SETTINGS):
        file = site / "docs" / page.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page.text, encoding="utf-8")
    (site / "docs" / "about.md").write_text("# About\n\nText.\n\n## More\n\n`code`\n", encoding="utf-8")
    (site / "docs" / "more.md").write_text("# More\n\nText.\n", encoding="utf-8")
    (site / "docs" / "assets" / "robot.svg").write_text(ROBOT, encoding="utf-8")
    (site / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    out = site / "site"
    assert render_site(site, out, epoch=1_700_000_000) == ()
    write_outputs(out, plan_api(invented(), SETTINGS))
    write_outputs(out, plan_new_papers(invented()))
    write_outputs(out, plan_web_app(invented(), SETTINGS))
    (out / "offline.json").write_text('{"version": "1", "bytes": 1200000, "files": {}, "pages": {}, "papers": {}}')
    return out


def write_outputs(site: Path, outputs: Iterable[OutputFile]) -> None:
    """Write files for programs into a site."""
    for output in outputs:
        file = site / output.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(output.render())
