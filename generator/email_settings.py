"""The settings of e-mail, ``extra.digestif.email`` in ``mkdocs.yml``: YAML nodes in, checked values out.

Passwords and recipients are no settings: they come from the environment or from a file outside Git.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

import yaml

from generator.errors import ErrorList, quote
from generator.text.addresses.mailboxes import Mailbox, parse_mailbox
from generator.text.addresses.urls import check_url
from generator.yaml.config_section import ConfigSection, read_section

Rhythm = Literal["day", "week"]
Security = Literal["starttls", "tls", "none"]
PATH = "extra.digestif.email"
#: What a link to unsubscribe has in place of the recipient's address.
RECIPIENT = "{email}"

_FILE = "mkdocs.yml"
#: A line of an e-mail has at most 998 characters (RFC 5322), also with the recipient's address.
_MAX_UNSUBSCRIBE = 600
_RHYTHMS: tuple[Rhythm, ...] = ("day", "week")
#: The usual port of each kind of connection: RFC 8314, section 3.3 and 3.4, and RFC 5321.
_PORTS: Mapping[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Smtp:
    """A server that takes e-mails; ``recipients`` is a file with addresses, or empty where a secret has them."""

    host: str
    port: int
    security: Security
    user: str = ""
    recipients: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listmonk:
    """A server that runs Listmonk: its address, the ids of lists, and that of a template or None."""

    url: str
    lists: tuple[int, ...]
    template: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Releases:
    """Releases on GitHub; with ``discussion``, a category, each also opens a discussion."""

    discussion: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SubscribeForm:
    """A form that posts an address to ``url``, in the field ``email`` and with the hidden ``fields``."""

    url: str
    email: str = "email"
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class EmailSettings:
    """How digests are sent. Each way is None, or False, where it is not configured.

    ``sender`` is required for SMTP only. ``unsubscribe`` is an address (https or mailto), in which ``{email}`` is
    replaced by the recipient's own; it may be empty.
    """

    sender: Mailbox | None = None
    reply_to: Mailbox | None = None
    every: Rhythm = "day"
    unsubscribe: str = ""
    subscribe: SubscribeForm | None = None
    smtp: Smtp | None = None
    buttondown: bool = False
    listmonk: Listmonk | None = None
    github: Releases | None = None

    @property
    def sends(self) -> bool:
        """Whether any way of sending is configured."""
        return bool(self.smtp or self.buttondown or self.listmonk or self.github)


_EXAMPLES: Mapping[str, str] = {
    "from": "Papers of the Day <digest@example.org>",
    "reply_to": "ada@example.org",
    "host": "smtp.example.org",
    "port": "587",
    "user": "digest@example.org",
    "recipients": "../recipients.txt",
    "url": "https://lists.example.org",
    "lists": "[3]",
    "template": "1",
    "discussion": "Announcements",
    "email": "email",
}
_KEYS = ("from", "reply_to", "every", "unsubscribe", "subscribe", "smtp", "buttondown", "listmonk", "github")


def parse_email_settings(config: yaml.MappingNode) -> EmailSettings:
    """Return the settings of e-mail in ``mkdocs.yml``, which are those of a digest that sends nothing where absent.

    Raises DigestifError with line and column for a setting that is not known or has no meaning.
    """
    section = read_section(config, PATH, _KEYS, examples=_EXAMPLES)
    if section is None:
        return EmailSettings()
    errors = ErrorList()
    settings = EmailSettings(
        sender=errors.attempt(section.mailbox, "from"),
        reply_to=errors.attempt(section.mailbox, "reply_to"),
        every=errors.attempt(_every, section),
        unsubscribe=errors.attempt(_unsubscribe, section),
        subscribe=errors.attempt(_subscribe, section),
        smtp=errors.attempt(_smtp, section),
        buttondown=errors.attempt(section.switch, "buttondown"),
        listmonk=errors.attempt(_listmonk, section),
        github=errors.attempt(_github, section),
    )
    errors.raise_all()
    if settings.smtp and settings.sender is None:
        raise section.error("", "needs from, because smtp is set", f"add it, as in from: {_EXAMPLES['from']}")
    return settings


def _every(section: ConfigSection) -> Rhythm:
    text = section.text("every") or "day"
    for rhythm in _RHYTHMS:
        if text == rhythm:
            return rhythm
    raise section.error("every", f"{quote(text)} is not known", "expected day or week, as in every: week")


def _unsubscribe(section: ConfigSection) -> str:
    text = section.text("unsubscribe")
    fix = f"expected an address with https or mailto, as in unsubscribe: https://example.org/leave?email={RECIPIENT}"
    if not text:
        return ""
    if len(text) > _MAX_UNSUBSCRIBE:
        raise section.error("unsubscribe", f"is longer than {_MAX_UNSUBSCRIBE} characters", fix)
    if text.startswith("mailto:"):
        address, _, _ = text.removeprefix("mailto:").partition("?")
        try:
            parse_mailbox(address)
        except ValueError:
            raise section.error("unsubscribe", f"{quote(text)} has no valid e-mail address", fix) from None
        if not re.fullmatch(r"[!#-;=?-~]+", text):
            raise section.error("unsubscribe", f"{quote(text)} has a character that needs %XX", fix)
        return text
    try:
        checked = check_url(text.replace(RECIPIENT, "EMAIL-ADDRESS"))
    except ValueError as error:
        raise section.error("unsubscribe", str(error).partition("\n")[0], fix) from None
    # One click is a POST request (RFC 8058), which nobody on the way may read or repeat.
    if not checked.startswith("https://") or not checked.isascii():
        raise section.error("unsubscribe", f"{quote(text)} is not an address with https", fix)
    return text


def _subscribe(section: ConfigSection) -> SubscribeForm | None:
    if not isinstance(section.values.get("subscribe"), yaml.MappingNode):
        url = section.url("subscribe")
        return SubscribeForm(url=_secure(section, "subscribe", url)) if url else None
    form = section.section("subscribe", ("url", "email", "fields"))
    if form is None:
        return None
    form.required("url")
    below = form.mapping("fields")
    if below is None and "fields" in form.values:
        raise form.error("fields", "is not a mapping", "expected names with values, as in fields: {embed: 1}")
    return SubscribeForm(
        url=_secure(form, "url", form.url("url")),
        email=form.text("email") or "email",
        fields=tuple((name, below.text(name)) for name in below.values) if below else (),
    )


def _secure(section: ConfigSection, key: str, url: str) -> str:
    """Return an address to which readers send their own; over http, everybody on the way could read it."""
    if not url.startswith("https://"):
        fix = f"expected an address with https, as in {key}: https://buttondown.com/api/emails/embed-subscribe/NAME"
        raise section.error(key, f"{quote(url)} is not encrypted", fix)
    return url


def _smtp(section: ConfigSection) -> Smtp | None:
    smtp = section.section("smtp", ("host", "port", "security", "user", "recipients"))
    if smtp is None:
        return None
    smtp.required("host")
    host, user, security = smtp.text("host"), smtp.text("user"), _security(smtp)
    if not re.fullmatch(r"[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]+\]", host):
        raise smtp.error("host", f"{quote(host)} is not the name of a server", f"as in host: {_EXAMPLES['host']}")
    if user and security == "none" and host not in _LOCAL_HOSTS:
        fix = "use security: starttls or security: tls"
        raise smtp.error("security", "none would send the password unencrypted", fix)
    return Smtp(
        host=host,
        port=smtp.number("port", 1, 65535) or _PORTS[security],
        security=security,
        user=user,
        recipients=smtp.text("recipients"),
    )


def _security(smtp: ConfigSection) -> Security:
    text = smtp.text("security") or "starttls"
    for security in _PORTS:
        if text == security:
            return security
    raise smtp.error("security", f"{quote(text)} is not known", "expected starttls, tls or none")


def _listmonk(section: ConfigSection) -> Listmonk | None:
    listmonk = section.section("listmonk", ("url", "lists", "template"))
    if listmonk is None:
        return None
    listmonk.required("url", "lists")
    node = listmonk.values["lists"]
    items = node.value if isinstance(node, yaml.SequenceNode) else []
    ids = [item.value for item in items if isinstance(item, yaml.ScalarNode)]
    if not ids or len(ids) != len(items) or not all(re.fullmatch("[1-9][0-9]{0,8}", number) for number in ids):
        raise listmonk.error("lists", "is not a list of numbers", "expected the ids of lists, as in lists: [3]")
    return Listmonk(
        url=listmonk.url("url"), lists=tuple(map(int, ids)), template=listmonk.number("template", 1, 10**9 - 1)
    )


def _github(section: ConfigSection) -> Releases | None:
    if not isinstance(section.values.get("github"), yaml.MappingNode):
        return Releases() if section.switch("github") else None
    github = section.section("github", ("discussion",))
    return Releases(discussion=github.text("discussion")) if github else None


def form_origin(form: SubscribeForm) -> str:
    """Return the origin that a form posts to, as a content security policy names it."""
    parts = urlsplit(form.url)
    return f"{parts.scheme}://{parts.netloc}"
