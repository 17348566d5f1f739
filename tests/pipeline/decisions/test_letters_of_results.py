"""Who hears what of a decision: everyone in their own words, once the two who sign have looked at the letters."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.city import SYSTEM, make_application, make_call, make_expert, make_user
from tests.factories.deciding import make_reviewed_call, project
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.notices.enums import NoticeState
from yunhui.foundation.notices.models import Notice
from yunhui.foundation.outbox.models import Fact
from yunhui.foundation.outbox.services import deliver
from yunhui.kernel import clock
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import StagePass
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.services import end_due_notices, propose_batch, release_batch, sign_batch
from yunhui.pipeline.review.services import assign_experts
from yunhui.pipeline.review.services.telling import remind_experts

pytestmark = pytest.mark.django_db


def released(city: Jurisdiction) -> Call:
    """One selected, one reserve, one declined; the first has an account, the others were entered by the office."""
    call, made = make_reviewed_call(city, [project("a", 90), project("b", 80), project("c", 70)], seats=1, reserves=1)
    made["a"].owner = make_user("ada")
    made["a"].save()
    people = [make_user("chair", Role.CHAIR), make_user("approver", Role.APPROVER)]
    batch = propose_batch(actor=actor_of(people[0]), call=call)
    for person in people:
        sign_batch(actor=actor_of(person), batch_id=batch.pk)
    release_batch(actor=actor_of(people[1]), batch_id=batch.pk)
    hear()
    return call


def hear() -> None:
    """Bring every fact to its subscribers; those that had it are left out."""
    for fact in Fact.objects.exclude(name="BatchReleased").order_by("at", "pk"):
        deliver(fact.pk)
    for fact in Fact.objects.filter(name="BatchReleased"):
        deliver(fact.pk)


def test_everyone_hears_once_what_the_two_have_signed(city: Jurisdiction, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the account, or to the address that the application names; a second delivery writes nothing."""
    monkeypatch.setattr("yunhui.features.timetable.subscribers.queue.configure_task", _nothing)
    released(city)
    hear()
    rows = Notice.objects.filter(letter__startswith="decisions.").order_by("letter")
    assert [(one.letter, one.state) for one in rows] == [
        ("decisions.declined", NoticeState.RELEASED),
        ("decisions.reserve", NoticeState.RELEASED),
        ("decisions.selected", NoticeState.RELEASED),
    ]
    declined, _reserve, selected = rows
    assert selected.user is not None
    assert declined.email == "person3@firm3.example"
    assert "70" not in declined.body  # no score in a letter
    assert selected.call_id == declined.call_id is not None


def test_the_end_of_the_public_notice_is_told(city: Jurisdiction, monkeypatch: pytest.MonkeyPatch) -> None:
    """One letter by its own room, none by the applications' as well."""
    monkeypatch.setattr("yunhui.features.timetable.subscribers.queue.configure_task", _nothing)
    released(city)
    due = StagePass.objects.filter(stage__kind="notice", due_at__isnull=False).first()
    assert due is not None
    assert due.due_at is not None
    with clock.travel(due.due_at + timedelta(seconds=1)):
        assert end_due_notices() == 1
        hear()
    told = Notice.objects.filter(user__email="ada@city.example").exclude(letter="decisions.selected")
    assert told.filter(letter="decisions.confirmed").count() == 1
    assert not told.filter(letter="applications.stage_passed", context__stage__zh="公示").exists()


def test_experts_are_told_once_and_reminded_twice(city: Jurisdiction, monkeypatch: pytest.MonkeyPatch) -> None:
    """New tasks once; what is still to score two days and one day before, and then no more."""
    for number in (1, 2, 3):
        make_expert(number)
    call = make_call(city)
    make_application(call, 1)
    assign_experts(actor=SYSTEM, call=call)
    hear()
    hear()
    assert Notice.objects.filter(letter="review.assigned").count() == 3
    due = StagePass.objects.get(stage__kind="review", application__call=call).due_at
    assert due is not None
    reminded = []
    for before in (
        timedelta(days=3),
        timedelta(hours=47),
        timedelta(hours=46),
        timedelta(hours=23),
        timedelta(hours=1),
    ):
        with clock.travel(due - before):
            reminded.append(remind_experts())
    assert reminded == [0, 3, 0, 3, 0]


def _nothing(*names: Any, **more: Any) -> Any:
    class Task:
        def defer(self, **words: Any) -> None:
            """The solver is not asked."""

    return Task()
