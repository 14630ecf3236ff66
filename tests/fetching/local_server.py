"""A server on this machine that gives planned responses in order, and a clock that moves only when something waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from generator.fetching.client import Clock


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A planned response. ``raw`` replaces all of it, status line included; ``length`` is a false Content-Length.

    ``drip`` is a pause in seconds before each byte of ``raw``.
    """

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    raw: bytes = b""
    drip: float = 0.0


@dataclass(frozen=True, kw_only=True)
class ReceivedRequest:
    path: str
    parameters: dict[str, str]
    headers: dict[str, str]


class LocalServer:
    """The planned responses and the received requests. A test fails unless every planned response was requested.

    ``respond`` answers requests for which no response is planned.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.replies: list[Reply] = []
        self.requests: list[ReceivedRequest] = []
        self.respond: Callable[[ReceivedRequest], Reply] = lambda request: Reply(
            status=410, body=b"no response was planned"
        )

    def plan(self, *replies: Reply) -> None:
        self.replies.extend(replies)


class FakeTime:
    """Seconds since 1970, and every wait that was requested."""

    def __init__(self) -> None:
        self.now = 1_750_000_000.0
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.now += seconds

    def clock(self) -> Clock:
        return Clock(now=lambda: self.now, sleep=self.sleep, random=lambda: 0.0)
