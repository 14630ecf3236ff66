"""The engine in the browser finds what the query language says, in the repository's own papers."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, Route

from generator.build.catalog_loader import load_readable
from generator.build.search.index import build_index
from generator.catalog.catalog import Catalog
from generator.catalog.people.people_file import ListedPerson
from generator.catalog.query.matcher import find_entries
from generator.catalog.query.parser import parse_query
from generator.files.folder import Folder
from generator.pages.views.search import search_records
from generator.text.search_words import words
from tests.search.small_archive import PAPERS, paper, small_catalog

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
MODULES = ROOT / "generator" / "theme" / "assets" / "javascripts"
RESULTS = yaml.load((ROOT / "tests/cases/search/results.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
MEANT = yaml.load((ROOT / "tests/cases/search/meant.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
SEARCH = """async (queries) => {
  const { Engine } = await import("/assets/javascripts/search-engine.js")
  const { parseQuery } = await import("/assets/javascripts/search-query.js")
  const engine = new Engine(new URL("/", location))
  const answers = []
  for (const query of queries) {
    const answer = await engine.search(parseQuery(query, false))
    const cards = await engine.cards(answer.results)
    const marks = { words: [...answer.marks.words], names: [...answer.marks.names], phrases: answer.marks.phrases }
    answers.push({ ...answer, marks, keys: cards.map((card) => card.key) })
  }
  return answers
}"""
Search = Callable[..., list[dict[str, Any]]]


def served_index(folder: Path, catalog: Catalog) -> None:
    build_index(search_records(catalog), Folder(folder), "site", cache="cache")
    (folder / "site" / "assets").mkdir()
    (folder / "site" / "assets" / "javascripts").symlink_to(MODULES)
    (folder / "site" / "index.html").write_text("<!doctype html><html lang=en><title>Search</title>")


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str], blank: Page) -> Search:
    """Answers to queries of the small archive."""
    folder = tmp_path_factory.mktemp("small")
    served_index(folder, small_catalog())
    return asking(blank, serve_folder(folder / "site"))


def asking(page: Page, address: str) -> Search:
    def ask(*queries: str) -> list[dict[str, Any]]:
        page.goto(f"{address}/index.html")
        answers: list[dict[str, Any]] = page.evaluate(SEARCH, list(queries))
        return answers

    return ask


def of_group(answer: dict[str, Any], group: str) -> list[str]:
    return [key for key, result in zip(answer["keys"], answer["results"], strict=True) if result["group"] == group]


def test_the_browser_finds_the_papers_that_the_query_language_finds(small: Search) -> None:
    answers = small(*(case["query"] for case in RESULTS))
    found = {case["query"]: sorted(of_group(answer, "all")) for case, answer in zip(RESULTS, answers, strict=True)}
    assert found == {case["query"]: sorted(case["keys"]) for case in RESULTS}
    assert [answer["found"] for answer in answers] == [len(case["keys"]) for case in RESULTS]


def test_papers_with_some_of_the_words_come_after_those_with_all(small: Search) -> None:
    chain, nothing = small("chain thought robot", "robot zzzzqqq")
    assert of_group(chain, "all") == ["2507.10002"]
    assert [key for group in ("meaning", "most") for key in of_group(chain, group)] == ["2506.10003", "2507.10001"]
    assert chain["groups"][0] == {"kind": "all", "count": 1}
    assert (nothing["found"], of_group(nothing, "most")[0], nothing["unknown"]) == (0, "2507.10001", ["zzzzqqq"])


def test_what_a_reader_names_explicitly_holds_for_all_results(small: Search) -> None:
    author, phrase = small("author:munoz tides", '"chain of thought" tides')
    assert [(result["group"], key) for result, key in zip(author["results"], author["keys"], strict=True)] == [
        ("most", "2507.10001")
    ]
    assert phrase["keys"] == ["2507.10002"]


def test_a_word_that_no_paper_has_is_corrected(small: Search) -> None:
    robto, langauge, quoted = small("robto", "langauge modls year:2025", '"robto"')
    assert robto["corrections"] == [{"typed": "robto", "used": "robot"}]
    assert (robto["shown"], robto["instead"], robto["found"]) == ("robot", '"robto"', 2)
    assert langauge["shown"] == "language model year:2025"
    assert langauge["instead"] == '"langauge" "modls" year:2025'
    assert (quoted["corrections"], quoted["found"]) == ([], 0)


def test_a_word_that_is_spelled_right_is_not_corrected(small: Search) -> None:
    steep, reinforcer = small("steep", "reinforcer")
    assert (steep["shown"], steep["unknown"]) == (None, ["steep"])
    assert (reinforcer["shown"], reinforcer["found"]) == ("reinforcement", 1)


def test_what_no_paper_has_is_named_as_it_was_typed(small: Search) -> None:
    answers = small("chain-of-the-Zzyzx", "https://example.org/Zzyzx/robot", "言語 robot", '"Zzyzx"', "zzyzx@robot.")
    assert [answer["unknown"] for answer in answers] == [
        ["Zzyzx"],
        ["Zzyzx"],
        ["言語"],
        ["Zzyzx"],
        ["zzyzx"],
    ]


def test_a_paper_is_found_by_its_identifier_and_title_as_they_are_pasted(small: Search) -> None:
    for answer in small("[2507.10001] A Walking Robot, v2", "see arXiv: 2507.10001.", "2507", "2507."):
        assert "2507.10001" in answer["keys"]
        assert answer["found"] == len(answer["keys"])


def test_a_name_that_no_author_has_is_corrected(small: Search) -> None:
    (answer,) = small("author:lovelase")
    assert answer["shown"] == "author:lovelace"
    assert answer["found"] == 2


def test_other_spellings_find_the_same_papers(small: Search) -> None:
    for same in (
        ["self-supervised", "self supervised", "selfsupervised"],
        ["robot", "robots"],
        ["model", "modelling"],
        ["flash attention", "flashattention", "FlashAttention"],
        ["train", "training", "trained"],
        ["Schrödinger", "schrodinger"],
    ):
        assert len({tuple(answer["keys"]) for answer in small(*same)}) == 1, same


def test_facets_count_all_papers_that_were_found(small: Search) -> None:
    answer, filtered, unfiltered = small("robot", "topic:vision year:2024", "has:code")
    assert answer["facets"]["topic"] == [["language-models", 1], ["robotics", 1]]
    assert answer["facets"]["year"] == [["2025", 2]]
    assert filtered["found"] == 26
    assert filtered["facets"]["month"] == [["2024-11", 2], ["2024-10", 24]]
    assert unfiltered["facets"]["has"] == [["code", 2]]


def test_a_large_file_for_meaning_is_loaded_on_request(small: Search, blank: Page) -> None:
    def make_large(route: Route) -> None:
        route.fulfill(json=route.fetch().json() | {"meaningOnRequest": True})

    requested: list[str] = []
    blank.on("request", lambda request: requested.append(request.url))
    blank.route("**/search-index/manifest.json", make_large)
    (answer,) = small("chain thought tides zzzzqqq")
    blank.unroute("**/search-index/manifest.json")
    assert (of_group(answer, "meaning"), answer["canUseMeaning"]) == ([], True)
    assert not any("/search-index/meaning" in url for url in requested)


def test_words_find_papers_where_the_file_for_meaning_is_missing(small: Search, blank: Page) -> None:
    with_meaning, *_ = small("chain thought tides zzzzqqq")
    blank.route("**/search-index/meaning*", lambda route: route.fulfill(status=404))
    without, *_ = small("chain thought tides zzzzqqq")
    blank.unroute("**/search-index/meaning*")
    assert (with_meaning["meaningFailed"], without["meaningFailed"]) == (False, True)
    assert of_group(with_meaning, "meaning")[0] == of_group(without, "most")[0] == "2507.10002"


def test_a_question_finds_papers_that_use_other_words(small: Search) -> None:
    pictures, tiny = small("connecting photographs quickly", "reasoning in steps for tiny models")
    assert of_group(pictures, "meaning") == ["10.1145-3292500"]
    assert of_group(tiny, "meaning")[0] == "2507.10002"
    assert (tiny["found"], tiny["canUseMeaning"]) == (0, False)


def test_nothing_is_claimed_where_no_paper_is_close(small: Search) -> None:
    far, few = small("ordinary tax law", "ordinary tax")
    assert (far["nothingClose"], of_group(far, "meaning"), far["canUseMeaning"]) == (True, [], False)
    assert of_group(far, "most")[0] == "filler-23"
    assert (few["nothingClose"], of_group(few, "meaning"), few["canUseMeaning"]) == (False, [], True)


def test_the_last_word_of_an_open_phrase_is_a_beginning_while_it_is_typed(small: Search, blank: Page) -> None:
    typing = SEARCH.replace("parseQuery(query, false)", "parseQuery(query, true)")
    small("robot")
    answers = blank.evaluate(typing, ['"chain of th', '"chain of tho', '"chai', '"chain of th"'])
    assert [answer["keys"] for answer in answers[:2]] == [["2507.10002"]] * 2
    assert "2507.10002" in answers[2]["keys"]
    assert answers[3]["keys"] == []


def test_what_to_highlight(small: Search) -> None:
    robots, phrase, author = small("robots", '"chain of thought"', "author:hopper")
    assert robots["marks"] == {"words": ["robot"], "names": [], "phrases": []}
    assert phrase["marks"] == {"words": [], "names": [], "phrases": [["chain", "thought"]]}
    assert author["marks"] == {"words": [], "names": ["hopper"], "phrases": []}


def test_the_same_query_has_the_same_answer_whatever_was_asked_before(small: Search) -> None:
    queries = ["robot", "lear", "chain of thoughts", "author:ada", '"small models"', "filler study"]
    forwards, backwards = small(*queries), small(*reversed(queries))
    assert [answer["keys"] for answer in forwards] == [answer["keys"] for answer in reversed(backwards)]


def test_random_queries_find_what_the_query_language_finds(
    tmp_path: Path, serve_folder: Callable[[Path], str], blank: Page
) -> None:
    catalog = load_readable(ROOT, strict=True).catalog
    if not catalog.entries:
        pytest.skip("content/ has no papers")
    served_index(tmp_path, catalog)
    pick = random.Random(14)
    queries = []
    for entry in pick.sample(catalog.entries, min(40, len(catalog.entries))):
        text = words(f"{entry.paper.title} {entry.paper.abstract}")
        title = words(entry.paper.title)
        place = pick.randrange(max(len(title) - 1, 1))
        queries += [pick.choice(text), " ".join(pick.sample(text, 2)), f'"{" ".join(title[place : place + 2])}"']
        queries += [f"author:{name}" for author in entry.paper.authors[:1] for name in words(author.name)[-1:]]
    answers = asking(blank, serve_folder(tmp_path / "site"))(*queries)
    for query, answer in zip(queries, answers, strict=True):
        expected = {entry.key for entry in find_entries(catalog, parse_query(query))}
        found = set(of_group(answer, "all"))
        # The index also has the acronyms and compounds that papers of the archive write in another way.
        assert found >= expected, query
        assert found == expected or not query.startswith(('"', "author:")), query


def test_papers_by_an_author_precede_those_by_several_who_share_the_name(
    tmp_path: Path, serve_folder: Callable[[Path], str], blank: Page
) -> None:
    others = ("One Other", "Two Other", "Three Other", "Four Other")
    papers = {
        "apart": (paper("Yang and Gao Apart", authors=("Ada Yang", "Bo Gao")), "vision", 0),
        "by-her": (paper("Learning", authors=(*others, "Yang Gao")), "vision", 0),
        "turned": (paper("Learning Again", authors=(*others, "Gao Yang")), "vision", 0),
        "divided": (paper("Learning More", authors=(*others, "Li Fei-Fei")), "vision", 0),
        "both": (paper("Li and Fei", authors=("Fei Wu", "Xiu Li", "Fei Teng")), "vision", 0),
    }
    served_index(tmp_path, small_catalog({**PAPERS, **papers}))
    answers = asking(blank, serve_folder(tmp_path / "site"))("yang gao", "gao yang learning", "Fei-Fei Li", "ada gao")
    assert [answer["keys"][: answer["found"]] for answer in answers] == [
        ["by-her", "turned", "apart"],
        ["turned", "by-her"],
        ["divided", "both"],
        ["apart"],
    ]


def test_readers_find_what_papers_write_in_another_way(
    tmp_path: Path, serve_folder: Callable[[Path], str], blank: Page
) -> None:
    papers = {key: (paper(title, abstract), "vision", 0) for key, (title, abstract) in MEANT["papers"].items()}
    served_index(tmp_path, small_catalog(papers))
    cases = MEANT["cases"]
    answers = asking(blank, serve_folder(tmp_path / "site"))(*[case["query"] for case in cases])
    for case, answer in zip(cases, answers, strict=True):
        found = (sorted(answer["keys"][: answer["found"]]), answer["shown"], answer["unknown"])
        assert found == (sorted(case["keys"]), case.get("shown"), case.get("unknown", [])), case["query"]
        first = case.get("first", [])
        assert answer["keys"][: len(first)] == first, case["query"]


def test_every_name_of_a_listed_person_finds_all_their_papers(
    tmp_path: Path, serve_folder: Callable[[Path], str], blank: Page
) -> None:
    papers = {
        "short": (paper("Networks", authors=("D. Lin",)), "vision", 0),
        "long": (paper("Learning", authors=("Dahua Lin", "Bo Example")), "vision", 0),
        "namesake": (paper("Bridges", authors=("D. Lin",)), "vision", 0),
    }
    people = (ListedPerson(id="dahua-lin", names=("Dahua Lin", "D. Lin"), not_papers=("namesake",)),)
    catalog = small_catalog({**PAPERS, **papers}, people)
    queries = ('author:"Dahua Lin"', 'author:"D. Lin"', "dahua lin networks")
    found = [{entry.key for entry in find_entries(catalog, parse_query(query))} for query in queries]
    assert found == [{"short", "long"}, {"short", "long", "namesake"}, {"short"}]
    served_index(tmp_path, catalog)
    answers = asking(blank, serve_folder(tmp_path / "site"))(*queries)
    assert [set(answer["keys"][: answer["found"]]) for answer in answers] == found
