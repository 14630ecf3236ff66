"""``digestif doctor``: what is missing in the folder and on GitHub, and where to click. GitHub is a local server."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator import __version__
from generator.cli.main import main
from generator.setup.new_site import make_site

_WHO = {f"GIT_{role}_{what}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
WORKFLOWS = [
    {"path": f".github/workflows/{name}.yml", "state": "active"} for name in ("publish", "daily", "check", "forms")
]
WHEEL = f"vendor/digestif-{__version__}-py3-none-any.whl"
REPOSITORY = "/repos/ada/my-digest"
#: The answers of GitHub about a digest with nothing missing, by path without the query.
SOUND: dict[str, tuple[int, Any]] = {
    REPOSITORY: (200, {"default_branch": "main", "has_issues": True, "has_pages": True, "archived": False}),
    f"{REPOSITORY}/pages": (200, {"build_type": "workflow", "html_url": "https://ada.github.io/my-digest/"}),
    f"{REPOSITORY}/actions/workflows": (200, {"workflows": WORKFLOWS}),
    f"{REPOSITORY}/actions/workflows/publish.yml/runs": (200, {"workflow_runs": [{"conclusion": "success"}]}),
    f"{REPOSITORY}/actions/workflows/daily.yml/runs": (200, {"workflow_runs": [{"conclusion": "success"}]}),
    f"{REPOSITORY}/actions/variables/DIGEST_SOURCE": (200, {"value": "hf"}),
    f"{REPOSITORY}/actions/permissions/workflow": (200, {"can_approve_pull_request_reviews": True}),
}


class GitHub(BaseHTTPRequestHandler):
    """Answers from the server's table; remembers the tokens of requests."""

    def do_GET(self) -> None:
        answers: dict[str, tuple[int, Any]] = self.server.answers  # type: ignore[attr-defined]  # set by the fixture
        status, body = answers.get(self.path.partition("?")[0], (404, {"message": "Not Found"}))
        self.server.tokens.add(self.headers.get("Authorization"))  # type: ignore[attr-defined]  # as above
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        pass


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), GitHub)
    server.answers, server.tokens = dict(SOUND), set()  # type: ignore[attr-defined]  # for the handler
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("GITHUB_API_URL", f"http://127.0.0.1:{server.server_address[1]}")
    monkeypatch.setenv("GITHUB_TOKEN", "a-token")
    yield server
    server.shutdown()
    server.server_close()


def git(site: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=site, check=True, capture_output=True, env=os.environ | _WHO)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A digest that the guide's steps have made, before the first push."""
    site = tmp_path / "my-digest"
    make_site(site)
    settings = site / "mkdocs.yml"
    text = settings.read_text().replace("# site_url: https://NAME.github.io/REPOSITORY/", "site_url: ADDRESS")
    text = text.replace("ADDRESS", "https://ada.github.io/my-digest/")
    settings.write_text(text.replace("# repo_url: https://github.com/NAME/REPOSITORY", "repo_url: REPOSITORY"))
    settings.write_text(settings.read_text().replace("REPOSITORY", "https://github.com/ada/my-digest"))
    git(site, "init", "--quiet", "--initial-branch", "main")
    git(site, "add", ".")
    git(site, "commit", "--quiet", "--message", "New digest")
    git(site, "remote", "add", "origin", "git@github.com:ada/my-digest.git")
    return site


def doctor(site: Path, *options: str) -> tuple[int, list[str]]:
    """Exit code, and the lines about what is not in order."""
    ran = CliRunner().invoke(main, ["-C", str(site), "doctor", *options])
    lines = ran.stdout.splitlines()
    assert lines, ran.stderr
    return ran.exit_code, [line for line in lines if not line.startswith("ok ")]


NO_PAPERS = ["suggestion  records: there are no papers yet", "            run: digestif fetch hf --import"]


def test_a_digest_that_is_ready(site: Path) -> None:
    assert doctor(site) == (0, [*NO_PAPERS, "1 suggestion"])


def test_a_folder_that_the_guide_has_just_made(tmp_path: Path) -> None:
    make_site(tmp_path / "new")
    code, lines = doctor(tmp_path / "new")
    assert code == 1
    assert lines[-3:] == [
        "MISSING     git: this folder is not in a Git repository",
        '            run: git init -b main && git add . && git commit -m "New digest"',
        "1 missing, 3 suggestions",
    ]


def test_faults_of_the_folder_are_named_with_their_fix(site: Path) -> None:
    (site / WHEEL).write_bytes(b"another program")
    (site / ".github/workflows/publish.yml").unlink()
    git(site, "branch", "--move", "master")
    git(site, "remote", "set-url", "origin", "https://ada:password@github.com/ada/another.git")
    (site / ".git/info/exclude").write_text("*.zip\n")
    assert doctor(site) == (
        1,
        [
            f"MISSING     program: {WHEEL} is not the file that requirements.txt names",
            "            run: digestif update",
            "suggestion  files: .github/workflows/publish.yml does not exist",
            "            on GitHub, restore it from Git; for other hosts, see docs/hosts.md of Digestif",
            *NO_PAPERS,
            "suggestion  git: 2 files not committed",
            "            commit what belongs to the digest: git add . && git commit",
            "MISSING     branch: is 'master', but the workflows publish main",
            "            run: git branch -m main",
            "suggestion  remote: is https://github.com/ada/another, but repo_url is https://github.com/ada/my-digest",
            "            set repo_url in mkdocs.yml",
            "2 missing, 4 suggestions",
        ],
    )


def test_files_that_an_update_could_not_merge_are_named(site: Path) -> None:
    (site / "vendor/new/docs").mkdir(parents=True)
    (site / "vendor/new/docs/about.md").write_text("# About\n")
    assert doctor(site)[1][:2] == [
        "suggestion  files: vendor/new/ has 1 file of an update that could not be merged",
        "            merge each into your own file, then run: rm -r vendor/new",
    ]


def test_every_workflow_that_is_absent_is_named(site: Path) -> None:
    for name in ("daily", "forms"):
        (site / f".github/workflows/{name}.yml").unlink()
    assert doctor(site)[1][0] == (
        "suggestion  files: .github/workflows/daily.yml, .github/workflows/forms.yml do not exist"
    )


def test_a_repository_that_is_ready(site: Path, github: ThreadingHTTPServer) -> None:
    assert doctor(site, "--online") == (0, [*NO_PAPERS, "1 suggestion"])
    assert github.tokens == {"Bearer a-token"}  # type: ignore[attr-defined]  # set by the fixture


RELEASE = "/repos/example/digestif/releases/latest"
PAGE = "https://github.com/ada/my-digest"


@pytest.mark.parametrize(
    ("path", "answer", "line", "fix"),
    [
        (
            "",
            (404, {}),
            "MISSING     repository: GitHub shows no repository ada/my-digest",
            "create it at https://github.com/new; for a private one, set GITHUB_TOKEN",
        ),
        (
            "",
            (403, {"message": "rate limit"}),
            "unknown     repository: GitHub limits requests without a token",
            "set GITHUB_TOKEN, and run this again",
        ),
        (
            "",
            (200, SOUND[REPOSITORY][1] | {"has_pages": False}),
            "MISSING     pages: GitHub Pages is not enabled",
            f"{PAGE}/settings/pages › Build and deployment › Source: GitHub Actions",
        ),
        (
            "",
            (200, SOUND[REPOSITORY][1] | {"default_branch": "master"}),
            "MISSING     default branch: is 'master', but the workflows publish main",
            f"{PAGE}/settings › Default branch",
        ),
        (
            "",
            (200, SOUND[REPOSITORY][1] | {"has_issues": False}),
            "suggestion  issues: are switched off, so readers have no forms",
            f"{PAGE}/settings › Features › Issues",
        ),
        (
            "/pages",
            (200, {"build_type": "legacy"}),
            "MISSING     pages: GitHub Pages publishes a branch and not the result of the workflow",
            f"{PAGE}/settings/pages › Build and deployment › Source: GitHub Actions",
        ),
        (
            "/pages",
            (200, {"build_type": "workflow", "html_url": "https://papers.example.org/"}),
            "suggestion  pages: publishes at https://papers.example.org, but site_url is https://ada.github.io/my-digest",
            "set site_url in mkdocs.yml",
        ),
        (
            "/actions/workflows",
            (200, {"workflows": [WORKFLOWS[0], WORKFLOWS[1] | {"state": "disabled_inactivity"}, *WORKFLOWS[2:]]}),
            "MISSING     workflows: daily.yml is disabled because the repository had no commit for 60 days",
            f"{PAGE}/actions/workflows/daily.yml › Enable workflow",
        ),
        (
            "/actions/workflows/publish.yml/runs",
            (200, {"workflow_runs": [{"conclusion": "failure", "html_url": f"{PAGE}/actions/runs/7"}]}),
            "MISSING     last run: publish.yml ended with 'failure'",
            f"read the log: {PAGE}/actions/runs/7",
        ),
        (
            "/actions/workflows/daily.yml/runs",
            (200, {"workflow_runs": [{"conclusion": "failure", "html_url": f"{PAGE}/actions/runs/8"}]}),
            "MISSING     last run: daily.yml ended with 'failure'",
            f"read the log: {PAGE}/actions/runs/8",
        ),
        (
            "/actions/variables/DIGEST_SOURCE",
            (200, {"value": "huggingface"}),
            "MISSING     daily import: DIGEST_SOURCE is 'huggingface', so the daily run fails",
            f"{PAGE}/settings/variables/actions › New repository variable: DIGEST_SOURCE, hf or arxiv",
        ),
        (
            "/actions/variables/DIGEST_SOURCE",
            (200, {"value": "arxiv"}),
            "MISSING     daily import: DIGEST_SOURCE is 'arxiv', and DIGEST_QUERY is not set, so the daily run fails",
            f"{PAGE}/settings/variables/actions › New repository variable: DIGEST_QUERY, for example "
            "cat:cs.RO AND ti:grasp",
        ),
        (
            "/actions/variables/DIGEST_SOURCE",
            (404, {}),
            "suggestion  daily import: DIGEST_SOURCE is not set, so no papers are imported",
            f"{PAGE}/settings/variables/actions › New repository variable: DIGEST_SOURCE, hf or arxiv",
        ),
        (
            "/actions/permissions/workflow",
            (200, {"can_approve_pull_request_reviews": False}),
            "suggestion  permissions: workflows cannot create pull requests, so forms do not become corrections",
            f"{PAGE}/settings/actions › Workflow permissions › Allow GitHub Actions to create and approve "
            "pull requests",
        ),
    ],
)
def test_faults_of_the_repository_are_named_with_a_place_to_click(
    site: Path, github: ThreadingHTTPServer, path: str, answer: tuple[int, Any], line: str, fix: str
) -> None:
    github.answers[f"{REPOSITORY}{path}"] = answer  # type: ignore[attr-defined]  # set by the fixture
    code, lines = doctor(site, "--online")
    assert [each.strip() for each in lines[2:-1]] == [line, fix]
    assert code == int(line.startswith("MISSING"))


def test_a_newer_release_is_named(site: Path, github: ThreadingHTTPServer) -> None:
    requirements = site / "requirements.txt"
    _, _, rest = requirements.read_text().partition("\n")
    requirements.write_text(
        f"# Digestif {__version__} from https://github.com/example/digestif at 0123abcd, and\n{rest}"
    )
    git(site, "commit", "--quiet", "--all", "--message", "From Git")
    github.answers[RELEASE] = (200, {"tag_name": "v99.1.0"})  # type: ignore[attr-defined]  # set by the fixture
    assert doctor(site, "--online")[1][2:4] == [
        f"suggestion  version: Digestif 99.1.0 is available; this digest uses {__version__}",
        "            install it, then run: digestif update",
    ]


def test_a_server_that_cannot_be_reached_is_one_sentence(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_API_URL", "http://127.0.0.1:1")
    ran = CliRunner().invoke(main, ["-C", str(site), "doctor", "--online"])
    assert ran.exit_code == 2
    assert ran.stderr.splitlines()[0] == "digestif: could not ask http://127.0.0.1:1 about ada/my-digest"


def test_results_as_json(site: Path) -> None:
    ran = CliRunner().invoke(main, ["-C", str(site), "doctor", "--format", "json"])
    shown = json.loads(ran.stdout)
    assert shown["counts"] == {"suggestion": 1, "ok": 7}
    assert shown["results"][0] == {
        "check": "program",
        "status": "ok",
        "found": f"Digestif {__version__} is pinned by its hash",
        "fix": "",
    }


def test_a_renamed_repository_is_named(site: Path, github: ThreadingHTTPServer) -> None:
    general = SOUND[REPOSITORY][1]
    github.answers[REPOSITORY] = (200, general | {"full_name": "ada/robots"})  # type: ignore[attr-defined]
    lines = doctor(site, "--online")[1]
    at = lines.index("suggestion  repository: is now called ada/robots, and its site has another address")
    assert [line.strip() for line in lines[at + 1 : at + 3]] == [
        "run: git remote set-url origin https://github.com/ada/robots",
        "and set repo_url and site_url in mkdocs.yml",
    ]


def test_the_daily_run_of_a_fork_waits_for_a_click(site: Path, github: ThreadingHTTPServer) -> None:
    workflows = [each | {"state": "disabled_fork"} if "daily" in each["path"] else each for each in WORKFLOWS]
    github.answers[f"{REPOSITORY}/actions/workflows"] = (200, {"workflows": workflows})  # type: ignore[attr-defined]
    code, lines = doctor(site, "--online")
    assert code == 1
    assert "MISSING     workflows: daily.yml is disabled because the repository is a fork" in lines
