"""Pages and indexes of authors."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qs, urljoin, urlsplit

from generator.catalog.people.author_index import MAX_LINES
from generator.catalog.people.people_file import ListedPerson
from generator.catalog.people.slugs import name_key, name_slug
from generator.pages.site import plan_site
from tests.pages.invented import FIRST, SETTINGS, invented, paper
from tests.pages.seen import PLAN, Seen, parts, text_of


def test_the_index_of_authors_tells_people_with_one_name_apart() -> None:
    people = (
        ListedPerson(id="wei-1", names=("Wei Wang",), affiliation="University of Example", papers=("a",)),
        ListedPerson(id="wei-2", names=("Wei Wang",), papers=("b",)),
    )
    papers = {key: paper("A Title", FIRST, authors=({"name": "Wei Wang"},)) for key in ("a", "b")}
    catalog = replace(invented(papers), listed_people=people)
    plan = {page.address: page.text for page in plan_site(catalog, SETTINGS)}
    assert "1 author with 3 papers or more, and 2 more whom curators told apart or joined, of" in plan["/authors/"]
    assert '<small dir="auto">University of Example,</small>' in plan["/authors/"]
    assert "<bdi>University of Example</bdi> · 1 paper, 2025" in plan["/names/w/"]


def test_an_author_has_papers_by_year_and_what_the_curators_say() -> None:
    shown = text_of("/authors/countess/")
    for words in (
        "Ada Lovelace Analytical <Engines> & Co. 2 papers, 2025",
        "Homepage",
        "ORCID 0000-0001-5109-3700",
        "A Walking Robot That Learns to Fall",
        "Şule <b> 1",
        "The curators have assigned these papers to one person.",
    ):
        assert words in shown, words
    assert "Several people may have it." in text_of("/authors/sule-b/")
    for former in ("ada-byron", "ada-lovelace"):
        assert 'content="0; url=../countess/"' in parts(PLAN[f"/authors/{former}/"])[0]["head"]


def test_a_listed_author_has_a_feed_and_a_name_the_form_that_gives_it_one() -> None:
    assert "../../feeds/authors/countess/papers.xml" in Seen(PLAN["/authors/countess/"].text).links
    [form] = [link for link in Seen(PLAN["/authors/sule-b/"].text).links if "follow-search" in link]
    assert parse_qs(urlsplit(form).query)["query"] == ['author:"Şule <b>"']


def test_without_pages_of_authors_nothing_leads_to_them() -> None:
    plan = plan_site(invented(), replace(SETTINGS, fewest_papers=0))
    assert not [page.address for page in plan if re.match("/(authors|names)/", page.address)]
    assert not [page.address for page in plan if re.search("(authors|names)/", "".join(Seen(page.text).links))]


def test_an_index_of_many_authors_is_divided_by_letters_alone() -> None:
    names = [f"{given} {family}" for family in ("Zhang", "Zhao", "Li") for given in map("{}b".format, range(1100))]
    names += [f"{chr(97 + number % 26)}x{number} Zhang" for number in range(500)]
    many = {f"p{number}": paper(f"P {number}", authors=({"name": name},)) for number, name in enumerate(names)}
    own_pages = replace(SETTINGS, fewest_papers=1, own_page=1)
    plan = {page.address: page for page in plan_site(invented(many), own_pages)}
    index = {address: page for address, page in plan.items() if address.startswith("/names/")}
    listed = [link for page in index.values() for link in Seen(page.text).links if "/authors/" in link]
    assert {urljoin("https://x/names/a/", link) for link in listed} >= {
        f"https://x/authors/{name_slug(name_key(name))}/" for name in names
    }
    assert all(page.text.count("<section") <= MAX_LINES for page in index.values())
    assert {"/names/z/", "/names/zhang-1/", "/names/zhang/", "/names/zhao-1/"} <= set(index)
    sizes = {address: page.text.count("<section") for address, page in index.items()}
    assert sizes["/names/zhang/"] >= 500, "names with few others of the same letters stay together"
    fewer = {key: each for key, each in many.items() if key != "p55"}
    others = {page.address for page in plan_site(invented(fewer), own_pages)}
    assert set(index) <= others


def test_authors_with_few_papers_share_pages_by_letter() -> None:
    # "Angela Ang" begins with its family name, but is not written family name first.
    both = ({"name": "Angela Ang"}, {"name": "Zoë <b> Ångström"})
    made = {f"p{number}": paper(f"Title {number}", authors=both[: 2 if number < 3 else 1]) for number in range(4)}
    made["other"] = paper("Another", authors=({"name": "Zoë <b> Ångström"}, {"name": "Rosa Once"}))
    plan = {page.address: page for page in plan_site(invented(made), replace(SETTINGS, own_page=5))}
    assert not {"/authors/zoe-b-angstrom/", "/authors/angela-ang/"} & set(plan)
    other, section = re.findall(r"<section.*?</section>", plan["/names/a/"].text, re.DOTALL)
    assert Seen(other).text.startswith("Ang, Angela 4 papers")
    assert 'id="zoe-b-angstrom"' in section
    seen = Seen(section)
    assert {"../../papers/p0/", "../../papers/other/", "../a/#angela-ang"} <= set(seen.links)
    assert "../../papers/p3/" not in seen.links
    assert seen.text.startswith("Ångström, Zoë <b> 4 papers")
    assert "Title 0 2" in seen.text
    assert "Rosa Once" not in seen.text, "one paper in common of four says little"
    assert "../../names/a/#zoe-b-angstrom" in Seen(plan["/papers/p0/"].text).links
    assert "../names/a/#angela-ang" in Seen(plan["/statistics/"].text).links
