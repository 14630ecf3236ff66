"""Addresses and the links between them."""

from datetime import date
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalog.periods import month_of, week_of, year_of
from generator.pages import routes
from generator.settings import Settings

ADDRESSES = st.one_of(
    st.sampled_from([routes.HOME, routes.ARCHIVE, routes.TOPICS, routes.SEARCH, f"/{routes.TOPIC_COLOURS}"]),
    st.dates().map(routes.day_address),
    st.dates(min_value=date(2, 1, 1)).map(lambda day: routes.period_address(week_of(day))),
    st.from_regex(r"[a-z0-9][a-z0-9.-]{0,20}[a-z0-9]", fullmatch=True).map(routes.paper_address),
)


@given(
    source=ADDRESSES.filter(lambda address: address.endswith("/")),
    target=ADDRESSES,
    prefix=st.sampled_from(["", "/digest"]),
)
def test_a_relative_link_leads_to_its_target_under_any_prefix(source: str, target: str, prefix: str) -> None:
    base = f"https://example.org{prefix}"
    assert urljoin(f"{base}{source}", routes.relative(source, target)) == f"{base}{target}"


def test_a_fragment_stays_on_its_link() -> None:
    assert routes.relative("/papers/x/", "/days/2025-07-31/#p-x") == "../../days/2025-07-31/#p-x"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (routes.paper_address("2412.11360"), "papers/2412.11360/index.md"),
        (routes.paper_address("readme"), "papers/readme/index.md"),
        (routes.day_address(date(2025, 7, 31)), "days/2025-07-31/index.md"),
        (routes.period_address(week_of(date(2024, 12, 30))), "weeks/2025-W01/index.md"),
        (routes.period_address(month_of(date(2025, 7, 31))), "months/2025-07/index.md"),
        (routes.period_address(year_of(date(2025, 7, 31))), "years/2025/index.md"),
        (routes.topic_month_address("vision", date(2025, 7, 31)), "topics/vision/2025-07/index.md"),
        (routes.HOME, "index.md"),
    ],
)
def test_where_pages_stand_under_docs(address: str, expected: str) -> None:
    assert routes.docs_path(address) == expected


FILE = "content/papers/2025/07/31/a b.yaml"
FORGES = {
    "github": (
        "https://h/r/edit/main/content/papers/2025/07/31/a%20b.yaml",
        "https://h/r/issues/new?template=fix-a-record.yml&title=Fix%3A%20A%20%26%20B&key=k",
        "https://h/r/issues/new?template=add-a-paper.yml&title=Add%20a%20paper",
    ),
    "gitlab": (
        "https://h/r/-/edit/main/content/papers/2025/07/31/a%20b.yaml",
        "https://h/r/-/issues/new?issue%5Btitle%5D=Fix%3A%20A%20%26%20B&issue%5Bdescription%5D=Record%3A%20k%0A%0A",
        "https://h/r/-/issues/new?issue%5Btitle%5D=Add%20a%20paper&issue%5Bdescription%5D=arXiv%20id%2C%20DOI%20or%20address%3A%0A%0A",
    ),
    "codeberg": (
        "https://h/r/_edit/main/content/papers/2025/07/31/a%20b.yaml",
        "https://h/r/issues/new?title=Fix%3A%20A%20%26%20B&body=Record%3A%20k%0A%0A",
        "https://h/r/issues/new?title=Add%20a%20paper&body=arXiv%20id%2C%20DOI%20or%20address%3A%0A%0A",
    ),
}


@pytest.mark.parametrize("host", FORGES)
def test_each_forge_has_its_own_addresses(host: str) -> None:
    settings = Settings(title="T", repo_url="https://h/r", host=host)  # type: ignore[arg-type]  # keys of the table above
    made = (
        routes.edit_url(settings, FILE),
        routes.fix_url(settings, key="k", title="A & B"),
        routes.add_url(settings),
    )
    assert made == FORGES[host]


def test_without_a_repository_there_is_nothing_to_edit() -> None:
    settings = Settings(title="T")
    assert (
        routes.edit_url(settings, FILE),
        routes.fix_url(settings, key="k", title="t"),
        routes.add_url(settings),
    ) == ("", "", "")
    assert routes.absolute(settings, routes.HOME) == ""
