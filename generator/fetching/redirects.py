"""Which redirects are followed. Two URLs in; nothing, or the reason for refusing."""

from __future__ import annotations

import asyncio
from ipaddress import ip_address

import httpx

from generator.fetching.errors import RefusedRedirectError
from generator.text.addresses.pictures import is_public_address
from generator.text.visible import escape_controls

#: More than any source needs: doi.org takes two.
MAX_REDIRECTS = 5


async def check_redirect(origin: httpx.URL, target: httpx.URL, *, any_host: bool) -> None:
    """Raise ``RefusedRedirectError`` unless a redirect from a request to ``origin`` may lead to ``target``.

    Only HTTP and HTTPS are followed, and never from HTTPS to HTTP, where anybody on the network could write the
    response. Another host is followed only with ``any_host``, and only at a public address: a source must not make this
    machine send requests into its own network.
    """
    if target.scheme not in {"http", "https"} or (origin.scheme == "https" and target.scheme != "https"):
        raise RefusedRedirectError(f"redirected from {origin.scheme} to {target.scheme}")
    if target.port is not None and not 0 < target.port <= 65535:
        raise RefusedRedirectError("redirected to an invalid address")
    if (target.host, target.port) == (origin.host, origin.port):
        return
    if target.host != origin.host and not any_host:
        raise RefusedRedirectError(f"redirected to another host ({escape_controls(target.host[:100])})")
    if not await _is_public(target.host):
        raise RefusedRedirectError(
            f"redirected to an address that is not public ({escape_controls(target.host[:100])})"
        )


async def _is_public(host: str) -> bool:
    """Whether every address of the host is public; a name that does not resolve here is left to the proxy, if any."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None)
    except (OSError, UnicodeError):
        return not _is_address(host)
    return all(is_public_address(ip_address(str(address[0]).partition("%")[0])) for *_, address in found)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
