"""What a person who fills in a form reads afterwards, with the workflows executed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workflows.github_stand_in.hub import READER, Hub

pytestmark = pytest.mark.early

RECORD = "content/papers/2026/03/02/robots-that-read.yaml"
DOI = "10.1000/robots"
FORM = "### Record to fix\n\nrobots-that-read\n\n### Title\n\nTITLE\n\n### Status\n\nNone\n"


@pytest.fixture
def curated_hub(hub: Hub) -> Hub:
    """A digest with one paper."""
    file = hub.curator / RECORD
    file.parent.mkdir(parents=True)
    file.write_text("title: Robots that read\ndate: 2026-03-02\n")
    hub.repository.commit(hub.curator, "A paper")
    hub.repository.push(hub.curator)
    return hub


def form(title: str) -> str:
    return FORM.replace("TITLE", title)


def push_correction(hub: Hub, branch: str) -> None:
    """Commit a venue to a branch, as a curator."""
    clone = hub.repository.clone(hub.state / "correction", branch)
    (clone / RECORD).write_text((clone / RECORD).read_text() + "venue: By the curator\n")
    hub.repository.commit(clone, "A venue")
    hub.repository.push(clone, f"HEAD:refs/heads/{branch}")


def test_a_form_becomes_a_titled_pull_request_that_says_when_an_edit_does_not_apply(curated_hub: Hub) -> None:
    forge = curated_hub.forge
    (curated_hub.curator / "content/papers/2026/03/02/broken.yaml").write_text("title: [\n")
    curated_hub.repository.commit(curated_hub.curator, "A broken record")
    curated_hub.repository.push(curated_hub.curator)
    number, run = curated_hub.submit_form(form("Robots that close #1"))
    assert run.conclusion == "success", run.log
    [pull] = forge.pulls.values()
    assert pull["title"] == f"Fix title: Robots that close 1 (#{number})"
    assert f"This form is now pull request #{pull['number']}" in forge.comments[number][0]["body"]
    assert pull["number"] not in forge.comments

    curated_hub.edit_form(number, form("![x](https://example.org/x.png)"))
    [reply] = forge.comments[number]
    assert "Nothing has changed on the site. To correct your form, open the menu" in reply["body"]
    assert "Title: contains an image" in reply["body"]
    [warning] = forge.comments[pull["number"]]
    assert f"The form in #{number} was edited, and its new text cannot be applied." in warning["body"]

    curated_hub.edit_form(number, form("Robots that write"))
    assert forge.pulls[pull["number"]]["title"] == f"Fix title: Robots that write (#{number})"
    [warning] = forge.comments[pull["number"]]
    assert f"This pull request shows the current text of the form in #{number}." in warning["body"]


def test_an_approval_never_covers_a_text_that_came_after_it(curated_hub: Hub) -> None:
    """The form is edited while its issue is closed, or approved during a run, or GitHub withdraws no approval."""
    forge = curated_hub.forge
    number, _ = curated_hub.submit_form(form("Robots that read aloud"))
    [pull] = forge.pulls.values()
    branch = pull["head"]["ref"]
    forge.issues[number]["state"] = "closed"
    assert curated_hub.edit_form(number, form("Buy now")).jobs == {}
    approved = {"id": 7, "state": "APPROVED"}
    forge.reviews[pull["number"]] = [approved]
    assert curated_hub.reopen_form(number).conclusion == "success"
    assert approved["state"] == "DISMISSED"
    assert curated_hub.repository.read(RECORD, branch).startswith("title: Buy now\n")

    during = {"id": 8, "state": "APPROVED"}

    def compare(base: str, head: str) -> dict[str, Any]:
        forge.reviews[pull["number"]] = [during]
        return curated_hub.repository.compare(base, head)

    forge.compare = compare
    curated_hub.edit_form(number, form("Buy more"))
    assert during["state"] == "DISMISSED"
    assert curated_hub.repository.read(RECORD, branch).startswith("title: Buy more\n")

    forge.reviews[pull["number"]] = [{"id": 9, "state": "APPROVED"}]
    forge.forbidden = "PUT .*/dismissals"
    run = curated_hub.edit_form(number, form("Buy everything"))
    assert run.jobs["unapprove"] == "failure"
    assert curated_hub.repository.read(RECORD, branch).startswith("title: Buy more\n")
    assert "approvals of this pull request may be of an earlier text" in forge.comments[pull["number"]][-1]["body"]
    assert "A curator has to look at it." in forge.comments[number][0]["body"]


def test_an_edited_form_does_not_overwrite_the_commits_of_a_curator(curated_hub: Hub) -> None:
    forge = curated_hub.forge
    number, _ = curated_hub.submit_form(form("Robots that read aloud"))
    [pull] = forge.pulls.values()
    push_correction(curated_hub, pull["head"]["ref"])
    run = curated_hub.edit_form(number, form("Robots that sing"))
    assert run.conclusion == "success", run.log
    kept = curated_hub.repository.read(RECORD, pull["head"]["ref"])
    assert kept == "title: Robots that read aloud\ndate: 2026-03-02\nvenue: By the curator\n"
    [reply] = forge.comments[number]
    assert "A curator has edited the proposed change of this form" in reply["body"]
    [comment] = forge.comments[pull["number"]]
    assert "This pull request has commits by other people, so it was not changed." in comment["body"]
    assert "Robots that sing" in comment["body"]


def test_edited_and_open_forms_count_for_the_limits(curated_hub: Hub) -> None:
    forge = curated_hub.forge
    curated_hub.variables["DIGEST_FORMS_PER_HOUR"] = "2"
    number = forge.open_issue("Hello", "Hello", READER)["number"]
    forge.issues[number]["created_at"] = "2026-01-01T00:00:00Z"
    curated_hub.edit_form(number, "Hello again")
    curated_hub.edit_form(number, form("Robots that sing"))
    curated_hub.edit_form(number, form("Robots that dance"))
    curated_hub.edit_form(number, form("Robots that paint"))
    [pull] = forge.pulls.values()
    assert pull["title"] == f"Fix title: Robots that dance (#{number})"
    [reply] = forge.comments[number]
    assert "You have sent or edited many forms in the last hour" in reply["body"]
    assert "it has not been read again yet" in forge.comments[pull["number"]][0]["body"]

    curated_hub.variables |= {"DIGEST_FORMS_PER_HOUR": "50", "DIGEST_FORMS_OPEN": "1"}
    forge.issues[number]["state"] = "closed"  # its pull request is open
    second, _ = curated_hub.submit_form(form("Robots that write"))
    assert len(forge.pulls) == 1
    assert "Many of your forms are waiting for a curator" in forge.comments[second][0]["body"]
    curated_hub.reopen_form(number)
    assert pull["title"] == f"Fix title: Robots that paint (#{number})"


def test_a_person_can_send_a_few_forms_an_hour(curated_hub: Hub) -> None:
    curated_hub.variables["DIGEST_FORMS_PER_HOUR"] = "1"
    curated_hub.submit_form("### Paper to add\n\n_No response_\n")
    number, run = curated_hub.submit_form(form("Robots that write"))
    assert run.conclusion == "success", run.log
    assert curated_hub.forge.pulls == {}
    [reply] = curated_hub.forge.comments[number]
    assert "You have sent or edited many forms in the last hour" in reply["body"]
    curated_hub.forge.issues[number]["author_association"] = "MEMBER"
    curated_hub.edit_form(number, form("Robots that write"))
    assert len(curated_hub.forge.pulls) == 1


def test_a_form_whose_source_does_not_respond_is_read_again_for_a_week(curated_hub: Hub) -> None:
    forge, papers = curated_hub.forge, curated_hub.papers
    papers.works[DOI] = "Robots that count"
    papers.failing.add(DOI)
    number, run = curated_hub.submit_form(f"### Paper to add\n\n{DOI}\n")
    assert run.conclusion == "success", run.log
    [reply] = forge.comments[number]
    assert "The source of this paper does not respond at the moment. Your form is read again auto" in reply["body"]
    assert f"This form cannot be applied yet:\n\n```text\nPaper to add: could not look up {DOI}: " in reply["body"]
    assert forge.issues[number]["labels"] == [{"name": "try again"}]

    # It fails once more, and then the source is back.
    assert curated_hub.daily().jobs == {"forms": "success", "alive": "success"}
    [again] = curated_hub.run_dispatched()
    assert (again.conclusion, forge.pulls) == ("success", {}), again.log
    papers.failing.clear()
    curated_hub.daily()
    [again] = curated_hub.run_dispatched()
    assert again.conclusion == "success", again.log
    [pull] = forge.pulls.values()
    assert (pull["title"], pull["head"]["ref"]) == (f"Add: Robots that count (#{number})", f"form/issue-{number}")
    [reply] = forge.comments[number]
    assert f"This form is now pull request #{pull['number']}" in reply["body"]
    assert forge.issues[number]["labels"] == []
    curated_hub.daily()
    assert curated_hub.run_dispatched() == []

    # A curator can start it, too; a form that is a week old is not tried again by itself.
    papers.failing.add(DOI)
    forge.issues[number] |= {"created_at": "2026-01-01T00:00:00Z", "labels": [{"name": "try again"}]}
    curated_hub.start("forms", "workflow_dispatch", {"ref": "refs/heads/main", "inputs": {"issue": str(number)}})
    assert "To try again later, open the menu" in reply["body"]
    assert forge.issues[number]["labels"] == []


def test_the_comment_on_a_check_links_to_the_preview_or_says_that_it_waits(curated_hub: Hub) -> None:
    fork = curated_hub.repository.clone(curated_hub.state / "fork")
    (fork / RECORD).write_text("title: Robots that write\ndate: 2026-03-02\n")
    curated_hub.repository.commit(fork, "A better title")
    number = curated_hub.open_pull("fork", fork, title="A better title")
    check, _ = curated_hub.check(number)
    assert check.conclusion == "success", check.log
    [posted] = curated_hub.forge.comments[number]
    assert "[Preview of the changed pages](https://" in posted["body"]
    preview = curated_hub.state / "artifacts" / str(check.number) / "preview.html" / "preview.html"
    assert '<h1 dir="auto">Robots that write</h1>' in preview.read_text()

    waiting = {"event": "pull_request", "conclusion": "action_required", "check_suite_id": 0, "id": 0, "html_url": ""}
    sha = curated_hub.forge.pulls[number]["head"]["sha"]
    curated_hub.start("comment", "workflow_run", {"workflow_run": waiting | {"head_sha": sha}})
    [posted] = curated_hub.forge.comments[number]
    assert "This change has not been checked yet." in posted["body"]
