"""Digests as e-mails for tests, and how a mail program reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser

from generator.catalog.catalog import Catalog
from generator.email_settings import EmailSettings
from generator.mail.digest import MailDigest, digest_of_day, digest_of_week
from generator.mail.message import Mail, make_mail
from generator.settings import Settings
from generator.text.addresses.mailboxes import Mailbox
from tests.pages.invented import FIRST, SETTINGS, invented

SENDER = Mailbox(name="Papers", address="digest@example.org")
ADA = Mailbox(name="Ada Lovelace", address="ada@example.com")


def with_email(**email: object) -> Settings:
    """The settings of the invented digest with settings of e-mail."""
    return replace(SETTINGS, email=EmailSettings(**email))  # type: ignore[arg-type]  # as the caller gave them


def day_digest(
    day: date = FIRST, settings: Settings = SETTINGS, catalog: Catalog | None = None, topic: str = ""
) -> MailDigest:
    catalog = catalog or invented()
    digest = digest_of_day(settings, catalog, day, catalog.topic(topic) if topic else None)
    assert digest is not None
    return digest


def week_digest(day: date = FIRST) -> MailDigest:
    digest = digest_of_week(SETTINGS, invented(), day)
    assert digest is not None
    return digest


def mail(settings: Settings = SETTINGS, digest: MailDigest | None = None, catalog: Catalog | None = None) -> Mail:
    catalog = catalog or invented()
    return make_mail(settings, catalog, digest or day_digest(settings=settings, catalog=catalog))


def received(raw: bytes) -> EmailMessage:
    """A message as a program reads it; its defects are errors."""
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    assert [part.defects for part in message.walk() if part.defects] == []
    assert [value.defects for value in message.values() if value.defects] == []
    return message


def part(message: EmailMessage, kind: str) -> str:
    """The text of the part that a program shows."""
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


class Page(HTMLParser):
    """The elements of a page and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data
