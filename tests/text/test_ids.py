import re
from collections.abc import Callable

import idutils
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import ids
from tests.text.text_cases import Case, read_cases

_ARXIV = (
    "expected four digits, a dot, four or five digits (five since 2015), as in 2401.10000, or the old style, as in "
    "hep-th/9901001 (programs that read ids as numbers drop the last zeros)"
)
_KEY = (
    "expected at most 80 characters out of a-z, 0-9, . and -, beginning with a letter or a digit and not ending in a "
    "dot, as in 2401.10000 or attention-is-all-you-need"
)


@pytest.mark.parametrize("case", read_cases("ids", fields={"text", "kind", "id"}))
def test_addresses_and_bare_ids(case: Case) -> None:
    assert ids.identify(case["text"]) == ((case["kind"], case["id"]) if "kind" in case else None)


@pytest.mark.parametrize(
    ("check", "text", "canonical"),
    [
        (ids.check_arxiv, "arXiv:2401.10000v3", "2401.10000"),
        (ids.check_arxiv, "0704.0001", "0704.0001"),
        (ids.check_arxiv, "Hep-TH/9901001", "hep-th/9901001"),
        (ids.check_doi, "https://doi.org/10.1000/ABC", "10.1000/abc"),
        (ids.check_acl, "w18-5001", "W18-5001"),
        (ids.check_acl, "2021.Findings-ACL.1", "2021.findings-acl.1"),
        (ids.check_openreview, "rJl-b3RcF7", "rJl-b3RcF7"),
        (ids.check_orcid, "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        (ids.check_orcid, "0000-0002-9079-593x", "0000-0002-9079-593X"),
        (ids.check_key, "2401.10000", "2401.10000"),
        (ids.check_key, "a", "a"),
    ],
)
def test_canonical_forms(check: Callable[[str], str], text: str, canonical: str) -> None:
    assert check(text) == canonical
    assert check(canonical) == canonical


@pytest.mark.parametrize(
    ("check", "text", "sentence"),
    [
        (ids.check_arxiv, "2401.1", f"'2401.1' is not an arXiv id\n{_ARXIV}"),
        (ids.check_arxiv, "2401.1234", f"'2401.1234' is not an arXiv id\n{_ARXIV}"),
        (ids.check_arxiv, "2413.10000", f"'2413.10000' is not an arXiv id\n{_ARXIV}"),
        (ids.check_arxiv, "٢٤٠١.10000", f"'٢٤٠١.10000' is not an arXiv id\n{_ARXIV}"),
        (ids.check_arxiv, "../9901001", f"'../9901001' is not an arXiv id\n{_ARXIV}"),
        (
            ids.check_doi,
            "10.x/y",
            "'10.x/y' is not a DOI\nexpected 10., digits, a slash and a name, as in 10.1145/3292500.3330701",
        ),
        (
            ids.check_acl,
            "P19",
            "'P19' is not an ACL Anthology id\nexpected an id as in P19-1234 or 2020.acl-main.12",
        ),
        (
            ids.check_openreview,
            "a b",
            "'a b' is not an OpenReview id\n"
            "expected the part after id= in the forum's address: letters, digits, - and _, as in rJl-b3RcF7",
        ),
        (
            ids.check_orcid,
            "0000-0002-1825-009",
            "'0000-0002-1825-009' is not an ORCID iD\nexpected four groups of four digits, as in 0000-0002-1825-0097",
        ),
        (
            ids.check_orcid,
            "0000-0002-1825-0098",
            "'0000-0002-1825-0098' is not an ORCID iD: its check digit is wrong\n"
            "expected an iD copied from the author's ORCID page, as in 0000-0002-1825-0097",
        ),
        (ids.check_key, "A/b", f"'A/b' is not a key\n{_KEY}"),
        (ids.check_key, "a.", f"'a.' is not a key\n{_KEY}"),
        (ids.check_key, "a\n", f"'a\\n' is not a key\n{_KEY}"),
        (
            ids.check_key,
            "con.1",
            "'con.1' cannot be a key: the name has a special meaning for Windows or MkDocs\n"
            "expected another name, such as con-2",
        ),
    ],
)
def test_refusals_say_what_was_expected(check: Callable[[str], str], text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        check(text)


@pytest.mark.parametrize(
    ("arxiv", "doi", "title", "key"),
    [
        ("2401.10000", "10.1000/x", "A", "2401.10000"),
        ("hep-th/9901001", None, "A", "hep-th-9901001"),
        (None, "10.48550/arxiv.2401.10000", "A", "2401.10000"),
        (None, "10.1000/a_(b)", "A", "10.1000-a-b"),
        (None, None, "$\\pi_0$: A Vision-Language Model", "pi-0-a-vision-language-model"),
        (None, None, "基于", "ji-yu"),
        (None, None, "★★", "paper-d36e84cc"),
        (None, None, "CON", "con-1"),
        (None, None, "Index", "index-1"),
        (None, None, "word " * 40, "word" + "-word" * 15),
    ],
)
def test_keys(arxiv: str | None, doi: str | None, title: str, key: str) -> None:
    assert ids.paper_key(arxiv=arxiv, doi=doi, title=title) == key


@pytest.mark.parametrize("case", read_cases("slugs", fields={"title", "key"}))
def test_keys_of_titles_in_any_script(case: Case) -> None:
    assert ids.paper_key(title=case["title"]) == case["key"]


@given(title=st.text(), doi=st.none() | st.text(min_size=1).map("10.1000/{}".format), number=st.integers(1, 10**6))
def test_every_key_is_a_key_with_and_without_a_suffix(title: str, doi: str | None, number: int) -> None:
    key = ids.paper_key(doi=doi, title=title)
    assert ids.check_key(key) == key
    assert ids.check_key(ids.with_suffix(key, number)) != key


@given(st.text())
def test_no_text_breaks_the_recognition(text: str) -> None:
    for known in (text, f"https://arxiv.org/{text}", f"https://openreview.net/{text}", f"10.{text}"):
        found = ids.identify(known)
        assert found is None or ids.identify(found[1]) == found or found[0] == "openreview"


@pytest.mark.parametrize("arxiv", ["2401.10000", "hep-th/9901001", "0704.0001", "1501.00001"])
def test_ids_agree_with_idutils(arxiv: str) -> None:
    assert idutils.is_arxiv(arxiv)
    assert idutils.normalize_arxiv(arxiv).removeprefix("arXiv:") == ids.check_arxiv(arxiv)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("$\\pi_0$: A Flow Model", "π0: a flow model"),
        ("Na\u00efve \\emph{Learners}", "Naive Learners"),
        ("2.68times Faster", "2.68× faster"),
        ("FlashAttention", "Flash Attention."),
    ],
)
def test_titles_that_are_one(one: str, other: str) -> None:
    assert ids.normal_title(one) == ids.normal_title(other)


@pytest.mark.parametrize(("one", "other"), [("Programs in C++", "Programs in C"), ("★", "☆"), ("R1", "R2")])
def test_titles_that_are_two(one: str, other: str) -> None:
    assert ids.normal_title(one) != ids.normal_title(other)


def test_addresses_lead_back_to_their_ids() -> None:
    assert ids.identify(ids.arxiv_url("hep-th/9901001")) == ("arxiv", "hep-th/9901001")
    assert ids.identify(ids.arxiv_pdf_url("2401.10000")) == ("arxiv", "2401.10000")
    assert ids.identify(ids.doi_url("10.1000/a<b>#c?d%")) is None
    assert ids.identify(ids.doi_url("10.1000/a(b)#c?d%")) == ("doi", "10.1000/a(b)#c?d%")
    assert ids.identify(ids.acl_url("P19-1234")) == ("acl", "P19-1234")
    assert ids.identify(ids.openreview_url("rJl-b3RcF7")) == ("openreview", "rJl-b3RcF7")
    assert ids.orcid_url("0000-0002-1825-0097") == "https://orcid.org/0000-0002-1825-0097"
