"""Checks of a digest's repository on GitHub: Pages, workflows, permissions and variables, through the REST API.

Without a token, GitHub shows what everybody may see, so some checks stay unknown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import Any

import httpx

from generator import __version__
from generator.errors import DigestifError
from generator.setup.doctor.local import BRANCH, CHECK, DAILY, FORMS, PUBLISH
from generator.setup.doctor.results import Result, missing, ok, suggestion, unknown

API = "https://api.github.com"
_TIMEOUT = 20.0
_WHY_DISABLED = {
    "disabled_inactivity": " because the repository had no commit for 60 days",
    "disabled_fork": " because the repository is a fork",
}
_ASK_WITH_RIGHTS = "set GITHUB_TOKEN to a token that may read the repository's administration, and run this again"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A status, and the JSON object of the body; empty where the body is none."""

    status: int
    body: Mapping[str, Any]

    @property
    def ok(self) -> bool:
        """Whether the request succeeded."""
        return self.status == HTTPStatus.OK


@dataclass(frozen=True, kw_only=True, slots=True)
class Repository:
    """A repository on GitHub: its name, as in ``ada/my-digest``, the API's address, and a token or an empty text."""

    name: str
    api: str = API
    token: str = ""

    @property
    def address(self) -> str:
        """The repository's page."""
        return f"https://github.com/{self.name}"

    def get(self, path: str = "") -> Answer:
        """Request something of the repository. Raises DigestifError where the API cannot be reached."""
        headers = {"Accept": "application/vnd.github+json", "User-Agent": f"digestif/{__version__}"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            answer = httpx.get(
                f"{self.api}/repos/{self.name}{path}", headers=headers, timeout=_TIMEOUT, follow_redirects=True
            )
            body = answer.json() if answer.content else {}
        except (httpx.HTTPError, httpx.InvalidURL, json.JSONDecodeError, UnicodeError) as error:
            raise DigestifError(
                f"could not ask {self.api} about {self.name}",
                fix="check the connection, and run this again; without --online, only this folder is checked",
            ) from error
        return Answer(status=answer.status_code, body=body if isinstance(body, dict) else {})


def check_repository(repository: Repository, *, site_url: str) -> Iterator[Result]:
    """Yield the results for a repository; ``site_url`` is the one in the settings, or empty."""
    found = repository.get()
    if not found.ok:
        yield _not_found(repository, found.status)
        return
    yield from _general(repository, found.body)
    yield _pages(repository, found.body, site_url)
    yield from _workflows(repository)
    yield _last_run(repository, PUBLISH)
    yield _last_run(repository, DAILY)
    yield _daily_source(repository)
    yield _permission(repository)


def _not_found(repository: Repository, status: int) -> Result:
    if status in (HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS):
        return unknown("repository", "GitHub limits requests without a token", "set GITHUB_TOKEN, and run this again")
    if status == HTTPStatus.UNAUTHORIZED:
        return unknown("repository", "GitHub does not accept the token", "set GITHUB_TOKEN to a valid token")
    return missing(
        "repository",
        f"GitHub shows no repository {repository.name}",
        "create it at https://github.com/new; for a private one, set GITHUB_TOKEN",
    )


def _general(repository: Repository, body: Mapping[str, Any]) -> Iterator[Result]:
    settings = f"{repository.address}/settings"
    if body.get("archived"):
        yield missing("repository", "is archived, so nothing can change", f"{settings} › Danger Zone › Unarchive")
    else:
        yield ok("repository", repository.address)
    now = str(body.get("full_name") or repository.name)
    if now.lower() != repository.name.lower():
        fix = f"run: git remote set-url origin https://github.com/{now}\nand set repo_url and site_url in mkdocs.yml"
        yield suggestion("repository", f"is now called {now}, and its site has another address", fix)
    branch = body.get("default_branch")
    if branch != BRANCH:
        yield missing(
            "default branch", f"is {branch!r}, but the workflows publish {BRANCH}", f"{settings} › Default branch"
        )
    if body.get("has_issues") is False:
        yield suggestion("issues", "are switched off, so readers have no forms", f"{settings} › Features › Issues")


def _pages(repository: Repository, body: Mapping[str, Any], site_url: str) -> Result:
    fix = f"{repository.address}/settings/pages › Build and deployment › Source: GitHub Actions"
    if not body.get("has_pages"):
        return missing("pages", "GitHub Pages is not enabled", fix)
    pages = repository.get("/pages")
    if not pages.ok:
        return ok("pages", "GitHub Pages is enabled")
    if pages.body.get("build_type") != "workflow":
        return missing("pages", "GitHub Pages publishes a branch and not the result of the workflow", fix)
    address = str(pages.body.get("html_url", "")).rstrip("/")
    if site_url and address and site_url.lower() != address.lower():
        return suggestion("pages", f"publishes at {address}, but site_url is {site_url}", "set site_url in mkdocs.yml")
    return ok("pages", f"publishes at {address}" if address else "GitHub Pages is enabled")


def _workflows(repository: Repository) -> Iterator[Result]:
    answer = repository.get("/actions/workflows?per_page=100")
    workflows = answer.body.get("workflows")
    if not answer.ok or not isinstance(workflows, list):
        yield unknown("workflows", "GitHub does not show the workflows", _ASK_WITH_RIGHTS)
        return
    states = {str(each.get("path")): str(each.get("state")) for each in workflows if isinstance(each, dict)}
    wrong = {path: states.get(path, "") for path in (PUBLISH, DAILY, CHECK, FORMS) if states.get(path) != "active"}
    if not wrong:
        yield ok("workflows", "all are active")
    for path, state in wrong.items():
        name = PurePosixPath(path).name
        if not state:
            yield missing("workflows", f"{path} is not in the repository", f"run: git push origin {BRANCH}")
        else:
            why = _WHY_DISABLED.get(state, "")
            fix = f"{repository.address}/actions/workflows/{name} › Enable workflow"
            yield missing("workflows", f"{name} is disabled{why}", fix)


def _last_run(repository: Repository, path: str) -> Result:
    name = PurePosixPath(path).name
    answer = repository.get(f"/actions/workflows/{name}/runs?branch={BRANCH}&status=completed&per_page=1")
    runs = answer.body.get("workflow_runs")
    if not answer.ok or not isinstance(runs, list):
        return unknown("last run", f"GitHub does not show the runs of {name}")
    if not runs or not isinstance(runs[0], dict):
        fix = f"{repository.address}/actions/workflows/{name} › Run workflow"
        return suggestion("last run", f"{name} has never finished", fix)
    conclusion, address = runs[0].get("conclusion"), runs[0].get("html_url")
    if conclusion == "success":
        return ok("last run", f"{name} succeeded")
    return missing("last run", f"{name} ended with {str(conclusion)!r}", f"read the log: {address}")


def _daily_source(repository: Repository) -> Result:
    variable = f"{repository.address}/settings/variables/actions › New repository variable"
    fix = f"{variable}: DIGEST_SOURCE, hf or arxiv"
    answer = repository.get("/actions/variables/DIGEST_SOURCE")
    if answer.ok:
        source = str(answer.body.get("value"))
        if source not in ("hf", "arxiv"):
            return missing("daily import", f"DIGEST_SOURCE is {source!r}, so the daily run fails", fix)
        if source == "arxiv" and repository.get("/actions/variables/DIGEST_QUERY").status == HTTPStatus.NOT_FOUND:
            found = "DIGEST_SOURCE is 'arxiv', and DIGEST_QUERY is not set, so the daily run fails"
            return missing("daily import", found, f"{variable}: DIGEST_QUERY, for example cat:cs.RO AND ti:grasp")
        return ok("daily import", f"DIGEST_SOURCE is {source!r}")
    if answer.status == HTTPStatus.NOT_FOUND and repository.token:
        return suggestion("daily import", "DIGEST_SOURCE is not set, so no papers are imported", fix)
    return unknown("daily import", "GitHub shows variables only with a token", _ASK_WITH_RIGHTS)


def _permission(repository: Repository) -> Result:
    answer = repository.get("/actions/permissions/workflow")
    if not answer.ok:
        return unknown("permissions", "GitHub shows the permissions of workflows only with a token", _ASK_WITH_RIGHTS)
    if answer.body.get("can_approve_pull_request_reviews"):
        return ok("permissions", "workflows can create pull requests")
    return suggestion(
        "permissions",
        "workflows cannot create pull requests, so forms do not become corrections",
        f"{repository.address}/settings/actions › Workflow permissions › Allow GitHub Actions to create and approve "
        "pull requests",
    )
