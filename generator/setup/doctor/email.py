"""Checks of sending by e-mail: settings and workflow in the folder; variable, secrets and mail server online.

No check sends anything, and none prints an address of a recipient.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from pathlib import Path

from generator.email_settings import EmailSettings, Smtp
from generator.files.folder import Folder
from generator.mail.sending.run import BUTTONDOWN_KEY, LISTMONK_TOKEN, RECIPIENTS
from generator.mail.sending.smtp import PASSWORD
from generator.setup.doctor.github import Repository
from generator.setup.doctor.local import DAILY
from generator.setup.doctor.results import Result, missing, ok, suggestion, unknown
from generator.store.git_output import git_output

_CHECK = "e-mail"
_VARIABLE = "DIGEST_SEND"
_TIMEOUT = 10.0
#: Domains for examples (RFC 2606), which no mail server accepts.
_EXAMPLES = ("example.org", "example.com", "example.net")
_SECRETS: Mapping[str, str] = {
    PASSWORD: "the password of the mail account",
    RECIPIENTS: "the addresses of the recipients, one per line",
    BUTTONDOWN_KEY: "the key from https://buttondown.com/requests",
    LISTMONK_TOKEN: "name:token of an API user of Listmonk",
}


def check_email(site: Path, email: EmailSettings) -> Iterator[Result]:
    """Yield the results for the settings and the workflow; nothing for a digest that sends no e-mail."""
    if not email.sends:
        return
    yield ok(_CHECK, f"is sent every {email.every} {' and '.join(_ways(email))}")
    sender = email.sender.address if email.sender else ""
    if sender.rpartition("@")[2].endswith(_EXAMPLES):
        found = f"from is {sender}, an address for examples that no mail server accepts"
        yield missing(_CHECK, found, "in mkdocs.yml, set from to an address of your mail account")
    if email.smtp:
        yield from _smtp(site, email.smtp)
    if (email.buttondown or email.listmonk) and not email.subscribe:
        fix = "add subscribe to extra.digestif.email in mkdocs.yml; docs/email.md of Digestif has an example"
        yield suggestion(_CHECK, "readers have no form for subscribing on the page Follow", fix)
    workflow = (Folder(site).read(DAILY) or b"").decode(errors="replace")
    if absent := [name for name in (_VARIABLE, *needed_secrets(email)) if name not in workflow]:
        yield missing(_CHECK, f"{DAILY} does not pass on {', '.join(absent)}", "run: digestif update")


def check_email_online(repository: Repository, email: EmailSettings) -> Iterator[Result]:
    """Yield the results for the repository's variable and secrets, and for the mail server."""
    yield from _switch(repository, email)
    if not email.sends:
        return
    for name in needed_secrets(email):
        yield _secret(repository, name)
    if email.github and email.github.discussion and repository.get().body.get("has_discussions") is False:
        found = f"releases open discussions in {email.github.discussion!r}, and discussions are switched off"
        yield missing(_CHECK, found, f"{repository.address}/settings › Features › Discussions")
    if email.smtp:
        yield _server(email.smtp)


def needed_secrets(email: EmailSettings) -> tuple[str, ...]:
    """Return the names of the secrets that the workflow needs for the configured ways."""
    needed = {
        PASSWORD: email.smtp is not None and bool(email.smtp.user),
        RECIPIENTS: email.smtp is not None,
        BUTTONDOWN_KEY: email.buttondown,
        LISTMONK_TOKEN: email.listmonk is not None,
    }
    return tuple(name for name, is_needed in needed.items() if is_needed)


def _ways(email: EmailSettings) -> Iterator[str]:
    if email.smtp and email.sender:
        yield f"by {email.smtp.host}:{email.smtp.port} from {email.sender.address}"
    if email.buttondown:
        yield "with Buttondown"
    if email.listmonk:
        yield f"with Listmonk at {email.listmonk.url}"
    if email.github:
        yield "as releases on GitHub"


def _smtp(site: Path, smtp: Smtp) -> Iterator[Result]:
    if not smtp.user and smtp.security != "none":
        fix = "if it needs a login, set user below smtp in mkdocs.yml, and the secret DIGESTIF_SMTP_PASSWORD"
        yield suggestion(_CHECK, f"{smtp.host} is used without a login", fix)
    if not smtp.recipients:
        return
    if git_output(site, "ls-files", "--", smtp.recipients):
        found = f"{smtp.recipients} is in Git, so everybody who sees the repository sees the addresses"
        yield missing(
            _CHECK, found, f"run: git rm --cached {smtp.recipients}, and keep the file outside the repository"
        )
    elif not (site / smtp.recipients).is_file():
        yield missing(_CHECK, f"{smtp.recipients}, the file of recipients, does not exist", "check smtp.recipients")
    fix = f"to send by workflow, remove recipients from mkdocs.yml, and add the secret {RECIPIENTS}"
    yield suggestion(_CHECK, "the recipients are in a file on this computer, which no workflow has", fix)


def _switch(repository: Repository, email: EmailSettings) -> Iterator[Result]:
    """Whether the daily run sends: it needs the variable and a way of sending."""
    fix = f"{repository.address}/settings/variables/actions › New repository variable: {_VARIABLE}, true"
    answer = repository.get(f"/actions/variables/{_VARIABLE}")
    is_on = answer.ok and str(answer.body.get("value")).lower() == "true"
    if is_on and not email.sends:
        found = f"{_VARIABLE} is true, and mkdocs.yml has no way of sending"
        yield missing(_CHECK, found, "add extra.digestif.email to mkdocs.yml; see docs/email.md of Digestif")
    elif is_on:
        yield ok(_CHECK, f"{_VARIABLE} is true, so the daily run sends")
    elif not email.sends:
        return
    elif answer.ok or (answer.status == HTTPStatus.NOT_FOUND and repository.token):
        yield suggestion(_CHECK, f"the daily run does not send, because {_VARIABLE} is not true", fix)
    else:
        yield unknown(_CHECK, f"GitHub shows {_VARIABLE} only with a token", "set GITHUB_TOKEN, and run this again")


def _secret(repository: Repository, name: str) -> Result:
    """Whether a secret is set; GitHub never shows its value."""
    answer = repository.get(f"/actions/secrets/{name}")
    if answer.ok:
        return ok(_CHECK, f"the secret {name} is set")
    if answer.status == HTTPStatus.NOT_FOUND and repository.token:
        fix = f"{repository.address}/settings/secrets/actions › New repository secret: {name}, {_SECRETS[name]}"
        return missing(_CHECK, f"the secret {name} is not set", fix)
    return unknown(_CHECK, f"GitHub shows whether {name} is set only with a token that may read secrets")


def _server(smtp: Smtp) -> Result:
    """Whether the mail server takes connections; nothing is sent, and no password is used."""
    name = f"{smtp.host}:{smtp.port}"
    try:
        with socket.create_connection((smtp.host.strip("[]"), smtp.port), timeout=_TIMEOUT):
            return ok(_CHECK, f"{name} takes connections")
    except OSError:
        fix = "check smtp.host and smtp.port in mkdocs.yml; some networks block mail servers, and GitHub's do not"
        return suggestion(_CHECK, f"{name} does not take connections from this computer", fix)
