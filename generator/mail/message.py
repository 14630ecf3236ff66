"""A digest as a message in the form of RFC 5322, with a text part and an HTML part."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from generator.catalog.catalog import Catalog
from generator.email_settings import RECIPIENT
from generator.mail.digest import MailDigest
from generator.mail.html import render_fragment, render_html
from generator.mail.markdown import inert, inert_html, render_markdown
from generator.mail.text import render_text
from generator.mail.view import MailView, fit_view, subject_of
from generator.settings import Settings
from generator.text.addresses.mailboxes import Mailbox

#: Gmail hides what follows the first 102 KB; the rest is for the lines that other programs add on the way.
MAX_HTML = 98_000
#: GitHub takes 65,536 characters for a discussion, and 125,000 for a release.
MAX_MARKDOWN = 60_000
#: Headers in which mail programs look for an address between < and > (RFC 2369, RFC 2919).
_WHOLE = frozenset({"list-id", "list-unsubscribe"})
#: "=?" begins an encoded word (RFC 2047), which the library would decode.
_ENCODED_WORD = re.compile(r"=(?=\?)")


class _Policy(EmailPolicy):
    """The library's policy, which would split a long address of a list header into encoded words."""

    def fold(self, name: str, value: str) -> str:
        """Return a header as lines."""
        if name.lower() not in _WHOLE:
            return str(super().fold(name, value))
        line = f"{name}: {value}"
        return f"{line}{self.linesep}" if len(line) <= 78 else f"{name}:{self.linesep} {value}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        """Return a header as lines in ASCII."""
        return self.fold(name, value).encode("ascii") if name.lower() in _WHOLE else super().fold_binary(name, value)


#: 7 bits: a server on the way may not take more. Lines of the parts have at most 76 characters then.
_POLICY = _Policy(linesep="\r\n", cte_type="7bit")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mail:
    """A digest that is ready to be addressed, or to be given to a service."""

    settings: Settings
    catalog: Catalog
    digest: MailDigest
    view: MailView

    @property
    def subject(self) -> str:
        """The subject, also the title of a release."""
        return subject_of(self.settings, self.digest)

    @property
    def key(self) -> str:
        """What identifies this digest of this site everywhere: its Message-ID without brackets."""
        return message_id(self.settings, self.digest).strip("<>")

    def markdown(self) -> str:
        """Return the digest for a service that takes Markdown, which adds how to unsubscribe."""
        view = fit_view(
            self.settings, self.catalog, self.digest, fits=lambda shown: len(render_markdown(shown)) <= MAX_MARKDOWN
        )
        return render_markdown(view)

    def text(self) -> str:
        """Return the digest as plain text for a service, as ``fragment`` does."""
        return inert(render_text(replace(self.view, unsubscribe="", reply="")))

    def fragment(self) -> str:
        """Return the digest for a service that puts HTML into a page of its own, with how to unsubscribe."""
        view = replace(self.view, unsubscribe="", reply="")
        return inert_html(render_fragment(view))

    def for_recipient(self, recipient: Mailbox | None = None, *, sent: float | None = None) -> EmailMessage:
        """Return the message for a recipient, with their own address to unsubscribe at.

        ``sent`` is the time of sending in seconds since 1970: spam filters distrust e-mails that are dated a day ago.
        Without it, the date is that of the digest, so that the same digest gives the same bytes.
        """
        email, digest = self.settings.email, self.digest
        unsubscribe = _unsubscribe(email.unsubscribe, recipient)
        message = EmailMessage(policy=_POLICY)
        message["From"] = _address(email.sender or _stand_in(self.settings))
        message["To"] = _address(recipient) if recipient else "undisclosed-recipients:;"
        if email.reply_to:
            message["Reply-To"] = _address(email.reply_to)
        message["Subject"] = _header(self.subject)
        message["Date"] = _midnight(self.settings, digest) if sent is None else datetime.fromtimestamp(int(sent), UTC)
        message["Message-ID"] = message_id(self.settings, digest)
        message["List-ID"] = f"<{_list_id(self.settings)}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no automatic replies
        if unsubscribe:
            message["List-Unsubscribe"] = f"<{unsubscribe}>"
            if unsubscribe.startswith("https:"):
                message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
        view = replace(self.view, unsubscribe=unsubscribe)
        message.set_content(render_text(view))
        message.add_alternative(render_html(view), subtype="html")
        message["Content-Language"] = view.language.id
        message.set_boundary(f"digest-{hashlib.sha256(message['Message-ID'].encode()).hexdigest()[:32]}")
        return message


def make_mail(settings: Settings, catalog: Catalog, digest: MailDigest) -> Mail:
    """Lay a digest out for e-mail, so that its HTML has at most ``MAX_HTML`` bytes. The settings have a site_url."""
    email = settings.email
    replies = email.reply_to or email.sender
    view = fit_view(
        settings,
        catalog,
        digest,
        fits=lambda shown: len(render_html(shown).encode()) <= MAX_HTML,
        unsubscribe=email.unsubscribe,
        reply=replies.address if replies else "",
    )
    return Mail(settings=settings, catalog=catalog, digest=digest, view=view)


def message_id(settings: Settings, digest: MailDigest) -> str:
    """Return the Message-ID, which is the same whenever this site makes this digest again."""
    name = hashlib.sha256(f"{settings.site_url}\n{digest.id}".encode()).hexdigest()[:16]
    return f"<{digest.id}.{name}@{_host(settings)}>"


def _unsubscribe(template: str, recipient: Mailbox | None) -> str:
    return template.replace(RECIPIENT, quote(recipient.address, safe="@") if recipient else "")


def _address(mailbox: Mailbox) -> Address:
    return Address(display_name=_header(mailbox.name), addr_spec=mailbox.address)


def _stand_in(settings: Settings) -> Mailbox:
    """Return a sender for a file that is looked at, where none is configured."""
    return Mailbox(name=settings.title, address=f"noreply@{_host(settings)}")


def _header(text: str) -> str:
    """Return text that a header shows letter for letter, on one line."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    return _ENCODED_WORD.sub("= ", " ".join(printable.split()))


def _host(settings: Settings) -> str:
    host = urlsplit(settings.site_url).hostname or "localhost"
    if host.isascii():
        return host
    import idna

    return idna.encode(host).decode("ascii")


def _list_id(settings: Settings) -> str:
    """Return the name of the list (RFC 2919), by which readers filter: the site's path and host, with dots."""
    path = re.sub(r"[^a-z0-9]+", "-", urlsplit(settings.site_url).path.lower()).strip("-")
    return f"{path or 'digest'}.{_host(settings)}"


def _midnight(settings: Settings, digest: MailDigest) -> datetime:
    """Return the beginning of the digest's day, as feeds do. The current time would change the bytes."""
    return datetime.combine(digest.date, time(), tzinfo=ZoneInfo(settings.timezone)).astimezone(UTC)
