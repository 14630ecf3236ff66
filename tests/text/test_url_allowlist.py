import re

import pytest

from generator.text.urls import check_url

_EXPECTED = "expected an address with http or https, as in https://example.org/paper.pdf"


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://Example.org/A?b=c#d", "https://example.org/A?b=c#d"),
        ("HTTP://a.b:80/c_(d)", "http://a.b:80/c_(d)"),
        ("https://a.b/\u65e5\u672ce\u0301", "https://a.b/日本é"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
        ("https://" + "a" * 2040, "https://" + "a" * 2040),
    ],
)
def test_allowed(url: str, canonical: str) -> None:
    assert check_url(url) == canonical
    assert check_url(canonical) == canonical


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("javascript:alert(1)", f"'javascript:alert(1)' is not a web address\n{_EXPECTED}"),
        ("data:text/html,x", f"'data:text/html,x' is not a web address\n{_EXPECTED}"),
        ("//a.b/", f"'//a.b/' is not a web address\n{_EXPECTED}"),
        ("https:a.b", f"'https:a.b' is not a web address\n{_EXPECTED}"),
        ("", f"'' is not a web address\n{_EXPECTED}"),
        ("https://", f"'https://' names no host\n{_EXPECTED}"),
        ("https://u:p@a.b/", f"'https://u:p@a.b/' carries user info before the @\n{_EXPECTED}"),
        (
            "https://a.b:x/",
            f"'https://a.b:x/' is not an address: Port could not be cast to integer value as 'x'\n{_EXPECTED}",
        ),
        (
            "https://a.b/ c",
            f"'https://a.b/ c' has U+0020 at character 13\nwrite it as %XX, or leave it out: {_EXPECTED}",
        ),
        (
            "https://a\\b/",
            f"'https://a\\\\b/' has '\\\\' at character 10\nwrite it as %XX, or leave it out: {_EXPECTED}",
        ),
        (
            "https://a.b/\u202e",
            f"'https://a.b/\\u202e' has U+202E at character 13\nwrite it as %XX, or leave it out: {_EXPECTED}",
        ),
        (
            'https://a.b/"onclick',
            f"'https://a.b/\"onclick' has '\"' at character 13\nwrite it as %XX, or leave it out: {_EXPECTED}",
        ),
        ("https://" + "a" * 2041, "an address of 2049 characters\nexpected at most 2048"),
    ],
)
def test_refused(url: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        check_url(url)
