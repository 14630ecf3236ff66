"""Any bytes give a result and no exception, and no item is lost."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.citations.bibtex import escape_bibtex
from generator.model import Parsed
from generator.sources.hf_json import parse_hf_json
from generator.sources.hf_page import parse_hf_page
from generator.sources.registry import SOURCES, detect_source, parse
from generator.sources.table import parse_table
from generator.text.markup.tex import read_tex
from generator.text.repairs import undo_repairs

_PIECES = {
    "arxiv": "<feed xmlns='http://www.w3.org/2005/Atom'> <rss> <entry> </entry> <item> </item> <title> </title> "
    "<id>http://arxiv.org/abs/2401.10000v1</id> &lt; & ]]> <![CDATA[ <!-- <published> 2024-99-99 </feed> <author>",
    "hf-json": '[ ] { } , : "paper" "title" "x" {"paper":{"title":"T"}} "{\'title\':\'T\'}" "data" null 1e999',
    "csl-json": '[ ] { } , : "type" "title" "x" {"type":"a","title":"T"} "issued" {"date-parts":[[0,99]]} "author"',
    "ris": "TY ER TI AU \x20\x20-\x20 \n x 2020//",
    "bibtex": '@article{ @string{ a, title = { } " # , and \\ \n @comment % \\"o $ others crossref={a}',
    "pubmed": "PMID- 30000001 \n TI\x20\x20-\x20 AB FAU AU - DP 2023 LID [doi] \x20\x20\x20\x20\x20\x20x",
    "web-of-science": "FN VR 1.0 \n PT\x20J TI\x20x AU AF \x20\x20\x20 PD PY ER EF",
    "hf-page": "Daily Papers\n\n Jul\x2031\n\n Title\n\n Abstract.\n\n <article> <h3> </h3> <html> data-props='{'",
    "translations": 'key,language,title,abstract\n zh \t a, "x" {"key":"a","language":"zh","title":"T"} \n {"doi":1}',
    "table": 'title, authors\n a,b\n " | ; \t {"title":"T"} \r {"key":"a","title":"T"}\n',
}


def _texts(source: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(_PIECES[source].split(" ")) | st.text(max_size=3), max_size=25).map(" ".join)


@pytest.mark.parametrize("source", SOURCES)
@settings(max_examples=60, deadline=None)
@given(drawn=st.data())
def test_no_text_raises_an_exception(source: str, drawn: st.DataObject) -> None:
    raw = drawn.draw(st.binary(max_size=40) | _texts(source).map(lambda text: text.encode(errors="replace")))
    parsed = parse(source, raw, name="f")
    assert isinstance(parsed, Parsed)
    assert len({paper.rank for paper in parsed.papers if paper.curated is None}) <= len(parsed.papers)
    assert all(item.problem.found for item in parsed.quarantined)
    detect_source(raw, name="f")


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("raw", [b"", b" ", b"\x0b", b"\x1c\n", "\u2028".encode(), b"\xef\xbb\xbf"])
def test_a_file_of_blanks_has_no_papers(source: str, raw: bytes) -> None:
    assert parse(source, raw, name="f").papers == ()


_PLAIN: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
_FIELDS = (
    *("paper", "title", "summary", "id", "authors", "publishedAt", "submittedOnDailyAt", "submittedOnDailyBy"),
    *("upvotes", "numComments", "githubRepo", "githubStars", "projectPage", "thumbnail", "ai_summary", "ai_keywords"),
    *("organization", "key", "ids", "links", "topics", "aliases", "mentions", "note", "rank", "status", "date", "type"),
    *("author", "issued", "DOI", "URL", "keyword", "container-title", "title_zh", "translation", "AI", "tldr"),
)
_ITEM = st.dictionaries(st.sampled_from(_FIELDS), _PLAIN, max_size=8)


@pytest.mark.parametrize("source", ["hf-json", "csl-json", "table"])
@settings(max_examples=80, deadline=None)
@given(items=st.lists(_ITEM | _PLAIN, max_size=4))
def test_every_item_of_a_list_is_a_paper_or_quarantined(source: str, items: list[Any]) -> None:
    parsed = parse(source, json.dumps(items).encode(), name="f.json")
    assert len(parsed.papers) + len(parsed.quarantined) == len(items)


@settings(max_examples=80, deadline=None)
@given(item=_ITEM)
def test_a_repr_is_read_as_json_is(item: dict[str, Any]) -> None:
    parsed = parse_hf_json(json.dumps([repr(item)]).encode(), name="f")
    assert len(parsed.papers) + len(parsed.quarantined) == 1


@pytest.mark.parametrize(
    ("source", "raw"),
    [
        ("hf-json", b"[" * 100_000),
        ("hf-json", b'{"data":' * 50_000),
        ("hf-json", json.dumps(["{'a':" * 3000]).encode()),
        ("hf-json", json.dumps(["-" * 100_000 + "1"]).encode()),
        ("hf-json", b"[" + b"9" * 100_000 + b"]"),
        ("csl-json", b'[{"title":' * 50_000),
        ("table", b"title,a\n" + b'"x"y,1\n' * 3000),
        ("bibtex", b"@article{a, title={" + b"{" * 5_000 + b"}" * 5_000 + b"}}"),
        ("bibtex", b"@article{" * 20_000),
        ("ris", b"TY  - X\n" * 5000),
        ("arxiv", b"<feed>" * 20_000),
        ("arxiv", b"<feed><entry>" * 5000),
        ("hf-page", b"<html>" + b"<article><h3>" * 5000),
        ("hf-page", b"a\n\n" * 20_000),
        ("hf-page", b"<html>" + b"<article><h3>x" * 2000),
        ("hf-page", b"<html><article>" + b"<h3><a href='/papers/2401.10000'>" * 20_000),
        ("hf-page", b"<html>" + b"<!--" * 20_000),
        ("hf-page", b"<html>" + b"<a " * 20_000),
    ],
)
def test_bombs_are_reported_soon(source: str, raw: bytes) -> None:
    parsed = parse(source, raw, name="f")
    assert parsed.papers or parsed.problems or parsed.quarantined


@settings(max_examples=60, deadline=None)
@given(title=st.text(min_size=1, max_size=40), abstract=st.text(max_size=80))
def test_the_text_of_the_source_can_be_restored(title: str, abstract: str) -> None:
    raw = json.dumps([{"title": title, "summary": abstract}]).encode()
    for paper in parse_hf_json(raw, name="f").papers:
        repaired = [repair for repair in paper.repairs if repair.field == "title"]
        assert undo_repairs(paper.metadata.title, repaired).split() == title.split()
        repaired = [repair for repair in paper.repairs if repair.field == "abstract"]
        assert undo_repairs(paper.metadata.abstract, repaired).split() == abstract.split()


def test_quarantined_rows_can_be_corrected_and_imported_again() -> None:
    raw = b'title,abstract\nGood,Fine.\nToo,many,cells\n"Open,row\n'
    kept = parse_table(raw, name="t.csv").quarantined
    again = "\n".join(item.verbatim.strip("\n") for item in kept)
    repaired = again.replace("Too,many,cells", '"Too, many",cells').replace('"Open', "Open")
    assert [paper.metadata.title for paper in parse_table(repaired.encode(), name="q.csv").papers] == [
        "Too, many",
        "Open",
    ]


def test_titles_of_the_page_itself_never_become_papers() -> None:
    page = b"new\n\nGet trending papers in your email inbox once a day!\n\nSubscribe\n\nDaily\n\nT\n\nAn abstract.\n"
    assert [paper.metadata.title for paper in parse_hf_page(page, name="f").papers] == ["T"]


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"{\"O}zg{\"u}r M{\"{u}}ller {\L}ukasz {\'e} \c{c} \'{\i}", "Özgür Müller Łukasz é ç í"),
        (r"The {GPT}-4 of {{NASA}}", "The GPT-4 of NASA"),
        (r"5\% of 5% \& \$5, $x_{1}$ {$y$}", "5% of 5% & $5, $x_{1}$ $y$"),
        (r"\foo{\bar{x} y}{z} \method{} \textbf{\foo{x}}", r"\foo{\bar{x} y}{z} \method{} \foo{x}"),
        (
            r"\url{http://x.org/~a_b} \href{http://x.org}{here} \cite{k}",
            r"http://x.org/~a_b here \cite{k}",
        ),
        (
            r"a\textasciicircum{}b \textless{}x\textgreater{} multi\-modal \textbraceleft{}y\textbraceright{}",
            "a^b <x> multimodal {y}",
        ),
        ("Fig.~1 -- ``quoted''", "Fig. 1 – “quoted”"),
        (r"\begin{align} x_{1} \end{align}", r"\begin{align} x_{1} \end{align}"),
        ("plain", "plain"),
    ],
)
def test_tex_of_bibliographies_becomes_text(tex: str, text: str) -> None:
    assert read_tex(tex) == text


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126) | st.sampled_from("é×日"), max_size=30))
def test_titles_of_our_own_bibtex_are_read_again(title: str) -> None:
    # Formulas, ligatures and two dashes are TeX in their own right.
    if not re.search(r"[$`~]|''|--|[?!]`|,,|<<|>>|\"", title):
        assert read_tex(escape_bibtex(title)) == title
