"""Delivery by SMTP to a real server: encrypted, with a password, one message each, and never twice."""

from __future__ import annotations

import contextlib
import ssl

import pytest

from generator.email_settings import Security, Smtp
from generator.errors import DigestifError
from generator.mail.ledger import Delivery
from generator.mail.sending.recipient_delivery import Result, deliver
from generator.mail.sending.smtp import MailServer, Outcome
from generator.text.addresses.mailboxes import Mailbox
from tests.fetching.local_server import FakeTime
from tests.mail.mails import SENDER, mail, received, with_email
from tests.mail.smtp_server import PASSWORD, USER, Mailboxes, mail_server

ADA, BO, CY = (Mailbox(address=f"{name}@example.com") for name in ("ada", "bo", "cy"))
ALL = (ADA, BO, CY)
MAIL = mail(with_email(sender=SENDER))


class Records:
    """The states that a delivery saved."""

    def __init__(self) -> None:
        self.saved: list[Delivery] = []

    def save(self, delivery: Delivery) -> None:
        self.saved.append(delivery)

    @property
    def last(self) -> Delivery:
        return self.saved[-1] if self.saved else Delivery()


def server_at(
    port: int, time: FakeTime, *, security: Security = "none", user: str = "", password: str = PASSWORD
) -> MailServer:
    smtp = Smtp(host="localhost", port=port, security=security, user=user)
    return MailServer(smtp, password=password, sender=SENDER, clock=time.clock())


def send(
    server: MailServer,
    records: Records,
    time: FakeTime,
    *,
    recipients: tuple[Mailbox, ...] = ALL,
    batch: int = 1,
    secret: str = "k",
) -> Result:
    try:
        return deliver(
            MAIL,
            recipients,
            server,
            delivery=records.last,
            secret=secret,
            save=records.save,
            batch=batch,
            clock=time.clock(),
        )
    finally:
        server.close()


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # the server means STARTTLS
@pytest.mark.parametrize(("security", "implicit"), [("starttls", False), ("tls", True)])
def test_messages_are_encrypted_and_the_password_is_sent_to_no_other_server(
    security: Security, implicit: bool, certificate: ssl.SSLContext, time: FakeTime
) -> None:
    boxes = Mailboxes()
    with mail_server(boxes, certificate=certificate, implicit=implicit, login=True) as port:
        result = send(server_at(port, time, security=security, user=USER), Records(), time)
    assert result == Result(sent=3)
    assert boxes.recipients() == [box.address for box in ALL]
    assert boxes.logins == [USER]
    assert boxes.encrypted == [True] * 3


def test_each_recipient_gets_a_message_of_their_own_letter_for_letter(time: FakeTime) -> None:
    boxes = Mailboxes()
    with mail_server(boxes) as port:
        send(server_at(port, time), Records(), time)
    for address, raw in boxes.delivered:
        message = received(raw)
        assert message["To"] == address
        assert not [other for other in ALL if other.address != address and other.address.encode() in raw]
    assert boxes.delivered[0][1].rstrip() == MAIL.for_recipient(ADA, sent=time.now).as_bytes().rstrip()


def test_a_second_run_sends_nothing(time: FakeTime) -> None:
    boxes, records = Mailboxes(), Records()
    with mail_server(boxes) as port:
        send(server_at(port, time), records, time)
        assert records.last == Delivery(complete=True)
    assert len(boxes.delivered) == 3


def test_a_recipient_is_entered_before_the_message_is_sent(time: FakeTime) -> None:
    boxes, records = Mailboxes(), Records()
    entered: list[int] = []

    def save(delivery: Delivery) -> None:
        records.save(delivery)
        entered.append(len(delivery.recipients) - len(boxes.delivered))

    with mail_server(boxes) as port:
        server = server_at(port, time)
        deliver(MAIL, ALL, server, delivery=Delivery(), secret="k", save=save, batch=1, clock=time.clock())
        server.close()
    assert entered[:3] == [1, 1, 1]
    assert "example" not in repr(records.saved)


def test_a_crash_repeats_no_message_and_says_who_may_lack_it(time: FakeTime) -> None:
    """The second recipient was entered, and the program was killed; whether the message went out is not known."""
    boxes, records = Mailboxes(), Records()

    class Killed(MailServer):
        def send(self, recipient: Mailbox, message: bytes) -> tuple[Outcome, int]:
            if recipient == BO:
                raise KeyboardInterrupt
            return super().send(recipient, message)

    with mail_server(boxes) as port:
        smtp = Smtp(host="localhost", port=port, security="none")
        with pytest.raises(KeyboardInterrupt):
            send(Killed(smtp, password="", sender=SENDER, clock=time.clock()), records, time)
        result = send(server_at(port, time), records, time)
    assert boxes.recipients() == [ADA.address, CY.address]
    assert result == Result(sent=1, unconfirmed=1)
    assert records.last.complete


def test_a_connection_that_breaks_after_the_message_is_not_tried_again(time: FakeTime) -> None:
    boxes, records = Mailboxes(), Records()
    boxes.plan("DATA", "250 close")
    with mail_server(boxes) as port:
        result = send(server_at(port, time), records, time)
    assert boxes.recipients() == [ADA.address, BO.address, CY.address]
    assert result == Result(sent=2, unconfirmed=1)


def test_a_temporary_failure_is_tried_again_and_continues_in_the_next_run(time: FakeTime) -> None:
    boxes, records = Mailboxes(), Records()
    boxes.plan("RCPT ada@example.com", "451 Greylisted", "250 OK")
    boxes.plan("RCPT bo@example.com", *["452 <bo@example.com> Full"] * 3)
    with mail_server(boxes) as port:
        result = send(server_at(port, time), records, time)
        assert result == Result(sent=2, deferred=("recipient 2 (452)",))
        assert time.waits == [30.0, 120.0]
        assert not records.last.complete
        assert send(server_at(port, time), records, time) == Result(sent=1)
    assert boxes.recipients() == [CY.address, ADA.address, BO.address]
    assert records.last == Delivery(complete=True)


def test_a_refused_recipient_is_named_by_its_place_and_not_tried_again(time: FakeTime) -> None:
    boxes, records = Mailboxes(), Records()
    boxes.plan("RCPT bo@example.com", "550 <bo@example.com> unknown")
    with mail_server(boxes) as port:
        assert send(server_at(port, time), records, time) == Result(sent=2, refused=("recipient 2 (550)",))
    assert records.last.complete


def test_a_server_that_refuses_everybody_is_a_wrong_setting_and_the_digest_is_not_lost(time: FakeTime) -> None:
    boxes, records = Mailboxes(), Records()
    for box in ALL:
        boxes.plan(f"RCPT {box.address}", "554 Relaying denied")
    with mail_server(boxes) as port:
        with pytest.raises(DigestifError, match=r"the server refused every recipient, such as recipient 1 \(554\)"):
            send(server_at(port, time), records, time)
        assert send(server_at(port, time), records, time) == Result(sent=3)


def test_a_connection_that_breaks_before_the_message_is_opened_again(time: FakeTime) -> None:
    boxes, records = Mailboxes(), Records()
    boxes.plan("RCPT bo@example.com", "close")
    with mail_server(boxes) as port:
        assert send(server_at(port, time), records, time) == Result(sent=3)
    assert sorted(boxes.recipients()) == [box.address for box in ALL]
    assert boxes.sessions == 2


def test_recipients_are_entered_in_batches_where_that_is_slow(time: FakeTime) -> None:
    boxes, records = Mailboxes(), Records()
    with mail_server(boxes) as port:
        send(server_at(port, time), records, time, batch=2)
    assert [len(each.unconfirmed) for each in records.saved] == [2, 1, 0]
    assert len(boxes.delivered) == 3


def test_a_server_that_fails_takes_back_what_was_entered(time: FakeTime) -> None:
    records = Records()
    with mail_server(Mailboxes()) as port:
        pass
    with pytest.raises(DigestifError, match="localhost: the connection was refused"):
        send(server_at(port, time), records, time, batch=2)
    assert (records.last.recipients, records.last.unconfirmed) == ((), ())
    assert time.waits == [5.0, 30.0]


def test_a_changed_password_stops_a_delivery_that_has_begun(time: FakeTime) -> None:
    boxes, records = Mailboxes(), Records()
    boxes.plan("RCPT bo@example.com", *["452 Full"] * 3)
    with mail_server(boxes) as port:
        send(server_at(port, time), records, time)
        with pytest.raises(DigestifError, match="DIGESTIF_SMTP_PASSWORD changed since"):
            send(server_at(port, time), records, time, secret="another")
    assert boxes.recipients() == [ADA.address, CY.address]


@pytest.mark.parametrize(
    ("security", "user", "password", "message"),
    [
        ("starttls", USER, "wrong", "localhost: refused the password (535)\n  check user in mkdocs.yml and DIGEST"),
        ("tls", USER, PASSWORD, "localhost: a secure connection could not be established"),
    ],
)
def test_a_server_that_cannot_be_used_is_explained(
    security: Security, user: str, password: str, message: str, certificate: ssl.SSLContext, time: FakeTime
) -> None:
    boxes = Mailboxes()
    with mail_server(boxes, certificate=certificate, login=True) as port, pytest.raises(DigestifError) as caught:
        send(server_at(port, time, security=security, user=user, password=password), Records(), time)
    assert message in str(caught.value)
    assert boxes.delivered == []


def test_a_corrected_password_sends_what_the_wrong_one_did_not(certificate: ssl.SSLContext, time: FakeTime) -> None:
    boxes, records = Mailboxes(), Records()
    with mail_server(boxes, certificate=certificate, login=True) as port:
        for password in ("wrong", PASSWORD):
            server = server_at(port, time, security="starttls", user=USER, password=password)
            with contextlib.suppress(DigestifError):
                send(server, records, time, secret=password)
    assert len(boxes.delivered) == 3


def test_without_encryption_no_password_is_sent(time: FakeTime) -> None:
    boxes = Mailboxes()
    with mail_server(boxes) as port, pytest.raises(DigestifError, match="offers no STARTTLS"):
        send(server_at(port, time, security="starttls", user=USER), Records(), time)
    assert (boxes.logins, boxes.delivered) == ([], [])


def test_a_certificate_of_an_unknown_authority_is_refused(
    authority: tuple[object, ssl.SSLContext], time: FakeTime
) -> None:
    boxes = Mailboxes()
    refused = pytest.raises(DigestifError, match="its certificate could not be verified")
    with mail_server(boxes, certificate=authority[1], login=True) as port, refused:
        send(server_at(port, time, security="starttls", user=USER), Records(), time)
    assert boxes.logins == []
