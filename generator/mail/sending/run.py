"""Sending digests in every configured way, each once. Digests, settings and the environment in; reports out."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.email_settings import EmailSettings, Smtp
from generator.errors import DigestifError
from generator.fetching.client import Clock
from generator.files.folder import read_named_file
from generator.mail.digest import MailDigest
from generator.mail.ledger import Delivery, Ledger
from generator.mail.message import Mail
from generator.mail.recipients import parse_recipients
from generator.mail.sending.json_api import JsonApi
from generator.mail.sending.ledger_store import BranchLedger, FileLedger, LedgerStore
from generator.mail.sending.recipient_delivery import Result, deliver
from generator.mail.sending.services import (
    Buttondown,
    GitHubReleases,
    ListmonkServer,
    Service,
    repository_of,
)
from generator.mail.sending.smtp import PASSWORD, MailServer
from generator.settings import Settings
from generator.text.addresses.mailboxes import Mailbox
from generator.text.counts import counted

SMTP = "smtp"
RECIPIENTS = "DIGESTIF_EMAIL_RECIPIENTS"
BUTTONDOWN_KEY = "DIGESTIF_BUTTONDOWN_KEY"
LISTMONK_TOKEN = "DIGESTIF_LISTMONK_TOKEN"  # noqa: S105 - the name of a variable
GITHUB_TOKEN = "GITHUB_TOKEN"  # noqa: S105 - the name of a variable
#: Replaces the address of Buttondown, for tests and proxies.
BUTTONDOWN_URL = "DIGESTIF_BUTTONDOWN_URL"


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What became of a digest in one way. ``error`` is why nothing was sent; the fields of ``result`` are for SMTP."""

    title: str
    way: str
    again: bool = False
    result: Result | None = None
    error: str = ""

    @property
    def incomplete(self) -> bool:
        """Whether a recipient does not have the digest, as far as is known."""
        result = self.result
        return bool(self.error or (result and (result.refused or result.deferred or result.unconfirmed)))

    def __str__(self) -> str:
        """One line, and one for each thing that went wrong."""
        head = f"{self.title}: "
        if self.error:
            return f"{head}not sent {self.way}: {self.error}"
        if self.again:
            return f"{head}was already sent {self.way}"
        if self.result is None:
            return f"{head}sent {self.way}"
        lines = [f"{head}sent {self.way} to {counted(self.result.sent, 'recipient')}", *_notes(self.result)]
        return "\n  ".join(lines)


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """What would become of a digest in one way. ``error`` is why it could not be sent; ``recipients`` are for SMTP."""

    title: str
    papers: str
    way: str
    again: bool = False
    recipients: int | None = None
    error: str = ""

    def __str__(self) -> str:
        """One line, and for an error how to correct it."""
        if self.error:
            return f"{self.title}: could not be sent {self.way}: {self.error}"
        if self.again:
            return f"{self.title}: was already sent {self.way}"
        to = "" if self.recipients is None else f" to {counted(self.recipients, 'recipient')}"
        return f"{self.title}: {self.papers}, would be sent {self.way}{to}"


def ways_of(email: EmailSettings) -> tuple[str, ...]:
    """Return the names of the configured ways, as in the ledger."""
    configured = {"github": email.github, SMTP: email.smtp, "buttondown": email.buttondown, "listmonk": email.listmonk}
    return tuple(name for name, setting in configured.items() if setting)


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Sends digests of one site. ``site`` is its folder, ``environment`` has the secrets."""

    site: Path
    settings: Settings
    environment: Mapping[str, str]
    store: LedgerStore
    clock: Clock = field(default_factory=Clock)

    def send(self, mail: Mail, ways: tuple[str, ...]) -> Iterator[Report]:
        """Yield a report for each way; a failing way does not keep others from sending."""
        for way in ways:
            label = self._label(way)
            try:
                yield self._send(mail, way, label)
            except DigestifError as error:
                yield Report(title=mail.digest.title, way=label, error=str(error))

    def preview(self, digest: MailDigest, ways: tuple[str, ...]) -> Iterator[Preview]:
        """Yield for each way what sending would do, as far as settings, secrets and the ledger tell."""
        ledger = self.store.load()
        for way in ways:
            found = Preview(title=digest.title, papers=digest.count, way=self._label(way))
            try:
                if ledger.get((digest.id, way), Delivery()).complete:
                    yield replace(found, again=True)
                elif way == SMTP:
                    _, recipients = self._smtp_secrets(self._smtp())
                    yield replace(found, recipients=len(recipients))
                else:
                    self._service(way)
                    yield found
            except DigestifError as error:
                yield replace(found, error=str(error))

    def _send(self, mail: Mail, way: str, label: str) -> Report:
        ledger = self.store.load()
        delivery = ledger.get((mail.digest.id, way), Delivery())
        title = mail.digest.title
        if delivery.complete:
            return Report(title=title, way=label, again=True)

        def save(changed: Delivery) -> None:
            self.store.save({**ledger, (mail.digest.id, way): changed})

        if way == SMTP:
            return Report(title=title, way=label, result=self._send_by_smtp(mail, delivery, save))
        service = self._service(way)
        is_new = service.send(mail)
        save(Delivery(complete=True))
        return Report(title=title, way=label, again=not is_new)

    def _label(self, way: str) -> str:
        labels: dict[str, str] = {each.name: each.label for each in (Buttondown, ListmonkServer, GitHubReleases)}
        return labels.get(way, "by e-mail")

    def _send_by_smtp(self, mail: Mail, delivery: Delivery, save: Callable[[Delivery], None]) -> Result:
        smtp, sender = self._smtp(), self.settings.email.sender
        if sender is None:
            raise DigestifError("mkdocs.yml: extra.digestif.email: has no from")
        password, recipients = self._smtp_secrets(smtp)
        server = MailServer(smtp, password=password, sender=sender, clock=self.clock)
        with closing(server):
            return deliver(
                mail,
                recipients,
                server,
                delivery=delivery,
                # Without a password, the server is one of the local network, and so is the ledger.
                secret=password or smtp.host,
                save=save,
                batch=self.store.batch,
                clock=self.clock,
            )

    def _smtp(self) -> Smtp:
        smtp = self.settings.email.smtp
        if smtp is None:
            raise DigestifError("mkdocs.yml: extra.digestif.email: has no smtp")
        return smtp

    def _smtp_secrets(self, smtp: Smtp) -> tuple[str, tuple[Mailbox, ...]]:
        password = self._secret(PASSWORD, "the password of the mail server") if smtp.user else ""
        return password, self._recipients(smtp)

    def _recipients(self, smtp: Smtp) -> tuple[Mailbox, ...]:
        if not smtp.recipients:
            text = self._secret(RECIPIENTS, "the addresses of the recipients, one per line")
            return parse_recipients(text, source=RECIPIENTS)
        file = self.site / smtp.recipients
        try:
            text = read_named_file(file).decode()
        except (OSError, UnicodeDecodeError):
            fix = "check recipients in mkdocs.yml, and that the file is text in UTF-8"
            raise DigestifError(f"{smtp.recipients}: could not be read", fix=fix) from None
        return parse_recipients(text, source=smtp.recipients)

    def _service(self, way: str) -> Service:
        email = self.settings.email
        if way == "buttondown":
            key = self._secret(BUTTONDOWN_KEY, "a key from https://buttondown.com/requests")
            headers = {"Authorization": f"Token {key}", "X-Buttondown-Live-Dangerously": "true"}
            base = self.environment.get(BUTTONDOWN_URL) or "https://api.buttondown.com"
            return Buttondown(self._api("Buttondown", base, BUTTONDOWN_KEY, headers))
        if way == "listmonk" and email.listmonk:
            token = self._secret(LISTMONK_TOKEN, "name:token of an API user of Listmonk")
            headers = {"Authorization": f"Basic {base64.b64encode(token.encode()).decode()}"}
            return ListmonkServer(self._api("Listmonk", email.listmonk.url, LISTMONK_TOKEN, headers), email.listmonk)
        if way == "github" and email.github:
            repository = repository_of(self.environment, self.settings.repo_url)
            return GitHubReleases(github_api(self.environment, self.clock), repository, email.github)
        raise DigestifError(f"mkdocs.yml: extra.digestif.email: has no {way}")

    def _api(self, name: str, base: str, secret: str, headers: Mapping[str, str]) -> JsonApi:
        return JsonApi(name=name, base=base.rstrip("/"), secret=secret, headers=headers, clock=self.clock)

    def _secret(self, name: str, what: str) -> str:
        return secret_of(self.environment, name, what)


def open_ledger(
    where: str, *, site: Path, settings: Settings, environment: Mapping[str, str], clock: Clock
) -> LedgerStore:
    """Return the ledger in a file named from the site's folder, or on a branch for ``github``."""
    if where != "github":
        return FileLedger(site / where)
    return BranchLedger(github_api(environment, clock), repository_of(environment, settings.repo_url))


def sent_digests(ledger: Ledger, way: str) -> frozenset[str]:
    """Return the ids of the digests that were sent in a way, at least in part."""
    return frozenset(digest for digest, name in ledger if name == way)


def github_api(environment: Mapping[str, str], clock: Clock) -> JsonApi:
    """Return GitHub's interface with the token of the environment. Raises DigestifError without one."""
    token = secret_of(environment, GITHUB_TOKEN, "a token that may write contents of the repository")
    return JsonApi(
        name="GitHub",
        base=(environment.get("GITHUB_API_URL") or "https://api.github.com").rstrip("/"),
        secret=GITHUB_TOKEN,
        headers={"Authorization": f"Bearer {token}", "Accept": "application/vnd.github+json"},
        clock=clock,
    )


def secret_of(environment: Mapping[str, str], name: str, what: str) -> str:
    """Return a secret. Raises DigestifError, which says where to set it, for one that is missing or cannot be right."""
    value = environment.get(name, "").strip()
    if not value:
        fix = f"set it to {what}; on GitHub: Settings › Secrets and variables › Actions › Secrets"
        raise DigestifError(f"{name}: is not set", fix=fix)
    if name != RECIPIENTS and not (value.isascii() and value.isprintable()):
        raise DigestifError(f"{name}: has a character that no such secret has", fix=f"expected {what}")
    return value


def _notes(result: Result) -> Iterator[str]:
    if result.refused:
        yield f"refused by the server, not tried again: {', '.join(result.refused)}"
    if result.deferred:
        yield f"to be tried again by the next run: {', '.join(result.deferred)}"
    if result.unconfirmed:
        number = counted(result.unconfirmed, "recipient")
        yield f"{number} may not have it: sending was interrupted, and an e-mail is never repeated"
