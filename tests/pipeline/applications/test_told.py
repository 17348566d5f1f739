"""“Can I apply?”: what was answered goes with the application that is started from there, and with no other."""

import pytest
from django.test import Client

from tests.factories.city import make_application, make_call, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import CHINESE
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services.owning import collect, erase
from yunhui.pipeline.applications.services.told import keep_told
from yunhui.pipeline.calls.models import Call
from yunhui.recipes.cloud_roadshow.conditions import ELIGIBILITY

CAN = {"degree": "doctor", "age": "４１", "registered": "no", "supported": "no", "rights": "own"}


@pytest.fixture
def call(city: Jurisdiction) -> Call:
    call = make_call(city)
    call.eligibility = [one.as_stored() for one in ELIGIBILITY]
    call.save()
    return call


def start(visitor: Client, call: Call) -> Application:
    visitor.post(f"/my/calls/{call.code}/start")
    return Application.objects.get(call=call)


def test_what_a_visitor_answered_goes_with_what_they_start(call: Call) -> None:
    founder = make_user("founder")
    visitor = visit_as(None, "en")
    page = text_of(visitor.post(f"/en/calls/{call.code}/eligible", CAN))
    assert "Register and start" in page and f"/register?next=/my/calls/{call.code}/start" in page
    visitor.force_login(founder)
    assert "By your answers, yes." in text_of(visitor.get(f"/my/calls/{call.code}/start"))
    application = start(visitor, call)
    told = {one["key"]: (one["text_en"], one["text_zh"]) for one in application.told["answers"]}
    assert told["degree"][0] == "Doctorate" and told["age"] == ("41", "41")
    assert "By your answers, yes." not in text_of(visitor.get(f"/my/calls/{call.code}/start"))


@pytest.mark.parametrize("changed", [{"age": ""}, {"rights": "none"}, {"age": "x" * 100_000}, {"degree": "<b>"}])
def test_only_a_yes_is_carried(call: Call, changed: dict[str, str]) -> None:
    visitor = visit_as(make_user("founder"), "en")
    visitor.post(f"/en/calls/{call.code}/eligible", CAN)
    visitor.post(f"/en/calls/{call.code}/eligible", CAN | changed)
    assert start(visitor, call).told == {}


def test_the_form_check_reads_it_in_either_language(call: Call) -> None:
    founder = make_user("founder")
    application = make_application(call, 1, owner=actor_of(founder), screened=False)
    draft_words = [{"key": "degree", "label_zh": "学历", "label_en": "Degree", "text_zh": "博士", "text_en": "Doctor"}]
    application.told = {"at": "2026-11-01T00:00:00+00:00", "answers": draft_words}
    application.save()
    officer = make_user("officer", Role.OFFICE)
    for language, words in (("en", "Doctor"), (CHINESE, "博士")):
        assert words in text_of(visit_as(officer, language).get(f"/w/calls/{call.code}/check/"))
        assert words in text_of(visit_as(officer, language).get(f"/w/applications/{application.pk}/"))
        assert words in text_of(visit_as(founder, language).get(f"/my/applications/{application.pk}/"))
    assert collect(founder)["applications"][0]["told_before"]["answers"] == draft_words
    keep_told(actor=actor_of(founder), application_id=application.pk, answers=CAN)  # too late: it was submitted
    application.refresh_from_db()
    assert application.told["answers"] == draft_words
    erase(actor_of(founder), founder)
    application.refresh_from_db()
    assert application.told == {}


def test_nobody_writes_it_for_another(call: Call) -> None:
    visitor = visit_as(make_user("founder"), "en")
    visitor.post(f"/en/calls/{call.code}/eligible", CAN)
    application = start(visitor, call)
    with pytest.raises(NotFoundError):
        keep_told(actor=actor_of(make_user("stranger")), application_id=application.pk, answers=CAN | {"age": "30"})
