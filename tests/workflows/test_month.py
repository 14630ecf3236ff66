"""A digest's first weeks, from the first push on, with every workflow executed."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.workflows.github_stand_in.hub import Hub
from tests.workflows.github_stand_in.papers import paper_id

FIRST, SECOND, THIRD = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)
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


def evening(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 17, 17, tzinfo=UTC)


def page(hub: Hub, address: str) -> str:
    return (hub.site / address / "index.html").read_text()


def test_the_first_month(hub: Hub) -> None:
    # The first push says which setting is missing; the second one publishes.
    first = hub.push()
    assert first.jobs == {"plan": "failure"}
    [message] = first.errors()
    assert message.startswith("Open https://github.com/ada/digest/settings/pages, and under 'Build and deployment'")
    hub.enable_pages()
    again = hub.start("publish", "push", {"ref": "refs/heads/main"})
    assert again.jobs == {"plan": "success", "build": "success", "deploy": "success"}

    # Until the variable says what to fetch, the daily run does nothing.
    assert "fetch" not in hub.daily().jobs

    # The first day: two papers become a commit and a page.
    hub.variables["DIGEST_SOURCE"] = "hf"
    hub.papers.add(FIRST, "Robots that read", "Robots that write")
    hub.now = evening(FIRST)
    run = hub.daily()
    assert (run.conclusion, hub.deployments) == ("success", 2)
    assert RECORD in hub.repository.files()
    assert "Robots that read" in page(hub, ".")
    assert '<link rel="canonical" href="https://ada.github.io/digest/">' in page(hub, ".")
    assert "https://github.com/ada/digest/issues/new" in page(hub, f"papers/{paper_id(FIRST, 1)}")
    assert "PUT /repos/ada/digest/actions/workflows/daily.yml/enable" in hub.forge.calls

    # A second run on the same day finds nothing new.
    again = hub.daily()
    assert (again.conclusion, "build" in again.jobs) == ("success", False)
    assert "Nothing new: commit" in again.log

    # A quiet day is noted, and changes the site no more than a change of the README.
    hub.now = evening(SECOND)
    deployments = hub.deployments
    quiet = hub.daily()
    assert (quiet.conclusion, hub.deployments) == ("success", deployments)
    assert "Nothing new: the site is the same" in quiet.log
    hub.pull()
    (hub.curator / "README.md").write_text("# Robots\n")
    hub.repository.commit(hub.curator, "Change the README")
    readme = hub.push()
    assert (readme.conclusion, hub.deployments) == ("success", deployments)
    assert "Nothing new: the site is the same" in readme.log

    # A reader's form becomes a pull request, which is checked, merged and published.
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

    # The next day the correction stays, and the list of the quiet day has come late.
    hub.papers.add(SECOND, "A late paper")
    hub.papers.add(THIRD, "Robots on Wednesday")
    hub.now = evening(THIRD)
    late = hub.daily()
    assert (late.conclusion, hub.deployments) == ("success", deployments + 2)
    assert "title: Robots that read aloud" in hub.repository.read(RECORD)
    assert "A late paper" in page(hub, "archive")
    assert "Robots on Wednesday" in page(hub, ".")

    # Two weeks without a run, then one run: every day in between is there.
    for day in range(5, 19):
        hub.papers.add(date(2026, 3, day), f"Robots of March {day}")
    hub.now = evening(date(2026, 3, 18))
    assert hub.daily().conclusion == "success"
    days = {file.split("/")[-2] for file in hub.repository.files(folder="content/papers/2026/03")}
    assert days == {"02", "03", "04", *(f"{day:02}" for day in range(5, 19))}
    assert "Robots of March 18" in page(hub, ".")
