"""Which redirects are followed, without a network: addresses are numbers, which need no name resolution."""

from __future__ import annotations

import httpx
import pytest

from generator.fetching.errors import RefusedRedirectError
from generator.fetching.redirects import check_redirect
from tests.fetching.event_loop import run

FOLLOWED = [
    ("https://doi.org/10.1/x", "https://doi.org/elsewhere", False),
    ("https://doi.org/10.1/x", "https://93.184.216.34/works", True),
    ("https://doi.org/10.1/x", "https://[2606:2800:220:1:248:1893:25c8:1946]/works", True),
    ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/elsewhere", True),
]
REFUSED = [
    ("https://doi.org/10.1/x", "http://doi.org/10.1/x", True, "redirected from https to http"),
    ("https://doi.org/10.1/x", "https://93.184.216.34/", False, "redirected to another host (93.184.216.34)"),
    ("https://doi.org/10.1/x", "https://192.168.1.1/", True, "not public (192.168.1.1)"),
    ("https://doi.org/10.1/x", "https://100.64.0.1/", True, "not public (100.64.0.1)"),
    ("https://doi.org/10.1/x", "https://0.0.0.0/", True, "not public (0.0.0.0)"),
    ("https://doi.org/10.1/x", "https://[fe80::1]/", True, "not public (fe80::1)"),
    ("https://doi.org/10.1/x", "https://[fd00::1]/", True, "not public (fd00::1)"),
    ("https://doi.org/10.1/x", "https://2130706433/", True, "not public (2130706433)"),
    ("http://127.0.0.1:8000/", "http://127.0.0.1:9200/", True, "not public (127.0.0.1)"),
    ("https://doi.org/10.1/x", "https://93.184.216.34:99999/", True, "redirected to an invalid address"),
]


@pytest.mark.parametrize(("origin", "target", "any_host"), FOLLOWED)
def test_a_redirect_to_a_public_server_is_followed(origin: str, target: str, any_host: bool) -> None:
    run(check_redirect(httpx.URL(origin), httpx.URL(target), any_host=any_host))


@pytest.mark.parametrize(("origin", "target", "any_host", "reason"), REFUSED)
def test_any_other_redirect_is_refused_with_a_reason(origin: str, target: str, any_host: bool, reason: str) -> None:
    with pytest.raises(RefusedRedirectError) as caught:
        run(check_redirect(httpx.URL(origin), httpx.URL(target), any_host=any_host))
    assert str(caught.value).endswith(reason)
