"""Which addresses pages link to: none that runs in a browser, and none that a browser cannot open."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from generator.text.addresses.urls import check_url, host_of
from tests.text.text_cases import Case, read_cases

EXPECTED = "expected an address with http or https, as in https://example.org/paper.pdf"
PARAMETERS = read_cases("urls", fields={"url", "canonical", "fault", "browser"})
CASES: list[Case] = [parameter.values[0] for parameter in PARAMETERS]
HOSTS = st.text("abx019-_.:[]@%é日א１。\u0327", max_size=12) | st.lists(
    st.sampled_from(["a", "1", "09", "0x", "0xff", "256", "xn--", "xn--mller-kva", "é", "א", "1א", ""]), max_size=5
).map(".".join)


@pytest.mark.parametrize("case", PARAMETERS)
def test_hosts_are_those_of_browsers(case: Case) -> None:
    if "canonical" in case:
        assert check_url(case["url"]) == case["canonical"]
        assert check_url(case["canonical"]) == case["canonical"]
    else:
        with pytest.raises(ValueError, match=re.escape(f" {case['fault']}\n")):
            check_url(case["url"])


@pytest.mark.browser
def test_browsers_open_what_is_accepted_and_nothing_else(browser: Browser) -> None:
    page = browser.new_page()
    opened = page.evaluate("urls => urls.map(url => URL.canParse(url))", [case["url"] for case in CASES])
    page.close()
    wrong = [
        case["url"]
        for case, opens in zip(CASES, opened, strict=True)
        if opens != ("canonical" in case or case.get("browser") == "accepts")
    ]
    assert wrong == []


@pytest.mark.browser
def test_browsers_open_every_host_that_is_accepted(browser: Browser) -> None:
    accepted: set[str] = set()

    @given(HOSTS)
    def collect(host: str) -> None:
        try:
            accepted.add(check_url(f"https://{host}/"))
        except ValueError:
            return

    collect()
    page = browser.new_page()
    refused = page.evaluate("urls => urls.filter(url => !URL.canParse(url))", sorted(accepted))
    page.close()
    assert (len(accepted) > 5, refused) == (True, [])


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("javascript:alert(1)", f"'javascript:alert(1)' is not a web address\n{EXPECTED}"),
        ("data:text/html,x", f"'data:text/html,x' is not a web address\n{EXPECTED}"),
        ("//a.b/", f"'//a.b/' is not a web address\n{EXPECTED}"),
        ("https:a.b", f"'https:a.b' is not a web address\n{EXPECTED}"),
        ("", f"'' is not a web address\n{EXPECTED}"),
        ("https://a.b:x/", f"'https://a.b:x/' has an invalid port, 'x'\nexpected a number up to 65535: {EXPECTED}"),
        (
            "https://09/",
            f"'https://09/' has an invalid host: an octal number with a digit that is not octal\n{EXPECTED}",
        ),
        ("https://a.b/ c", f"'https://a.b/ c' contains a space (character 13)\nwrite %20 instead: {EXPECTED}"),
        (
            "https://a\\b/",
            "'https://a\\\\b/' contains the character \\ (character 10)\n"
            f"write %5C instead, or leave it out: {EXPECTED}",
        ),
        (
            "https://a.b/\u202e",
            "'https://a.b/\\u202e' contains an invisible character, U+202E (character 13)\n"
            f"write %E2%80%AE instead, or leave it out: {EXPECTED}",
        ),
        (
            'https://a.b/"onclick',
            "'https://a.b/\"onclick' contains the character \" (character 13)\n"
            f"write %22 instead, or leave it out: {EXPECTED}",
        ),
        ("https://" + "a" * 2041, "an address of 2,049 characters\nexpected at most 2,048"),
    ],
)
def test_a_refusal_says_what_to_write_instead(url: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        check_url(url)


@given(st.text() | st.text("abc:/?#[]@%.\\ ").map("https://{}".format))
def test_a_checked_address_is_accepted_again(text: str) -> None:
    try:
        url = check_url(text)
    except ValueError:
        return
    assert check_url(url) == url
    assert host_of(url)
