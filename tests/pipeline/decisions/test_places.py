"""Places after a release: confirmed, given up, lapsed; each free place goes to the next reserve, once."""

from datetime import timedelta

import pytest

from tests.factories.chosen import hear, make_released_call
from tests.factories.city import SYSTEM, make_actor, make_user
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.notices.models import Notice
from yunhui.kernel import clock
from yunhui.kernel.errors import InvalidError, NotFoundError, RefusedError
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.enums import ApplicationState, PassState
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.applications.services import withdraw_application
from yunhui.pipeline.decisions.enums import Cause, Reply
from yunhui.pipeline.decisions.models import Promotion
from yunhui.pipeline.decisions.selectors import batch_story, places_after, vacancies_of, waiting_reserves
from yunhui.pipeline.decisions.services import (
    confirm_place,
    decline_place,
    end_due_notices,
    end_past_reserves,
    lapse_due_places,
    promote_reserve,
    remind_to_confirm,
)

pytestmark = pytest.mark.django_db


def state(application: Application) -> str:
    return str(Application.objects.get(pk=application.pk).state)


def chain() -> list[tuple[str, str, str]]:
    rows = Promotion.objects.select_related("promoted", "vacated").order_by("number")
    return [(one.promoted.title, one.vacated.title, one.cause) for one in rows]


def test_a_place_is_taken_once_by_its_applicant(city: Jurisdiction) -> None:
    _call, made, _batch = make_released_call(city)
    ada = actor_of(User.objects.get(email="ada@city.example"))
    assert confirm_place(actor=ada, application_id=made["alpha"].pk).reply == Reply.CONFIRMED
    assert confirm_place(actor=ada, application_id=made["alpha"].pk).reply == Reply.CONFIRMED
    with pytest.raises(RefusedError, match="answered"):
        decline_place(actor=ada, application_id=made["alpha"].pk)
    for stranger in (make_actor("stranger"), make_actor("expert", Role.EXPERT)):
        with pytest.raises(NotFoundError):
            confirm_place(actor=stranger, application_id=made["beta"].pk)
    with pytest.raises(NotFoundError):
        confirm_place(actor=ada, application_id=made["gamma"].pk)


def test_the_office_answers_only_with_how_it_knows(city: Jurisdiction) -> None:
    _call, made, _batch = make_released_call(city)
    office = make_actor("office", Role.OFFICE)
    with pytest.raises(InvalidError):
        confirm_place(actor=office, application_id=made["beta"].pk)
    found = confirm_place(actor=office, application_id=made["beta"].pk, note="by phone, 22 November")
    assert (found.reply, found.note) == (Reply.CONFIRMED, "by phone, 22 November")


def test_giving_up_moves_the_next_up_at_once(city: Jurisdiction) -> None:
    call, made, batch = make_released_call(city)
    decline_place(actor=SYSTEM, application_id=made["beta"].pk)
    assert state(made["beta"]) == ApplicationState.LAPSED
    assert state(made["gamma"]) == ApplicationState.SELECTED
    assert chain() == [("gamma", "beta", Cause.DECLINED)]
    opened = {row.stage.kind: row.state for row in made["gamma"].passes.select_related("stage")}
    assert opened["notice"] == opened["confirmation"] == PassState.OPEN
    hear("PassConcluded", "PlaceAnswered", "ReservePromoted")
    assert len(chain()) == 1 and vacancies_of(call.pk) == []
    assert [one.title for one in Application.objects.filter(pk__in=waiting_reserves(batch)).order_by("number")] == [
        "delta",
        "epsilon",
    ]


def test_who_withdraws_is_followed_by_the_fact_and_never_twice(city: Jurisdiction) -> None:
    """A reserve that left is passed over; who moved up and leaves again is followed by the next."""
    call, made, batch = make_released_call(city)
    withdraw_application(actor=SYSTEM, application_id=made["gamma"].pk)
    withdraw_application(actor=SYSTEM, application_id=made["alpha"].pk)
    hear("ApplicationWithdrawn")
    hear("ApplicationWithdrawn")
    assert chain() == [("delta", "alpha", Cause.WITHDRAWN)]
    withdraw_application(actor=SYSTEM, application_id=made["delta"].pk)
    hear("ApplicationWithdrawn")
    assert chain()[1:] == [("epsilon", "delta", Cause.WITHDRAWN)]
    withdraw_application(actor=SYSTEM, application_id=made["beta"].pk)
    hear("ApplicationWithdrawn")
    assert len(chain()) == 2
    assert vacancies_of(call.pk) == [made["beta"].pk]
    assert promote_reserve(actor=SYSTEM, call=call) is None
    story = batch_story(batch)
    assert [one.cause for one in story.promotions] == ["withdrawn", "withdrawn"]
    places = places_after(batch)
    assert [one.application.title for one in places.held] == ["epsilon"]
    assert [one.cause for one in places.free] == [Cause.WITHDRAWN]


def test_a_place_that_nobody_confirms_lapses_after_two_reminders(city: Jurisdiction) -> None:
    _call, made, _batch = make_released_call(city)
    due = StagePass.objects.get(application=made["alpha"], stage__kind="confirmation").due_at
    assert due is not None
    confirm_place(actor=SYSTEM, application_id=made["beta"].pk)
    reminded = []
    for before in (timedelta(days=3), timedelta(hours=47), timedelta(hours=46), timedelta(hours=23)):
        with clock.travel(due - before):
            reminded.append(remind_to_confirm())
            assert lapse_due_places() == 0
    assert reminded == [0, 1, 0, 1]
    with clock.travel(due):
        assert (lapse_due_places(), lapse_due_places()) == (1, 0)
        assert chain() == [("gamma", "alpha", Cause.LAPSED)]
        hear("ConfirmationDueSoon", "PlaceAnswered", "ReservePromoted")
        with pytest.raises(RefusedError):
            confirm_place(actor=SYSTEM, application_id=made["alpha"].pk)
    told = set(Notice.objects.filter(user__email="ada@city.example").values_list("letter", flat=True))
    assert "decisions.place_lapsed" in told
    assert Notice.objects.filter(letter="decisions.promoted", email="person3@firm3.example").count() == 1


def test_the_call_may_keep_promotion_in_the_hands_of_the_office(city: Jurisdiction) -> None:
    call, made, _batch = make_released_call(city)
    call.stages.filter(kind="decision").update(config={"promotes_at_once": False})
    decline_place(actor=SYSTEM, application_id=made["alpha"].pk)
    hear("PassConcluded")
    assert chain() == [] and vacancies_of(call.pk) == [made["alpha"].pk]
    with pytest.raises(RefusedError):
        promote_reserve(actor=make_actor("director", Role.APPROVER), call=call)
    assert promote_reserve(actor=make_actor("office", Role.OFFICE), call=call) == made["gamma"]
    assert promote_reserve(actor=make_actor("office2", Role.OFFICE), call=call) is None


def test_a_reserve_that_was_on_the_list_needs_no_notice_of_its_own(city: Jurisdiction) -> None:
    call, made, _batch = make_released_call(city)
    call.stages.filter(kind="notice").update(config={"again": False, "reserves": True})
    due = StagePass.objects.get(application=made["beta"], stage__kind="notice").due_at
    assert due is not None
    with clock.travel(due - timedelta(days=1)):
        decline_place(actor=SYSTEM, application_id=made["alpha"].pk)
        assert StagePass.objects.get(application=made["gamma"], stage__kind="notice").due_at == due
    with clock.travel(due):
        assert end_due_notices() == 2
        decline_place(actor=SYSTEM, application_id=made["gamma"].pk)
        assert StagePass.objects.get(application=made["delta"], stage__kind="notice").state == PassState.PASSED


def test_nobody_moves_up_once_the_event_has_begun_and_reserves_end_with_it(city: Jurisdiction) -> None:
    call, made, _batch = make_released_call(city)
    make_user("late")
    with clock.travel(clock.beijing(min(call.event_days), 9)):
        withdraw_application(actor=SYSTEM, application_id=made["alpha"].pk)
        hear("ApplicationWithdrawn")
        assert chain() == [] and end_past_reserves() == 0
    with clock.travel(clock.beijing(max(call.event_days) + timedelta(days=1), 9)):
        assert (end_past_reserves(), end_past_reserves()) == (3, 0)
        hear("ReservesEnded")
    assert state(made["gamma"]) == ApplicationState.DECLINED
    assert Notice.objects.filter(letter="decisions.reserve_ended").count() == 3
