"""What comes back: a mailbox read once, receipts of the gateway, and people's answers left alone."""

import imaplib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from config.channels import Channels, Imap, SmsGateway
from tests.factories.city import SYSTEM, make_user
from yunhui.foundation.notices.enums import Channel, DispatchState
from yunhui.foundation.notices.models import Dispatch, Trouble
from yunhui.foundation.notices.services import bounces, deliver_due, read_bounces, take_bounce, write_notice

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).with_name("bounces")


@pytest.fixture
def sent(settings: Any) -> Dispatch:
    """A letter that has left."""
    settings.DEMO = True
    write_notice(actor=SYSTEM, letter="test.urgent", to=make_user("ada"), about=("application", "1"), context={})
    deliver_due()
    settings.DEMO = False
    row = Dispatch.objects.get()
    assert row.state == DispatchState.SENT
    return row


def sample(name: str, row: Dispatch) -> bytes:
    """A returned message that names the letter."""
    return (SAMPLES / name).read_bytes().replace(b"@ID@", str(row.pk).encode())


@pytest.mark.parametrize("name", ["postfix.eml", "exchange.eml"])
def test_a_bounce_finds_its_letter(sent: Dispatch, name: str) -> None:
    """By the envelope address, or by our mark inside; the address is marked, once."""
    assert take_bounce(sample(name, sent)) == 1
    assert take_bounce(sample(name, sent)) == 0
    sent.refresh_from_db()
    assert sent.state == DispatchState.BOUNCED
    assert "550" in sent.reply
    assert Trouble.objects.get().count == 1


def test_a_delay_is_no_bounce(sent: Dispatch) -> None:
    """It is noted beside the letter; the address stays good."""
    assert take_bounce(sample("delayed.eml", sent)) == 0
    sent.refresh_from_db()
    assert sent.state == DispatchState.SENT
    assert sent.attempts.filter(outcome="delayed").exists()
    assert not Trouble.objects.exists()


def test_answers_of_people_stay_in_the_mailbox(sent: Dispatch) -> None:
    """An answer that quotes our letter is no bounce."""
    answer = (
        f"From: ada@city.example\r\nTo: office@city.example\r\n\r\n> Message-ID: <{sent.pk}@city.example>\r\nThanks"
    )
    assert take_bounce(answer.encode()) == 0
    sent.refresh_from_db()
    assert sent.state == DispatchState.SENT


class Box:
    """A mailbox that speaks as much IMAP as is asked of it."""

    def __init__(self, messages: list[bytes]) -> None:
        self.messages, self.seen = messages, set[bytes]()

    def __enter__(self) -> "Box":
        return self

    def __exit__(self, *error: object) -> None:
        """Goodbye."""

    def login(self, user: str, password: str) -> None:
        """Anybody."""

    def select(self, folder: str) -> None:
        """The one folder."""
        assert folder == '"INBOX"'

    def uid(self, verb: str, *words: Any) -> tuple[str, list[Any]]:
        """SEARCH UNSEEN, FETCH, STORE."""
        if verb == "SEARCH":
            numbers = (str(number).encode() for number in range(1, len(self.messages) + 1))
            return "OK", [b" ".join(one for one in numbers if one not in self.seen)]
        if verb == "FETCH":
            return "OK", [(b"1 (BODY[] {9}", self.messages[int(words[0]) - 1]), b")"]
        self.seen.add(words[0].encode())
        return "OK", []


def test_the_mailbox_is_read_once(sent: Dispatch, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read is marked as seen."""
    box = Box([sample("postfix.eml", sent), b"Subject: hello\r\n\r\nhello"])
    monkeypatch.setattr(imaplib, "IMAP4", lambda *place, **how: box)
    imap = Imap("127.0.0.1", 143, "none", "INBOX", "a", "b")
    settings.DEMO, settings.CHANNELS = False, Channels(None, imap, None, None, None)
    assert read_bounces() == 1
    assert read_bounces() == 0
    assert box.seen == {b"1", b"2"}
    assert bounces.ROUND > 2


def test_a_receipt_settles_an_sms(client: Client, settings: Any, sent: Dispatch) -> None:
    """Good or not; a wrong secret is a page that is not there."""
    names = {"id": "msgid", "status": "state", "good": "DELIVRD"}
    gateway = SmsGateway("http://x", "json", {}, {}, "", {}, "", "", names, "s3cret", abroad=False)
    settings.CHANNELS = Channels(None, None, gateway, None, None)
    Dispatch.objects.filter(pk=sent.pk).update(channel=Channel.SMS, reference="77")
    report = {"msgid": "77", "state": "DELIVRD"}
    assert client.post("/hooks/sms/wrong", report, content_type="application/json").status_code == 404
    assert client.post("/hooks/sms/s3cret", report, content_type="application/json").json() == {"taken": 1}
    sent.refresh_from_db()
    assert sent.state == DispatchState.DELIVERED
    assert client.post("/hooks/sms/s3cret", "[1, {}", content_type="application/json").json() == {"taken": 0}
