"""Delivery through services that know their readers themselves: Buttondown, Listmonk, and releases on GitHub.

Each is asked first whether it has the digest, so that not even a lost ledger sends one twice.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any, Protocol

from generator.email_settings import Listmonk, Releases
from generator.errors import DigestifError
from generator.mail.markdown import inert
from generator.mail.message import Mail
from generator.mail.sending.json_api import JsonApi

_MISSING, _EXISTS = 404, 422
#: Pages of a list that are searched for the digest: far more than e-mails since its day.
_PAGES = 20
#: In Listmonk, a campaign of these states was not started yet.
_NOT_STARTED = ("draft",)


class Service(Protocol):
    """A service; ``name`` is its key in the ledger, ``label`` completes "sent …"."""

    name: str
    label: str

    def send(self, mail: Mail) -> bool:
        """Send a digest; returns False where the service already has it. Raises DigestifError where it fails."""


class Buttondown:
    """Buttondown (https://docs.buttondown.com/api-emails-create): an e-mail in Markdown to all subscribers."""

    name = "buttondown"
    label = "with Buttondown"

    def __init__(self, api: JsonApi) -> None:
        self._api = api

    def send(self, mail: Mail) -> bool:
        """Create the e-mail, which sends it."""
        if self._has(mail):
            return False
        self._api.post(
            "/v1/emails",
            {
                "subject": inert(mail.subject),
                "body": mail.markdown(),
                "status": "about_to_send",
                "metadata": {"digestif": mail.key},
            },
        )
        return True

    def _has(self, mail: Mail) -> bool:
        for page in range(1, _PAGES + 1):
            since = mail.digest.date.isoformat()
            answer = self._api.get("/v1/emails", page=str(page), creation_date__start=since)
            if any(_at(email, "metadata", "digestif") == mail.key for email in answer.get("results") or ()):
                return True
            if not answer.get("next"):
                break
        return False


class ListmonkServer:
    """Listmonk (https://listmonk.app/docs/apis/campaigns/): a campaign in HTML for the configured lists."""

    name = "listmonk"
    label = "with Listmonk"

    def __init__(self, api: JsonApi, settings: Listmonk) -> None:
        self._api = api
        self._settings = settings

    def send(self, mail: Mail) -> bool:
        """Create the campaign and start it, or start one that an earlier run created."""
        name = f"digestif {mail.key}"
        tag = f"digestif-{hashlib.sha256(mail.key.encode()).hexdigest()[:16]}"
        found = self._api.get("/api/campaigns", tags=tag, order_by="created_at", order="DESC", per_page="100")
        campaigns = [each for each in found.get("data", "results") or () if _at(each, "name") == name]
        waiting = [each for each in campaigns if _at(each, "status") in _NOT_STARTED]
        if campaigns and not waiting:
            return False
        number = _at(waiting[0], "id") if waiting else self._create(name, tag, mail)
        self._api.put(f"/api/campaigns/{number}/status", {"status": "running"})
        return True

    def _create(self, name: str, tag: str, mail: Mail) -> int:
        campaign: dict[str, Any] = {
            "name": name,
            "subject": inert(mail.subject),
            "lists": list(self._settings.lists),
            "type": "regular",
            "content_type": "html",
            "body": mail.fragment(),
            "altbody": mail.text(),
            "messenger": "email",
            "tags": ["digestif", tag],
        }
        if self._settings.template is not None:
            campaign["template_id"] = self._settings.template
        number = self._api.post("/api/campaigns", campaign).get("data", "id")
        if not isinstance(number, int):
            raise DigestifError(f"{self._api.name}: did not say which campaign it created", fix="look at its campaigns")
        return number


class GitHubReleases:
    """Releases on GitHub (https://docs.github.com/rest/releases), which people watch; also with a discussion."""

    name = "github"
    label = "as a release on GitHub"

    def __init__(self, api: JsonApi, repository: str, settings: Releases) -> None:
        self._api = api
        self._path = f"/repos/{repository}/releases"
        self._settings = settings

    def send(self, mail: Mail) -> bool:
        """Publish the release, whose tag is made from the digest's id."""
        tag = f"digest-{mail.digest.id}"
        if self._api.get(f"{self._path}/tags/{tag}", expected=(_MISSING,)).status != _MISSING:
            return False
        release = {"tag_name": tag, "name": inert(mail.subject), "body": mail.markdown()}
        if self._settings.discussion:
            release["discussion_category_name"] = self._settings.discussion
        answer = self._api.post(self._path, release, expected=(_EXISTS,))
        if answer.status != _EXISTS:
            return True
        if any(_at(error, "code") == "already_exists" for error in answer.get("errors") or ()):
            return False
        fix = "check that the repository has discussions and this category" if self._settings.discussion else ""
        raise DigestifError(f"{self._api.name}: refused the release", fix=fix or "look at the repository's tags")


def repository_of(environment: Mapping[str, str], repo_url: str) -> str:
    """Return the name of the repository on GitHub, as in ``ada/my-digest``. Raises DigestifError without one."""
    name = environment.get("GITHUB_REPOSITORY", "") or repo_url.removeprefix("https://github.com/")
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", name, re.ASCII):
        raise DigestifError(
            "mkdocs.yml: repo_url: is not a repository on GitHub",
            fix="set it, as in repo_url: https://github.com/ada/my-digest",
        )
    return name


def _at(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
