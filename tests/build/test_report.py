"""The report at the end of a build."""

from __future__ import annotations

import pytest

from generator.build.report import PageCounts, SiteReport, SiteSize


def report(*, size: int = 172_500_000, seconds: float = 38.04, idle: bool = False) -> list[str]:
    made = SiteReport(
        papers=10_000,
        size=SiteSize(pages=10_678, files=21_000, bytes=size),
        seconds=seconds,
        pages=PageCounts(made=312, kept=10_366, removed=1, idle=idle),
        index="search: 10,000 papers indexed, index unchanged",
        warnings=("a page is not in the navigation",),
    )
    return str(made).splitlines()


def test_a_report_says_what_was_made_and_how_large_the_site_is() -> None:
    assert report() == [
        "warning: a page is not in the navigation",
        "search: 10,000 papers indexed, index unchanged",
        "pages: 312 made, 10,366 kept, 1 removed",
        "built in 38.0 s: 10,000 papers on 10,678 pages, 21,000 files, 172.5 MB",
        "limits of GitHub Pages: 17.2% of 1 GB, 6.3% of 10 minutes",
    ]
    assert report(idle=True)[1] == "nothing changed since the last build"


def test_zeros_are_left_out() -> None:
    assert str(PageCounts(made=1)) == "pages: 1 made"
    assert str(PageCounts()) == "pages: none"


@pytest.mark.parametrize(
    ("size", "seconds", "warning"),
    [
        (
            800_000_000,
            1,
            "GitHub Pages does not publish a site of more than 1 GB: move the oldest years to another site",
        ),
        (
            1,
            480,
            "GitHub Pages ends a deployment after ten minutes: build on a faster machine, or in parts with --only",
        ),
    ],
)
def test_there_is_a_warning_from_four_fifths_of_a_limit(size: int, seconds: float, warning: str) -> None:
    assert report(size=size, seconds=seconds)[-1] == f"warning: {warning}"
    assert not report(size=size - 1, seconds=seconds - 1)[-1].startswith("warning")
