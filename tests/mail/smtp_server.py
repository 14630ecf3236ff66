"""A mail server on this machine that keeps what it gets and answers as a test plans."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "digest", "s3cret"


@dataclass
class Mailboxes:
    """What was delivered: addresses with messages. ``replies`` are planned answers, each used once.

    They are by the command, ``RCPT ada@example.org`` or ``DATA``; the answer ``close`` breaks the connection off.
    """

    delivered: list[tuple[str, bytes]] = field(default_factory=list)
    replies: dict[str, list[str]] = field(default_factory=dict)
    logins: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    sessions: int = 0

    def plan(self, command: str, *replies: str) -> None:
        self.replies.setdefault(command, []).extend(replies)

    def recipients(self) -> list[str]:
        return [address for address, _ in self.delivered]

    async def handle_EHLO(  # noqa: N802 - the server calls it so
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.sessions += 1
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = self._next(server, f"RCPT {address}")
        if reply == "250 OK":
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        reply = self._next(server, "DATA")
        if reply.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.delivered += [(address, envelope.content) for address in envelope.rcpt_tos]
            assert server.transport is not None
            self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        if reply == "250 close":
            assert server.transport is not None
            server.transport.close()
        return reply

    def login(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append(data.login.decode())
        is_right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=is_right, handled=is_right)

    def _next(self, server: SMTP, command: str) -> str:
        planned = self.replies.get(command)
        reply = planned.pop(0) if planned else "250 OK"
        if reply == "close":
            assert server.transport is not None
            server.transport.close()
        return reply


@contextmanager
def mail_server(
    mailboxes: Mailboxes, *, certificate: ssl.SSLContext | None = None, implicit: bool = False, login: bool = False
) -> Iterator[int]:
    """Run the server; yields its port. With a certificate, it offers STARTTLS, or is encrypted from the beginning."""
    options: dict[str, object] = {"authenticator": mailboxes.login, "auth_required": True} if login else {}
    if certificate and not implicit:
        options["tls_context"] = certificate
    if implicit:
        options["auth_require_tls"] = False  # the session is encrypted already
    # A loop in a thread of its own: the browser of other tests keeps one running in this thread.
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    made = loop.create_server(
        lambda: SMTP(mailboxes, hostname="localhost", loop=loop, **options),  # type: ignore[arg-type]
        "127.0.0.1",
        0,
        ssl=certificate if implicit else None,
    )
    server = asyncio.run_coroutine_threadsafe(made, loop).result(timeout=10)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_stop(server), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _stop(server: asyncio.Server) -> None:
    """Stop listening, and end the sessions that clients left open."""
    server.close()
    sessions = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for session in sessions:
        session.cancel()
    await asyncio.gather(*sessions, return_exceptions=True)
