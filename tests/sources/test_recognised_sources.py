import pytest

from generator.errors import DigestifError
from generator.model import Parsed
from generator.sources.registry import SOURCES, detect_source, parse
from generator.sources.shared.headings import PRESETS

TEXTS = [
    (
        "arxiv",
        '<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/x</id></feed>',
    ),
    ("hf-json", '[{"paper": {"id": "2401.10000", "title": "T"}}]'),
    ("hf-json", "[\"{'paper': {'title': 'T'}}\"]"),
    ("hf-json", '{"status": "ok", "data": [{"title": "T", "upvotes": 3}]}'),
    ("hf-json", "[]"),
    ("csl-json", '[{"type": "article", "title": "T", "author": [{"family": "Example"}]}]'),
    ("csl-json", '{"type": "article", "title": "T", "issued": {}}'),
    ("ris", "\n\nTY  - JOUR\nTI  - T\nER  - \n"),
    ("bibtex", "% remark\n@article{a, title={T}}"),
    ("hf-page", "new\n\nDaily Papers\n\nJul 31\n\nTitle\n\nAbstract.\n"),
    ("hf-page", '<!doctype html><html><body><a href="/papers/2401.10000">T</a></body></html>'),
    ("csl-json", '{"message-type": "work", "message": {"type": "article", "title": ["T"], "DOI": "10.1234/x"}}'),
    ("pubmed", "PMID- 30000001\nTI  - A title.\n"),
    ("web-of-science", "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nTI T\n"),
    ("web-of-science", "PT J\nAU Example, A\nTI T\nER\n"),
    ("table", "Title,Authors\nT,A\n"),
    ("table", "sep=;\nTitle;Authors\nT;A\n"),
    ("table", '{"notes": [{"id": "aBc", "content": {"title": {"value": "T"}}}]}'),
    ("table", '{"result": {"hits": {"hit": [{"info": {"title": "T."}}]}}}'),
    ("table", '{"error": "Sorry"}'),
    ("table", '{"key": "2401.10000", "title": "T", "upvotes": 3}\n'),
    ("table", '{"title": "T"}\n{"title": "U"}\n'),
]
NAMES_OF_SOURCES = ", ".join([*SOURCES, *(name for name in PRESETS if name not in SOURCES)])
NAMES = [
    ("page.txt", None),
    ("2025-06-13.json", "table"),
    ("refs.csl.json", "csl-json"),
    ("REFS.BIB", "bibtex"),
    ("feed.rss", "arxiv"),
    ("papers.tsv", "table"),
    ("papers.docx", None),
]


@pytest.mark.parametrize(("source", "text"), TEXTS)
def test_the_content_determines_the_source_before_the_name(source: str, text: str) -> None:
    assert detect_source(text.encode(), name="file.bin") == source
    assert detect_source(b"\xef\xbb\xbf" + text.encode(), name="file.ris") == source


@pytest.mark.parametrize(("name", "source"), NAMES)
def test_the_name_determines_the_source_where_the_content_does_not(name: str, source: str | None) -> None:
    assert detect_source(b"A line of text", name=name) == source
    assert detect_source(b"", name=name) == source


FOREIGN = [
    (b"PK\x03\x04\x14\x00", "a.xlsx", "a spreadsheet or another ZIP archive", "save a spreadsheet as CSV"),
    (b"%PDF-1.7", "a.csv", "a PDF", "export the list"),
    (b"Rate exceeded.", "a.xml", "a server's error message", "fetch the file again later"),
    (b"<!DOCTYPE html><title>Just a moment...</title>", "a.html", "the title 'Just a moment...'", "export the list"),
    (b'<?xml version="1.0"?><collection id="2020.acl"/>', "a.xml", "XML of the ACL Anthology", "BibTeX"),
    (b'<?xml version="1.0"?><PubmedArticleSet/>', "a.xml", "XML of PubMed", ".nbib"),
    (b"<xml><records/></xml>", "a.xml", "XML of EndNote", "RIS or BibTeX"),
    (b'<OAI-PMH><error code="noRecordsMatch">none</error></OAI-PMH>', "a", "noRecordsMatch: none", "correct the query"),
]


@pytest.mark.parametrize(("raw", "name", "found", "fix"), FOREIGN)
def test_a_file_that_is_no_list_of_papers_is_named_whatever_its_ending(
    raw: bytes, name: str, found: str, fix: str
) -> None:
    source = detect_source(raw, name=name)
    assert source is not None
    for each in (source, "bibtex", "table"):
        parsed = parse(each, raw, name=name)
        assert not parsed.papers
        assert len(parsed.problems) == 1
        assert parsed.problems[0].severity == "error"
        assert found in parsed.problems[0].found
        assert fix in parsed.problems[0].fix


def test_every_source_is_described() -> None:
    for name, source in SOURCES.items():
        assert source.name == name
        assert source.about
        assert all(ending.startswith(".") for ending in source.endings)


def test_a_source_may_be_written_with_other_separators() -> None:
    assert parse("HF_JSON", b"[]", name="f") == Parsed(source="hf-json")


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("bibtx", f"did you mean bibtex? use one of {NAMES_OF_SOURCES}"),
        ("citeseer", f"use one of {NAMES_OF_SOURCES}"),
    ],
)
def test_an_unknown_source_is_an_error(name: str, fix: str) -> None:
    with pytest.raises(DigestifError) as raised:
        parse(name, b"", name="f")
    assert str(raised.value) == f"unknown source {name!r}\n  {fix}"


@pytest.mark.parametrize(
    ("source", "columns", "message"),
    [
        ("bibtex", {"title": "t"}, "f is read as bibtex, and only tables have columns\n  leave out --column"),
        (
            "table",
            {"titel": "t"},
            "columns: 'titel' is not a field of a table\n"
            "  did you mean title? use one of title, authors, abstract, arxiv, doi, acl, openreview, page, pdf, code, "
            "project, data, demo, model, video, slides, venue, kind, volume, number, pages, first page, last page, "
            "publisher, genre, date, published, month, updated, comment, status, keywords, categories",
        ),
        (
            "table",
            {"title": "t"},
            "columns: the table has no heading 't' (for title)\n  the table's headings are 'name', 'x'",
        ),
    ],
)
def test_a_map_of_columns_that_does_not_fit(source: str, columns: dict[str, str], message: str) -> None:
    with pytest.raises(DigestifError) as raised:
        parse(source, b"name,x\nA,B\n", name="f", columns=columns)
    assert str(raised.value) == message


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (
            "A title".encode("utf-16"),
            "f.x: the file is in UTF-16 or UTF-32, not in UTF-8\n"
            "  save the file as UTF-8, or convert it; from UTF-16: iconv -f UTF-16 -t UTF-8 f.x > converted",
        ),
        (
            b"\xef\xbb\xbfone\ntw\xc3\xb6 \xe9t\xe9",
            "f.x:2:5: byte 0xe9 is not valid in UTF-8\n"
            "  save the file as UTF-8, or convert it; from WINDOWS-1252: "
            "iconv -f WINDOWS-1252 -t UTF-8 f.x > converted",
        ),
        (b" \n\n", "f.x: warning: the file is empty\n  expected at least one paper"),
    ],
)
def test_bytes_that_are_not_text_are_reported_once(source: str, raw: bytes, problem: str) -> None:
    parsed = parse(source, raw, name="f.x")
    assert ([str(each) for each in parsed.problems], parsed.papers, parsed.quarantined) == ([problem], (), ())


def test_a_file_of_more_than_128_mb_is_refused() -> None:
    parsed = parse("hf-page", b" " * (128 * 2**20 + 1), name="f.txt")
    assert [str(each) for each in parsed.problems] == [
        "f.txt: the file has more than 128 MB\n  split it into smaller files"
    ]


READ = [
    (
        "scopus.csv",
        b"Title,Authors,Author full names,Author Keywords,Index Keywords,Source title,EID\n"
        b'Things,"Example A.","Example, Ada (57200000001)",nets,"Nets; Things",Journal,2-s2.0-1\n',
        ("Title", "Authors", "Author full names", "Author Keywords", "Source title"),
    ),
    (
        "zotero.csv",
        b"Title,Item Type,Publication Year,Abstract Note,Manual Tags,Automatic Tags\nThings,preprint,2020,,nets,Nets\n",
        ("Title", "Item Type", "Publication Year", "Manual Tags"),
    ),
    (
        "kaggle.json",
        b'[{"id": "0704.0001", "title": "Things", "authors_parsed": [["Example", "Ada", ""]],'
        b' "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}]}]',
        ("id", "title", "authors_parsed", "versions"),
    ),
    ("pm.nbib", b"PMID- 1\nTI  - Things.\nTT  - Dinge.\nFAU - Example, Ada\nAU  - Example A\n", ("TI", "FAU", "AU")),
    ("acl.json", b'[{"acl_id": "2020.emnlp-main.1", "title": "Things", "address": "Online"}]', ("acl_id", "title")),
]


@pytest.mark.parametrize(("name", "raw", "read"), READ)
def test_fields_are_read_whose_values_count(name: str, raw: bytes, read: tuple[str, ...]) -> None:
    parsed = parse(detect_source(raw, name=name) or "", raw, name=name)
    assert parsed.read_fields == read
    assert len(parsed.papers) == 1
