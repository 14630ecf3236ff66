"""Why a source gave no usable response, as sentences. Exceptions of the HTTP library in, plain English out."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

import httpx

from generator.errors import DigestifError

_UNREACHABLE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN})


class InvalidResponseError(Exception):
    """A response body that is not what was requested; the message says what it is instead."""


class FinalResponseError(InvalidResponseError):
    """A response body that another attempt would not change."""


class OtherPaperError(FinalResponseError):
    """A response about another paper than the one that was requested."""


class RefusedRedirectError(Exception):
    """A redirect that is not followed; the message says where it leads and what is wrong with that."""


class NotPublicError(RefusedRedirectError):
    """A host that is not public, which no request may reach; the message says where it is."""


class NoResponseError(DigestifError):
    """A server gave no usable response. ``status`` and ``body`` are those of its last response, if there was one.

    ``is_other`` if that response is about another paper than the one that was requested.
    """

    def __init__(
        self, message: str, *, fix: str, status: int | None = None, body: bytes = b"", is_other: bool = False
    ) -> None:
        super().__init__(message, fix=fix)
        self.status = status
        self.body = body
        self.is_other = is_other


class OutOfTimeError(NoResponseError):
    """The time for a fetch is over, or a server allows the next request only later than that."""


class TooManyResultsError(DigestifError):
    """A query finds more papers than are fetched at once: ``total``."""

    def __init__(self, message: str, *, fix: str, total: int) -> None:
        super().__init__(message, fix=fix)
        self.total = total


def describe_http_error(error: Exception, host: str) -> str:
    """A sentence for an exception that a request to ``host`` raised, without the wording of libraries."""
    match error:
        case RefusedRedirectError():
            return f"{host} {error}"
        case httpx.TooManyRedirects():
            return f"{host} redirected the request too many times"
        case httpx.TimeoutException():
            return f"{host} did not respond in time"
        case httpx.ProxyError():
            return f"Could not reach {host}: the proxy refused the connection"
        case httpx.ConnectError():
            return f"Could not reach {_host_of(error, host)}: {_connection_problem(error)}"
        case httpx.RemoteProtocolError():
            return f"{host} {_protocol_problem(error)}"
        case httpx.NetworkError():
            return f"{host} closed the connection before the response was complete"
        case httpx.InvalidURL() | httpx.UnsupportedProtocol():
            return f"{host} redirected to an invalid address"
        case _:
            return f"Could not send the request to {host}"


def _host_of(error: httpx.RequestError, host: str) -> str:
    """The host that could not be reached: after a redirect, another one than ``host``."""
    try:
        return error.request.url.host or host
    except RuntimeError:  # there was no request yet
        return host


def _protocol_problem(error: httpx.RemoteProtocolError) -> str:
    # The library has one class for three faults; only the texts differ.
    text = str(error)
    if "closed connection" in text or "disconnected" in text:
        return "closed the connection before the response was complete"
    return "redirected to an invalid address" if "location header" in text else "sent a malformed HTTP response"


def _connection_problem(error: httpx.ConnectError) -> str:
    for cause in _causes(error):
        match cause:
            case socket.gaierror():
                return "the name could not be resolved"
            case ConnectionRefusedError():
                return "the connection was refused"
            case ssl.SSLCertVerificationError():
                return "its certificate could not be verified"
            case ssl.SSLError():
                return "a secure connection could not be established"
            case OSError() if cause.errno in _UNREACHABLE:
                return "the network is unreachable"
    return "the connection failed"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception and everything that led to it, the latest first."""
    waiting, seen = [error], set[int]()
    while waiting:
        cause = waiting.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        if isinstance(cause, BaseExceptionGroup):
            waiting += cause.exceptions
        waiting += [each for each in (cause.__cause__, cause.__context__) if each is not None]
