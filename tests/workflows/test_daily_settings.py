"""What the daily run does with each setting: the arguments of the fetch, or the name of a setting that is wrong."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]


def fetch_step(folder: Path, **settings: str) -> tuple[int, str, str]:
    """The exit code of the step, the arguments of the fetch, and the outputs of the step."""
    workflow = yaml.safe_load((ROOT / ".github/workflows/daily.yml").read_text())
    [script] = [step["run"] for step in workflow["jobs"]["fetch"]["steps"] if step.get("id") == "fetch"]
    program = folder / "bin/digestif"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > "{folder}/arguments"\n')
    program.chmod(0o755)
    environment = {
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "RUNNER_TEMP": str(folder),
        "GITHUB_OUTPUT": str(folder / "outputs"),
    }
    empty = {"SOURCE": "", "QUERY": "", "DAY": ""}
    done = subprocess.run(["bash", "-e", "-c", script], env=environment | empty | settings, check=False)
    outputs, arguments = (folder / name for name in ("outputs", "arguments"))
    return (
        done.returncode,
        arguments.read_text() if arguments.exists() else "",
        outputs.read_text() if outputs.exists() else "",
    )


@pytest.mark.parametrize(
    ("settings", "arguments"),
    [
        ({"SOURCE": "hf"}, "fetch|hf|--import|"),
        ({"SOURCE": "hf", "QUERY": "cat:cs.RO"}, "fetch|hf|--import|"),
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
    code, found, outputs = fetch_step(tmp_path, **settings)
    assert (code, found.partition("--report")[0], outputs) == (0, arguments, "")


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"SOURCE": "arxiv"}, "The variable DIGEST_QUERY, an arXiv query, is not set."),
        ({"SOURCE": "huggingface"}, "The variable DIGEST_SOURCE must be hf or arxiv."),
    ],
)
def test_a_setting_that_is_wrong_is_named(tmp_path: Path, settings: dict[str, str], reason: str) -> None:
    assert fetch_step(tmp_path, **settings) == (
        1,
        "",
        f"setting={reason} Correct it in Settings > Secrets and variables > Actions > Variables.\n",
    )


def test_the_issue_of_a_failed_run_names_the_setting() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/daily.yml").read_text())
    step = workflow["jobs"]["report"]["steps"][0]
    assert step["env"]["SETTING"] == "${{ needs.fetch.outputs.setting }}"
    assert workflow["jobs"]["fetch"]["outputs"]["setting"] == "${{ steps.fetch.outputs.setting }}"
    assert "FETCH: process.env.SETTING ||" in step["with"]["script"]
