"""What pages say to search engines and link previews, read by a JSON-LD processor."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from generator.ids import orcid_url
from generator.pages.site import plan_site
from generator.pages.structured_data import MAX_LISTED
from generator.text.markup.math import plain
from tests.pages.invented import FIRST, SECOND, SETTINGS, invented, paper
from tests.pages.linked_data import linked_data
from tests.pages.seen import parts
from tests.pages.test_page_plan import PAGES

SITE = "https://example.org/digest"
#: Pages that list no papers, and former addresses. Pages of authors are too many for descriptions.
WITHOUT = (
    "/archive/",
    "/topics/",
    "/search/",
    "/status/",
    "/follow/",
    "/reading-list/",
    "/trends/",
    "/statistics/",
    "/topics/theory/",
)
DESCRIBED = [
    address
    for address in PAGES
    if address not in WITHOUT
    and address not in ("/papers/an-older-name/", "/papers/gone/", "/offline/")
    and not address.startswith(("/authors/", "/names/"))
]


def head(address: str) -> str:
    return str(parts(PAGES[address])[0]["head"])


def described(address: str) -> dict[str, Any]:
    return linked_data(head(address), url=f"{SITE}{address}")


@pytest.mark.parametrize("address", DESCRIBED)
def test_every_description_follows_the_vocabulary(address: str) -> None:
    kind = (
        "ScholarlyArticle" if address.startswith("/papers/") else "Dataset" if address == "/data/" else "CollectionPage"
    )
    assert described(address)["@type"] == kind


@pytest.mark.parametrize("key", invented().by_key)
def test_a_description_reads_back_to_the_record(key: str) -> None:
    entry = invented().by_key[key]
    found = described(f"/papers/{key}/")
    authors = found.get("author", [])
    listed = authors if isinstance(authors, list) else [authors]
    assert [author["name"] for author in listed] == [author.name for author in entry.paper.authors]
    assert [author.get("sameAs") for author in listed] == [
        orcid_url(author.orcid) if author.orcid else None for author in entry.paper.authors
    ]
    title = plain(entry.paper.title)
    assert found["headline"] == title or (len(found["headline"]) == 110 and title.startswith(found["headline"][:-1]))
    assert f"{SITE}/days/{entry.paper.date}/" in str(found["isPartOf"])


def test_a_full_record_has_its_identifiers_venue_and_status() -> None:
    found = described("/papers/2412.11360/")
    assert found["identifier"] == ["10.1000/x(1)", "arXiv:2412.11360"]
    assert found["sameAs"] == ["https://doi.org/10.1000/x(1)", "https://arxiv.org/abs/2412.11360"]
    assert found["creativeWorkStatus"] == "Retracted"
    assert found["datePublished"] == "2024-12-16"
    assert found["isPartOf"][0] == {"@type": "Periodical", "name": "Journal of Falls & Rises"}


def test_a_list_says_how_many_papers_it_has_and_names_the_first_ones() -> None:
    listed = described(f"/days/{FIRST}/")["mainEntity"]
    in_order = [entry.key for entry in invented().by_day[FIRST]]
    assert listed["numberOfItems"] == len(in_order) > MAX_LISTED
    assert [item["url"] for item in listed["itemListElement"]] == [
        f"{SITE}/papers/{key}/" for key in in_order[:MAX_LISTED]
    ]


def test_the_data_page_describes_its_downloads() -> None:
    found = described("/data/")
    assert found["distribution"]["contentUrl"] == f"{SITE}/api/v1/papers.jsonl.gz"
    assert found["temporalCoverage"] == "2024-12-30/2025-07-31"
    pages = {page.address: page for page in plan_site(invented(), replace(SETTINGS, parquet=True))}
    both = linked_data(str(parts(pages["/data/"])[0]["head"]), url=f"{SITE}/data/")["distribution"]
    assert [each["contentUrl"].rpartition("/")[2] for each in both] == ["papers.jsonl.gz", "papers.parquet"]


@pytest.mark.parametrize("address", DESCRIBED)
def test_every_page_has_the_image_of_link_previews(address: str) -> None:
    assert f'<meta property="og:image" content="{SITE}/assets/card.png">' in head(address)
    assert '<meta name="twitter:card" content="summary_large_image">' in head(address)


def test_without_an_address_there_is_no_image_and_descriptions_are_valid() -> None:
    pages = {page.address: page for page in plan_site(invented(), replace(SETTINGS, site_url=""))}
    for address in DESCRIBED:
        text = str(parts(pages[address])[0]["head"])
        assert "og:image" not in text
        linked_data(text, url=f"http://localhost{address}")


def test_a_day_links_to_its_markdown() -> None:
    link = '<link rel="alternate" type="text/markdown" href="{}index.html.md">'
    assert link.format("") in head(f"/days/{FIRST}/")
    assert link.format(f"days/{FIRST}/") in head("/")


def test_a_large_day_says_no_more_than_a_kilobyte() -> None:
    catalog = invented({f"2507.{number:05}": paper(f"Paper {number}", SECOND) for number in range(100)})
    text = next(page.text for page in plan_site(catalog, SETTINGS) if page.address == f"/days/{SECOND}/")
    added = re.findall(
        r'<script type="application/ld\+json">.*?</script>|<link rel="alternate" type="text/markdown"[^>]*>', text
    )
    assert len(added) == 2
    assert sum(map(len, added)) < 1_000
