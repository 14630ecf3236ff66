"""The page that says which lists are missing or doubtful."""

from __future__ import annotations

from datetime import date

from generator.checks.completeness import GROWING
from generator.checks.status import digest_status
from generator.pages.site import plan_site
from generator.store.content import Content
from generator.store.snapshots.fetched_days import FetchedDay
from tests.pages.invented import SETTINGS, invented


def status_page(*days: tuple[int, FetchedDay]) -> str:
    fetched = {(date(2025, 6, number), "hf-json"): day for number, day in days}
    status = digest_status(Content(fetched_days=fetched))
    return {page.address: page for page in plan_site(invented(), SETTINGS, status)}["/status/"].text


def test_the_status_page_shows_doubtful_lists_and_missing_days() -> None:
    doubtful = FetchedDay(state="provisional", papers=1, reason="only 1 paper, usually 20")
    page = status_page((10, FetchedDay(state="settled", papers=9)), (12, doubtful))
    assert "Hugging Face daily papers, 12 June 2025: 1 paper so far; only 1 paper, usually 20" in page
    assert "<td>11 Jun 2025</td>" in page


def test_a_quiet_day_and_a_settled_day_leave_the_status_page_as_it_is() -> None:
    growing = FetchedDay(state="provisional", papers=9, reason=GROWING)
    quiet = FetchedDay(state="provisional", papers=0, reason=GROWING)
    assert status_page((10, growing)) == status_page((10, FetchedDay(state="settled", papers=9)), (11, quiet))
