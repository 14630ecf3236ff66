"""When the daily run and the publication open and close their issues, for every result that a job can have."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
TITLES = {"daily": "The daily run fails", "publish": "The site could not be published"}
#: The script's surroundings: one open issue, or none, and a list of the calls that change issues.
_HARNESS = """
const calls = [];
const call = (name) => async (sent) => { calls.push([sent.state ?? name, sent.body ?? ""]); return { data: {} }; };
const issues = { listForRepo: {}, update: call("update"), create: call("create"), createComment: call("comment") };
const paginate = async () => {
  if (process.env.OPEN === "disabled") throw Object.assign(new Error("Issues has been disabled"), { status: 410 });
  return JSON.parse(process.env.OPEN);
};
const github = { rest: { issues }, paginate };
const core = { warning: (text) => calls.push(["warning", text]) };
const context = { repo: { owner: "ada", repo: "digest" }, serverUrl: "https://github.com", runId: 5 };
const AsyncFunction = (async () => {}).constructor;
new AsyncFunction("github", "context", "core", process.env.SCRIPT)(github, context, core)
  .then(() => console.log(JSON.stringify(calls)));
"""


def report(workflow: str, results: dict[str, str], *, is_open: bool | None) -> list[tuple[str, str]]:
    """The calls of the job "report" and their texts; without ``is_open``, the repository has no issues."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node.js")
    steps = yaml.safe_load((ROOT / f".github/workflows/{workflow}.yml").read_text())["jobs"]["report"]["steps"]
    opened = [{"title": TITLES[workflow], "number": 9}] if is_open else []
    environment = dict.fromkeys(steps[0]["env"], "") | results
    environment |= {
        "SCRIPT": steps[0]["with"]["script"],
        "OPEN": "disabled" if is_open is None else json.dumps(opened),
    }
    command = [node, "-e", _HARNESS]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | environment)
    return [(name, text) for name, text in json.loads(done.stdout)]


def calls(workflow: str, results: dict[str, str], *, is_open: bool) -> list[str]:
    return [name for name, _ in report(workflow, results, is_open=is_open)]


def daily(fetch: str, keep: str, send: str = "skipped") -> dict[str, str]:
    return {"FETCH": fetch, "KEEP": keep, "SEND": send}


def publish(plan: str, build: str, deploy: str, by_year: str = "skipped") -> dict[str, str]:
    return {"PLAN": plan, "BUILD": build, "BY_YEAR": by_year, "DEPLOY": deploy}


@pytest.mark.parametrize(
    ("workflow", "results"),
    [
        ("daily", daily("failure", "skipped")),
        ("daily", daily("cancelled", "skipped")),
        ("daily", daily("success", "cancelled")),
        ("daily", daily("success", "success", "failure")),
        ("publish", publish("failure", "skipped", "skipped")),
        ("publish", publish("success", "failure", "skipped")),
        ("publish", publish("success", "skipped", "skipped", "failure")),
        ("publish", publish("success", "success", "cancelled")),
    ],
)
def test_a_job_that_fails_or_reaches_its_time_limit_keeps_the_issue_open(
    workflow: str, results: dict[str, str]
) -> None:
    assert calls(workflow, results, is_open=False) == ["create"]
    assert calls(workflow, results, is_open=True) == ["update"]


@pytest.mark.parametrize(
    ("workflow", "results"),
    [
        *(
            ("daily", daily("success", keep, send))
            for keep in ("success", "skipped")
            for send in ("success", "skipped")
        ),
        ("daily", daily("skipped", "skipped", "success")),
        ("publish", publish("success", "success", "success")),
        ("publish", publish("success", "skipped", "skipped")),
    ],
)
def test_only_a_run_that_succeeded_closes_the_issue(workflow: str, results: dict[str, str]) -> None:
    assert calls(workflow, results, is_open=True) == ["comment", "closed"]
    assert calls(workflow, results, is_open=False) == []


def test_a_run_that_did_nothing_leaves_the_issue() -> None:
    assert calls("daily", daily("skipped", "skipped", "skipped"), is_open=True) == []


@pytest.mark.parametrize("results", [("daily", daily("failure", "skipped")), ("publish", publish("failure", "", ""))])
def test_a_fork_without_issues_gets_a_warning(results: tuple[str, dict[str, str]]) -> None:
    [(name, text)] = report(*results, is_open=None)
    assert (name, text.partition(",")[0]) == ("warning", "Issues are disabled")


def body(workflow: str, results: dict[str, str], **outputs: str) -> str:
    [(_, text)] = report(workflow, results | outputs, is_open=False)
    return text


def test_the_issue_of_wrong_settings_lists_them() -> None:
    wrong = json.dumps("- DIGEST_SOURCE is 'pdf': it must be hf or arxiv.\n")
    text = body("daily", daily("failure", "skipped"), SETTINGS=wrong)
    assert text.startswith(
        "Nothing was fetched, because variables of this repository are wrong. Correct them in Settings > Secrets and "
        "variables > Actions > Variables:\n\n- DIGEST_SOURCE is 'pdf': it must be hf or arxiv.\n\n"
    )


def test_the_issue_of_a_failed_fetch_has_the_reasons() -> None:
    text = body("daily", daily("failure", "success"), REASONS=json.dumps("- 2026-03-03: status 400\n"))
    assert "The next run requests the missing days again.\n\n- 2026-03-03: status 400\n\nThe log" in text


def test_the_issue_of_a_failed_build_quotes_it_without_running_it() -> None:
    failed = publish("success", "failure", "skipped")
    text = body("publish", failed, REASON=json.dumps("a.yaml: `@ada`\x1b[2J\u202e\n"))
    assert text.startswith(
        "The site could not be built, so it stays as it was.\n\n```text\na.yaml: '@ada'\ufffd[2J\ufffd\n```\n\n"
    )
    assert "```" not in body("publish", failed)


def test_the_issue_of_a_site_without_pages_says_where_to_click() -> None:
    settings = "https://github.com/ada/digest/settings/pages"
    text = body("publish", publish("failure", "skipped", "skipped"), DISABLED=settings)
    assert text.startswith(f"GitHub Pages is not enabled. Open {settings}, and under *Build and deployment*")
