"""A connection to a mail server. Messages in; for each recipient, what became of it."""

from __future__ import annotations

import smtplib
import socket
import ssl
from contextlib import suppress
from typing import Literal

from generator.email_settings import Smtp
from generator.errors import DigestifError
from generator.fetching.client import Clock
from generator.text.addresses.mailboxes import Mailbox

PASSWORD = "DIGESTIF_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
#: "unknown": the connection broke after the message and before the server's answer.
Outcome = Literal["sent", "refused", "deferred", "unknown"]

_TIMEOUT = 60.0
#: Seconds before each further attempt to connect.
_WAITS = (5.0, 30.0)
_TEMPORARY = range(400, 500)
_ACCEPTED = (250, 251)  # RFC 5321, section 4.2.2: 251 forwards
_START_DATA = 354


class MailServer:
    """A server that is connected to when there is something to send, and again after it closed the connection."""

    def __init__(self, smtp: Smtp, *, password: str, sender: Mailbox, clock: Clock) -> None:
        self._smtp = smtp
        self._password = password
        self._sender = sender
        self._clock = clock
        self._connection: smtplib.SMTP | None = None

    def close(self) -> None:
        """Say goodbye, where there is a connection."""
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
            self._connection = None

    def send(self, recipient: Mailbox, message: bytes) -> tuple[Outcome, int]:
        """Send a message to one recipient; returns what became of it and the server's code, 0 without one.

        A message is never repeated after the server has it. Raises DigestifError where the server cannot be reached, or
        refuses the password or the sender.
        """
        connection = self._connected()
        try:
            code, _ = connection.mail(self._sender.address)
            if code not in _ACCEPTED:
                self._reset(connection)
                if code in _TEMPORARY:
                    return "deferred", code
                raise self._error(f"refused the sender ({code})", "check from in mkdocs.yml")
            code, _ = connection.rcpt(recipient.address)
            if code not in _ACCEPTED:
                self._reset(connection)
                return _judge(code), code
            code, _ = connection.docmd("DATA")
            if code != _START_DATA:
                self._reset(connection)
                return _judge(code), code
        except (smtplib.SMTPException, OSError):
            self._forget()
            return "deferred", 0
        return self._send_data(connection, message)

    def _send_data(self, connection: smtplib.SMTP, message: bytes) -> tuple[Outcome, int]:
        try:
            connection.send(_escaped(message))
            code, _ = connection.getreply()
        except (smtplib.SMTPException, OSError):
            self._forget()
            return "unknown", 0
        return ("sent", code) if code in _ACCEPTED else (_judge(code), code)

    def _connected(self) -> smtplib.SMTP:
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    def _connect(self) -> smtplib.SMTP:
        for wait in (*_WAITS, None):
            try:
                connection = self._open()
                connection.ehlo_or_helo_if_needed()
                if self._smtp.user:
                    connection.login(self._smtp.user, self._password)
                return connection  # noqa: TRY300 - an else would be as far away as the last except
            except smtplib.SMTPAuthenticationError as error:
                fix = f"check user in mkdocs.yml and {PASSWORD}"
                raise self._error(f"refused the password ({error.smtp_code})", fix) from None
            except smtplib.SMTPNotSupportedError:
                fix = "use another port or security; see docs/email.md"
                raise self._error(
                    f"offers no {'STARTTLS' if self._smtp.security == 'starttls' else 'login'}", fix
                ) from None
            except ssl.SSLCertVerificationError:
                raise self._error("its certificate could not be verified", "check host in mkdocs.yml") from None
            except (smtplib.SMTPException, OSError) as error:
                if wait is None:
                    raise self._error(_reason(error), "run this again later") from None
                self._clock.sleep(wait)
        raise AssertionError  # the last wait is None

    def _open(self) -> smtplib.SMTP:
        smtp, name = self._smtp, self._sender.domain
        if smtp.security == "tls":
            return smtplib.SMTP_SSL(
                smtp.host, smtp.port, local_hostname=name, timeout=_TIMEOUT, context=ssl.create_default_context()
            )
        connection = smtplib.SMTP(smtp.host, smtp.port, local_hostname=name, timeout=_TIMEOUT)
        if smtp.security == "starttls":
            connection.starttls(context=ssl.create_default_context())
        return connection

    def _reset(self, connection: smtplib.SMTP) -> None:
        connection.rset()

    def _forget(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _error(self, found: str, fix: str) -> DigestifError:
        return DigestifError(f"{self._smtp.host}: {found}", fix=fix)


def _judge(code: int) -> Outcome:
    return "deferred" if code in _TEMPORARY else "refused"


def _escaped(message: bytes) -> bytes:
    r"""Return a message, whose lines end with ``\r\n``, as DATA takes it (RFC 5321, section 4.5.2)."""
    escaped = b"".join(b"." + line if line.startswith(b".") else line for line in message.splitlines(keepends=True))
    return escaped + b".\r\n"


def _reason(error: Exception) -> str:
    match error:
        case socket.gaierror():
            return "the name could not be resolved"
        case ConnectionRefusedError():
            return "the connection was refused"
        case TimeoutError():
            return "did not respond in time"
        case ssl.SSLError():
            return "a secure connection could not be established"
        case smtplib.SMTPResponseException():
            return f"answered {error.smtp_code}"
        case _:
            return "closed the connection"
