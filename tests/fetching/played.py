"""What a played server says and was asked, and a clock that only moves when told to wait."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.fetching.client import Clock


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer to play. ``promised`` is the length that the header tells, where it lies."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    promised: int | None = None


@dataclass(frozen=True, kw_only=True)
class Asked:
    path: str
    parameters: dict[str, str]
    headers: dict[str, str]
    at: float


class Stage:
    """What the server will say and what it was asked; it fails a test that asks more than was planned."""

    def __init__(self, address: str, time: Time) -> None:
        self.address = address
        self.time = time
        self.replies: list[Reply] = []
        self.asked: list[Asked] = []

    def plays(self, *replies: Reply) -> None:
        self.replies.extend(replies)


class Time:
    """Seconds since 1970, and every wait that was asked for."""

    def __init__(self) -> None:
        self.now = 1_750_000_000.0
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.now += seconds

    def clock(self) -> Clock:
        return Clock(now=lambda: self.now, sleep=self.sleep, chance=lambda: 0.0)
