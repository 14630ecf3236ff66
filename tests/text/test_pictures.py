"""What a record can say about its picture: a file of content/images/, a public address, or none."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from generator.text.addresses.pictures import check_picture, is_public_address

ACCEPTED = {
    "none": "none",
    "images/figure.png": "images/figure.png",
    "images/2401.10000_fig-1.webp": "images/2401.10000_fig-1.webp",
    "https://Example.ORG/a.PNG?size=2": "https://example.org/a.PNG?size=2",
    "https://93.184.216.34/a": "https://93.184.216.34/a",
}
REFUSED = {
    "": "is not a picture",
    "None": "is not a picture",
    "figure.png": "is not a picture",
    "images/../../etc/passwd": "is not a picture",
    "images/../a.png": "is not a picture",
    "images/a/b.png": "is not a picture",
    "images/A.png": "is not a picture",
    "images/a.svg": "is not a picture",
    "images/.png": "is not a picture",
    "images/a.png\n": "is not a picture",
    "/etc/passwd": "is not a picture",
    "content/images/a.png": "is not a picture",
    "data:image/png;base64,AAAA": "is not a picture",
    "javascript:alert(1)": "is not a picture",
    "file:///etc/passwd": "is not a web address",
    "ftp://example.org/a.png": "is not a web address",
    "http://example.org/a.png": "is not encrypted",
    "https://user@example.org/a.png": "contains a user name",
    "https://example.org/a.svg": "is an SVG drawing",
    "https://localhost/a.png": "is not public",
    "https://intranet/a.png": "is not public",
    "https://printer.local/a.png": "is not public",
    "https://a.localhost/a.png": "is not public",
    "https://127.0.0.1/a.png": "is not public",
    "https://2130706433/a.png": "is not public",
    "https://0x7f.1/a.png": "is not public",
    "https://10.0.0.1/a.png": "is not public",
    "https://169.254.169.254/latest": "is not public",
    "https://[::1]/a.png": "is not public",
    "https://[::ffff:192.168.0.1]/a.png": "is not public",
}
PRIVATE = ["127.0.0.1", "224.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:0:0:0:0:0:f5ff:fffe"]


@pytest.mark.parametrize(("value", "expected"), ACCEPTED.items())
def test_files_of_the_site_and_public_addresses_are_pictures(value: str, expected: str) -> None:
    assert check_picture(value) == expected


@pytest.mark.parametrize(("value", "found"), REFUSED.items())
def test_everything_else_is_refused_with_what_is_expected(value: str, found: str) -> None:
    with pytest.raises(ValueError, match=found) as caught:
        check_picture(value)
    assert "\n" in str(caught.value)


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_within_addresses_are_not_public_either(address: str) -> None:
    assert not is_public_address(ip_address(address))


def test_public_addresses_are_public() -> None:
    for address in ("93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"):
        assert is_public_address(ip_address(address))
