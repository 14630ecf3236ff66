"""What a build says at its end."""

from __future__ import annotations

import pytest

from generator.build.report import SiteReport, SiteSize, Work


def report(*, size: int = 172_500_000, seconds: float = 38.04, idle: bool = False) -> list[str]:
    made = SiteReport(
        papers=10_000,
        size=SiteSize(pages=10_678, files=21_000, bytes=size),
        seconds=seconds,
        work=Work(made=312, kept=10_366, removed=1, idle=idle),
        index="search: 10000 papers indexed, nothing changed",
        warnings=("a page is not in the navigation",),
    )
    return str(made).splitlines()


def test_the_end_of_a_build_says_what_was_done_and_what_it_weighs() -> None:
    assert report() == [
        "warning: a page is not in the navigation",
        "search: 10000 papers indexed, nothing changed",
        "pages: 312 made, 10,366 kept, 1 removed",
        "built in 38.0 s: 10,000 papers on 10,678 pages, 21,000 files, 172.5 MB",
        "GitHub Pages allows 1 GB, of which this is 17.2%, and ten minutes, of which 6.3%",
    ]
    assert report(idle=True)[1] == "nothing changed since the last build"


@pytest.mark.parametrize(
    ("size", "seconds", "warning"),
    [
        (800_000_000, 1, "a site of more than 1 GB is not published: move the oldest years to a site of their own"),
        (1, 480, "what takes longer than ten minutes may be ended: build on a faster machine, or in parts with --only"),
    ],
)
def test_from_four_fifths_of_a_limit_on_there_is_a_warning(size: int, seconds: float, warning: str) -> None:
    assert report(size=size, seconds=seconds)[-1] == f"warning: {warning}"
    assert not report(size=size - 1, seconds=seconds - 1)[-1].startswith("warning")
