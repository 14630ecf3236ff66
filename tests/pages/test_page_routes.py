"""Addresses and the links between them."""

from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, quote, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalog.periods import month_of, week_of, year_of
from generator.contributions.forms.answers import TOO_LONG_FOR_LINK
from generator.contributions.forms.form import read_form
from generator.contributions.forms.prefill import record_version
from generator.model import Author, Links, Paper
from generator.pages import routes
from generator.settings import Settings

ROOT = Path(__file__).parent.parent.parent
ADDRESSES = st.one_of(
    st.sampled_from([routes.HOME, routes.ARCHIVE, routes.TOPICS, routes.SEARCH, f"/{routes.TOPIC_STYLESHEET}"]),
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


def test_a_relative_link_keeps_its_fragment() -> None:
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
def test_the_files_of_pages_under_docs(address: str, expected: str) -> None:
    assert routes.docs_path(address) == expected


FILE = "content/papers/2025/07/31/a b.yaml"
PAPER = Paper(title="A & B", date=date(2025, 7, 31), authors=(Author(name="Ada Example"),), abstract="Long.")
EDITORS = {
    "github": "https://h/r/edit/main/content/papers/2025/07/31/a%20b.yaml",
    "gitlab": "https://h/r/-/edit/main/content/papers/2025/07/31/a%20b.yaml",
    "codeberg": "https://h/r/_edit/main/content/papers/2025/07/31/a%20b.yaml",
}
TEXTS = {"gitlab": ("/r/-/issues/new", "issue[description]"), "codeberg": ("/r/issues/new", "body")}


def repository(host: str) -> Settings:
    return Settings(title="T", repo_url="https://h/r", host=host)  # type: ignore[arg-type]  # keys of the table above


@pytest.mark.parametrize("host", EDITORS)
def test_each_forge_has_its_own_editor(host: str) -> None:
    assert routes.edit_url(repository(host), FILE) == EDITORS[host]


def test_githubs_forms_have_the_current_values_and_say_that_the_abstract_is_too_long() -> None:
    fix = urlsplit(routes.fix_url(repository("github"), key="k", paper=PAPER))
    assert dict(parse_qsl(fix.query)) == {
        "template": "fix-record.yml",
        "title": "Fix: A & B",
        "key": "k",
        "version": record_version(PAPER),
        "paper_title": "A & B",
        "authors": "Ada Example",
        "abstract": TOO_LONG_FOR_LINK,
    }
    add = urlsplit(routes.add_url(repository("github")))
    assert (add.path, add.query) == ("/r/issues/new", "template=add-paper.yml&title=Add%20a%20paper")
    assert routes.add_url(repository("github"), date(2025, 7, 31)).endswith("&digest=2025-07-31")


LARGE = {
    "300 authors": PAPER.model_copy(
        update={"authors": tuple(Author(name=f"Ada Middle Author{number}") for number in range(300))}
    ),
    "a long title in another script": PAPER.model_copy(update={"title": "論" * 2_000}),
    "everything": PAPER.model_copy(
        update={
            "title": "論" * 2_000,
            "authors": tuple(Author(name="作者", affiliation="大学" * 100) for _ in range(50)),
            "venue": "会" * 500,
            "links": Links(code=f"https://example.org/{'a' * 2_000}", more=(f"https://example.org/{'b' * 2_000}",) * 3),
            "topics": tuple(f"topic-{number}" for number in range(300)),
        }
    ),
}


@pytest.mark.parametrize("host", EDITORS)
@pytest.mark.parametrize("name", LARGE)
def test_the_address_of_a_form_is_short_enough_for_any_record(name: str, host: str) -> None:
    address = routes.fix_url(repository(host), key="k" * 80, paper=LARGE[name])
    assert len(address) <= routes.MAX_FORM_URL
    assert quote(TOO_LONG_FOR_LINK) in address
    assert f"key={'k' * 80}" in address or quote(f"fix\n\n{'k' * 80}\n") in address


def test_the_script_and_the_pages_agree_on_the_longest_address() -> None:
    script = (ROOT / "generator/theme/assets/javascripts/fix-form.js").read_text()
    assert f"LONGEST_FORM_ADDRESS = {routes.MAX_FORM_URL} " in script


@pytest.mark.parametrize("name", routes.ISSUE_TEMPLATES.values())
def test_the_issue_forms_exist(name: str) -> None:
    assert (ROOT / ".github" / "ISSUE_TEMPLATE" / name).is_file()


@pytest.mark.parametrize("host", TEXTS)
def test_on_other_forges_the_issue_text_is_a_form_that_apply_reads(host: str) -> None:
    path, text = TEXTS[host]
    fix = urlsplit(routes.fix_url(repository(host), key="k", paper=PAPER))
    assert fix.path == path
    form = read_form(dict(parse_qsl(fix.query))[text].encode())
    assert (form.kind, form["key"], form["title"], form["authors"]) == ("fix", "k", "A & B", "Ada Example")
    add = urlsplit(routes.add_url(repository(host)))
    assert read_form(dict(parse_qsl(add.query))[text].encode()).kind == "add"


def test_without_a_repository_there_are_no_edit_urls() -> None:
    settings = Settings(title="T")
    assert (
        routes.edit_url(settings, FILE),
        routes.fix_url(settings, key="k", paper=PAPER),
        routes.add_url(settings),
    ) == ("", "", "")
    assert routes.absolute(settings, routes.HOME) == ""
