"""What goes wrong in a digest's life, with every workflow executed: no day is lost, and people learn what to do."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from generator import __version__
from tests.workflows.github_stand_in.hub import Hub
from tests.workflows.github_stand_in.papers import paper_id

pytestmark = pytest.mark.early

ROOT = Path(__file__).parents[2]
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
RECORD = f"content/papers/2026/03/02/{paper_id(MONDAY, 1)}.yaml"
FORM = f"""### Record to fix

{paper_id(MONDAY, 1)}

### Title

TITLE

### How do you know?

I wrote it.
"""


@pytest.fixture
def daily_hub(hub: Hub) -> Hub:
    """A digest whose daily run finds one paper; nothing has run yet."""
    hub.enable_pages()
    hub.repository.push(hub.curator)
    hub.variables["DIGEST_SOURCE"] = "hf"
    hub.papers.add(MONDAY, "Robots that read")
    hub.now = datetime(2026, 3, 2, 17, 17, tzinfo=UTC)
    return hub


def commit_to_main(hub: Hub, name: str) -> str:
    """Shell commands with which another person pushes a change of the README."""
    clone = hub.repository.clone(hub.state / name)
    (clone / "README.md").write_text(f"# {name}\n")
    hub.repository.commit(clone, name)
    return f"git -C '{clone}' push --quiet origin HEAD:main\n"


def test_a_failing_day_opens_an_issue_and_loses_no_other_day(daily_hub: Hub) -> None:
    daily_hub.daily()
    daily_hub.papers.failing.add(TUESDAY)
    daily_hub.papers.titles[MONDAY].append("A late paper")
    daily_hub.now = datetime(2026, 3, 3, 17, 17, tzinfo=UTC)
    run = daily_hub.daily()
    assert (run.jobs["fetch"], run.jobs["keep"], run.jobs["deploy"]) == ("failure", "success", "success")
    assert "A late paper" in (daily_hub.site / "archive" / "index.html").read_text()
    [issue] = daily_hub.forge.issues.values()
    assert (issue["title"], issue["state"]) == ("The daily run fails", "open")
    assert f"actions/runs/{run.number}" in issue["body"]
    assert "\n\n- 2026-03-03: <code>" in issue["body"]
    assert "2026-02-2" not in issue["body"], "days that only wait are no failures"

    again = daily_hub.daily()
    assert len(daily_hub.forge.issues) == 1
    assert f"actions/runs/{again.number}" in issue["body"]

    daily_hub.papers.failing.clear()
    daily_hub.papers.add(TUESDAY, "Robots on Tuesday")
    assert daily_hub.daily().conclusion == "success"
    assert "Robots on Tuesday" in (daily_hub.site / "index.html").read_text()
    assert "A late paper" in (daily_hub.site / "archive" / "index.html").read_text()
    assert issue["state"] == "closed"


def test_the_daily_report_names_a_newer_version_and_does_not_need_it(daily_hub: Hub) -> None:
    requirements = daily_hub.curator / "requirements.txt"
    origin = f"# Digestif {__version__} from https://github.com/digestif/digestif at 0123abcd, and\n"
    requirements.write_text(origin + requirements.read_text())
    daily_hub.repository.commit(daily_hub.curator, "A program from GitHub")
    daily_hub.repository.push(daily_hub.curator)
    daily_hub.papers.failing.add(MONDAY)
    daily_hub.secrets["HF_TOKEN"] = "hf_0123"
    run = daily_hub.daily()
    newer = f"Digestif 99.1.0 is available; this digest uses {__version__}. To update: install it, run digestif update"
    assert f"fetch: {newer}" in run.log
    [issue] = daily_hub.forge.issues.values()
    assert f"It may help to update. {newer}, and commit the changes." in issue["body"]
    assert daily_hub.tokens_of_sources() == {"hf_0123"}

    daily_hub.pull()
    (daily_hub.curator / "requirements.txt").write_text("# Nothing is pinned\n")
    daily_hub.repository.commit(daily_hub.curator, "Another way to install")
    daily_hub.repository.push(daily_hub.curator)
    daily_hub.daily()
    assert "It may help" not in issue["body"]
    daily_hub.papers.failing.clear()
    assert daily_hub.daily().conclusion == "success"


@pytest.mark.parametrize("moment", ["after-upload-artifact", "after-download-artifact"])
def test_a_commit_during_the_daily_run_is_kept(daily_hub: Hub, moment: str) -> None:
    (daily_hub.state / moment).write_text(commit_to_main(daily_hub, "another"))
    run = daily_hub.daily()
    assert run.conclusion == "success", run.log
    assert daily_hub.repository.read("README.md") == "# another\n"
    assert RECORD in daily_hub.repository.files()
    assert "Robots that read" in (daily_hub.site / "index.html").read_text()


def test_a_protected_branch_gets_a_pull_request(daily_hub: Hub) -> None:
    daily_hub.repository.protect()
    titles = daily_hub.papers.titles.pop(MONDAY)
    assert daily_hub.daily().conclusion == "success"
    assert daily_hub.forge.pulls == {}, "a quiet day is nothing to review"

    daily_hub.papers.add(MONDAY, *titles)
    run = daily_hub.daily()
    assert run.conclusion == "success", run.log
    assert daily_hub.repository.files() == []
    [pull] = daily_hub.forge.pulls.values()
    assert (pull["head"]["ref"], pull["title"]) == ("digest/daily", "Add the newest papers")
    assert daily_hub.merge(pull["number"]).conclusion == "success"
    assert "Robots that read" in (daily_hub.site / "index.html").read_text()


def test_a_curator_s_commits_to_the_daily_pull_request_stay(daily_hub: Hub) -> None:
    daily_hub.variables["DIGEST_REVIEW"] = "true"
    daily_hub.daily()
    [pull] = daily_hub.forge.pulls.values()
    clone = daily_hub.repository.clone(daily_hub.state / "correction", "digest/daily")
    (clone / RECORD).write_text((clone / RECORD).read_text() + "venue: By the curator\n")
    daily_hub.repository.commit(clone, "A venue")
    daily_hub.repository.push(clone, "HEAD:refs/heads/digest/daily")
    daily_hub.papers.titles[MONDAY].append("A late paper")
    run = daily_hub.daily()
    assert run.conclusion == "success", run.log
    assert "venue: By the curator" in daily_hub.repository.read(RECORD, "digest/daily")
    [comment] = daily_hub.forge.comments[pull["number"]]
    assert "so the newest run did not change it." in comment["body"]


def test_an_approval_of_the_daily_pull_request_ends_when_a_later_run_changes_its_papers(daily_hub: Hub) -> None:
    daily_hub.variables["DIGEST_REVIEW"] = "true"
    daily_hub.daily()
    [pull] = daily_hub.forge.pulls.values()
    review = {"id": 7, "state": "APPROVED"}
    daily_hub.forge.reviews[pull["number"]] = [review]
    before = daily_hub.repository.head("digest/daily")
    assert daily_hub.daily().conclusion == "success"
    daily_hub.now = datetime(2026, 3, 3, 5, 17, tzinfo=UTC)
    assert daily_hub.daily().conclusion == "success"
    assert review["state"] == "APPROVED", "only the list of fetched days has changed"

    daily_hub.papers.titles[MONDAY].append("A late paper")
    assert daily_hub.daily().conclusion == "success"
    assert (review["state"], len(daily_hub.forge.pulls)) == ("DISMISSED", 1)
    assert "A later run changed the papers" in str(review["message"])
    assert pull["head"]["sha"] == daily_hub.repository.head("digest/daily") != before
    late = RECORD.replace(paper_id(MONDAY, 1), paper_id(MONDAY, 2))
    assert late in daily_hub.repository.files("digest/daily")


def test_a_commit_to_the_daily_pull_request_during_the_run_is_kept(daily_hub: Hub) -> None:
    daily_hub.variables["DIGEST_REVIEW"] = "true"
    daily_hub.daily()
    compare = daily_hub.forge.compare

    def commit_meanwhile(base: str, head: str) -> dict[str, object]:
        compared = compare(base, head)
        clone = daily_hub.repository.clone(daily_hub.state / "correction", "digest/daily")
        (clone / RECORD).write_text((clone / RECORD).read_text() + "venue: By the curator\n")
        daily_hub.repository.commit(clone, "A venue")
        daily_hub.repository.push(clone, "HEAD:refs/heads/digest/daily")
        return compared

    daily_hub.forge.compare = commit_meanwhile
    daily_hub.papers.titles[MONDAY].append("A late paper")
    run = daily_hub.daily()
    assert run.conclusion == "success", run.log
    assert "Somebody has just committed to digest/daily" in run.log
    assert "venue: By the curator" in daily_hub.repository.read(RECORD, "digest/daily")


def test_an_edited_form_loses_its_approval_and_updates_its_pull_request(daily_hub: Hub) -> None:
    daily_hub.daily()
    number, _ = daily_hub.submit_form(FORM.replace("TITLE", "Robots that read aloud"))
    [pull] = daily_hub.forge.pulls.values()
    review = {"id": 7, "state": "APPROVED"}
    daily_hub.forge.reviews[pull["number"]] = [review]
    run = daily_hub.edit_form(number, FORM.replace("TITLE", "Robots that read in silence"))
    assert run.conclusion == "success", run.log
    assert review["state"] == "DISMISSED"
    assert len(daily_hub.forge.pulls) == 1
    assert "Robots that read in silence" in daily_hub.repository.read(RECORD, pull["head"]["ref"])
    assert len(daily_hub.forge.comments[number]) == 1


def test_a_form_that_cannot_be_applied_is_answered(daily_hub: Hub) -> None:
    daily_hub.daily()
    number, run = daily_hub.submit_form(FORM.replace("TITLE", "Other").replace(paper_id(MONDAY, 1), "no-such-paper"))
    assert run.conclusion == "success", run.log
    assert daily_hub.forge.pulls == {}
    [answer] = daily_hub.forge.comments[number]
    assert "no-such-paper" in answer["body"]


def test_a_pull_request_with_an_error_gets_a_comment_that_names_it(daily_hub: Hub) -> None:
    daily_hub.daily()
    fork = daily_hub.repository.clone(daily_hub.state / "fork")
    (fork / RECORD).write_text("title: Robots that read\ndate: yesterday\n")
    daily_hub.repository.commit(fork, "A better date")
    number = daily_hub.open_pull("fork", fork, title="A better date")
    check, comment = daily_hub.check(number)
    assert (check.conclusion, comment.conclusion) == ("failure", "success")
    [posted] = daily_hub.forge.comments[number]
    assert f"{RECORD}:2: " in posted["body"]

    (fork / RECORD).write_text("title: Robots that read\ndate: 2026-03-02\n")
    daily_hub.repository.commit(fork, "A date")
    daily_hub.repository.push(fork, "HEAD:refs/heads/fork")
    daily_hub.forge.pulls[number]["head"]["sha"] = daily_hub.repository.head("fork")
    daily_hub.check(number)
    [posted] = daily_hub.forge.comments[number]
    assert "No errors found" in posted["body"]


def test_a_broken_record_on_main_does_not_fail_the_check_of_another_change(daily_hub: Hub) -> None:
    daily_hub.daily()
    daily_hub.pull()
    folder = daily_hub.curator / "content/papers/2026/03/02"
    (folder / "broken.yaml").write_text("title: [\n")
    for name in ("one", "two"):
        (folder / f"{name}.yaml").write_text(f"title: Robots {name}\ndate: 2026-03-02\nids:\n  doi: 10.1000/same\n")
    daily_hub.repository.commit(daily_hub.curator, "A broken record, and two of one paper")
    daily_hub.repository.push(daily_hub.curator)
    fork = daily_hub.repository.clone(daily_hub.state / "fork")
    (fork / RECORD).write_text("title: Robots that read\ndate: 2026-03-02\n")
    daily_hub.repository.commit(fork, "A date")
    number = daily_hub.open_pull("fork", fork, title="A date")
    check, _ = daily_hub.check(number)
    assert check.conclusion == "success", check.log
    [posted] = daily_hub.forge.comments[number]
    assert "a curator can accept it" in posted["body"]
    assert "broken.yaml:" in posted["body"]
    assert "(not part of this change)" in posted["body"]

    daily_hub.start("records", "push", {"ref": "refs/heads/main"})
    [issue] = [issue for issue in daily_hub.forge.issues.values() if issue["title"] == "Some records have errors"]
    left_out, _, shown = issue["body"].partition("The site uses these files")
    assert "broken.yaml:" in left_out
    assert "same" not in left_out
    assert "two.yaml" in shown
    assert "broken.yaml" not in shown


def test_a_comment_warns_of_files_that_can_run_code_even_if_they_replace_the_check(daily_hub: Hub) -> None:
    fork = daily_hub.repository.clone(daily_hub.state / "fork")
    job = "  check:\n    runs-on: ubuntu-latest\n    steps:\n      - run: 'true'\n"
    check = f"name: Check\non: pull_request\njobs:\n{job}"
    (fork / ".github/workflows/check.yml").write_text(check)
    daily_hub.repository.commit(fork, "Fix a typo")
    number = daily_hub.open_pull("fork", fork, title="Fix a typo")
    (daily_hub.state / "artifacts" / str(len(daily_hub.runs) + 1)).mkdir(parents=True)
    daily_hub.check(number)
    [posted] = daily_hub.forge.comments[number]
    assert "**This changes files outside content/, which can run code: review them.**" in posted["body"]
    assert ".github/workflows/check.yml" in posted["body"]
    assert "can accept" not in posted["body"]


def test_a_fork_can_write_neither_the_cache_nor_the_published_site(daily_hub: Hub) -> None:
    daily_hub.daily()
    fork = daily_hub.repository.clone(daily_hub.state / "fork")
    workflow = fork / ".github" / "workflows" / "check.yml"
    save = (workflow.parent / "publish.yml").read_text().partition("      - uses: actions/cache/save@")[2]
    save = f"      - uses: actions/cache/save@{save.partition('      - uses:')[0]}"
    save = save.replace("        if: steps.site.outputs.changed == 'true'\n", "")
    poison = "      - run: mkdir -p site && echo poison > site/poison.html\n"
    workflow.write_text(workflow.read_text() + poison + save)
    daily_hub.repository.commit(fork, "Faster checks")
    check, _ = daily_hub.check(daily_hub.open_pull("fork", fork, title="Faster checks"))
    assert "Cache saved with key: build-" in check.log

    # Merged, with what the pull request committed under site/.
    workflow.write_text(workflow.read_text().replace(poison + save, ""))
    (fork / "site").mkdir()
    (fork / "site" / "committed.html").write_text("poison")
    daily_hub.repository.git(fork, "add", "--force", "site")
    daily_hub.repository.commit(fork, "As before")
    daily_hub.repository.push(fork, "HEAD:refs/heads/main")
    run = daily_hub.start("publish", "push", {"ref": "refs/heads/main"})
    assert run.conclusion == "success", run.log
    assert "Cache restored from key: build-1-1" in run.log
    assert [name for name in ("poison.html", "committed.html") if (daily_hub.site / name).exists()] == []


def test_a_late_run_publishes_the_newest_commit_once(daily_hub: Hub) -> None:
    """Two pushes; the run of the first one waits for the second one, as runs of one concurrency group do."""
    (daily_hub.curator / "docs" / "about.md").write_text("# First\n")
    daily_hub.repository.commit(daily_hub.curator, "First")
    daily_hub.repository.push(daily_hub.curator)
    first = daily_hub.repository.head()
    (daily_hub.curator / "docs" / "about.md").write_text("# Second\n")
    daily_hub.repository.commit(daily_hub.curator, "Second")
    daily_hub.repository.push(daily_hub.curator)
    event = {"ref": "refs/heads/main"}
    assert daily_hub.start("publish", "push", event, commit=first).conclusion == "success"
    assert "Second" in (daily_hub.site / "about" / "index.html").read_text()
    again = daily_hub.start("publish", "push", event)
    assert again.jobs == {"plan": "success", "report": "success"}
    assert "Nothing new: commit" in again.log
    assert daily_hub.deployments == 1


def test_a_broken_record_on_main_is_left_out_and_the_rest_is_published(daily_hub: Hub) -> None:
    daily_hub.daily()
    daily_hub.pull()
    broken = daily_hub.curator / "content" / "papers" / "2026" / "03" / "02" / "broken.yaml"
    broken.write_text("title: [\n")
    broken.with_name("good.yaml").write_text("title: Robots that sing\ndate: 2026-03-02\n")
    daily_hub.repository.commit(daily_hub.curator, "A broken record and a good one")
    run = daily_hub.push()
    assert run.conclusion == "success", run.log
    assert "broken.yaml" in run.log
    home = (daily_hub.site / "index.html").read_text()
    assert "Robots that read" in home
    assert "Robots that sing" in home
    assert daily_hub.start("records", "push", {"ref": "refs/heads/main"}).conclusion == "success"
    [issue] = daily_hub.forge.issues.values()
    assert issue["title"] == "Some records have errors"
    assert "broken.yaml" in issue["body"]
    assert "good.yaml" not in issue["body"]

    broken.unlink()
    daily_hub.repository.commit(daily_hub.curator, "Remove the broken record")
    assert daily_hub.push().conclusion == "success"
    assert daily_hub.start("records", "push", {"ref": "refs/heads/main"}).conclusion == "success"
    assert issue["state"] == "closed"


def test_a_failed_publication_opens_an_issue_and_the_next_one_closes_it(daily_hub: Hub) -> None:
    daily_hub.daily()
    daily_hub.pull()
    (daily_hub.curator / "content/removed.yaml").write_text("`@ada`: [\n")
    daily_hub.repository.commit(daily_hub.curator, "A mistake")
    run = daily_hub.push()
    assert (run.jobs["build"], "deploy" in run.jobs) == ("failure", False)
    [issue] = daily_hub.forge.issues.values()
    assert issue["title"] == "The site could not be published"
    assert "The site could not be built, so it stays as it was." in issue["body"]
    assert "content/removed.yaml:" in issue["body"]

    (daily_hub.curator / "content/removed.yaml").unlink()
    daily_hub.repository.commit(daily_hub.curator, "Correct it")
    assert daily_hub.push().conclusion == "success"
    assert (issue["state"], len(daily_hub.forge.issues)) == ("closed", 1)


def test_years_are_built_apart_and_merged(daily_hub: Hub) -> None:
    daily_hub.variables["DIGEST_BY_YEAR"] = "true"
    daily_hub.papers.add(date(2025, 12, 31), "Robots of last year")
    daily_hub.daily(date="2025-12-31")
    daily_hub.daily(date="2026-03-02")
    assert daily_hub.runs[-1].conclusion == "success"
    assert "Cache restored from key: year-2025-1-1" in daily_hub.runs[-1].log
    assert "build" not in daily_hub.runs[-1].jobs
    assert (daily_hub.site / "years" / "2025" / "index.html").exists()
    assert "Robots that read" in (daily_hub.site / "index.html").read_text()


def test_this_repository_s_copies_publish_as_well(hub: Hub) -> None:
    """They install with make, so they are files of their own."""
    shutil.copytree(ROOT / ".github" / "workflows", hub.curator / ".github" / "workflows", dirs_exist_ok=True)
    hub.repository.commit(hub.curator, "This repository's workflows")
    hub.enable_pages()
    hub.variables["DIGEST_SOURCE"] = "hf"
    hub.papers.add(MONDAY, "Robots that read")
    hub.repository.push(hub.curator)
    assert hub.daily().conclusion == "success"
    assert "Robots that read" in (hub.site / "index.html").read_text()
