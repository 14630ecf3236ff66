"""`digestif email` and `digestif send` as curators and workflows run them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.cli import running
from tests.mail.mails import part, received
from tests.mail.smtp_server import Mailboxes, mail_server
from tests.workflows.github_stand_in.api import Forge, serve_forge
from tests.workflows.github_stand_in.repository import REPOSITORY, TOKEN

ENTRIES = "\n".join(
    f"@article{{p{day}, title={{Paper of Day {day}}}, author={{Lovelace, Ada}}, abstract={{Robots.}}}}"
    for day in (1, 2)
)
RECIPIENTS = "ada@example.com\nbo@example.com\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A digest with a paper on each of two days of 2025."""
    digestif(tmp_path, "new", "digest")
    site = tmp_path / "digest"
    for day, entry in zip(("2025-07-30", "2025-07-31"), ENTRIES.splitlines(), strict=True):
        (tmp_path / "papers.bib").write_text(entry)
        assert digestif(site, "import", "../papers.bib", "--date", day).returncode == 0
    return site


def digestif(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DIGESTIF_", "GITHUB_"))}
    kept |= {"NO_PROXY": "127.0.0.1,localhost", **environment}
    return running.digestif(*arguments, cwd=folder, environment=kept)


def configure(site: Path, email: str = "", *, address: bool = True) -> None:
    url = "site_url: https://example.org/digest/\n" if address else ""
    settings = f"extra:\n  digestif:\n    email: {email}\n" if email else ""
    (site / "mkdocs.yml").write_text(f"site_name: Robots\n{url}{settings}theme: {{name: digestif}}\n")


def test_a_digest_is_written_as_a_file_and_to_standard_output(site: Path) -> None:
    configure(site)
    done = digestif(site, "email", "2025-07-30", "--out", "digest.eml")
    assert (done.returncode, done.stdout) == (0, "digest.eml: Wednesday, 30 July 2025, 1 paper\n")
    assert received((site / "digest.eml").read_bytes())["Subject"] == "Wednesday, 30 July 2025: 1 paper – Robots"
    week = digestif(site, "email", "--week")
    message = received(week.stdout.replace("\n", "\r\n").encode())
    assert message["Subject"] == "28 July – 3 August 2025, week 31: 2 papers – Robots"
    assert part(message, "plain").index("Paper of Day 1") < part(message, "plain").index("Paper of Day 2")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["email", "2025-07-01"], "2025-07-01 has no papers\n  the newest digest is that of 2025-07-31"),
        (["email", "--topic", "agents"], "2025-07-31 has no papers on the topic Agents"),
        (["email", "--topic", "cooking"], "--topic cooking: unknown topic"),
        (["email", "31.7.2025"], "Write dates like 2025-07-31."),
        (["send"], "mkdocs.yml: extra.digestif.email: configures no way of sending"),
    ],
)
def test_what_cannot_be_done_is_explained(site: Path, arguments: list[str], message: str) -> None:
    configure(site)
    done = digestif(site, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_an_e_mail_needs_the_address_of_the_site(site: Path) -> None:
    configure(site, address=False)
    done = digestif(site, "email")
    assert done.returncode == 2
    assert done.stderr.startswith(
        "digestif: mkdocs.yml: site_url: is not set, and an e-mail links to the site\n  set it"
    )
    assert digestif(site, "email", DIGESTIF_SITE_URL="https://example.org/").returncode == 0


def test_a_digest_is_sent_once_also_when_the_command_runs_again(site: Path) -> None:
    boxes = Mailboxes()
    with mail_server(boxes) as port:
        configure(site, f"{{from: d@example.org, smtp: {{host: localhost, port: {port}, security: none}}}}")
        first = digestif(site, "send", "2025-07-30", DIGESTIF_EMAIL_RECIPIENTS=RECIPIENTS)
        again = digestif(site, "send", "2025-07-30", DIGESTIF_EMAIL_RECIPIENTS=RECIPIENTS)
    assert (first.returncode, first.stdout) == (0, "Wednesday, 30 July 2025: sent by e-mail to 2 recipients\n")
    assert (again.returncode, again.stdout) == (0, "Wednesday, 30 July 2025: was already sent by e-mail\n")
    assert boxes.recipients() == ["ada@example.com", "bo@example.com"]
    assert json.loads((site / "content/sent.json").read_text()) == {"2025-07-30": {"smtp": {"state": "complete"}}}
    assert digestif(site, "check").returncode == 0


def test_a_record_with_an_error_is_left_out_as_on_the_site(site: Path) -> None:
    configure(site)
    record = next((site / "content/papers/2025/07/31").iterdir())
    record.with_name("good.yaml").write_text("title: A good one\ndate: 2025-07-31\n")
    record.with_name("broken.yaml").write_text("title: [\n")
    done = digestif(site, "email", "--out", "digest.eml")
    assert (done.returncode, done.stdout) == (0, "digest.eml: Thursday, 31 July 2025, 2 papers\n")
    assert done.stderr.startswith("warning: content/papers/2025/07/31/broken.yaml:")


def test_a_refused_recipient_is_reported_without_the_address(site: Path) -> None:
    (site.parent / "recipients.txt").write_text(RECIPIENTS)
    boxes = Mailboxes()
    boxes.plan("RCPT bo@example.com", "550 <bo@example.com>: user unknown")
    with mail_server(boxes) as port:
        smtp = f"{{host: localhost, port: {port}, security: none, recipients: ../recipients.txt}}"
        configure(site, f"{{from: d@example.org, smtp: {smtp}}}")
        done = digestif(site, "send", "2025-07-31")
    assert done.returncode == 1
    assert done.stdout == (
        "Thursday, 31 July 2025: sent by e-mail to 1 recipient\n"
        "  refused by the server, not tried again: recipient 2 (550)\n"
    )
    assert "example.com" not in done.stdout + done.stderr + (site / "content/sent.json").read_text()


def test_one_way_that_fails_does_not_keep_another_from_sending(site: Path) -> None:
    forge = Forge()
    server = serve_forge(forge)
    configure(site, "{github: true, buttondown: true}")
    environment = {"GITHUB_TOKEN": TOKEN, "GITHUB_REPOSITORY": REPOSITORY, "GITHUB_API_URL": server.url}
    done = digestif(site, "send", "2025-07-31", "--ledger", "github", **environment)
    assert done.returncode == 2
    assert done.stdout == "Thursday, 31 July 2025: sent as a release on GitHub\n"
    assert done.stderr.startswith(
        "Thursday, 31 July 2025: not sent with Buttondown: DIGESTIF_BUTTONDOWN_KEY: is not set"
    )
    assert list(forge.releases) == ["digest-2025-07-31"]
    assert '"github": {"state": "complete"}' in forge.branches["digestif-sent"]["sent.json"]
    assert not (site / "content/sent.json").exists()
    calls = len(forge.calls)
    again = digestif(site, "send", "2025-07-31", "--ledger", "github", **environment)
    assert "was already sent as a release on GitHub" in again.stdout
    assert [call for call in forge.calls[calls:] if not call.startswith("GET")] == []
    server.close()


def test_old_digests_are_not_sent_without_their_date(site: Path) -> None:
    configure(site, "{github: true}")
    done = digestif(site, "send")
    assert (done.returncode, done.stdout) == (
        0,
        "Nothing to send: the newest digest is more than a week old\n"
        "  to send it anyway, run: digestif send 2025-07-31\n",
    )
    assert not (site / "content/sent.json").exists()


def test_a_dry_run_checks_the_secrets_and_sends_nothing(site: Path) -> None:
    configure(site, "{from: d@example.org, smtp: {host: localhost, security: none}, github: true}")
    dry_run = ("send", "2025-07-31", "--dry-run")
    environment = {"DIGESTIF_EMAIL_RECIPIENTS": "ada@example.org\nEve <eve@example.org>", "GITHUB_REPOSITORY": "ada/x"}
    done = digestif(site, *dry_run, **environment)
    assert (done.returncode, done.stdout) == (
        2,
        "Thursday, 31 July 2025: 1 paper, would be sent by e-mail to 2 recipients\n",
    )
    assert done.stderr.startswith(
        "Thursday, 31 July 2025: could not be sent as a release on GitHub: GITHUB_TOKEN: is not"
    )
    assert not (site / "content/sent.json").exists()
    configure(site, "{from: d@example.org, smtp: {host: localhost, security: none}}")
    (site / "content/sent.json").write_text('{"2025-07-31": {"smtp": {"state": "complete"}}}')
    assert digestif(site, *dry_run).stdout == "Thursday, 31 July 2025: was already sent by e-mail\n"
    assert digestif(site, "send").stdout == "Nothing to send: every complete digest was sent\n"


@pytest.mark.parametrize(
    ("smtp", "environment", "message"),
    [
        ("{host: localhost, security: none}", {}, "DIGESTIF_EMAIL_RECIPIENTS: is not set\n  set it to the addresses"),
        ("{host: localhost, user: d}", {}, "DIGESTIF_SMTP_PASSWORD: is not set"),
        ("{host: localhost, user: d}", {"DIGESTIF_SMTP_PASSWORD": "a\nb"}, "has a character that no such secret has"),
        ("{host: localhost, security: none, recipients: no.txt}", {}, "no.txt: could not be read"),
    ],
)
def test_a_missing_secret_is_named(site: Path, smtp: str, environment: dict[str, str], message: str) -> None:
    configure(site, f"{{from: d@example.org, smtp: {smtp}}}")
    done = digestif(site, "send", "2025-07-31", **environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
