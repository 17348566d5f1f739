"""Drafts take anything, publication asks for all of it, and what is published changes in public only."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories.city import SYSTEM, make_actor, make_application, make_call
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.formkit.rules import Question, questions_of
from yunhui.foundation.outbox.models import Fact
from yunhui.kernel.errors import DomainError, InvalidError, RefusedError
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import questions_now, stale_after
from yunhui.pipeline.calls.services import (
    Announcement,
    Change,
    GroupPlan,
    StagePlan,
    amend_call,
    change_call,
    copy_call,
    preview_amendment,
    problems_of,
    publish_call,
)

WHY = Announcement("场馆装修", "The hall is being refitted")
EXTRA = Question(
    key="extra", kind="link", label_zh="视频", label_en="Extra", section_zh="项目", section_en="The project",
    readers=("office",),
)  # fmt: skip


def plans(call: Call) -> tuple[GroupPlan, ...]:
    return tuple(
        GroupPlan(one.key, one.name_zh, one.name_en, one.track, one.industry, one.is_overseas, one.quota)
        for one in call.groups.order_by("sort")
    )


def places(call: Call) -> list[str]:
    return [problem.field for problem in problems_of(call)]


def test_a_draft_takes_anything_and_publication_asks_for_all_of_it(city: Jurisdiction) -> None:
    call = make_call(city, published=False)
    change_call(actor=SYSTEM, call=call, change=Change("basics", {"summary_en": "", "title_zh": ""}))
    change_call(actor=SYSTEM, call=call, change=Change("dates", {"closes_at": None}))
    change_call(actor=SYSTEM, call=call, change=Change("before", {"before": {}}))
    change_call(actor=SYSTEM, call=call, change=Change("eligibility", {"eligibility": []}))
    change_call(actor=SYSTEM, call=call, change=Change("readers", {"undertaking_zh": ""}))
    call.refresh_from_db()
    assert places(call) == [
        "basics.title_zh", "basics.summary_en", "dates.closes_at", "before.runs_zh", "before.runs_en",
        "before.funding_zh", "before.funding_en", "before.full_time", "eligibility", "readers.undertaking_zh",
    ]  # fmt: skip
    with pytest.raises(InvalidError) as refusal:
        publish_call(actor=SYSTEM, call=call)
    assert len(refusal.value.problems) == 10


def test_a_clause_that_bars_disclosure_is_not_published(city: Jurisdiction) -> None:
    call = make_call(city, published=False)
    change_call(
        actor=SYSTEM, call=call, change=Change("before", {"before": {**call.before, "other_zh": "请勿告知单位"}})
    )
    call.refresh_from_db()
    assert [(one.field, one.code) for one in problems_of(call)] == [("before.other_zh", "bars_disclosure")]


def test_the_core_of_the_form_stays(city: Jurisdiction) -> None:
    call = make_call(city, published=False)
    form = tuple(one for one in questions_now(call) if one.key != "country")
    change_call(actor=SYSTEM, call=call, change=Change("form", form=form))
    call.refresh_from_db()
    assert [(one.field, one.code) for one in problems_of(call)] == [("form", "core")]


def test_groups_and_the_form_offer_the_same(city: Jurisdiction) -> None:
    call = make_call(city, published=False)
    overseas = GroupPlan(
        "", "海外专场", "Overseas", is_overseas=True, wild_card_of=({"name_zh": "友协", "name_en": "", "number": 2},)
    )
    change_call(actor=SYSTEM, call=call, change=Change("groups", groups=(overseas, *plans(call)[1:])))
    call.refresh_from_db()
    groups = list(call.groups.order_by("sort"))
    assert [(one.key, one.wild_cards) for one in groups][:2] == [("overseas", 2), ("energy", 0)]
    (asked,) = [one for one in questions_now(call) if one.key == "group"]
    assert [choice.code for choice in asked.choices] == ["overseas", "energy", "ict", "health"]
    assert problems_of(call) == []
    publish_call(actor=SYSTEM, call=call)
    call.refresh_from_db()
    assert call.form_draft is None and call.form_version is not None
    assert call.form_version.form == "call:roadshow"


def test_two_people_do_not_overwrite_each_other(city: Jurisdiction) -> None:
    call = make_call(city, published=False)
    change_call(actor=SYSTEM, call=call, change=Change("basics", {"title_zh": "甲"}), seen=0)
    with pytest.raises(DomainError, match="changed_meanwhile"):
        change_call(actor=SYSTEM, call=call, change=Change("basics", {"title_zh": "乙"}), seen=0)
    call.refresh_from_db()
    assert call.title_zh == "甲"


def test_a_text_falls_behind_and_catches_up() -> None:
    was, now = {"title": ("旧", "old")}, {"title": ("新", "old")}
    behind = stale_after(was, now, {})
    assert behind == {"title": "en"}
    assert stale_after(now, now, behind) == {"title": "en"}
    assert stale_after(now, {"title": ("新", "new")}, behind) == {}
    assert stale_after(was, {"title": ("新", "new")}, {}) == {}
    assert stale_after({"title": ("旧", "")}, {"title": ("新", "")}, {}) == {}


def test_only_the_office_makes_and_changes(city: Jurisdiction) -> None:
    call = make_call(city, published=False)
    chair = make_actor("chair", Role.CHAIR)
    with pytest.raises(RefusedError):
        change_call(actor=chair, call=call, change=Change("basics", {"title_zh": "甲"}))
    with pytest.raises(RefusedError):
        copy_call(actor=chair, call=call, code="copy", titles=("甲", "A"))


def test_last_seasons_call_is_copied_without_its_dates(city: Jurisdiction) -> None:
    call = make_call(city)
    copy = copy_call(actor=SYSTEM, call=call, code="next", titles=("明年", "Next year"))
    assert (copy.state, copy.opens_at, copy.event_days, copy.last_number) == ("draft", None, [], 0)
    assert copy.stages.count() == call.stages.count() and copy.groups.count() == 4
    assert places(copy) == ["dates.closes_at"]
    with pytest.raises(DomainError, match="code_taken"):
        copy_call(actor=SYSTEM, call=call, code="next", titles=("明年", "Next year"))


def test_what_is_published_changes_in_public_only(city: Jurisdiction) -> None:
    call = make_call(city)
    later = call.closes_at + timedelta(days=3)
    with pytest.raises(DomainError, match="published"):
        change_call(actor=SYSTEM, call=call, change=Change("dates", {"closes_at": later}))
    extend = Change("dates", {"closes_at": later})
    (shown,) = preview_amendment(actor=SYSTEM, call=call, change=extend)
    call.refresh_from_db()
    assert call.closes_at != later, "a preview changes nothing"
    with pytest.raises(InvalidError):
        amend_call(actor=SYSTEM, call=call, change=extend, announcement=Announcement("有原因", " "))
    amendment = amend_call(actor=SYSTEM, call=call, change=extend, announcement=WHY)
    call.refresh_from_db()
    assert (call.closes_at, amendment.number, amendment.changes) == (later, 1, [shown])
    assert shown["label_zh"] == "报名截止" or shown["label_en"] == "Deadline"
    fact = Fact.objects.get(name__endswith="CallAmended")
    assert fact.payload == {"call_id": str(call.pk), "number": 1, "parts": ["dates"]}
    with pytest.raises(DomainError, match="nothing_changed"):
        amend_call(actor=SYSTEM, call=call, change=extend, announcement=WHY)


def test_a_deadline_is_never_brought_forward(city: Jurisdiction) -> None:
    call = make_call(city)
    for wrong in (call.closes_at - timedelta(hours=1), None):
        with pytest.raises(RefusedError, match="deadline_earlier"):
            amend_call(actor=SYSTEM, call=call, change=Change("dates", {"closes_at": wrong}), announcement=WHY)
    with pytest.raises(RefusedError, match="opened"):
        earlier = {"opens_at": call.opens_at - timedelta(days=1)}
        amend_call(actor=SYSTEM, call=call, change=Change("dates", earlier), announcement=WHY)


@pytest.mark.parametrize(
    "change",
    [
        Change("groups", {"seats": 40}),
        Change("docking", {"min_interests": 2}),
        Change("basics", {"rank_by": "trimmed_mean"}),
        Change("dates", stages={"review": StagePlan(config={"experts_per_application": 5})}),
        Change("readers", {"allows_download": True}),
    ],
)
def test_the_official_rule_is_fixed_by_the_first_submission(city: Jurisdiction, change: Change) -> None:
    call = make_call(city)
    assert preview_amendment(actor=SYSTEM, call=call, change=change)
    make_application(call)
    with pytest.raises(RefusedError, match=r"rule_fixed|download_fixed"):
        amend_call(actor=SYSTEM, call=call, change=change, announcement=WHY)


def test_groups_of_a_published_call_stay(city: Jurisdiction) -> None:
    call = make_call(city)
    with pytest.raises(InvalidError):
        amend_call(actor=SYSTEM, call=call, change=Change("groups", groups=plans(call)[1:]), announcement=WHY)
    renamed = (replace(plans(call)[0], name_zh="高端装备"), *plans(call)[1:])
    amend_call(actor=SYSTEM, call=call, change=Change("groups", groups=renamed), announcement=WHY)
    call.refresh_from_db()
    (asked,) = [one for one in questions_of(call.form_version.questions) if one.key == "group"]
    assert asked.choices[0].label_zh == "高端装备"


def test_a_change_of_the_form_is_a_new_version(city: Jurisdiction) -> None:
    call = make_call(city)
    old = call.form_version
    form = (*questions_now(call), EXTRA)
    amendment = amend_call(actor=SYSTEM, call=call, change=Change("form", form=form), announcement=WHY)
    call.refresh_from_db()
    assert call.form_version != old and questions_of(call.form_version.questions)[-1] == EXTRA
    assert [(one["part"], one["old_en"], one["new_en"]) for one in amendment.changes] == [("form", "", "Extra")]
