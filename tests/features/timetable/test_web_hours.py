"""Confirming by a link and among one's own hours; the office's list; the page before publishing."""

from typing import Any

import pytest
from django.test import Client

from tests.factories.city import SYSTEM, make_actor
from tests.factories.pages import text_of, visit_as
from tests.features.timetable.test_publishing import Stage
from yunhui.features.timetable.enums import Answer
from yunhui.features.timetable.models import Confirmation, Timetable
from yunhui.features.timetable.selectors.letters import hour_link
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.services import grant_role
from yunhui.foundation.notices.models import Notice
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.parties.models import Jurisdiction


@pytest.fixture
def stage(city: Jurisdiction) -> Stage:
    return Stage(city)


def signed_in(actor: Actor, **more: Any) -> Client:
    return visit_as(User.objects.get(pk=actor.user_id), **more)


def link_of(actor: Actor) -> str:
    return hour_link(Confirmation.objects.get(user_id=actor.user_id).pk, clock.now())


def test_the_letters_link_answers_without_an_account(stage: Stage) -> None:
    stage.publish(1)
    path = Notice.objects.get(letter="timetable.placed", user_id=stage.bo.user_id).link
    page = visit_as(None).get(path)
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    text = text_of(page)
    assert "能参加吗" in text_of(Client().get(path)), "in the letter's language where nobody chose another"
    assert "Soft hands" in text and "New York time" in text and "Beijing time" in text
    assert visit_as(None).post(path, {"state": "yes", "sequence": "0"}).status_code == 302
    assert stage.hour(stage.bo).state == Answer.YES
    assert "your hour is confirmed" in text_of(visit_as(None).get(path))
    calendar = visit_as(None).get(f"{path}/invite.ics")
    assert b"METHOD:REQUEST" in calendar.content and "no-store" in calendar["Cache-Control"]


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(stage: Stage) -> None:
    stage.publish(1)
    path = link_of(stage.bo)
    empty = visit_as(None).post(path, {"state": "no", "sequence": "0", "reason": " "})
    assert empty.status_code == 422 and "Say why, and which hours suit you." in text_of(empty)
    long = "I teach. " * 60
    page = visit_as(None).post(path, {"state": "no", "sequence": "0", "reason": long})
    assert page.status_code == 422 and long.strip() in text_of(page)
    assert visit_as(None).post(path, {"state": "perhaps", "sequence": "0"}).status_code == 422
    assert visit_as(None).post(path, {"state": "yes", "sequence": "x"}).status_code == 409
    stage.publish(2, second=60)
    stale = visit_as(None).post(path, {"state": "yes", "sequence": "0"})
    assert stale.status_code == 409 and "has changed since" in text_of(stale)
    assert stage.hour(stage.bo).state == Answer.WAITING


def test_a_made_up_link_leads_nowhere(stage: Stage) -> None:
    stage.publish(1)
    good = link_of(stage.bo)
    for path in ("/hour/nonsense", f"{good}x", good.replace("/hour/", "/feeds/en/") + ".ics"):
        assert Client().get(path).status_code == 404
        assert Client().post(path, {"state": "yes"}).status_code in (404, 405)


def test_ones_own_hours_and_nobody_elses(stage: Stage) -> None:
    stage.publish(1)
    mine = signed_in(stage.anna, assurance=0)
    page = text_of(mine.get("/my/timetable/"))
    assert "Cold batteries" in page and "Soft hands" not in page
    other = Confirmation.objects.get(user_id=stage.bo.user_id)
    posted = {"hour": str(other.pk), "state": "yes", "sequence": "0"}
    assert mine.post("/my/timetable/", posted).status_code == 404
    assert mine.post("/my/timetable/", {"hour": "x", "state": "yes"}).status_code == 404
    assert "presents itself" in text_of(signed_in(stage.officer).get("/my/timetable/"))
    assert "No hours yet" in text_of(signed_in(make_actor("nobody"), assurance=0).get("/my/timetable/"))
    assert Client().get("/my/timetable/").status_code == 302
    assert mine.post("/my/timetable/", {"do": "make_feed"}).status_code == 302
    assert "/feeds/en/" in text_of(mine.get("/my/timetable/"))
    assert mine.post("/my/timetable/", {"do": "end_feed"}).status_code == 302
    assert "/feeds/en/" not in text_of(mine.get("/my/timetable/"))


def test_the_applicants_page_shows_the_hour(stage: Stage) -> None:
    stage.publish(1)
    page = text_of(signed_in(stage.anna, assurance=0).get(f"/my/applications/{stage.rows[0].pk}/"))
    assert "Amsterdam time" in page and "Confirm the hour" in page


def test_the_office_sees_before_it_publishes(stage: Stage) -> None:
    stage.publish(1)
    stage.night_is_over()
    draft = stage.draft(2, second=60)
    office = signed_in(stage.office)
    path = "/w/calls/stage/timetable/publish"
    page = text_of(office.get(path))
    assert "Publish version 2" in page and "Soft hands" in page and "One letter leaves" in page
    assert "纽约时间" in page, "the letter as its reader reads it"
    assert "Cold batteries" not in page, "what stays is not listed"
    posted = {"do": "publish", "timetable": str(draft.pk), "version": "2", "note_en": "x" * 500, "seen": "1"}
    wrong = office.post(path, posted)
    assert wrong.status_code == 422 and "x" * 500 in text_of(wrong)
    assert office.post(path, {**posted, "timetable": "other", "note_en": ""}).status_code == 409
    assert office.post(path, {**posted, "note_en": "A train"})["Location"].endswith("?done=published")
    assert Timetable.objects.get(number=2).note_en == "A train"
    assert "No draft to publish" in text_of(office.get(path))
    assert Notice.objects.filter(letter="timetable.moved").count() == 1


def test_a_second_person_publishes_on_the_page(stage: Stage) -> None:
    draft, path = stage.draft(1), "/w/calls/stage/timetable/publish"
    first, second = signed_in(stage.office), signed_in(make_actor("second", Role.OFFICE))
    assert first.post(path, {"do": "two"}).status_code == 302
    posted = {"timetable": str(draft.pk), "version": "1", "seen": "1"}
    assert first.post(path, {**posted, "do": "propose"}).status_code == 302
    assert "a colleague of yours makes it public" in text_of(first.get(path))
    assert first.post(path, {**posted, "do": "publish"}).status_code == 403
    assert second.post(path, {**posted, "do": "publish"}).status_code == 302


def test_who_may_look_and_who_may_publish(stage: Stage) -> None:
    draft, path = stage.draft(1), "/w/calls/stage/timetable/publish"
    director = signed_in(make_actor("director", Role.APPROVER))
    assert director.get(path).status_code == 200
    assert director.post(path, {"do": "publish", "timetable": str(draft.pk)}).status_code == 403
    assert signed_in(stage.officer).get(path).status_code == 403
    assert signed_in(stage.anna, assurance=0).get(path).status_code == 403


def test_the_offices_list_and_an_answer_by_telephone(stage: Stage) -> None:
    stage.publish(1)
    office, row = signed_in(stage.office), stage.hour(stage.bo)
    base = "/w/calls/stage/timetable/confirmations/"
    page = text_of(office.get(base))
    assert "Soft hands" in page and "Not confirmed yet" in page
    wrong = office.post(f"{base}{row.pk}", {"state": "no", "reason": ""})
    assert wrong.status_code == 422 and "Say how you know" in text_of(wrong)
    assert office.post(f"{base}{row.pk}", {"state": "no", "reason": "rang, teaches"}).status_code == 302
    assert "rang, teaches" in text_of(office.get(f"{base}?show=no"))
    assert "Cold batteries" not in text_of(office.get(f"{base}?show=no"))
    assert "1 person cannot come at their hour" in text_of(office.get("/w/"))
    other = signed_in(make_actor("elsewhere"))
    assert other.get(base).status_code == 403


def test_the_lists_take_no_more_queries_for_more_rows(stage: Stage, django_assert_max_num_queries: Any) -> None:
    stage.publish(1)
    office = signed_in(stage.office)
    with django_assert_max_num_queries(8):
        office.get("/w/calls/stage/timetable/confirmations/")
    grant_role(actor=SYSTEM, user=User.objects.get(pk=stage.anna.user_id), role=Role.BOARD,
               scope_kind="board", scope_id=stage.board.pk)  # fmt: skip
    both = signed_in(stage.anna)
    with django_assert_max_num_queries(9):
        page = text_of(both.get("/my/timetable/"))
    assert "Cold batteries" in page and "presents itself" in page
