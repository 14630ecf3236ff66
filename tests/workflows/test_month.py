"""A digest's first month, from the first push on, with every workflow executed.

Days on which nothing else happens have no run of their own: the next run asks for them, as after a failed schedule.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.workflows.github_stand_in.hub import Hub
from tests.workflows.github_stand_in.papers import paper_id
from tests.workflows.github_stand_in.runner import Run

pytestmark = pytest.mark.early

FIRST = date(2026, 3, 2)
RECORD = f"content/papers/2026/03/02/{paper_id(FIRST, 1)}.yaml"
FIX = """### Record to fix

{key}

### Title

{title}

### Authors

_No response_

### Status

_No response_

### How do you know?

```text
I wrote it.
```
"""


def test_the_first_month(hub: Hub) -> None:
    push_and_enable_pages(hub)
    first_days(hub)
    quiet_day(hub)
    form_becomes_a_change(hub)
    late_list_and_two_weeks_without_a_run(hub)
    source_fails_and_recovers_while_somebody_pushes(hub)
    edited_form(hub)
    pull_request_of_a_fork(hub)
    broken_record_on_main(hub)
    protected_branch_to_the_end(hub)
    days = {file.split("/")[-2] for file in hub.repository.files(folder="content/papers/2026/03")}
    assert days == {"02", "03", "04", *(f"{day:02}" for day in range(5, 20)), "20", "27", "30", "31"}
    assert [issue["state"] for issue in hub.forge.issues.values() if issue["user"]["type"] == "Bot"] == ["closed"] * 3


def daily_on(hub: Hub, day: int) -> Run:
    hub.now = datetime(2026, 3, day, 17, 17, tzinfo=UTC)
    return hub.daily()


def add(hub: Hub, day: int) -> None:
    hub.papers.add(date(2026, 3, day), f"Robots of March {day}")


def page(hub: Hub, address: str) -> str:
    return (hub.site / address / "index.html").read_text()


def commit(hub: Hub, message: str) -> None:
    hub.repository.commit(hub.curator, message)


def push_and_enable_pages(hub: Hub) -> None:
    """The first push says which setting is missing; the second one publishes."""
    first = hub.push()
    assert first.jobs == {"plan": "failure", "report": "success"}
    [issue] = hub.forge.issues.values()
    assert (issue["title"], issue["state"]) == ("The site could not be published", "open")
    assert "GitHub Pages is not enabled. Open https://github.com/ada/digest/settings/pages" in issue["body"]
    [message] = first.errors()
    assert message.startswith("Open https://github.com/ada/digest/settings/pages, and under 'Build and deployment'")
    hub.enable_pages()
    again = hub.start("publish", "push", {"ref": "refs/heads/main"})
    assert again.jobs == dict.fromkeys(["plan", "build", "deploy", "report"], "success")
    assert issue["state"] == "closed"
    # Until the variable says what to fetch, the daily run fetches nothing.
    assert "fetch" not in hub.daily().jobs


def first_days(hub: Hub) -> None:
    """Two papers become a commit and a page; a second run on the same day finds nothing new."""
    hub.variables["DIGEST_SOURCE"] = "hf"
    hub.papers.add(FIRST, "Robots that read", "Robots that write")
    run = daily_on(hub, 2)
    assert (run.conclusion, hub.deployments) == ("success", 2)
    assert RECORD in hub.repository.files()
    assert "Robots that read" in page(hub, ".")
    assert '<link rel="canonical" href="https://ada.github.io/digest/">' in page(hub, ".")
    assert "https://github.com/ada/digest/issues/new" in page(hub, f"papers/{paper_id(FIRST, 1)}")
    assert "PUT /repos/ada/digest/actions/workflows/daily.yml/enable" in hub.forge.calls
    again = hub.daily()
    assert (again.conclusion, "build" in again.jobs) == ("success", False)
    assert "Nothing new: commit" in again.log


def quiet_day(hub: Hub) -> None:
    """It is noted, and changes the site no more than a change of the README."""
    deployments = hub.deployments
    quiet = daily_on(hub, 3)
    assert (quiet.conclusion, hub.deployments) == ("success", deployments)
    assert "Nothing new: the site is the same" in quiet.log
    hub.pull()
    (hub.curator / "README.md").write_text("# Robots\n")
    commit(hub, "Change the README")
    readme = hub.push()
    assert (readme.conclusion, hub.deployments) == ("success", deployments)
    assert "Nothing new: the site is the same" in readme.log


def form_becomes_a_change(hub: Hub) -> None:
    """A reader's form becomes a pull request, which is checked, merged and published."""
    deployments = hub.deployments
    number, form = hub.submit_form(FIX.format(key=paper_id(FIRST, 1), title="Robots that read aloud"))
    assert (form.conclusion, form.errors()) == ("success", [])
    [pull] = hub.forge.pulls.values()
    assert f"Closes #{number}." in pull["body"]
    assert f"now pull request #{pull['number']}" in hub.forge.comments[number][0]["body"]
    check, comment = hub.check(pull["number"])
    assert (check.conclusion, comment.conclusion) == ("success", "success")
    [result] = hub.forge.comments[pull["number"]]
    assert "No errors found" in result["body"]
    assert (
        f"[Preview of the changed pages](https://github.com/ada/digest/actions/runs/{check.number}/" in result["body"]
    )
    assert "```" not in result["body"], "the check found nothing to list"
    merged = hub.merge(pull["number"])
    assert (merged.conclusion, hub.deployments) == ("success", deployments + 1)
    assert "Robots that read aloud" in page(hub, f"papers/{paper_id(FIRST, 1)}")
    assert "Cache restored from key: build-" in merged.log


def late_list_and_two_weeks_without_a_run(hub: Hub) -> None:
    """The correction stays, the list of the quiet day has come late, and no day between two runs is lost."""
    hub.papers.add(date(2026, 3, 3), "A late paper")
    hub.papers.add(date(2026, 3, 4), "Robots on Wednesday")
    assert daily_on(hub, 4).conclusion == "success"
    assert "title: Robots that read aloud" in hub.repository.read(RECORD)
    assert "A late paper" in page(hub, "archive")
    assert "Robots on Wednesday" in page(hub, ".")
    for day in range(5, 19):
        add(hub, day)
    assert daily_on(hub, 18).conclusion == "success"
    assert "Robots of March 18" in page(hub, ".")


def source_fails_and_recovers_while_somebody_pushes(hub: Hub) -> None:
    """A failed day opens an issue; the next run fetches it, keeps a commit of the same minute, and closes the issue."""
    hub.papers.failing.add(date(2026, 3, 19))
    failed = daily_on(hub, 19)
    assert failed.jobs["fetch"] == "failure"
    [issue] = [issue for issue in hub.forge.issues.values() if issue["title"] == "The daily run fails"]
    assert issue["state"] == "open"
    hub.papers.failing.clear()
    add(hub, 19)
    add(hub, 20)
    clone = hub.repository.clone(hub.state / "another-run")
    (clone / "README.md").write_text("# Pushed meanwhile\n")
    hub.repository.commit(clone, "A commit during the run")
    (hub.state / "after-download-artifact").write_text(f"git -C '{clone}' push --quiet origin HEAD:main\n")
    run = daily_on(hub, 20)
    assert (run.conclusion, issue["state"]) == ("success", "closed")
    assert hub.repository.read("README.md") == "# Pushed meanwhile\n"
    assert "Robots of March 19" in page(hub, "archive")
    assert "Robots of March 20" in page(hub, ".")


def edited_form(hub: Hub) -> None:
    """An edit after an approval needs a new one, and changes the same pull request."""
    number, _ = hub.submit_form(FIX.format(key=paper_id(FIRST, 2), title="Robots that write prose"))
    [pull] = [pull for pull in hub.forge.pulls.values() if pull["state"] == "open"]
    review = {"id": 7, "state": "APPROVED"}
    hub.forge.reviews[pull["number"]] = [review]
    assert hub.edit_form(number, FIX.format(key=paper_id(FIRST, 2), title="Robots that write verse")).errors() == []
    assert review["state"] == "DISMISSED"
    assert pull["title"] == f"Fix title: Robots that write verse (#{number})"
    hub.merge(pull["number"])
    assert "Robots that write verse" in page(hub, f"papers/{paper_id(FIRST, 2)}")


def pull_request_of_a_fork(hub: Hub) -> None:
    """The comment names the error; after a correction, the check succeeds, and the change is published."""
    fork = hub.repository.clone(hub.state / "fork")
    (fork / RECORD).write_text("title: Robots that read\ndate: yesterday\n")
    hub.repository.commit(fork, "A better date")
    number = hub.open_pull("fork", fork, title="A better date")
    check, _ = hub.check(number)
    [posted] = hub.forge.comments[number]
    assert (check.conclusion, f"{RECORD}:2: " in posted["body"]) == ("failure", True)
    (fork / RECORD).write_text("title: Robots that read to children\ndate: 2026-03-02\n")
    hub.repository.commit(fork, "A better title")
    hub.repository.push(fork, "HEAD:refs/heads/fork")
    hub.forge.pulls[number]["head"]["sha"] = hub.repository.head("fork")
    hub.check(number)
    assert "No errors found" in posted["body"]
    hub.merge(number)
    assert "Robots that read to children" in page(hub, f"papers/{paper_id(FIRST, 1)}")


def broken_record_on_main(hub: Hub) -> None:
    """It is left out and reported; daily runs go on, and the correction closes the issue."""
    hub.pull()
    broken: Path = hub.curator / "content" / "papers" / "2026" / "03" / "20" / "broken.yaml"
    broken.write_text("title: [\n")
    commit(hub, "A broken record")
    hub.repository.push(hub.curator)
    hub.start("records", "push", {"ref": "refs/heads/main"})
    [issue] = [issue for issue in hub.forge.issues.values() if issue["title"] == "Some records have errors"]
    assert "broken.yaml" in issue["body"]
    add(hub, 27)
    run = daily_on(hub, 27)
    assert (run.conclusion, "left out of the site: content/papers/2026/03/20/broken.yaml" in run.log) == (
        "success",
        True,
    )
    assert "Robots of March 27" in page(hub, ".")
    hub.pull()
    broken.unlink()
    commit(hub, "Remove the broken record")
    hub.repository.push(hub.curator)
    hub.start("records", "push", {"ref": "refs/heads/main"})
    assert issue["state"] == "closed"


def protected_branch_to_the_end(hub: Hub) -> None:
    """A daily run of a protected branch opens a pull request, which later runs update until it is merged."""
    hub.repository.protect()
    add(hub, 30)
    assert daily_on(hub, 30).conclusion == "success"
    add(hub, 31)
    assert daily_on(hub, 31).conclusion == "success"
    [pull] = [pull for pull in hub.forge.pulls.values() if pull["state"] == "open"]
    assert (pull["head"]["ref"], pull["title"]) == ("digest/daily", "Add the newest papers")
    assert "Robots of March 31" not in page(hub, ".")
    assert hub.merge(pull["number"]).conclusion == "success"
    assert "Robots of March 31" in page(hub, ".")
