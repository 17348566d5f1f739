"""Notices are written in the transaction of what they tell, for one reader, and superseded before they leave."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.factories.city import SYSTEM, make_user
from tests.foundation.notices.conftest import PLAIN
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.notices.enums import DispatchState, NoticeState
from yunhui.foundation.notices.models import Contact, Dispatch, Notice
from yunhui.foundation.notices.ports import LetterError
from yunhui.foundation.notices.selectors import notices_of
from yunhui.foundation.notices.services import (
    Copy,
    call_off,
    deliver_due,
    keep_contact,
    keep_wishes,
    release_notices,
    write_notice,
    write_notices,
    write_to_address,
)
from yunhui.kernel.errors import InvalidError
from yunhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db
ABOUT = ("application", "1")


def test_a_notice_reads_in_its_readers_language_and_on_both_clocks() -> None:
    """The due time is on the reader's clock and in Beijing time; an empty optional line falls away."""
    user = make_user("ada")
    user.language, user.zone = "en", "Europe/Amsterdam"
    context = {**PLAIN.samples(), "reason": ""}
    notice = write_notice(actor=SYSTEM, letter="test.plain", to=user, about=ABOUT, context=context, link="/my/")
    assert notice.subject == "Cloud Spectra: complete it by Thu 11 Jun 2026"
    assert notice.body == (
        "Complete 1,200 items.\n\n"
        "Until: Thu 11 Jun 2026, 08:00 Amsterdam time (Thu 11 Jun 2026, 14:00 Beijing time, UTC+8)"
    )
    assert [one.state for one in notice.dispatches.all()] == [DispatchState.WAITING]


@pytest.mark.parametrize("context", [{}, {**PLAIN.samples(), "other": "x"}])
def test_a_context_has_just_the_letters_variables(context: dict[str, object]) -> None:
    """A missing or an unknown variable is a fault of the program, found at once."""
    with pytest.raises(LetterError):
        write_notice(actor=SYSTEM, letter="test.plain", to=make_user("ada"), about=ABOUT, context=context)


@pytest.mark.django_db(transaction=True)
def test_a_notice_outside_a_transaction_is_refused() -> None:
    """It could stand without what it tells."""
    user = make_user("ada")
    with pytest.raises(RuntimeError):
        write_notice(actor=SYSTEM, letter="test.held", to=user, about=ABOUT, context={})


def test_the_last_word_supersedes_what_has_not_left() -> None:
    """Of two letters with one key to one reader only the second leaves; another reader's stays."""
    ada, bob = make_user("ada"), make_user("bob")
    for user in (ada, bob, ada):
        write_notice(actor=SYSTEM, letter="test.held", to=user, about=ABOUT, context={}, supersedes="result:1")
    states = list(Notice.objects.filter(user=ada).order_by("written_at").values_list("state", flat=True))
    assert states == [NoticeState.SUPERSEDED, NoticeState.HELD]
    assert Notice.objects.get(user=bob).state == NoticeState.HELD
    assert call_off(actor=SYSTEM, supersedes="result:1") == 2
    assert not Notice.objects.filter(dispatches__state=DispatchState.HELD).exists()


def test_a_held_notice_is_in_nobodys_list() -> None:
    """Nobody reads a result before it is released, and nobody reads another's."""
    ada = make_user("ada")
    write_notice(actor=SYSTEM, letter="test.held", to=ada, about=ABOUT, context={})
    write_notice(actor=SYSTEM, letter="test.plain", to=ada, about=ABOUT, context=PLAIN.samples())
    assert [one.letter for one in notices_of(actor_of(ada))] == ["test.plain"]
    assert not notices_of(actor_of(make_user("bob"))).exists()


def test_a_private_letter_lies_open_nowhere() -> None:
    """Its code is sealed in the row, and the reader's list does not have it."""
    notice = write_to_address(
        actor=SYSTEM, letter="test.private", email="ada@home.example", name="Ada", language="en", zone="Europe/Paris",
        about=("account", "1"), context={"code": "871203"},
    )  # fmt: skip
    assert "871203" not in f"{notice.context}{notice.subject}{notice.body}{notice.link}{notice.sealed}"
    assert notice.sealed


def test_savepoint_of_the_caller_takes_the_notice_back() -> None:
    """What did not happen is not told."""
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write_notice(actor=SYSTEM, letter="test.held", to=make_user("ada"), about=ABOUT, context={})
        raise ZeroDivisionError
    assert not Notice.objects.exists()


def test_a_letter_goes_by_every_way_that_its_reader_wants(settings: Any) -> None:
    """E-mail always, SMS where there is a number and a text for it; the number stands masked in the outbox."""
    settings.DEMO = True
    ada = make_user("ada")
    reader = actor_of(ada)
    keep_contact(actor=reader, channel="sms", address="138 0013 8000")
    write_notice(actor=SYSTEM, letter="test.urgent", to=ada, about=ABOUT, context={})
    assert deliver_due() == 2
    ways = dict(Dispatch.objects.values_list("channel", "address"))
    assert ways == {"mail": "ada@city.example", "sms": "+86138****8000"}
    assert "13800138000" not in Contact.objects.get().sealed
    with pytest.raises(InvalidError):
        keep_contact(actor=reader, channel="sms", address="12")
    keep_wishes(actor=reader, quiet=None, digest_at=None, switched={"action.sms": False, "action.mail": False})
    write_notice(actor=SYSTEM, letter="test.urgent", to=ada, about=ABOUT, context={})
    assert deliver_due() == 1


def test_a_letter_to_many_costs_the_same_for_three_and_for_a_hundred(django_assert_num_queries: Any) -> None:
    """Each reads their own context in their own language, and only what each was told before is taken back."""
    call = new_id()

    def copies(people: list[User], key: str) -> list[Copy]:
        return [
            Copy(to=one, about=("call", call), context={**PLAIN.samples(), "count": index}, supersedes=key)
            for index, one in enumerate(people, 1)
        ]

    people = [make_user(f"reader{number}") for number in range(103)]
    User.objects.filter(pk__in=[one.pk for one in people[::2]]).update(language="en")
    people = list(User.objects.filter(pk__in=[one.pk for one in people]).order_by("email"))
    keep_contact(actor=actor_of(people[0]), channel="sms", address="+8613800138000")
    write_notice(actor=SYSTEM, letter="test.plain", to=people[0], about=ABOUT, context=PLAIN.samples())
    with CaptureQueriesContext(connection) as few:
        write_notices(actor=SYSTEM, letter="test.plain", copies=copies(people[:3], "a"))
    with django_assert_num_queries(len(few)):
        rows = write_notices(actor=SYSTEM, letter="test.plain", copies=copies(people[3:], "a"))
    assert len(few) <= 12
    assert len({row.body for row in rows}) == 100
    assert Notice.objects.filter(state=NoticeState.SUPERSEDED).count() == 0
    write_notices(actor=SYSTEM, letter="test.plain", copies=copies(people[:50], "a"))
    gone = Notice.objects.filter(state=NoticeState.SUPERSEDED)
    assert {row.user_id for row in gone} == {one.pk for one in people[:50]}
    assert Dispatch.objects.filter(state=DispatchState.WAITING).values("notice").distinct().count() == 104


def test_one_reader_has_one_last_word() -> None:
    """Two copies to one reader with the same key would take each other back."""
    copy = Copy(to=make_user("ada"), about=ABOUT, context={}, supersedes="result:1")
    with pytest.raises(LetterError):
        write_notices(actor=SYSTEM, letter="test.held", copies=[copy, copy])


def test_releasing_many_costs_the_same_for_three_and_for_forty(django_assert_num_queries: Any) -> None:
    """A thousand results wait for one hand."""
    office = actor_of(make_user("office", Role.OFFICE))
    readers = [make_user(f"reader{number}") for number in range(43)]
    rows = write_notices(
        actor=SYSTEM, letter="test.held", copies=[Copy(to=one, about=ABOUT, context={}) for one in readers]
    )
    ids = [row.pk for row in rows]
    with CaptureQueriesContext(connection) as few:
        assert release_notices(actor=office, notice_ids=ids[:3]) == 3
    with django_assert_num_queries(len(few)):
        assert release_notices(actor=office, notice_ids=ids[3:]) == 40
    assert Dispatch.objects.filter(state=DispatchState.WAITING).count() == 43
