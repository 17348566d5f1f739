"""Every room in which officers write for everyone asks the list of words before anything is public."""

from dataclasses import replace

import pytest

from tests.factories.city import SYSTEM, make_call, make_user
from tests.factories.pages import text_of, visit_as
from tests.features.site.words import guard_words
from yunhui.features.enquiries.services.publishing import draft_faq, publish_faq
from yunhui.features.imports.models import ImportRun
from yunhui.features.imports.services.kinds.boards import Boards
from yunhui.features.timetable.selectors.setting import setting_of
from yunhui.features.timetable.services import keep_setting
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import InvalidError
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import questions_now
from yunhui.pipeline.calls.services import (
    Announcement,
    Change,
    amend_call,
    change_call,
    edit_form,
    problems_of,
    publish_call,
)

WHY = Announcement("补充说明。", "More to know.")
GUARDED = {
    "basics.title_zh": Change("basics", {"title_zh": "千人计划专场"}),
    "basics.summary_en": Change("basics", {"summary_en": "For holders of Thousand Talents."}),
    "readers.undertaking_zh": Change("readers", {"undertaking_zh": "快来报名！"}),
}


@pytest.fixture(autouse=True)
def listed(db: None) -> None:
    guard_words()


def refusals(error: InvalidError) -> list[tuple[str, str]]:
    return [(one.field, one.code) for one in error.problems]


@pytest.mark.parametrize("place", GUARDED)
def test_a_call_is_not_published_with_such_a_word(city: Jurisdiction, place: str) -> None:
    call = make_call(city, published=False)
    call = change_call(actor=SYSTEM, call=call, change=GUARDED[place])
    with pytest.raises(InvalidError) as caught:
        publish_call(actor=SYSTEM, call=call)
    assert refusals(caught.value) == [(place, "guarded")]
    call.refresh_from_db()
    assert call.published_at is None


def test_a_call_is_looked_through_in_all_its_parts(city: Jurisdiction) -> None:
    call = make_call(city, published=False)
    asked = tuple(replace(one, help_en="Not CST") if one.key == "place" else one for one in questions_now(call))
    call = edit_form(actor=SYSTEM, call=call, questions=asked)
    before = {**call.before, "other_zh": "千人计划入选者同样欢迎。"}
    eligibility = [{**call.eligibility[0], "reason_en": "Only Thousand Talents."}, *call.eligibility[1:]]
    call = change_call(actor=SYSTEM, call=call, change=Change("before", {"before": before}))
    call = change_call(actor=SYSTEM, call=call, change=Change("eligibility", {"eligibility": eligibility}))
    stage = call.stages.get(kind="review")
    stage.applicant_zh = "千人计划评审"
    stage.save()
    call.groups.filter(key="health").update(name_en="Thousand Talents")

    found = {one.field: str(one.message) for one in problems_of(call) if one.code == "guarded"}
    key = call.eligibility[0]["key"]
    assert set(found) == {"before.other_zh", f"eligibility.{key}", "form.place", "decision.stages", "groups"}
    assert "CST" in found["form.place"] and "千人计划" in found["before.other_zh"]


def test_an_amendment_and_its_reasons_are_looked_through(city: Jurisdiction) -> None:
    call = make_call(city)
    with pytest.raises(InvalidError) as caught:
        amend_call(actor=SYSTEM, call=call, change=GUARDED["basics.summary_en"], announcement=WHY)
    assert refusals(caught.value) == [("basics.summary_en", "guarded")]
    fine = Change("basics", {"summary_en": "For founders."})
    with pytest.raises(InvalidError) as caught:
        amend_call(actor=SYSTEM, call=call, change=fine, announcement=replace(WHY, why_zh="面向千人计划专家。"))
    assert refusals(caught.value) == [("why_zh", "guarded")]
    amend_call(actor=SYSTEM, call=call, change=fine, announcement=WHY)


def test_a_word_that_was_listed_later_does_not_stop_another_amendment(city: Jurisdiction) -> None:
    call = make_call(city)
    Call.objects.filter(pk=call.pk).update(title_en="A call of Thousand Talents")
    fine = Change("basics", {"summary_en": "For founders."})
    amend_call(actor=SYSTEM, call=call, change=fine, announcement=WHY)
    with pytest.raises(InvalidError) as caught:
        amend_call(
            actor=SYSTEM, call=call, change=Change("basics", {"title_en": "Thousand Talents at CST"}), announcement=WHY
        )
    assert ("basics.title_en", "guarded") in refusals(caught.value)


def test_the_office_reads_the_word_and_comes_to_its_field(city: Jurisdiction) -> None:
    call = make_call(city, published=False)
    change_call(actor=SYSTEM, call=call, change=GUARDED["basics.title_zh"])
    desk = visit_as(make_user("guarded", Role.OFFICE))
    response = desk.get(f"/w/calls/{call.code}/setup/publish")
    assert "千人计划" in text_of(response)
    assert f"/w/calls/{call.code}/setup/basics/#f-title_zh" in response.content.decode()
    assert desk.post(f"/w/calls/{call.code}/setup/publish").status_code == 422


def test_an_answer_for_everyone(city: Jurisdiction) -> None:
    call = make_call(city)
    faq = draft_faq(actor=SYSTEM, call=call)
    texts = {"question_zh": "几点？", "question_en": "When?", "answer_zh": "九点。", "answer_en": "At 9:00 CST."}
    with pytest.raises(InvalidError) as caught:
        publish_faq(actor=SYSTEM, faq_id=faq.pk, texts=texts)
    assert refusals(caught.value) == [("answer_en", "guarded")]
    publish_faq(actor=SYSTEM, faq_id=faq.pk, texts={**texts, "answer_en": "At 9:00, Beijing time."})


def test_names_of_halls_and_breaks(city: Jurisdiction) -> None:
    call = make_call(city)
    now = setting_of(call)
    rooms = (replace(now.rooms[0], name_en="Hall Thousand Talents"), *now.rooms[1:])
    with pytest.raises(InvalidError) as caught:
        keep_setting(actor=SYSTEM, call=call, setting=replace(now, rooms=rooms))
    assert refusals(caught.value) == [("hall-0", "guarded")]


def test_a_table_of_host_areas(city: Jurisdiction) -> None:
    reader = Boards(SYSTEM, ImportRun(kind="boards"))
    cells = {"code": "CN-999", "name_zh": "千人计划园", "name_en": "Park", "kind": "zone", "wants_en": "open at CST"}
    found = [(one.column, one.code) for one in reader.read(cells).problems if one.code == "guarded"]
    assert found == [("name_zh", "guarded"), ("wants_en", "guarded")]
