"""The daily run sends a published digest once, and says when it could not."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.mail.smtp_server import Mailboxes, mail_server
from tests.workflows.github_stand_in.hub import Hub

ROOT = Path(__file__).parents[2]
RECORD = "content/papers/2026/03/01/robots-that-read.yaml"
EMAIL = """\
site_name: Robots
extra:
  digestif:
    email:
      github: true
      from: digest@example.org
      smtp: {host: localhost, port: PORT, security: none}
theme: {name: digestif}
"""


@pytest.fixture
def curated_hub(hub: Hub) -> Hub:
    """A digest that a person imports papers into, with one of yesterday, and sending switched on."""
    file = hub.curator / RECORD
    file.parent.mkdir(parents=True)
    file.write_text("title: Robots that read\ndate: 2026-03-01\n")
    hub.variables["DIGEST_SEND"] = "true"
    hub.enable_pages()
    return hub


def configure(hub: Hub, port: int) -> None:
    (hub.curator / "mkdocs.yml").write_text(EMAIL.replace("PORT", str(port)))
    hub.repository.commit(hub.curator, "Send digests")
    hub.repository.push(hub.curator)


def test_a_digest_is_sent_once_after_its_publication_and_a_failure_opens_an_issue(curated_hub: Hub) -> None:
    hub, boxes = curated_hub, Mailboxes()
    with mail_server(boxes) as port:
        configure(hub, port)
        run = hub.daily()
        assert (run.jobs["send"], run.conclusion) == ("failure", "failure")
        assert "DIGESTIF_EMAIL_RECIPIENTS: is not set" in run.log
        [issue] = hub.forge.issues.values()
        assert "The digest was not sent to everybody." in issue["body"]
        assert "```text\n" in issue["body"]
        assert "DIGESTIF_EMAIL_RECIPIENTS: is not set" in issue["body"]

        hub.secrets["DIGESTIF_EMAIL_RECIPIENTS"] = "ada@example.com"
        for _ in range(2):
            assert hub.daily().jobs["send"] == "success"
    assert boxes.recipients() == ["ada@example.com"]
    assert b"https://ada.github.io/digest/papers/" in boxes.delivered[0][1].replace(b"=\r\n", b"")
    assert list(hub.forge.releases) == ["digest-2026-03-01"]
    assert issue["state"] == "closed"
    assert "Nothing to send" in hub.runs[-1].log
    assert "ada@example.com" not in "".join(run.log for run in hub.runs)
    assert "example" not in hub.forge.branches["digestif-sent"]["sent.json"]


def test_only_the_job_that_sends_gets_its_secrets() -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/daily.yml").read_text())["jobs"]
    assert [name for name, job in jobs.items() if "secrets.DIGESTIF_" in str(job)] == ["send"]
    assert {"fetch", "keep"}.isdisjoint(jobs["send"].get("needs", ())), "it runs on what is published only"
