"""Letters leave once: refusals are kept, superseded ones stay, and a killed worker sends nothing twice."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from tests.factories.city import SYSTEM, make_user
from tests.foundation.notices.conftest import PLAIN
from tests.foundation.notices.post import NONE, MailServer, mail_server
from yunhui.foundation.accounts.models import User
from yunhui.foundation.notices.enums import DispatchState
from yunhui.foundation.notices.models import Dispatch, Notice, Trouble
from yunhui.foundation.notices.services import (
    call_off,
    deliver_due,
    delivering,
    keep_wishes,
    release_notices,
    write_notice,
    write_to_address,
)
from yunhui.foundation.notices.services.delivering import CLAIM_LASTS, HANDING_LASTS
from yunhui.kernel import actor as actors
from yunhui.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)
ABOUT = ("application", "1")


@pytest.fixture
def post(settings: Any) -> Iterator[MailServer]:
    """A mail server, switched on."""
    with mail_server() as (server, channels):
        settings.DEMO, settings.CHANNELS, settings.PUBLIC_URL = False, channels, "https://city.example"
        yield server


def write(user: User, letter: str = "test.urgent", **more: Any) -> Notice:
    """A letter that may leave now, whatever the hour."""
    context = PLAIN.samples() if letter == "test.plain" else {}
    with transaction.atomic():
        return write_notice(actor=SYSTEM, letter=letter, to=user, about=ABOUT, context=context, **more)


def only() -> Dispatch:
    """The one dispatch."""
    return Dispatch.objects.get()


def test_a_letter_leaves_once_with_text_and_html(post: MailServer) -> None:
    """Both forms, our Message-ID, an envelope that names the letter; a second round sends nothing."""
    write(make_user("ada"), link="/my/")
    assert deliver_due() == 1
    assert deliver_due() == 0
    letter, row = post.letters[0], only()
    assert [part.get_content_type() for part in letter.walk()] == [
        "multipart/alternative", "text/plain", "text/html",
    ]  # fmt: skip
    assert letter["Message-ID"] == f"<{row.pk}@city.example>" == row.reference
    assert post.senders == [f"bounces+{row.pk}@city.example"]
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "List-Unsubscribe" not in letter
    text = letter.get_payload(0).get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert "https://city.example/my/" in text
    assert row.state == DispatchState.SENT
    assert row.reply == "250 taken"


def test_without_a_mail_server_letters_wait(settings: Any) -> None:
    """Nothing is lost and no try is counted."""
    settings.DEMO, settings.CHANNELS = False, NONE
    write(make_user("ada"))
    assert deliver_due() == 0
    assert (only().state, only().tries) == (DispatchState.WAITING, 0)


def test_a_refusal_for_now_is_tried_again_later(post: MailServer) -> None:
    """The reply is kept, the next try comes after a pause, and at last it is given up."""
    post.at_recipient = "451 greylisted"
    write(make_user("ada"))
    assert deliver_due() == 0
    assert (only().state, only().tries, only().reply) == (DispatchState.WAITING, 1, "451 greylisted")
    assert deliver_due() == 0
    assert only().tries == 1
    post.at_recipient = "250 fine"
    with clock.travel(clock.now() + timedelta(minutes=2)):
        assert deliver_due() == 1
    assert [one.outcome for one in only().attempts.order_by("pk")] == ["waiting", "sent"]


def test_a_refusal_for_good_marks_the_address(post: MailServer) -> None:
    """A later letter to it is not sent at all, and says why."""
    post.at_recipient = "550 5.1.1 no such user"
    ada = make_user("ada")
    write(ada)
    deliver_due()
    assert (only().state, only().reply) == (DispatchState.REFUSED, "550 5.1.1 no such user")
    assert Trouble.objects.get().email == "ada@city.example"
    post.at_recipient = "250 fine"
    write(ada)
    assert deliver_due() == 0
    assert "not sent" in Dispatch.objects.exclude(pk=only_first().pk).get().reply
    assert post.letters == []


def only_first() -> Dispatch:
    """The dispatch that was written first."""
    return Dispatch.objects.order_by("pk")[0]


def test_what_is_superseded_at_the_very_door_does_not_leave(post: MailServer) -> None:
    """The worker has claimed the letter and speaks with the server; the last word is written meanwhile."""
    ada = make_user("ada")
    write(ada, supersedes="result:1")

    def supersede() -> None:
        call_off(actor=SYSTEM, supersedes="result:1")

    def elsewhere() -> None:
        def run() -> None:
            try:
                with transaction.atomic():
                    supersede()
            finally:
                connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        thread.join()

    post.before_text = elsewhere
    assert deliver_due() == 0
    assert post.letters == []
    assert only().state == DispatchState.SUPERSEDED


def test_a_held_letter_leaves_after_its_release_only(post: MailServer) -> None:
    """And outside quiet hours, on the reader's own clock."""
    ada = make_user("ada")
    ada.zone = "Asia/Shanghai"
    notice = write(ada, "test.held")
    assert deliver_due() == 0
    with clock.travel(clock.beijing(clock.now().date(), 23)):
        assert release_notices(actor=SYSTEM, notice_ids=[notice.pk]) == 1
        assert release_notices(actor=SYSTEM, notice_ids=[notice.pk]) == 0
        assert deliver_due() == 0
    with clock.travel(clock.beijing(clock.now().date() + timedelta(days=1), 8)):
        assert deliver_due() == 1


def test_what_somebody_waits_for_leaves_first(post: MailServer) -> None:
    others = [write(make_user(f"reader-{number}"), "test.plain", link=f"/{number}") for number in range(3)]
    Dispatch.objects.update(due_at=clock.now() - timedelta(minutes=1))
    code = write(make_user("waiting"))
    assert deliver_due() == len(others) + 1
    (first, *_rest) = post.letters
    assert str(code.user) in first["To"]


def test_letters_that_nobody_waits_for_let_people_go_first(post: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "is_busy", lambda: True)
    write(make_user("reader"), "test.plain")
    Dispatch.objects.update(due_at=clock.now())
    assert deliver_due() == 0
    write(make_user("waiting"))
    assert deliver_due() == 1
    Dispatch.objects.filter(state=DispatchState.WAITING).update(due_at=clock.now() - delivering.PATIENCE)
    assert deliver_due() == 1


def test_a_digest_is_one_letter(post: MailServer) -> None:
    """Three letters of a day leave as one, at the reader's hour."""
    ada = make_user("ada")
    reader = actors.Actor(user_id=ada.pk, label="user")
    nine = clock.beijing(clock.now().date() + timedelta(days=1), 9)
    keep_wishes(actor=reader, quiet=None, digest_at=nine.astimezone(clock.BEIJING).time(), switched={})
    for _number in range(3):
        write(ada, "test.plain")
    assert deliver_due() == 0
    with clock.travel(nine):
        assert deliver_due() == 3
    assert len(post.letters) == 1
    assert set(Dispatch.objects.values_list("state", flat=True)) == {DispatchState.SENT}


def test_a_private_letter_is_wiped_once_it_has_left(post: MailServer) -> None:
    """The code is in the letter and nowhere else."""
    with transaction.atomic():
        write_to_address(
            actor=SYSTEM, letter="test.private", email="ada@home.example", name="Ada", language="en",
            zone="Europe/Paris", about=("account", "1"), context={"code": "871203"},
        )  # fmt: skip
    assert deliver_due() == 1
    assert b"871203" in post.letters[0].get_payload(0).get_payload(decode=True)  # type: ignore[union-attr, operator]
    assert Notice.objects.get().sealed == ""


WORKER = "import django; django.setup(); from yunhui.foundation.notices.services import deliver_due; deliver_due()"


@pytest.mark.parametrize(("dies_at", "wanted"), [("recipient", DispatchState.SENT), ("text", DispatchState.UNSURE)])
def test_a_killed_worker_sends_nothing_twice(post: MailServer, dies_at: str, wanted: str) -> None:
    """Killed before the text: sent once, by the next worker. Killed after it: once too, and the office is told."""
    write(make_user("ada"))
    reached, gone = threading.Event(), threading.Event()

    def die() -> None:
        if not gone.is_set():
            reached.set()
            gone.wait(120)

    if dies_at == "recipient":
        post.before_text = die
    else:
        post.letters = _Dying(die)
    smtp = _smtp()
    surroundings = {
        **os.environ, "YUNHUI_DEMO": "0", "YUNHUI_SMTP_HOST": "127.0.0.1", "YUNHUI_SMTP_PORT": str(smtp.port),
        "YUNHUI_SMTP_TLS": "none", "YUNHUI_SMTP_FROM": smtp.sender, "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip
    code = (
        "import os; from django.conf import settings; settings.DATABASES['default'].update(eval(os.environ['DB']));"
        + WORKER
    )
    wanted_database = {key: connection.settings_dict[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    worker = subprocess.Popen([sys.executable, "-c", code], env={**surroundings, "DB": repr(wanted_database)})
    assert reached.wait(120)
    worker.kill()
    worker.wait()
    gone.set()
    for lasts in (CLAIM_LASTS, HANDING_LASTS):
        with clock.travel(clock.now() + lasts + timedelta(seconds=1)):
            deliver_due()
    assert only().state == wanted
    assert len(post.letters) == 1


class _Dying(list[Any]):
    """Letters of a server whose client is killed when it has handed one over, before it hears so."""

    def __init__(self, die: Any) -> None:
        super().__init__()
        self._die = die

    def append(self, letter: Any) -> None:
        super().append(letter)
        self._die()


def _smtp() -> Any:
    from django.conf import settings

    return settings.CHANNELS.smtp
