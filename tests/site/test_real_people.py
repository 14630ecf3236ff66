"""People of the papers of this repository: two spellings of one name joined, and two people with one name split."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from generator.build.catalog_loader import load_catalog
from generator.pages.site import plan_site
from generator.settings import load_settings

ROOT = Path(__file__).parents[2]
#: Magistral has the accent and The Llama 3 Herd of Models has not. The papers of the two Xi Chens have no topic and no
#: co-author in common.
PEOPLE = """\
baptiste-roziere:
  names: [Baptiste Rozière, Baptiste Roziere]
xi-chen-preferences:
  names: [Xi Chen]
  papers: [self-supervised-preference-optimization-enhance-your-language-model-with, '2506.10960']
xi-chen-video:
  names: [Xi Chen]
  coauthors: [Hengshuang Zhao]
"""
PREFERENCES = {"self-supervised-preference-optimization-enhance-your-language-model-with", "2506.10960"}
VIDEO = {"2506.09995", "2412.07774"}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The pages of authors of the repository's papers, by address."""
    site = tmp_path_factory.mktemp("people")
    shutil.copytree(ROOT / "content", site / "content")
    (site / "content" / "people.yaml").write_text(PEOPLE)
    (site / "mkdocs.yml").write_text("site_name: A\nextra: {digestif: {authors: {fewest_papers: 2, own_page: 2}}}\n")
    catalog = load_catalog(site)
    assert len(catalog.entries) == 361, "the 258 papers of the samples and the 103 of the seed"
    return {
        page.address: page.text
        for page in plan_site(catalog, load_settings(site))
        if page.address.startswith(("/authors/baptiste", "/authors/xi-chen", "/papers/2407.21783"))
    }


def papers(page: str) -> set[str]:
    return set(re.findall(r'href="[./]*/papers/([^/"]+)/"', page))


def test_two_spellings_are_one_person(pages: dict[str, str]) -> None:
    page = pages["/authors/baptiste-roziere/"]
    assert papers(page) == {"2506.10910", "2407.21783"}
    assert "Also printed as <bdi>Baptiste Roziere</bdi>" in page
    assert '<a href="../../authors/baptiste-roziere/">Baptiste Roziere</a>' in pages["/papers/2407.21783/"]


def test_two_namesakes_are_two_people(pages: dict[str, str]) -> None:
    assert papers(pages["/authors/xi-chen-preferences/"]) == PREFERENCES
    assert papers(pages["/authors/xi-chen-video/"]) == VIDEO
    former = pages["/authors/xi-chen/"]
    assert papers(former) == set()
    links = re.findall(r'<a href="[./]*/(xi-chen-[a-z]+)/">(Xi Chen [^<]+)</a>', former)
    assert [address for address, _ in links] == ["xi-chen-preferences", "xi-chen-video"]
    labels = [label for _, label in links]
    assert len(set(labels)) == 2, "a reader can tell them apart"
