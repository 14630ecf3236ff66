"""GitHub as its users see it: pushes, forms, checks, merges and scheduled runs start the workflows of a repository."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.cli.running import digestif
from tests.workflows.github_stand_in.api import Forge, JsonServer, serve_forge
from tests.workflows.github_stand_in.papers import DailyPapers
from tests.workflows.github_stand_in.repository import REPOSITORY, SERVER, Repository
from tests.workflows.github_stand_in.runner import Run, Runner, Trigger

MAIN = "refs/heads/main"
READER = {"login": "reader", "type": "User"}


@dataclass
class Hub:
    """One repository with its workflows, and the clone in which its curator works.

    ``now`` is the moment at which runs take place; ``variables`` and ``secrets`` are those of the repository's
    settings.
    """

    state: Path
    now: datetime
    variables: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    forge: Forge = field(default_factory=Forge)
    papers: DailyPapers = field(default_factory=DailyPapers)
    runs: list[Run] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.repository = Repository(self.state)
        self.forge.compare = self.repository.compare
        self.forge.head = self.repository.head
        self._servers = [serve_forge(self.forge), JsonServer(self.papers.answer)]
        environment = {
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_API_URL": self._servers[0].url,
            "DIGESTIF_HF_URL": self._servers[1].url,
            "DIGESTIF_DOI_URL": self._servers[1].url,
        }
        self.runner = Runner(self.state, home=self.repository.home, environment=environment)
        self.curator = self.state / "curator"

    def close(self) -> None:
        for server in self._servers:
            server.close()

    @property
    def site(self) -> Path:
        """The published site."""
        return self.state / "pages"

    def tokens_of_sources(self) -> set[str]:
        """The tokens with which runs called the sources."""
        return self._servers[1].tokens

    @property
    def deployments(self) -> int:
        """The number of deployments so far."""
        file = self.state / "deployments"
        return len(file.read_text().splitlines()) if file.exists() else 0

    def enable_pages(self, source: str = "workflow") -> None:
        """Choose a source in Settings > Pages."""
        self.forge.pages = source
        (self.state / "pages-enabled").touch()

    def new_site(self) -> None:
        """Make a digest as the guide says, without a push."""
        digestif("new", self.curator, cwd=self.state).check_returncode()
        self.repository.git(self.curator, "init", "--quiet", "-b", "main")
        self.repository.git(self.curator, "remote", "add", "origin", f"{SERVER}/{REPOSITORY}")
        self.repository.commit(self.curator, "A new digest")

    def push(self) -> Run:
        """Push the curator's commits to main; returns the run of Publish that the push starts."""
        self.repository.push(self.curator)
        return self.start("publish", "push", {"ref": MAIN})

    def pull(self) -> None:
        """Bring the curator's clone to the newest commit of main."""
        self.repository.git(self.curator, "pull", "--quiet", "origin", "main")

    def daily(self, **inputs: str) -> Run:
        """Start the daily run: on schedule, or as a person does with inputs."""
        if inputs:
            return self.start("daily", "workflow_dispatch", {"ref": MAIN, "inputs": inputs})
        return self.start("daily", "schedule", {"schedule": "17 5,17 * * *"})

    def submit_form(self, body: str, *, title: str = "Fix a record") -> tuple[int, Run]:
        """Open an issue with a form; returns its number and the run of Forms."""
        issue = self.forge.open_issue(title, body, READER)
        return issue["number"], self._form_event("opened", issue)

    def edit_form(self, number: int, body: str) -> Run:
        """Edit the form of an issue."""
        self.forge.issues[number]["body"] = body
        return self._form_event("edited", self.forge.issues[number])

    def reopen_form(self, number: int) -> Run:
        """Reopen a closed issue, as its author does."""
        self.forge.issues[number]["state"] = "open"
        return self._form_event("reopened", self.forge.issues[number])

    def _form_event(self, action: str, issue: dict[str, Any]) -> Run:
        # The scripts read the machine's clock.
        run = {"id": len(self.runs) + 1, "workflow": "forms", "event": "issues", "actor": issue["user"]["login"]}
        self.forge.runs.append(run | {"created_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", "conclusion": None})
        done = self.start("forms", "issues", {"action": action, "issue": issue, "sender": issue["user"]})
        self.forge.runs[-1]["conclusion"] = done.conclusion if done.jobs else "skipped"
        return done

    def run_dispatched(self) -> list[Run]:
        """Run the workflows that other workflows started."""
        started, self.forge.dispatches[:] = list(self.forge.dispatches), []
        return [
            self.start(workflow, "workflow_dispatch", {"ref": MAIN, "inputs": inputs}) for workflow, inputs in started
        ]

    def open_pull(self, branch: str, folder: Path, *, title: str) -> int:
        """Open a pull request of a fork from the HEAD of a clone."""
        commit = self.repository.git(folder, "rev-parse", "HEAD").strip()
        self.repository.push(folder, f"HEAD:refs/heads/{branch}")
        sent = {"head": branch, "sha": commit, "title": title, "body": ""}
        return int(self.forge.open_pull(sent, READER)["number"])

    def check(self, number: int) -> tuple[Run, Run]:
        """Run Check for a pull request, then Comment for its result."""
        pull = self.forge.pulls[number]
        clone = self.repository.clone(self.state / f"merge-{len(self.runs)}")
        merge = self.repository.merge(clone, pull["head"]["ref"], message=f"Merge {pull['head']['sha']} into main")
        self.repository.push(clone, f"+HEAD:refs/pull/{number}/merge")
        base = {"ref": "main", "sha": self.repository.head()}
        payload = {"number": number, "pull_request": {"number": number, "head": pull["head"], "base": base}}
        check = self.start("check", "pull_request", payload, commit=merge, reference=f"refs/pull/{number}/merge")
        sha = pull["head"]["sha"]
        self.forge.check_runs[sha] = [{"id": check.number, "check_suite": {"id": check.number}}]
        self.forge.annotations[check.number] = check.annotations
        uploaded = (
            sorted((self.state / "artifacts" / str(check.number)).iterdir()) if check.conclusion == "success" else []
        )
        self.forge.artifacts[check.number] = [{"id": at, "name": each.name} for at, each in enumerate(uploaded, 1)]
        finished = {
            "event": "pull_request",
            "head_sha": sha,
            "conclusion": check.conclusion,
            "check_suite_id": check.number,
            "html_url": f"{SERVER}/{REPOSITORY}/actions/runs/{check.number}",
            "id": check.number,
        }
        return check, self.start("comment", "workflow_run", {"workflow_run": finished})

    def merge(self, number: int) -> Run:
        """Merge a pull request, as a curator does; returns the run of Publish."""
        pull = self.forge.pulls[number]
        clone = self.repository.clone(self.state / f"button-{len(self.runs)}")
        self.repository.merge(clone, pull["head"]["ref"], message=f"Merge pull request #{number}")
        self.repository.push(clone)
        pull["state"] = "closed"
        return self.start("publish", "push", {"ref": MAIN})

    def start(
        self, workflow: str, event: str, payload: dict[str, Any], *, commit: str = "", reference: str = MAIN
    ) -> Run:
        """Run a workflow of the newest commit of main, or of another commit."""
        repository = {"full_name": REPOSITORY, "default_branch": "main", "owner": {"login": "ada"}}
        trigger = Trigger(
            number=len(self.runs) + 1,
            event=event,
            payload={"repository": repository} | payload,
            variables=self.variables,
            secrets=self.secrets,
            commit=commit or self.repository.head(),
            reference=reference,
            now=self.now,
        )
        clone = self.repository.clone(self.state / f"workflows-{trigger.number}", trigger.commit)
        run = self.runner.run(clone, workflow, trigger)
        self.runs.append(run)
        return run
