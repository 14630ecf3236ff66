"""A server that answers the calls of the workflows to GitHub's REST API, and keeps what they change."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.workflows.github_stand_in.repository import REPOSITORY, TOKEN

Answer = tuple[int, Any]
BOT = {"login": "github-actions[bot]", "type": "Bot"}


@dataclass
class Forge:
    """Issues, pull requests, comments, reviews and checks. Issues and pull requests share their numbers, as on GitHub.

    ``pages`` is the source of GitHub Pages: ``workflow``, ``legacy`` for a branch, or None where it is disabled.
    ``forbidden`` is a pattern of calls that the token of a run may not make.
    ``releases`` are by tag. ``branches`` have the texts of files that were written through the API, and ``objects`` the
    trees and commits that no branch has yet.
    """

    pages: str | None = None
    forbidden: str = "nothing"
    numbers: count[int] = field(default_factory=lambda: count(1))
    issues: dict[int, dict[str, Any]] = field(default_factory=dict)
    pulls: dict[int, dict[str, Any]] = field(default_factory=dict)
    comments: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    reviews: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    check_runs: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    annotations: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    artifacts: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    runs: list[dict[str, Any]] = field(default_factory=list)
    head: Callable[[str], str] = lambda branch: branch
    compare: Callable[[str, str], dict[str, Any]] = lambda *_: {"commits": [], "files": []}
    dispatches: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    releases: dict[str, dict[str, Any]] = field(default_factory=dict)
    objects: dict[str, Any] = field(default_factory=dict)
    branches: dict[str, dict[str, str]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)

    def open_issue(self, title: str, body: str, user: dict[str, str]) -> dict[str, Any]:
        number = next(self.numbers)
        self.issues[number] = {
            "number": number,
            "title": title,
            "body": body,
            "state": "open",
            "user": user,
            "labels": [],
        }
        # The scripts read the machine's clock.
        self.issues[number] |= {"created_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", "author_association": "NONE"}
        return self.issues[number]

    def open_pull(self, sent: dict[str, Any], user: dict[str, str] = BOT) -> dict[str, Any]:
        """Open a pull request, or update the open one of the same branch."""
        head = {"ref": sent["head"], "sha": sent.get("sha") or self.head(sent["head"])}
        for pull in self.pulls.values():
            if pull["state"] == "open" and pull["head"]["ref"] == sent["head"]:
                pull |= {"title": sent["title"], "body": sent["body"], "head": head}
                return pull
        number = next(self.numbers)
        made = {"number": number, "title": sent["title"], "body": sent["body"], "state": "open", "user": user}
        self.pulls[number] = made | {"head": head}
        return self.pulls[number]

    def answer(self, method: str, path: str, query: dict[str, str], sent: dict[str, Any]) -> Answer:
        """Answer a call; 404 for one that no workflow should make."""
        self.calls.append(f"{method} {path}")
        if re.search(self.forbidden, f"{method} {path}"):
            return 403, {"message": "Resource not accessible by integration"}
        for pattern, respond in _ROUTES:
            if found := re.fullmatch(pattern, f"{method} {path}"):
                return respond(self, found.groups(), query, sent)
        return 404, {"message": "Not Found"}


def _pages(forge: Forge, _: Any, __: Any, ___: Any) -> Answer:
    if forge.pages is None:
        return 404, {"message": "Not Found"}
    return 200, {"build_type": forge.pages, "html_url": "https://ada.github.io/digest/"}


def _list_artifacts(forge: Forge, found: Any, query: dict[str, str], _: Any) -> Answer:
    listed = [each for each in forge.artifacts.get(int(found[0]), []) if query.get("name") in (None, each["name"])]
    return 200, {"artifacts": listed}


def _list_pulls(forge: Forge, _: Any, query: dict[str, str], __: Any) -> Answer:
    branch = query.get("head", "").partition(":")[2]
    return 200, [
        pull
        for pull in forge.pulls.values()
        if pull["state"] == query.get("state", "open") and branch in ("", pull["head"]["ref"])
    ]


def _list_comments(forge: Forge, found: Any, _: Any, __: Any) -> Answer:
    return 200, forge.comments.get(int(found[0]), [])


def _create_comment(forge: Forge, found: Any, _: Any, sent: dict[str, Any]) -> Answer:
    comment = {"id": next(forge.numbers) + 10_000, "user": BOT, "body": sent["body"]}
    forge.comments.setdefault(int(found[0]), []).append(comment)
    return 201, comment


def _update_comment(forge: Forge, found: Any, _: Any, sent: dict[str, Any]) -> Answer:
    for comments in forge.comments.values():
        for comment in comments:
            if comment["id"] == int(found[0]):
                comment["body"] = sent["body"]
                return 200, comment
    return 404, {"message": "Not Found"}


def _list_issues(forge: Forge, _: Any, query: dict[str, str], __: Any) -> Answer:
    state, creator, label = query.get("state", "open"), query.get("creator"), query.get("labels")
    found = [
        issue
        for issue in forge.issues.values()
        if state in ("all", issue["state"])
        and creator in (None, issue["user"]["login"])
        and (label is None or {"name": label} in issue["labels"])
    ]
    return 200, found[: int(query.get("per_page", 30))]


def _update_issue(forge: Forge, found: Any, _: Any, sent: dict[str, Any]) -> Answer:
    forge.issues[int(found[0])] |= sent
    return 200, forge.issues[int(found[0])]


def _add_labels(forge: Forge, found: Any, _: Any, sent: dict[str, Any]) -> Answer:
    labels = forge.issues[int(found[0])]["labels"]
    labels += [{"name": name} for name in sent["labels"]]
    return 200, labels


def _remove_label(forge: Forge, found: Any, _: Any, __: Any) -> Answer:
    labels = forge.issues[int(found[0])]["labels"]
    labels.remove({"name": unquote(found[1])})
    return 200, labels


def _dispatch(forge: Forge, found: Any, _: Any, sent: dict[str, Any]) -> Answer:
    forge.dispatches.append((found[0], sent["inputs"]))
    return 204, None


def _list_runs(forge: Forge, found: Any, query: dict[str, str], _: Any) -> Answer:
    wanted = {"workflow": found[0], "actor": query["actor"], "event": query["event"]}
    since = query["created"].removeprefix(">=")
    runs = [run for run in forge.runs if wanted.items() <= run.items() and run["created_at"] >= since]
    return 200, {"workflow_runs": runs}


def _list_files(forge: Forge, found: Any, *_: Any) -> Answer:
    return 200, forge.compare("main", forge.pulls[int(found[0])]["head"]["sha"])["files"]


def _compare(forge: Forge, found: Any, *_: Any) -> Answer:
    base, head = unquote(found[0]).split("...")
    return 200, forge.compare(base, head)


def _update_pull(forge: Forge, found: Any, _: Any, sent: dict[str, Any]) -> Answer:
    pull = forge.pulls[int(found[0])]
    pull |= sent | {"head": {"ref": pull["head"]["ref"], "sha": forge.head(pull["head"]["ref"])}}
    return 200, pull


def _dismiss(forge: Forge, found: Any, _: Any, sent: dict[str, Any]) -> Answer:
    [review] = [review for review in forge.reviews[int(found[0])] if review["id"] == int(found[1])]
    review |= {"state": "DISMISSED", "message": sent["message"]}
    return 200, review


def _create_release(forge: Forge, _: Any, __: Any, sent: dict[str, Any]) -> Answer:
    if sent["tag_name"] in forge.releases:
        return 422, {"message": "Validation Failed", "errors": [{"resource": "Release", "code": "already_exists"}]}
    if sent.get("discussion_category_name") not in (None, "Announcements"):
        return 422, {"message": "Validation Failed", "errors": [{"resource": "Release", "code": "invalid"}]}
    forge.releases[sent["tag_name"]] = sent
    return 201, sent


def _release_of_tag(forge: Forge, found: Any, _: Any, __: Any) -> Answer:
    release = forge.releases.get(found[0])
    return (200, release) if release else (404, {"message": "Not Found"})


def _object_id(value: Any) -> str:
    return hashlib.sha1(json.dumps(value).encode()).hexdigest()


def _create_object(forge: Forge, found: Any, _: Any, sent: dict[str, Any]) -> Answer:
    name = _object_id([found[0], sent])
    forge.objects[name] = sent
    return 201, {"sha": name}


def _create_branch(forge: Forge, _: Any, __: Any, sent: dict[str, Any]) -> Answer:
    branch = sent["ref"].removeprefix("refs/heads/")
    if branch in forge.branches:
        return 422, {"message": "Reference already exists"}
    commit = forge.objects[sent["sha"]]
    assert commit["parents"] == []
    forge.branches[branch] = {file["path"]: file["content"] for file in forge.objects[commit["tree"]]["tree"]}
    return 201, {"ref": sent["ref"]}


def _read_file(forge: Forge, found: Any, query: dict[str, str], _: Any) -> Answer:
    text = forge.branches.get(query["ref"], {}).get(found[0])
    if text is None:
        return 404, {"message": "Not Found"}
    return 200, {"sha": _object_id(text), "content": base64.encodebytes(text.encode()).decode()}


def _write_file(forge: Forge, found: Any, _: Any, sent: dict[str, Any]) -> Answer:
    branch = forge.branches[sent["branch"]]
    if sent["sha"] != _object_id(branch[found[0]]):
        return 409, {"message": f"{found[0]} does not match {sent['sha']}"}
    branch[found[0]] = base64.b64decode(sent["content"]).decode()
    return 200, {"content": {"sha": _object_id(branch[found[0]])}}


_Respond = Callable[[Forge, Any, dict[str, str], dict[str, Any]], Answer]
_REPO = f"/repos/{REPOSITORY}"
_ROUTES: tuple[tuple[str, _Respond], ...] = (
    (rf"GET {_REPO}/pages", _pages),
    (r"GET /repos/digestif/digestif/releases/latest", lambda *_: (200, {"tag_name": "v99.1.0"})),
    (rf"PUT {_REPO}/actions/workflows/daily.yml/enable", lambda *_: (204, None)),
    (rf"POST {_REPO}/actions/workflows/([\w-]+)\.yml/dispatches", _dispatch),
    (rf"GET {_REPO}/actions/workflows/([\w-]+)\.yml/runs", _list_runs),
    (rf"GET {_REPO}/compare/([^/]+)", _compare),
    (rf"GET {_REPO}/pulls/(\d+)/files", _list_files),
    (rf"GET {_REPO}/actions/runs/(\d+)/artifacts", _list_artifacts),
    (rf"GET {_REPO}/releases/tags/([\w.-]+)", _release_of_tag),
    (rf"POST {_REPO}/releases", _create_release),
    (rf"POST {_REPO}/git/(trees|commits)", _create_object),
    (rf"POST {_REPO}/git/refs", _create_branch),
    (rf"GET {_REPO}/contents/([\w.-]+)", _read_file),
    (rf"PUT {_REPO}/contents/([\w.-]+)", _write_file),
    (rf"GET {_REPO}/pulls", _list_pulls),
    (rf"POST {_REPO}/pulls", lambda forge, _, __, sent: (201, forge.open_pull(sent))),
    (rf"PATCH {_REPO}/pulls/(\d+)", _update_pull),
    (rf"GET {_REPO}/pulls/(\d+)/reviews", lambda forge, found, *_: (200, forge.reviews.get(int(found[0]), []))),
    (rf"PUT {_REPO}/pulls/(\d+)/reviews/(\d+)/dismissals", _dismiss),
    (rf"GET {_REPO}/issues", _list_issues),
    (rf"POST {_REPO}/issues", lambda forge, _, __, sent: (201, forge.open_issue(sent["title"], sent["body"], BOT))),
    (rf"GET {_REPO}/issues/(\d+)", lambda forge, found, *_: (200, forge.issues[int(found[0])])),
    (rf"PATCH {_REPO}/issues/(\d+)", _update_issue),
    (rf"GET {_REPO}/issues/(\d+)/labels", lambda forge, found, *_: (200, forge.issues[int(found[0])]["labels"])),
    (rf"POST {_REPO}/issues/(\d+)/labels", _add_labels),
    (rf"DELETE {_REPO}/issues/(\d+)/labels/([^/]+)", _remove_label),
    (rf"GET {_REPO}/issues/(\d+)/comments", _list_comments),
    (rf"POST {_REPO}/issues/(\d+)/comments", _create_comment),
    (rf"PATCH {_REPO}/issues/comments/(\d+)", _update_comment),
    (
        rf"GET {_REPO}/commits/(\w+)/check-runs",
        lambda forge, found, *_: (200, {"check_runs": forge.check_runs.get(found[0], [])}),
    ),
    (
        rf"GET {_REPO}/check-runs/(\d+)/annotations",
        lambda forge, found, *_: (200, forge.annotations.get(int(found[0]), [])),
    ),
)


class JsonServer:
    """A local HTTP server that answers from a function and refuses calls without the token, where it has one."""

    def __init__(
        self, answer: Callable[[str, str, dict[str, str], dict[str, Any]], Answer], *, token: str = ""
    ) -> None:
        tokens: set[str] = set()

        class Handler(BaseHTTPRequestHandler):
            def respond(self) -> None:
                parts = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                if given := self.headers.get("Authorization"):
                    tokens.add(given.removeprefix("Bearer "))
                if token and self.headers.get("Authorization") != f"Bearer {token}":
                    status, content = 401, {"message": "Bad credentials"}
                else:
                    status, content = answer(self.command, parts.path, query, json.loads(body) if body else {})
                raw = b"" if status == 204 else json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            # The base class calls a method by the request's.
            def __getattr__(self, name: str) -> Callable[[], None]:
                if name.startswith("do_"):
                    return self.respond
                raise AttributeError(name)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
                pass

        self.tokens = tokens
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def serve_forge(forge: Forge) -> JsonServer:
    """Serve the API of a forge; calls need the token of a run."""
    return JsonServer(forge.answer, token=TOKEN)
