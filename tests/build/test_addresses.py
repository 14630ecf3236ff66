"""Name and addresses of the site, from mkdocs.yml or from the environment of a workflow."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.build.small_digest import built, make_digest


def test_a_build_uses_the_name_and_addresses_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_digest(tmp_path / "digest", papers=1)
    lines = (site / "mkdocs.yml").read_text().splitlines(keepends=True)
    (site / "mkdocs.yml").write_text("".join(line for line in lines if not line.startswith(("site_", "repo_url"))))
    built(site)
    home = (site / "site" / "index.html").read_text()
    assert "https://ada.github.io" not in home
    assert "<title>Digest</title>" in home

    monkeypatch.setenv("DIGESTIF_SITE_URL", "https://ada.github.io/digest/")
    monkeypatch.setenv("DIGESTIF_REPO_URL", "https://github.com/ada/robots-that-read")
    assert not built(site).pages.idle
    home = (site / "site" / "index.html").read_text()
    assert '<link rel="canonical" href="https://ada.github.io/digest/">' in home
    assert "<title>Robots that read</title>" in home
    assert "https://ada.github.io/digest/about/" in (site / "site" / "sitemap.xml").read_text()
    paper = (site / "site" / "papers" / "2501.00000" / "index.html").read_text()
    assert "https://github.com/ada/robots-that-read/issues/new" in paper
    assert built(site).pages.idle
