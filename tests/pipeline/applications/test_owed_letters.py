"""Letters about what is missing: all of it at once, to everyone who writes, and back to who asked."""

import pytest

from tests.factories.city import make_actor, make_application, make_board, make_call
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.notices.models import Notice
from yunhui.kernel.actor import Actor
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Completion, StagePass
from yunhui.pipeline.applications.services import (
    Missing,
    answer_completion,
    ask_to_complete,
    extend_completion,
    take_back_completion,
    tell_completed,
    tell_more_time,
    tell_not_needed,
    tell_owed,
)

MISSING = [Missing("team", "请写明谁全职", "Say who works full time"), Missing("", "请核对日期")]


@pytest.fixture
def applicant(city: Jurisdiction) -> Actor:
    return make_actor("applicant")


@pytest.fixture
def office(city: Jurisdiction) -> Actor:
    return make_actor("office", Role.OFFICE)


@pytest.fixture
def owed(city: Jurisdiction, applicant: Actor, office: Actor) -> Completion:
    make_board(city, 1, "energy")
    application = make_application(make_call(city), owner=applicant, screened=False)
    screening: StagePass = application.passes.get(stage__kind="screening")
    return ask_to_complete(actor=office, pass_id=screening.pk, missing=MISSING)


def _last() -> Notice:
    found = Notice.objects.order_by("-pk").first()
    assert found is not None
    return found


def test_all_that_is_missing_stands_in_one_letter(owed: Completion, applicant: Actor) -> None:
    tell_owed(owed.pk, "applications.to_complete")
    letter = _last()
    assert letter.user_id == applicant.user_id
    assert "请写明谁全职" in letter.body
    assert "请核对日期" in letter.body
    tell_owed(owed.pk, "applications.complete_soon")
    assert Notice.objects.count() == 2


def test_more_time_and_nothing_more(owed: Completion, office: Actor) -> None:
    extend_completion(actor=office, completion_id=owed.pk, days=2, reason="附件较大")
    tell_more_time(owed.pk)
    assert "附件较大" in _last().body
    take_back_completion(actor=office, completion_id=owed.pk, reason="已在另一处写明")
    tell_not_needed(owed.pk, "已在另一处写明")
    assert "已在另一处写明" in _last().body
    tell_owed(owed.pk, "applications.complete_soon")
    assert Notice.objects.count() == 2, "what is not owed any more is not reminded of"


def test_who_asked_hears_that_it_is_complete(owed: Completion, applicant: Actor, office: Actor) -> None:
    version = answer_completion(
        actor=applicant, application_id=owed.stage_pass.application_id, answers={"team": "两人全职"}
    )
    tell_completed(owed.pk, version.number)
    assert _last().user_id == office.user_id
