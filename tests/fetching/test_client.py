"""The HTTP client against servers that break the rules: each ends in a sentence, soon, within the memory limit."""

from __future__ import annotations

import gzip
import resource
import socket
import zlib
from collections.abc import Callable
from time import monotonic

import pytest

from generator.fetching.body import MAX_BYTES
from generator.fetching.client import HttpClient, RateLimit, Request, Response, TimeLimit
from generator.fetching.errors import NoResponseError, OutOfTimeError
from tests.fetching.event_loop import run
from tests.fetching.local_server import FakeTime, LocalServer, Reply

Get = Callable[..., Response]
ANY = Request(path="/papers", validate=lambda body: None, accept="*/*", parameters={})


@pytest.fixture
def get(server: LocalServer, time: FakeTime) -> Get:
    def send(request: Request = ANY, *, any_host: bool = False, deadline: float = 5.0) -> Response:
        limit = RateLimit(pause=0.0, attempts=1, deadline=deadline)
        with HttpClient(
            server.url, rate_limit=limit, user_agent="test", clock=time.clock(), any_host=any_host
        ) as client:
            return client.get(request)

    return send


def failure(get: Get, **options: object) -> str:
    with pytest.raises(NoResponseError) as caught:
        get(**options)
    return caught.value.message


def gzipped(body: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        body = gzip.compress(body)
    return body


@pytest.mark.parametrize(("encoding", "compress"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_one_layer_of_compression_is_read(
    server: LocalServer, get: Get, encoding: str, compress: Callable[[bytes], bytes]
) -> None:
    server.plan(Reply(body=compress(b"papers " * 1000), headers={"Content-Encoding": encoding}))
    assert get().body == b"papers " * 1000
    assert server.requests[0].headers["Accept-Encoding"] == "gzip"


BODIES = {
    "three layers": (
        Reply(body=gzipped(b"\0" * 10_000_000, 3), headers={"Content-Encoding": "gzip, gzip, gzip"}),
        "sent a response in an encoding that was not requested",
    ),
    "three layers in three headers": (
        Reply(
            raw=b"HTTP/1.1 200 OK\r\n" + b"Content-Encoding: gzip\r\n" * 3 + b"\r\n" + gzipped(b"\0" * 10_000_000, 3)
        ),
        "sent a response in an encoding that was not requested",
    ),
    "a bomb": (
        Reply(body=gzipped(b"\0" * 20 * MAX_BYTES), headers={"Content-Encoding": "gzip"}),
        "sent more than 32 MB",
    ),
    "one byte too many": (Reply(body=b" " * (MAX_BYTES + 1)), "sent more than 32 MB"),
    "an encoding that nobody requested": (
        Reply(body=b"papers", headers={"Content-Encoding": "br"}),
        "sent a response in an encoding that was not requested",
    ),
    "half of the compressed data": (
        Reply(body=gzipped(b"papers")[:-9], headers={"Content-Encoding": "gzip"}),
        "sent compressed data that is cut off",
    ),
    "not compressed at all": (
        Reply(body=b"papers", headers={"Content-Encoding": "gzip"}),
        "sent compressed data that is damaged",
    ),
    "something after the compressed data": (
        Reply(body=gzipped(b"papers") + b"more", headers={"Content-Encoding": "gzip"}),
        "sent data after the end of the compressed response",
    ),
    "no HTTP": (Reply(raw=b"220 mail.example.org ESMTP\r\n\r\n"), "sent a malformed HTTP response"),
    "nothing": (Reply(raw=b"\n"), "sent a malformed HTTP response"),
    "half of the headers": (
        Reply(raw=b"HTTP/1.1 200 OK\r\nContent-"),
        "closed the connection before the response was complete",
    ),
    "endless headers": (
        Reply(raw=b"HTTP/1.1 200 OK\r\n" + b"X-Header: x\r\n" * 50_000),
        "sent a malformed HTTP response",
    ),
}


@pytest.mark.parametrize("case", BODIES)
def test_a_body_that_breaks_the_rules_is_refused(server: LocalServer, get: Get, case: str) -> None:
    reply, reason = BODIES[case]
    server.plan(reply)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert failure(get).removesuffix(" (1 attempt)") == f"127.0.0.1 {reason}"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < 200 * 1024, "kilobytes"


SLOW = {
    "headers": Reply(raw=b"HTTP/1.1 200 OK\r\n" + b"X-Header: x\r\n" * 100, drip=0.05),
    "interim responses": Reply(raw=b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100, drip=0.01),
    "body": Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + b"x" * 100, drip=0.02),
}


@pytest.mark.parametrize("case", SLOW)
def test_the_deadline_covers_the_whole_response(server: LocalServer, get: Get, case: str) -> None:
    server.plan(SLOW[case])
    began = monotonic()
    assert failure(get, deadline=1.0) == "127.0.0.1 did not complete its response within 1 second (1 attempt)"
    assert monotonic() - began < 3


def test_a_time_limit_ends_an_attempt_and_allows_no_other(server: LocalServer, time: FakeTime) -> None:
    server.plan(SLOW["body"])
    limit = TimeLimit(ends_at=time.now + 1)
    with (
        HttpClient(
            server.url, rate_limit=RateLimit(pause=0.0), user_agent="test", clock=time.clock(), time_limit=limit
        ) as client,
        pytest.raises(NoResponseError, match="did not complete its response within 1 second"),
    ):
        client.get(ANY)
    time.now += 1
    with (
        HttpClient(
            server.url, rate_limit=RateLimit(pause=0.0), user_agent="test", clock=time.clock(), time_limit=limit
        ) as client,
        pytest.raises(OutOfTimeError, match=r"the time for requests to .* is over"),
    ):
        client.get(ANY)


WAITS = [
    ("9" * 400, "try again in 30 days; nothing was changed"),
    ("864000", "try again in 10 days; nothing was changed"),
    ("20000", "try again in 6 hours; nothing was changed"),
    ("350", "try again in 6 minutes; nothing was changed"),
    ("Sun, 15 Jun 2025 16:06:40 -0000", "try again in 60 minutes; nothing was changed"),
    ("Sun, 15 Jun 9999999 16:06:40 GMT", "nothing was changed; try again later"),
    ("-5", "nothing was changed; try again later"),
    ("\u0665", "nothing was changed; try again later"),
    ("soon", "nothing was changed; try again later"),
    ("", "nothing was changed; try again later"),
]


@pytest.mark.parametrize(("header", "fix"), WAITS, ids=[repr(header[:20]) for header, _ in WAITS])
def test_any_retry_after_becomes_a_wait_or_is_ignored(server: LocalServer, get: Get, header: str, fix: str) -> None:
    raw = b"HTTP/1.1 503 \x1b[2J\r\nContent-Length: 0\r\nRetry-After: " + header.encode() + b"\r\n\r\n"
    server.plan(Reply(raw=raw))
    with pytest.raises(NoResponseError) as caught:
        get()
    assert caught.value.fix == fix
    assert caught.value.message.startswith("127.0.0.1 answered 503 Service Unavailable")


def test_a_used_up_limit_delays_the_retry_or_the_next_call_to_the_end_of_the_window(
    server: LocalServer, time: FakeTime
) -> None:
    limited = {"RateLimit": '"api";r=0;t=55', "RateLimit-Policy": '"fixed window";"api";q=500;w=300'}
    server.plan(Reply(status=429, headers=limited), Reply(headers=limited), Reply(headers={"RateLimit": '"api";r=9'}))
    with HttpClient(
        server.url, rate_limit=RateLimit(pause=1.0), user_agent="test", clock=time.clock(), token="secret"
    ) as client:
        client.get(ANY)
        client.get(ANY)
    assert time.waits == [55.0, 55.0]
    assert [request.headers["Authorization"] for request in server.requests] == ["Bearer secret"] * 3


def test_the_waits_of_all_requests_together_have_a_limit(server: LocalServer, time: FakeTime) -> None:
    server.plan(*[Reply(status=429, headers={"Retry-After": "300"})] * 4)
    with (
        HttpClient(server.url, rate_limit=RateLimit(pause=1.0), user_agent="test", clock=time.clock()) as client,
        pytest.raises(NoResponseError, match="429 Too Many Requests"),
    ):
        client.get(ANY)
    assert time.waits == [300.0, 300.0, 300.0]


@pytest.mark.parametrize("header", ['"é"', "x" * 5000])
def test_a_validator_that_no_request_can_repeat_is_dropped(server: LocalServer, get: Get, header: str) -> None:
    raw = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nETag: " + header.encode("latin-1") + b"\r\n\r\n[]"
    server.plan(Reply(raw=raw))
    assert get().etag == ""


REDIRECTS = {
    "another host": ("http://example.org/", False, "redirected to another host (example.org)"),
    "a file": ("file:///etc/passwd", True, "redirected from http to file"),
    "a script": ("javascript:alert(1)", True, "redirected to an invalid address"),
    "this machine by name": ("http://localhost:1/", True, "redirected to an address that is not public (localhost)"),
    "this machine by number": ("http://127.1:1/", True, "redirected to an address that is not public (127.1)"),
    "this machine, IPv6": ("http://[::1]:1/", True, "redirected to an address that is not public (::1)"),
    "this machine as IPv6": (
        "http://[::ffff:127.0.0.1]/",
        True,
        "redirected to an address that is not public (::ffff:127.0.0.1)",
    ),
    "a cloud's metadata": (
        "http://169.254.169.254/latest",
        True,
        "redirected to an address that is not public (169.254.169.254)",
    ),
    "a private network": ("http://10.0.0.1/", True, "redirected to an address that is not public (10.0.0.1)"),
    "itself": ("/papers", False, "redirected the request too many times"),
    "no address": ("http://[::1", True, "redirected to an invalid address"),
    "an impossible port": ("http://127.0.0.1:99999/", True, "redirected to an invalid address"),
}


@pytest.mark.parametrize("case", REDIRECTS)
def test_a_redirect_that_leads_astray_is_refused(server: LocalServer, get: Get, case: str) -> None:
    location, any_host, reason = REDIRECTS[case]
    server.plan(*[Reply(status=302, headers={"Location": location})] * (6 if case == "itself" else 1))
    assert failure(get, any_host=any_host) == f"127.0.0.1 {reason} (1 attempt)"


def test_a_redirect_on_the_same_server_is_followed(server: LocalServer, get: Get) -> None:
    server.plan(Reply(status=302, headers={"Location": "/elsewhere"}), Reply(body=b"[]"))
    assert get().body == b"[]"
    assert [request.path for request in server.requests] == ["/papers", "/elsewhere"]


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


UNREACHABLE = [
    ("http://papers.invalid", "Could not reach papers.invalid: the name could not be resolved (1 attempt)"),
    (f"http://127.0.0.1:{closed_port()}", "Could not reach 127.0.0.1: the connection was refused (1 attempt)"),
    ("http://" + "a" * 70 + ".org", f"Could not reach {'a' * 70}.org: the name could not be resolved (1 attempt)"),
]


@pytest.mark.parametrize(("base", "message"), UNREACHABLE, ids=["unknown name", "closed port", "impossible name"])
def test_a_server_that_cannot_be_reached_is_named_with_the_reason(
    base: str, message: str, time: FakeTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    limit = RateLimit(pause=0.0, attempts=1)
    with (
        HttpClient(base, rate_limit=limit, user_agent="test", clock=time.clock()) as client,
        pytest.raises(NoResponseError) as caught,
    ):
        client.get(ANY)
    assert caught.value.message == message


def test_a_certificate_that_does_not_fit_is_named(server: LocalServer, time: FakeTime) -> None:
    limit = RateLimit(pause=0.0, attempts=1)
    with (
        HttpClient(
            server.url.replace("http:", "https:"), rate_limit=limit, user_agent="test", clock=time.clock()
        ) as client,
        pytest.raises(NoResponseError, match="a secure connection could not be established"),
    ):
        client.get(ANY)


def test_a_client_works_where_an_event_loop_already_runs(server: LocalServer, get: Get) -> None:
    """As in a notebook, or in tests that keep a browser open."""

    async def get_in_a_loop() -> Response:
        return get()

    server.plan(Reply(body=b"papers"))
    assert run(get_in_a_loop()).body == b"papers"
