"""What a person who fills in a form reads afterwards, with the workflows executed."""

from __future__ import annotations

import pytest

from tests.workflows.github_stand_in.hub import Hub

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


def test_a_person_can_send_a_few_forms_an_hour(curated_hub: Hub) -> None:
    curated_hub.variables["DIGEST_FORMS_PER_HOUR"] = "1"
    curated_hub.submit_form("### Paper to add\n\n_No response_\n")
    number, run = curated_hub.submit_form(form("Robots that write"))
    assert run.conclusion == "success", run.log
    assert curated_hub.forge.pulls == {}
    [reply] = curated_hub.forge.comments[number]
    assert "You have sent many forms in the last hour" in reply["body"]
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
