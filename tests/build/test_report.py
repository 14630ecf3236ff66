"""The report at the end of a build."""

from __future__ import annotations

from generator.build.report import PageCounts, SiteReport, SiteSize


def report(*, size: int = 172_500_000, seconds: float = 38.04, idle: bool = False) -> list[str]:
    made = SiteReport(
        papers=10_000,
        size=SiteSize(pages=10_678, files=21_000, bytes=size),
        seconds=seconds,
        pages=PageCounts(made=312, kept=10_366, removed=1, idle=idle),
        index="search: 10,000 papers indexed, index unchanged",
        feeds="feeds: 210 files, 61 rendered",
        warnings=("a page is not in the navigation",),
    )
    return str(made).splitlines()


def test_a_report_says_what_was_made_and_how_large_the_site_is() -> None:
    assert report() == [
        "warning: a page is not in the navigation",
        "search: 10,000 papers indexed, index unchanged",
        "feeds: 210 files, 61 rendered",
        "pages: 312 made, 10,366 kept, 1 removed",
        "built in 38.0 s: 10,000 papers on 10,678 pages, 21,000 files, 172.5 MB",
        "limit of GitHub Pages: 17.2% of 1 GB",
    ]
    assert report(idle=True)[1] == "nothing changed since the last build"


def test_zeros_are_left_out() -> None:
    assert str(PageCounts(made=1)) == "pages: 1 made"
    assert str(PageCounts()) == "pages: none"


def test_there_is_a_warning_from_four_fifths_of_the_limit() -> None:
    too_large = "GitHub Pages does not publish a site of more than 1 GB: move the oldest years to another site"
    assert report(size=800_000_000)[-1] == f"warning: {too_large}"
    assert not report(size=799_999_999)[-1].startswith("warning")


def test_a_slow_build_is_within_the_limits() -> None:
    """GitHub Pages limits the time of a deployment, not of a build."""
    assert not any("minutes" in line for line in report(seconds=3600))
