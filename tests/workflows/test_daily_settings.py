"""What the daily run does with each setting: the arguments of the fetch, or the name of a setting that is wrong."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
VARIABLES = [
    f"DIGEST_{name}"
    for name in (
        *("SOURCE", "QUERY", "ARXIV_TYPES", "REVIEW", "SEND", "BY_YEAR"),
        *("FORMS_PER_HOUR", "FORMS_OPEN"),
    )
]
GOOD = {"DIGEST_SOURCE": "arxiv", "DIGEST_QUERY": "cat:cs.RO AND ti:grasp"}


def run_step(name: str, folder: Path, environment: dict[str, str]) -> tuple[int, dict[str, str], str]:
    """The exit code of a step of the job that fetches, its outputs, and what it printed."""
    workflow = yaml.safe_load((ROOT / ".github/workflows/daily.yml").read_text())
    [script] = [step["run"] for step in workflow["jobs"]["fetch"]["steps"] if step.get("id") == name]
    outputs = folder / "outputs"
    outputs.touch()
    given = {"GITHUB_OUTPUT": str(outputs), "GITHUB_STEP_SUMMARY": str(folder / "summary"), "RUNNER_TEMP": str(folder)}
    done = subprocess.run(
        ["bash", "-e", "-c", script],
        env={"PATH": f"{folder}/bin:{os.environ['PATH']}"} | given | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, dict(line.split("=", 1) for line in outputs.read_text().splitlines()), done.stdout


def check_settings(folder: Path, **variables: str) -> tuple[int, dict[str, str], str]:
    return run_step("settings", folder, dict.fromkeys([*VARIABLES, "DAY"], "") | variables)


@pytest.mark.parametrize(
    ("settings", "arguments"),
    [
        ({"SOURCE": "hf"}, "fetch|hf|--import|"),
        (
            {"SOURCE": "arxiv", "QUERY": "cat:cs.RO AND ti:grasp"},
            "fetch|arxiv|--query|cat:cs.RO AND ti:grasp|--import|",
        ),
        ({"SOURCE": "hf", "DAY": "2025-07-31"}, "fetch|hf|--date|2025-07-31|--import|"),
    ],
)
def test_the_settings_become_the_arguments_of_the_fetch(
    tmp_path: Path, settings: dict[str, str], arguments: str
) -> None:
    program = tmp_path / "bin/digestif"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > "{tmp_path}/arguments"\n')
    program.chmod(0o755)
    assert run_step("fetch", tmp_path, {"SOURCE": "", "QUERY": "", "DAY": ""} | settings)[0] == 0
    assert (tmp_path / "arguments").read_text().partition("--report")[0] == arguments


@pytest.mark.parametrize(
    "settings",
    [
        GOOD,
        {"DIGEST_SOURCE": "hf", "DAY": "2025-07-31"},
        GOOD | {"DIGEST_ARXIV_TYPES": "new, cross ,replace"},
        GOOD | {"DIGEST_REVIEW": "TRUE", "DIGEST_SEND": "false", "DIGEST_BY_YEAR": "true"},
        GOOD | {"DIGEST_FORMS_PER_HOUR": "5", "DIGEST_FORMS_OPEN": "20"},
    ],
)
def test_good_settings_say_nothing(tmp_path: Path, settings: dict[str, str]) -> None:
    assert check_settings(tmp_path, **settings) == (0, {}, "")


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        (
            {"DIGEST_SOURCE": "arxiv"},
            "DIGEST_QUERY is not set: it must be an arXiv query, for example cat:cs.RO AND ti:grasp.",
        ),
        ({"DIGEST_SOURCE": "huggingface"}, "DIGEST_SOURCE is 'huggingface': it must be hf or arxiv."),
        (
            GOOD | {"DIGEST_ARXIV_TYPES": "new,crosslist"},
            "DIGEST_ARXIV_TYPES is 'new,crosslist': it must be new, cross, replace, or several of them with commas.",
        ),
        (
            GOOD | {"DIGEST_ARXIV_TYPES": "news\n::warning::x `@ada`"},
            "DIGEST_ARXIV_TYPES is 'news::warning::x ada': it must be new, cross, replace, or several of them with "
            "commas.",
        ),
        (GOOD | {"DIGEST_REVIEW": "yes"}, "DIGEST_REVIEW is 'yes': it must be true or false."),
        (GOOD | {"DIGEST_SEND": "1"}, "DIGEST_SEND is '1': it must be true or false."),
        (GOOD | {"DIGEST_BY_YEAR": "on"}, "DIGEST_BY_YEAR is 'on': it must be true or false."),
        (GOOD | {"DIGEST_FORMS_OPEN": "many"}, "DIGEST_FORMS_OPEN is 'many': it must be a number."),
        (GOOD | {"DIGEST_FORMS_PER_HOUR": "-1"}, "DIGEST_FORMS_PER_HOUR is '-1': it must be a number."),
    ],
)
def test_a_setting_that_is_wrong_is_named_with_what_is_allowed(
    tmp_path: Path, settings: dict[str, str], reason: str
) -> None:
    code, outputs, printed = check_settings(tmp_path, **settings)
    assert (code, json.loads(outputs["wrong"])) == (1, f"- {reason}\n")
    where = "Correct it in Settings > Secrets and variables > Actions > Variables."
    assert printed == f"::error title=A variable is wrong::{reason} {where}\n"
    assert (tmp_path / "summary").read_text() == f"- {reason}\n"


def test_all_wrong_settings_are_named_at_once(tmp_path: Path) -> None:
    _, outputs, _ = check_settings(tmp_path, DIGEST_SOURCE="arXiv", DIGEST_REVIEW="yes")
    assert len(json.loads(outputs["wrong"]).splitlines()) == 2


@pytest.mark.parametrize("day", ["31.7.2025", "2025-7-31", "2025-02-30", "yesterday"])
def test_a_date_that_is_wrong_is_named(tmp_path: Path, day: str) -> None:
    code, outputs, printed = check_settings(tmp_path, DIGEST_SOURCE="hf", DAY=day)
    assert code == 1
    assert "like 2025-07-31" in json.loads(outputs["date"])
    assert printed.startswith("::error title=The date is wrong::")
