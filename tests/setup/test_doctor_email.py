"""What ``digestif doctor`` says about e-mail and about variables. GitHub and the mail server are on this machine."""

from __future__ import annotations

import socket
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.setup.test_doctor import REPOSITORY, doctor, git, github, site

__all__ = ["github", "site"]
SMTP = "smtp: {host: smtp.robots.dev, user: digest}"


def configure(site: Path, *lines: str) -> None:
    settings = site / "mkdocs.yml"
    text = settings.read_text()
    section = "".join(f"      {line}\n" for line in ("email:", *(f"  {line}" for line in lines)))
    assert "  digestif:\n" in text
    settings.write_text(text.replace("  digestif:\n", f"  digestif:\n{section.replace('      ', '    ', 1)}", 1))
    git(site, "commit", "--quiet", "--all", "--message", "E-mail")


def about_email(site: Path, *options: str) -> list[str]:
    """The lines about e-mail and variables with what to do, without their indentation."""
    lines: list[str] = []
    is_about = False
    for line in doctor(site, *options)[1][:-1]:
        is_about = any(f"  {check}: " in line for check in ("e-mail", "variables")) or (is_about and line[0] == " ")
        lines += [line.strip()] if is_about else []
    return lines


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((), []),
        (("github: true",), []),
        (("from: Robots <digest@robots.dev>", SMTP), []),
        (
            ("from: Robots <digest@example.org>", SMTP),
            [
                "MISSING     e-mail: from is digest@example.org, an address for examples that no mail server accepts",
                "in mkdocs.yml, set from to an address of your mail account",
            ],
        ),
        (
            ("from: digest@robots.dev", "smtp: {host: smtp.robots.dev}"),
            [
                "suggestion  e-mail: smtp.robots.dev is used without a login",
                "if it needs a login, set user below smtp in mkdocs.yml, and the secret DIGESTIF_SMTP_PASSWORD",
            ],
        ),
        (
            ("buttondown: true",),
            [
                "suggestion  e-mail: readers have no form for subscribing on the page Follow",
                "add subscribe to extra.digestif.email in mkdocs.yml; docs/email.md of Digestif has an example",
            ],
        ),
    ],
)
def test_the_settings_of_e_mail_are_checked_in_the_folder(site: Path, lines: tuple[str, ...], found: list[str]) -> None:
    if lines:
        configure(site, *lines)
    assert about_email(site) == found


def test_a_workflow_of_an_earlier_version_passes_on_no_secrets(site: Path) -> None:
    daily = site / ".github/workflows/daily.yml"
    daily.write_text(daily.read_text().replace("DIGESTIF_BUTTONDOWN_KEY", "ANOTHER"))
    configure(site, "buttondown: true", "subscribe: https://buttondown.com/api/emails/embed-subscribe/NAME")
    assert about_email(site) == [
        "MISSING     e-mail: .github/workflows/daily.yml does not pass on DIGESTIF_BUTTONDOWN_KEY",
        "run: digestif update",
    ]


def test_recipients_in_git_are_a_fault(site: Path) -> None:
    (site / "recipients.txt").write_text("grace@robots.dev\n")
    git(site, "add", "recipients.txt")
    configure(site, "from: digest@robots.dev", "smtp: {host: smtp.robots.dev, user: a, recipients: recipients.txt}")
    lines = about_email(site)
    assert lines[0] == (
        "MISSING     e-mail: recipients.txt is in Git, so everybody who sees the repository sees the addresses"
    )
    assert "grace" not in "".join(lines)
    assert lines[2] == "suggestion  e-mail: the recipients are in a file on this computer, which no workflow has"


def test_what_the_repository_lacks_is_named_with_where_to_click(site: Path, github: ThreadingHTTPServer) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        configure(
            site,
            "from: digest@robots.dev",
            f"smtp: {{host: 127.0.0.1, port: {port}, user: a}}",
            "github: {discussion: News}",
        )
        general = github.answers[REPOSITORY][1]  # type: ignore[attr-defined]  # set by the fixture
        github.answers[REPOSITORY] = (200, general | {"has_discussions": False})  # type: ignore[attr-defined]
        github.answers[f"{REPOSITORY}/actions/secrets/DIGESTIF_SMTP_PASSWORD"] = (200, {})  # type: ignore[attr-defined]
        settings = "https://github.com/ada/my-digest/settings"
        assert about_email(site, "--online") == [
            "suggestion  e-mail: the daily run does not send, because DIGEST_SEND is not true",
            f"{settings}/variables/actions › New repository variable: DIGEST_SEND, true",
            "MISSING     e-mail: the secret DIGESTIF_EMAIL_RECIPIENTS is not set",
            f"{settings}/secrets/actions › New repository secret: DIGESTIF_EMAIL_RECIPIENTS, the addresses of the "
            "recipients, one per line",
            "MISSING     e-mail: releases open discussions in 'News', and discussions are switched off",
            f"{settings} › Features › Discussions",
            f"suggestion  e-mail: 127.0.0.1:{port} does not take connections from this computer",
            "check smtp.host and smtp.port in mkdocs.yml; some networks block mail servers, and GitHub's do not",
        ]


def test_sending_that_is_ready(site: Path, github: ThreadingHTTPServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        configure(site, "from: digest@robots.dev", f"smtp: {{host: 127.0.0.1, port: {port}, user: a}}")
        for name in ("secrets/DIGESTIF_SMTP_PASSWORD", "secrets/DIGESTIF_EMAIL_RECIPIENTS", "variables/DIGEST_SEND"):
            github.answers[f"{REPOSITORY}/actions/{name}"] = (200, {"value": "true"})  # type: ignore[attr-defined]
        assert about_email(site, "--online") == []


def test_sending_that_is_switched_on_and_not_configured(site: Path, github: ThreadingHTTPServer) -> None:
    github.answers[f"{REPOSITORY}/actions/variables/DIGEST_SEND"] = (200, {"value": "true"})  # type: ignore[attr-defined]
    assert about_email(site, "--online") == [
        "MISSING     e-mail: DIGEST_SEND is true, and mkdocs.yml has no way of sending",
        "add extra.digestif.email to mkdocs.yml; see docs/email.md of Digestif",
    ]


def test_without_a_token_secrets_stay_unknown(
    site: Path, github: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_TOKEN")
    configure(site, "buttondown: true", "subscribe: https://buttondown.com/api/emails/embed-subscribe/NAME")
    assert about_email(site, "--online") == [
        "unknown     e-mail: GitHub shows DIGEST_SEND only with a token",
        "set GITHUB_TOKEN, and run this again",
        "unknown     e-mail: GitHub shows whether DIGESTIF_BUTTONDOWN_KEY is set only with a token that may read "
        "secrets",
    ]


def test_a_variable_with_a_value_that_the_workflows_refuse_is_named(site: Path, github: ThreadingHTTPServer) -> None:
    values = {"DIGEST_REVIEW": "yes", "DIGEST_SEND": "TRUE", "DIGEST_ARXIV_TYPES": "new, cross", "OTHER": "yes"}
    listed = [{"name": name, "value": value} for name, value in values.items()]
    github.answers[f"{REPOSITORY}/actions/variables"] = (200, {"variables": listed})  # type: ignore[attr-defined]
    assert about_email(site, "--online") == [
        "MISSING     variables: DIGEST_REVIEW is 'yes': it must be true or false",
        "https://github.com/ada/my-digest/settings/variables/actions/DIGEST_REVIEW",
    ]
