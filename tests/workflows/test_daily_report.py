"""When the daily run opens and closes its issue, for every result that a job can have."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
#: The script's surroundings: one open issue, or none, and a list of the calls that change issues.
_HARNESS = """
const calls = [];
const call = (name) => async (sent) => { calls.push(sent.state ?? name); return { data: {} }; };
const issues = { listForRepo: {}, update: call("update"), create: call("create"), createComment: call("comment") };
const github = { rest: { issues }, paginate: async () => JSON.parse(process.env.OPEN) };
const context = { repo: { owner: "ada", repo: "digest" }, serverUrl: "https://github.com", runId: 5 };
const AsyncFunction = (async () => {}).constructor;
new AsyncFunction("github", "context", process.env.SCRIPT)(github, context)
  .then(() => console.log(JSON.stringify(calls)));
"""


def calls(fetch: str, keep: str, publish: str, send: str = "skipped", *, is_open: bool) -> list[str]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node.js")
    workflow = yaml.safe_load((ROOT / ".github/workflows/daily.yml").read_text())
    environment = {
        "SCRIPT": workflow["jobs"]["report"]["steps"][0]["with"]["script"],
        "OPEN": json.dumps([{"title": "The daily run fails", "number": 9}] if is_open else []),
        "FETCH": fetch,
        "KEEP": keep,
        "PUBLISH": publish,
        "SEND": send,
    }
    command = [node, "-e", _HARNESS]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | environment)
    return list(json.loads(done.stdout))


@pytest.mark.parametrize(
    "results",
    [
        ("failure", "skipped", "success"),
        ("cancelled", "skipped", "success"),
        ("success", "cancelled", "success"),
        ("success", "success", "cancelled"),
        ("success", "success", "success", "failure"),
    ],
)
def test_a_job_that_fails_or_reaches_its_time_limit_keeps_the_issue_open(results: tuple[str, ...]) -> None:
    assert calls(*results, is_open=False) == ["create"]
    assert calls(*results, is_open=True) == ["update"]


@pytest.mark.parametrize("send", ["success", "skipped"])
@pytest.mark.parametrize("keep", ["success", "skipped"])
def test_only_a_run_that_succeeded_closes_the_issue(keep: str, send: str) -> None:
    assert calls("success", keep, "success", send, is_open=True) == ["comment", "closed"]
    assert calls("success", keep, "success", send, is_open=False) == []


def test_a_run_that_did_nothing_leaves_the_issue() -> None:
    assert calls("success", "success", "skipped", is_open=True) == []
    assert calls("skipped", "skipped", "skipped", is_open=True) == []
