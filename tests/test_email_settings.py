"""The settings of e-mail in mkdocs.yml, and what is said about wrong ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.email_settings import EmailSettings, Listmonk, Releases, Smtp, SubscribeForm, form_origin
from generator.errors import DigestifError
from generator.settings import parse_settings
from generator.text.addresses.mailboxes import Mailbox

GUIDE = (Path(__file__).parent.parent / "docs" / "email.md").read_text()


@pytest.mark.parametrize("documented", re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL))
def test_the_documented_settings_are_right(documented: str) -> None:
    assert parse_settings(f"site_name: A digest\n{documented}".encode()).email.sends


def parsed(settings: str) -> EmailSettings:
    lines = "".join(f"      {line}\n" for line in settings.splitlines())
    return parse_settings(f"site_name: A digest\nextra:\n  digestif:\n    email:\n{lines}".encode()).email


def test_a_digest_without_settings_of_e_mail_sends_nothing() -> None:
    assert parse_settings(b"site_name: A digest\n").email == EmailSettings()
    assert parse_settings(b"extra: {digestif: {email: }}\n").email == EmailSettings()
    assert EmailSettings().sends is False


def test_every_setting() -> None:
    assert parsed(
        """\
from: Papers of the Day <digest@Example.org>
reply_to: ada@example.org
every: week
unsubscribe: https://example.org/leave?a={email}
subscribe:
  url: https://lists.example.org/subscription/form
  fields: {nonce: "", l: 8d1c}
smtp: {host: smtp.example.org, user: digest, recipients: ../recipients.txt}
buttondown: true
listmonk: {url: https://lists.example.org/, lists: [3, 4], template: 2}
github: {discussion: Announcements}"""
    ) == EmailSettings(
        sender=Mailbox(name="Papers of the Day", address="digest@example.org"),
        reply_to=Mailbox(address="ada@example.org"),
        every="week",
        unsubscribe="https://example.org/leave?a={email}",
        subscribe=SubscribeForm(
            url="https://lists.example.org/subscription/form", fields=(("nonce", ""), ("l", "8d1c"))
        ),
        smtp=Smtp(
            host="smtp.example.org", port=587, security="starttls", user="digest", recipients="../recipients.txt"
        ),
        buttondown=True,
        listmonk=Listmonk(url="https://lists.example.org", lists=(3, 4), template=2),
        github=Releases(discussion="Announcements"),
    )


def test_short_forms_and_usual_ports() -> None:
    assert parsed("github: true").github == Releases()
    assert parsed("github: false").sends is False
    form = parsed("subscribe: https://buttondown.com/api/emails/embed-subscribe/ada").subscribe
    assert form == SubscribeForm(url="https://buttondown.com/api/emails/embed-subscribe/ada")
    assert form_origin(form) == "https://buttondown.com"
    smtp = parsed("from: a@example.org\nsmtp: {host: h, security: tls}").smtp
    assert smtp == Smtp(host="h", port=465, security="tls")
    assert parsed("from: jörg@example.org".replace("ö", "o") + "\nreply_to: a@bücher.example").reply_to == Mailbox(
        address="a@xn--bcher-kva.example"
    )


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("- smtp", "5:7: extra.digestif.email: is not a mapping"),
        ("form: x", "5:13: extra.digestif.email.form: no such setting\n  known are from, reply_to, every,"),
        (
            "from: Ada",
            "5:13: extra.digestif.email.from: 'Ada' is not an e-mail address: it has no @\n  expect",
        ),
        ("from: a b@example.org", "is not an e-mail address: the part before the @ is not valid"),
        ("from: a@exa mple.org", "is not an e-mail address: the part after the @ is not valid"),
        ("from: [a@example.org]", "5:13: extra.digestif.email.from: is not text\n  expected one line, as in from: Pap"),
        ("every: month", "5:14: extra.digestif.email.every: 'month' is not known\n  expected day or week"),
        ("unsubscribe: http://example.org", "5:20: extra.digestif.email.unsubscribe: 'http://example.org' is not an a"),
        (f"unsubscribe: https://example.org/{'x' * 600}", "unsubscribe: is longer than 600 characters"),
        ("unsubscribe: mailto:x", "'mailto:x' has no valid e-mail address"),
        ("unsubscribe: 'mailto:a@example.org?subject=a b'", "has a character that needs %XX"),
        (
            "subscribe: http://example.org",
            "5:18: extra.digestif.email.subscribe: 'http://example.org' is not encrypted",
        ),
        ("subscribe: javascript:alert(1)", "'javascript:alert(1)' is not a web address"),
        ("subscribe: {email: x}", "5:18: extra.digestif.email.subscribe: needs url"),
        ("subscribe: {url: https://example.org, fields: x}", "subscribe.fields: is not a mapping"),
        ("from: a@example.org\nsmtp: {}", "6:13: extra.digestif.email.smtp: needs host\n  add it, as in host: smtp.ex"),
        ("smtp: {host: h}", "5:7: extra.digestif.email: needs from, because smtp is set"),
        ("from: a@b\nsmtp: {host: 'a b'}", "extra.digestif.email.smtp.host: 'a b' is not the name of a server"),
        ("from: a@b\nsmtp: {host: h, port: 0}", "6:29: extra.digestif.email.smtp.port: '0' is not a whole number"),
        ("from: a@b\nsmtp: {host: h, security: ssl}", "'ssl' is not known\n  expected starttls, tls or none"),
        ("from: a@b\nsmtp: {host: h, user: u, security: none}", "none would send the password unencrypted"),
        ("smtp: {host: h, password: x}", "5:33: extra.digestif.email.smtp.password: no such setting"),
        ("buttondown: ada", "5:19: extra.digestif.email.buttondown: 'ada' is not a switch\n  expected true or false"),
        ("listmonk: {url: https://example.org}", "5:17: extra.digestif.email.listmonk: needs lists"),
        ("listmonk: {url: https://example.org, lists: 3}", "listmonk.lists: is not a list of numbers"),
        ("listmonk: {url: https://example.org, lists: [a]}", "listmonk.lists: is not a list of numbers"),
        (
            "github: {category: A}",
            "5:26: extra.digestif.email.github.category: no such setting\n  known are disc",
        ),
    ],
)
def test_a_wrong_setting_is_named_with_its_place(settings: str, message: str) -> None:
    with pytest.raises(DigestifError) as caught:
        parsed(settings)
    assert str(caught.value).startswith("mkdocs.yml:")
    assert message in str(caught.value)
