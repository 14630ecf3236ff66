"""HTTP connections to public hosts only. Requests in, responses out; no request reaches this machine or its network.

A name is resolved once, every address is checked, and the connection goes to a checked address. If the check resolved
the name and the HTTP library did so again, a server of names could give another address the second time.
"""

from __future__ import annotations

import asyncio
from ipaddress import ip_address
from urllib.request import getproxies

import httpx

from generator.fetching.errors import NotPublicError
from generator.text.addresses.pictures import is_public_address
from generator.text.visible import escape_controls


def public_transport() -> httpx.AsyncBaseTransport | None:
    """Return the transport, or None where a proxy is set: it resolves names itself, and no others can be reached."""
    if {"http", "https", "all"} & getproxies().keys():
        return None
    # Kept connections belong to an address: one of another host at this address must not be used.
    return PublicTransport(limits=httpx.Limits(max_keepalive_connections=0))


class PublicTransport(httpx.AsyncHTTPTransport):
    """Connects to checked addresses, with the host's name in the request and in the check of its certificate."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to the first address that accepts a connection. Raises NotPublicError for private hosts."""
        addresses = await public_addresses(request.url.host)
        for address in addresses:
            pinned = httpx.Request(
                request.method,
                request.url.copy_with(host=address),
                headers=request.headers,  # among them Host
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": request.url.raw_host.decode("ascii")},
            )
            try:
                return await super().handle_async_request(pinned)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if address == addresses[-1]:
                    raise
        raise NotPublicError("has no address")


async def public_addresses(host: str) -> tuple[str, ...]:
    """Return the addresses of a host. Raises NotPublicError if one is not public, httpx.ConnectError for no address."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None)
    except (OSError, UnicodeError) as error:
        raise httpx.ConnectError("the name could not be resolved") from error
    addresses = tuple(dict.fromkeys(str(address[0]) for *_, address in found))
    for address in addresses:
        if not is_public_address(ip_address(address.partition("%")[0])):
            raise NotPublicError(f"is at an address that is not public ({escape_controls(host[:100])})")
    return addresses
