"""The rules that keep contributed text and code away from tokens."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from generator.starter import starter_files

ROOT = Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.fixture(scope="module", params=["this repository", "a new digest"])
def github(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that contains .github/."""
    if request.param == "this repository":
        return ROOT
    site = tmp_path_factory.mktemp("site")
    for path, content in starter_files().items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(content)
    return site


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=120)


def test_zizmor_finds_nothing(github: Path) -> None:
    done = run(BIN / "zizmor", "--offline", "--strict-collection", "--no-progress", github / ".github")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No findings to report" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("vendor.github-workflows", "workflows/*.yml"),
        ("custom.github-workflows-require-timeout", "workflows/*.yml"),
        ("vendor.github-issue-forms", "ISSUE_TEMPLATE/*-*.yml"),
        ("vendor.github-issue-config", "ISSUE_TEMPLATE/config.yml"),
        ("vendor.dependabot", "dependabot.yml"),
    ],
)
def test_files_match_github_s_schemas(github: Path, schema: str, pattern: str) -> None:
    files = sorted((github / ".github").glob(pattern))
    assert files, pattern
    done = run(BIN / "check-jsonschema", "--builtin-schema", schema, *files)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_permissions_are_per_job_and_actions_are_pinned(file: Path) -> None:
    text = file.read_text()
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    assert "pull_request_target" not in text
    for job in workflow["jobs"].values():
        assert "permissions" in job
        for step in job.get("steps", ()):
            assert "@" not in step.get("uses", "") or re.search(r"@[0-9a-f]{40}$", step["uses"])
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_scripts_contain_no_expressions(file: Path) -> None:
    for job in yaml.safe_load(file.read_text())["jobs"].values():
        for step in job.get("steps", ()):
            assert "${{" not in step.get("run", "")
            assert "${{" not in step.get("with", {}).get("script", "")


def test_jobs_that_process_contributed_input_cannot_write() -> None:
    """Jobs that run contributed code, download, or read a form have read access only."""
    jobs = {file.stem: yaml.safe_load(file.read_text())["jobs"] for file in WORKFLOWS}
    reading = [jobs["records"]["check"], jobs["check"]["check"], jobs["daily"]["fetch"], jobs["forms"]["apply"]]
    exposed = [*reading, *jobs["tests"].values()]
    assert [job["permissions"] for job in exposed] == [{"contents": "read"}] * len(exposed)


@pytest.mark.parametrize("name", ["publish", "daily"])
def test_runs_that_change_the_site_wait_for_each_other(name: str) -> None:
    """Two runs at the same time could deploy an older site last. A run that has begun is not cancelled."""
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / f"{name}.yml").read_text())
    assert workflow["concurrency"] == {"group": name, "cancel-in-progress": False}


def test_only_publish_writes_to_the_cache() -> None:
    """Its runs are those of the main branch; GitHub keeps entries of pull requests away from them.

    It alone calls build-by-year.yml.
    """
    saving = [file.stem for file in WORKFLOWS if re.search(r"uses: actions/cache(/save)?@", file.read_text())]
    assert saving == ["build-by-year", "publish"]
    assert list(yaml.safe_load((ROOT / ".github/workflows/build-by-year.yml").read_text())[True]) == ["workflow_call"]
    calling = [file.stem for file in WORKFLOWS if re.search(r"uses: .*build-by-year\.yml", file.read_text())]
    assert calling == ["publish"]
    assert "pull_request" not in yaml.safe_load((ROOT / ".github/workflows/publish.yml").read_text())[True]


def test_the_job_that_can_publish_a_release_runs_no_code_of_the_repository() -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text())["jobs"]
    assert [name for name, job in jobs.items() if "id-token" in job["permissions"]] == ["publish"]
    assert jobs["publish"]["environment"] == "pypi"
    assert [step["uses"].partition("@")[0] for step in jobs["publish"]["steps"]] == [
        "actions/download-artifact",
        "pypa/gh-action-pypi-publish",
    ]
    assert {"build", "wheel"} <= set(jobs["publish"]["needs"])


def test_jobs_that_write_apply_changes_to_content_only_and_check_again() -> None:
    jobs = {file.stem: yaml.safe_load(file.read_text())["jobs"] for file in WORKFLOWS}
    for job in (jobs["daily"]["keep"], jobs["forms"]["propose"]):
        scripts = [step.get("run", "") for step in job["steps"]]
        applying = next(script for script in scripts if "git apply" in script)
        assert "--include='content/*'" in applying
        assert "core.symlinks false" in applying
        assert applying.index("git apply") < applying.index("digestif check")


def test_comments_are_posted_without_checkout_or_download() -> None:
    steps = yaml.safe_load((ROOT / ".github/workflows/comment.yml").read_text())["jobs"]["comment"]["steps"]
    assert [step["uses"].partition("@")[0] for step in steps] == ["actions/github-script"]


def patch_outside(folder: Path) -> str:
    """A patch that adds a record, a file outside content/, and a symbolic link to a file outside."""
    git = ["git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "-m", "start"], check=True)
    (folder / "content").mkdir()
    (folder / "content" / "a.yaml").write_text("title: A\n")
    (folder / "content" / "link.yaml").symlink_to("/etc/passwd")
    (folder / "mkdocs.yml").write_text("hooks: [evil.py]\n")
    subprocess.run([*git, "add", "--intent-to-add", "."], check=True)
    diff = [*git, "diff", "--binary", "--no-color", "--no-ext-diff"]
    return subprocess.run(diff, check=True, capture_output=True, text=True).stdout


def test_a_hostile_patch_changes_no_other_files_and_creates_no_links(tmp_path: Path) -> None:
    """Run the commands of the jobs that write, on a patch that no earlier job would create."""
    patch = tmp_path / "content.patch"
    patch.write_text(patch_outside(tmp_path / "attacker"))
    clone = tmp_path / "clone"
    subprocess.run(["git", "init", "--quiet", str(clone)], check=True)
    subprocess.run(["git", "-C", str(clone), "config", "core.symlinks", "false"], check=True)
    subprocess.run(["git", "-C", str(clone), "apply", "--include=content/*", str(patch)], check=True)
    files = sorted(path.relative_to(clone).as_posix() for path in clone.rglob("*") if ".git" not in path.parts)
    assert files == ["content", "content/a.yaml", "content/link.yaml"]
    assert not (clone / "content" / "link.yaml").is_symlink()


def test_pictures_are_fetched_before_a_build_and_never_stop_it() -> None:
    """A failed picture is left out. Parts of a site share one fetch, so that they agree."""
    for name, job, building in (("publish", "build", "digestif build"), ("build-by-year", "years", "")):
        steps = yaml.safe_load((ROOT / f".github/workflows/{name}.yml").read_text())["jobs"][job]["steps"]
        fetching = next(place for place, step in enumerate(steps) if "digestif fetch thumbnails" in step.get("run", ""))
        assert steps[fetching]["continue-on-error"] is True
        restoring = [place for place, step in enumerate(steps) if "actions/cache/restore@" in step.get("uses", "")]
        assert restoring[0] < fetching
        assert not building or any(building in step.get("run", "") for step in steps[fetching + 1 :])
    part = yaml.safe_load((ROOT / ".github/workflows/build-by-year.yml").read_text())["jobs"]["part"]["steps"]
    scripts = [step.get("run", "") for step in part]
    assert not any("fetch thumbnails" in script for script in scripts)
    assert any(step.get("with", {}).get("name") == "thumbnails" for step in part)
