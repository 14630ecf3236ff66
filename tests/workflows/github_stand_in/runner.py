"""Executes workflow files with act, on this machine, with the actions in the folder ``actions``."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.preloaded import client, running
from tests.workflows.github_stand_in.repository import TOKEN

ROOT = Path(__file__).parents[3]
ACTIONS = Path(__file__).parent / "actions"
DIGESTIF = Path(__file__).with_name("digestif.py")
REQUIRE = "DIGESTIF_REQUIRE_ACT"

_SCRIPTS = {
    "digestif": f'exec "$STAND_IN_PYTHON" -IS "{client.__file__}" "$STAND_IN_SERVER" "{DIGESTIF}" "$@"',
    "python": 'case "$*" in "-m pip install "*) exit 0;; esac\nexec "$STAND_IN_PYTHON" "$@"',
    "make": "exit 0",
}

#: The day that the test sets, where a workflow asks for the day and not for a duration or another day.
_DATE = '#!/bin/sh\ncase "$1" in --utc) set -- --date "$STAND_IN_NOW" "$@";; esac\nexec "$STAND_IN_DATE" "$@"\n'


def find_act() -> str | None:
    """The path of act: beside this interpreter, where pip puts it, or on the path."""
    return shutil.which("act", path=str(Path(sys.executable).parent)) or shutil.which("act")


def missing_programs() -> list[str]:
    """The programs of a runner that this machine lacks."""
    return [name for name in ("node", "jq", "curl", "git") if shutil.which(name) is None] + (
        [] if find_act() else ["act"]
    )


@dataclass
class Run:
    """A run of one workflow: the result of each job, everything it printed and its annotations."""

    number: int
    event: str
    jobs: dict[str, str] = field(default_factory=dict)
    log: str = ""
    annotations: list[dict[str, Any]] = field(default_factory=list)

    @property
    def conclusion(self) -> str:
        return "failure" if "failure" in self.jobs.values() else "success"

    def errors(self) -> list[str]:
        """The errors that the steps announced, as people see them."""
        return [entry["message"] for entry in self.annotations if entry["annotation_level"] == "failure"]


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """What starts a run, and when: an event with its payload, for a commit of a reference."""

    number: int
    event: str
    payload: Mapping[str, Any]
    variables: Mapping[str, str]
    secrets: Mapping[str, str]
    commit: str
    reference: str
    now: datetime

    def environment(self) -> dict[str, str]:
        return {
            "GITHUB_RUN_ID": str(self.number),
            "GITHUB_REF": self.reference,
            "STAND_IN_COMMIT": self.commit,
            "STAND_IN_NOW": self.now.isoformat(),
        }


class StalledRunError(Exception):
    """A run printed nothing for a long time.

    This was seen once, after a step that had written its output. The likely cause, which could not be repeated, is that
    act waits for the terminal of a step that has ended. So a test may try again.
    """


class Runner:
    """Runs workflows with their state in a folder: artifacts, cache entries and the published site.

    A run that prints nothing for ``seconds`` fails with StalledRunError.
    """

    def __init__(self, state: Path, *, home: Path, environment: Mapping[str, str]) -> None:
        self.state = state
        self.seconds = 180.0
        self._home = home
        self._environment = dict(environment)
        self._bin = state / "bin"
        self._bin.mkdir()
        self._clock = state / "clock"
        self._clock.mkdir()
        (self._clock / "date").write_text(_DATE)
        (self._clock / "date").chmod(0o755)
        for name, script in _SCRIPTS.items():
            (self._bin / name).write_text(f"#!/bin/sh\n{script}\n")
            (self._bin / name).chmod(0o755)

    def start_python_anew(self) -> None:
        """Run Digestif in processes of its own, whose processor time the system counts for those that wait for them."""
        (self._bin / "digestif").write_text(f'#!/bin/sh\nexec "$STAND_IN_PYTHON" "{DIGESTIF}" "$@"\n')

    def run(self, clone: Path, workflow: str, trigger: Trigger) -> Run:
        """Run a workflow file of a clone."""
        payload = self.state / f"event-{trigger.number}.json"
        payload.write_text(json.dumps(trigger.payload))
        for kept in (".cache", ".local"):  # a runner starts with an empty home folder
            shutil.rmtree(self._home / kept, ignore_errors=True)
        command = [str(find_act()), trigger.event, "--json", "--no-skip-checkout", "--no-cache-server"]
        command += ["--workflows", f".github/workflows/{workflow}.yml", "--eventpath", str(payload), "--actor", "ada"]
        command += ["--platform", "ubuntu-latest=-self-hosted", "--secret", f"GITHUB_TOKEN={TOKEN}"]
        command += ["--concurrent-jobs", "1"]
        for action in _used_actions(clone / ".github" / "workflows"):
            command += ["--local-repository", f"{action}={ACTIONS / action.partition('@')[0]}"]
        command += _settings("--var", trigger.variables)
        command += _settings("--secret", trigger.secrets)
        command += _settings("--env", self._environment | trigger.environment())
        output = self.state / f"run-{trigger.number}.jsonl"
        errors = output.with_suffix(".errors")
        code = self._call(command, clone, output, errors)
        run = _read_log(output.read_text(), Run(number=trigger.number, event=trigger.event))
        assert run.jobs or code == 0, errors.read_text()[-2000:]
        return run

    def _call(self, command: list[str], folder: Path, output: Path, errors: Path) -> int:
        """The exit code of a command that writes to files."""
        with output.open("w") as out, errors.open("w") as err:
            process = subprocess.Popen(
                command, cwd=folder, stdout=out, stderr=err, env=self._process(), start_new_session=True
            )
        try:
            written = -1
            while written < (written := output.stat().st_size + errors.stat().st_size):
                with suppress(subprocess.TimeoutExpired):
                    return process.wait(self.seconds)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        last = "\n".join(output.read_text(errors="replace").splitlines()[-5:])
        raise StalledRunError(f"{command[0]} printed nothing for {self.seconds:.0f} seconds after these lines:\n{last}")

    def _process(self) -> dict[str, str]:
        """The environment of every step: this machine's, without what a test runner on GitHub would add to it."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "GIT_", "DIGESTIF_"))
        }
        return kept | {
            "HOME": str(self._home),
            "PATH": f"{self._clock}:{os.environ.get('PATH', os.defpath)}",
            "XDG_CACHE_HOME": str(self._home / ".cache"),
            "XDG_STATE_HOME": "",
            "NO_PROXY": "127.0.0.1",
            "PYTHONPATH": str(ROOT),
            "STAND_IN_ACTIONS": str(ACTIONS),
            "STAND_IN_BIN": str(self._bin),
            "STAND_IN_DATE": shutil.which("date") or "date",
            "STAND_IN_PYTHON": sys.executable,
            "STAND_IN_SERVER": running.server(),
            "STAND_IN_STATE": str(self.state),
        }


def _settings(option: str, values: Mapping[str, str]) -> Iterator[str]:
    for name, value in values.items():
        yield from (option, f"{name}={value}")


def _used_actions(workflows: Path) -> list[str]:
    """Each action with its commit, as in ``actions/checkout@…``; one in a subfolder is named by its repository."""
    text = "\n".join(file.read_text() for file in workflows.glob("*.yml"))
    found = re.findall(r"uses: ([\w-]+/[\w-]+)(?:/[\w/-]+)?@([0-9a-f]{40})", text)
    return sorted({f"{repository}@{commit}" for repository, commit in found})


def _read_log(output: str, run: Run) -> Run:
    lines = []
    for line in output.splitlines():
        if not line.startswith("{"):
            continue
        entry = json.loads(line)
        if "jobResult" in entry:
            run.jobs[entry["job"].rpartition("/")[2].strip()] = entry["jobResult"]
        if entry.get("command") in {"error", "warning", "notice"}:
            run.annotations.append(_annotation(entry))
        if entry.get("raw_output") or "command" in entry or entry["level"] == "error":
            lines.append(f"{entry.get('jobID', '')}: {entry.get('raw') or entry['msg']}".rstrip("\n"))
    run.log = "\n".join(lines)
    return run


def _annotation(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An annotation as GitHub's API gives it."""
    place = entry.get("kvPairs") or {}
    return {
        "annotation_level": {"error": "failure"}.get(entry["command"], entry["command"]),
        "path": place.get("file", ".github"),
        "start_line": int(place.get("line", 1)),
        "title": place.get("title", ""),
        "message": entry["arg"],
    }
