"""The preview of a pull request: one HTML file with the changed pages, without scripts and without a server."""

from __future__ import annotations

from datetime import date

from generator.contributions.difference import find_changes
from generator.contributions.preview import MAX_PAGES, PreviewPage, render_preview
from generator.model import Paper, Record
from generator.pages.affected import affected_pages
from generator.store.content import Content, record_file

HEAD = '<head><link rel="stylesheet" href="../../assets/a.css"><script src="x.js"></script></head>'
FILES = {"assets/a.css": b".a { color: red } </style><script>alert(1)</script>", "images/a.png": b"PNG"}


def page(address: str, main: str) -> PreviewPage:
    html = f'<html>{HEAD}<body data-md-color-scheme="default" onload="x()"><nav>Menu</nav><main>{main}</main></body>'
    return PreviewPage(address=address, name=f"Page {address}", html=html.encode())


def preview(*pages: PreviewPage, site_url: str = "") -> str:
    return render_preview(pages, title="A & B", site_url=site_url, read=FILES.get)


def test_pages_come_in_their_order_with_their_styles_once() -> None:
    shown = preview(page("/papers/b/", "<h1>B &amp; C</h1>"), page("/papers/a/", "<h1>A</h1>"))
    assert shown.index("<h1>B &amp; C</h1>") < shown.index("<h1>A</h1>")
    assert shown.count(".a { color: red }") == 1
    assert "Menu" not in shown
    assert '<body data-md-color-scheme="default">' in shown


def test_nothing_in_a_preview_runs_or_loads() -> None:
    hostile = (
        '<script>alert(1)</script><p onclick="alert(1)" style="x">Text</p><a href="javascript:alert(1)">A</a>'
        '<iframe src="https://example.org"></iframe><img src="https://example.org/x.png"><img src="../../x.png">'
    )
    shown = preview(page("/papers/a/", hostile))
    assert "default-src 'none'" in shown
    body = shown.partition("<body")[2]
    assert "alert" not in body
    assert "example.org" not in body
    assert "onclick" not in body
    assert shown.count("</style>") == 1


def test_links_stay_in_the_preview_or_lead_to_the_published_site() -> None:
    links = (
        '<a href="../b/#x">B</a><a href="#y">Y</a><b id="y"></b><a href="../../days/2025-07-31/">Day</a>'
        '<a href="https://arxiv.org/abs/1">arXiv</a><img src="../../images/a.png">'
    )
    pages = (page("/papers/a/", links), page("/papers/b/", '<b id="x"></b>'))
    shown = preview(*pages, site_url="https://example.org/digest")
    assert '<a href="#page-2-x">B</a>' in shown
    assert '<b id="page-2-x">' in shown
    assert '<a href="#page-1-y">Y</a><b id="page-1-y"></b>' in shown
    assert '<a href="https://example.org/digest/days/2025-07-31/" target="_blank" rel="noopener noreferrer">' in shown
    assert '<a href="https://arxiv.org/abs/1" target="_blank"' in shown
    assert '<img src="data:image/png;base64,UE5H">' in shown
    assert "<a>Day</a>" in preview(*pages)


def test_many_pages_are_counted_and_no_page_is_said() -> None:
    many = [page(f"/papers/{number}/", "<p>Text</p>") for number in range(MAX_PAGES + 2)]
    assert "<p>2 more pages left out.</p>" in preview(*many)
    assert preview(*many).count("<section") == MAX_PAGES
    assert "This change affects no page." in preview()


def content(*papers: tuple[str, Paper], notes: dict[date, str] | None = None) -> Content:
    records = tuple(Record(key=key, file=record_file(key, paper.date), paper=paper) for key, paper in papers)
    return Content(records=records, notes=notes or {})


def test_the_changed_papers_come_first_then_their_digests() -> None:
    kept = ("kept", Paper(title="Kept", date=date(2025, 7, 29)))
    moved = Paper(title="Moved", date=date(2025, 7, 30))
    before = content(kept, ("moved", moved), ("removed", Paper(title="Removed", date=date(2025, 7, 28))))
    after = content(
        kept, ("moved", moved.model_copy(update={"date": date(2025, 7, 31)})), notes={date(2025, 7, 29): "Read this."}
    )
    assert affected_pages(before, after, find_changes(before, after)) == {
        "/papers/moved/": "Moved",
        "/papers/removed/": "Removed",
        "/days/2025-07-31/": "Digest of 2025-07-31",
        "/days/2025-07-30/": "Digest of 2025-07-30",
        "/days/2025-07-29/": "Digest of 2025-07-29",
        "/days/2025-07-28/": "Digest of 2025-07-28",
        "/": "Front page",
    }
    assert list(affected_pages(before, after, find_changes(before, after)))[:2] == [
        "/papers/moved/",
        "/papers/removed/",
    ]
    assert affected_pages(after, after, ()) == {}
