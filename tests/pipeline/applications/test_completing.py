"""The one request to complete (一次性告知 · 补正): who owes, what the clocks say, and how it ends."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.factories.city import SYSTEM, answers, make_actor, make_application, make_board, make_call
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.codes.selectors import calendar_from
from yunhui.foundation.outbox.models import Fact
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, RefusedError
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.enums import ApplicationState, CompletionEnd, PassState
from yunhui.pipeline.applications.models import Application, Completion, StagePass
from yunhui.pipeline.applications.services import (
    Missing,
    answer_completion,
    ask_to_complete,
    extend_completion,
    lapse_due_completions,
    remind_of_completions,
    save_completion,
    screen_application,
    take_back_completion,
    withdraw_application,
)
from yunhui.pipeline.applications.services.completing import NOT_IN_TIME, days_left_of

TUESDAY = clock.beijing(date(2026, 6, 2), 10)
TEAM = Missing("team", "请写明团队成员是否全职", "Say who works full time")
CHANGED = {"team": "两人全职，一人兼职"}


@pytest.fixture
def applicant(city: Jurisdiction) -> Actor:
    return make_actor("applicant")


@pytest.fixture
def office(city: Jurisdiction) -> Actor:
    return make_actor("office", Role.OFFICE)


@pytest.fixture
def screening(city: Jurisdiction, applicant: Actor) -> Iterator[StagePass]:
    """A form check that opened on Tuesday 2 June 2026, due in three working days."""
    with clock.travel(TUESDAY):
        make_board(city, 1, "energy")
        application = make_application(make_call(city), owner=applicant, screened=False)
        yield application.passes.select_related("stage", "application").get(stage__kind="screening")


def _at(day: int, hour: int = 10) -> object:
    return clock.travel(clock.beijing(date(2026, 6, day), hour))


def _left(one: StagePass) -> int:
    one.refresh_from_db()
    return days_left_of(one, clock.now(), calendar_from(clock.now()))


def _last_day(at: object) -> date:
    return (at - timedelta(seconds=1)).astimezone(clock.BEIJING).date()  # type: ignore[operator,no-any-return]


def test_the_office_clock_stops_while_the_applicant_owes(screening: StagePass, office: Actor, applicant: Actor) -> None:
    with _at(4):  # Thursday: Wednesday is used
        completion = ask_to_complete(actor=office, pass_id=screening.pk, missing=[TEAM])
        assert _left(screening) == 2
        assert (screening.state, _last_day(screening.due_at)) == (PassState.RETURNED, date(2026, 6, 9))
    with _at(9):
        assert _left(screening) == 2, "it stands"
        version = answer_completion(actor=applicant, application_id=screening.application_id, answers=CHANGED)
        assert _left(screening) == 2
        assert (screening.state, _last_day(screening.due_at)) == (PassState.OPEN, date(2026, 6, 11))
    completion.refresh_from_db()
    assert (completion.outcome, completion.version_id) == (CompletionEnd.ANSWERED, version.pk)
    assert version.answers["team"] == CHANGED["team"]
    assert version.answers["title"] == answers(1)["title"]
    with _at(11):
        assert _left(screening) == 1
        screen_application(actor=office, stage_pass=screening, passed=True)


def test_only_what_was_asked_changes(screening: StagePass, office: Actor, applicant: Actor) -> None:
    ask_to_complete(actor=office, pass_id=screening.pk, missing=[TEAM])
    version = answer_completion(
        actor=applicant, application_id=screening.application_id, answers={**CHANGED, "title": "另一个项目"}
    )
    assert version.answers["title"] == answers(1)["title"]


def test_what_was_typed_is_kept_until_it_is_handed_in(screening: StagePass, office: Actor, applicant: Actor) -> None:
    ask_to_complete(actor=office, pass_id=screening.pk, missing=[TEAM])
    save_completion(
        actor=applicant, application_id=screening.application_id, answers={**CHANGED, "novelty": "x"}, reply="见附件"
    )
    application = Application.objects.get(pk=screening.application_id)
    assert application.answers["team"] == CHANGED["team"]
    assert application.answers["novelty"] == answers(1)["novelty"]
    assert application.versions.count() == 1
    assert Completion.objects.get().reply == "见附件"
    answer_completion(actor=applicant, application_id=screening.application_id, reply="见附件")
    assert application.versions.count() == 2


def test_nothing_changed_and_nothing_said_is_no_answer(screening: StagePass, office: Actor, applicant: Actor) -> None:
    ask_to_complete(actor=office, pass_id=screening.pk, missing=[TEAM])
    with pytest.raises(InvalidError) as refusal:
        answer_completion(actor=applicant, application_id=screening.application_id)
    assert refusal.value.problems[0].code == "nothing_changed"
    answer_completion(actor=applicant, application_id=screening.application_id, reply="原文已写明")
    assert Completion.objects.get().version_id == screening.application.versions.get().pk


def test_an_asked_answer_that_is_wrong_is_refused_by_its_name(
    screening: StagePass, office: Actor, applicant: Actor
) -> None:
    ask_to_complete(actor=office, pass_id=screening.pk, missing=[Missing("team_size", "请填人数")])
    with pytest.raises(InvalidError) as refusal:
        answer_completion(actor=applicant, application_id=screening.application_id, answers={"team_size": "many"})
    assert [problem.field for problem in refusal.value.problems] == ["team_size"]


@pytest.mark.parametrize(
    ("missing", "field", "code"),
    [
        ([], "missing", "required"),
        ([Missing("no_such", "缺")], "missing-no_such", "not_known"),
        ([Missing("team", " \u202e ", "")], "missing-team", "required"),
        ([Missing("team", "字" * 401)], "missing-team", "too_long"),
        ([Missing("", "x", "y" * 100_000)], "missing-0", "too_long"),
        ([Missing("team", "缺")] * 41, "missing", "too_many"),
    ],
)
def test_a_request_says_something_of_a_question_there_is(
    screening: StagePass, office: Actor, missing: list[Missing], field: str, code: str
) -> None:
    with pytest.raises(InvalidError) as refusal:
        ask_to_complete(actor=office, pass_id=screening.pk, missing=missing)
    assert (field, code) in {(problem.field, problem.code) for problem in refusal.value.problems}
    assert not Completion.objects.exists()


def test_a_second_request_needs_its_reason(screening: StagePass, office: Actor, applicant: Actor) -> None:
    ask_to_complete(actor=office, pass_id=screening.pk, missing=[TEAM])
    answer_completion(actor=applicant, application_id=screening.application_id, answers=CHANGED)
    with pytest.raises(InvalidError) as refusal:
        ask_to_complete(actor=office, pass_id=screening.pk, missing=[TEAM])
    assert [problem.field for problem in refusal.value.problems] == ["again_reason"]
    second = ask_to_complete(actor=office, pass_id=screening.pk, missing=[TEAM], again_reason="新材料与原文矛盾")
    assert second.number == 2


def test_one_outcome_for_two_officers(screening: StagePass, office: Actor) -> None:
    other = make_actor("other", Role.OFFICE)
    ask_to_complete(actor=office, pass_id=screening.pk, missing=[TEAM])
    for late in (
        lambda: ask_to_complete(actor=other, pass_id=screening.pk, missing=[TEAM], again_reason="again"),
        lambda: screen_application(actor=other, stage_pass=screening, passed=True),
        lambda: screen_application(actor=office, stage_pass=screening, passed=False, reason="no"),
    ):
        with pytest.raises(DomainError) as refusal:
            late()
        assert refusal.value.code == "applicant_owes"
    assert Completion.objects.count() == 1


def test_a_decided_check_is_not_decided_again(screening: StagePass, office: Actor) -> None:
    screen_application(actor=office, stage_pass=screening, passed=True)
    with pytest.raises(DomainError) as refusal:
        ask_to_complete(actor=office, pass_id=screening.pk, missing=[TEAM])
    assert refusal.value.code == "already_checked"


def test_strangers_and_host_areas_find_nothing(screening: StagePass, office: Actor, applicant: Actor) -> None:
    stranger = make_actor("stranger")
    with pytest.raises(RefusedError):
        ask_to_complete(actor=stranger, pass_id=screening.pk, missing=[TEAM])
    completion = ask_to_complete(actor=office, pass_id=screening.pk, missing=[TEAM])
    for command in (
        lambda: save_completion(actor=stranger, application_id=screening.application_id, answers=CHANGED),
        lambda: answer_completion(actor=stranger, application_id=screening.application_id, answers=CHANGED),
        lambda: answer_completion(actor=applicant, application_id=uuid4(), answers=CHANGED),
        lambda: extend_completion(actor=applicant, completion_id=completion.pk, days=3, reason="x"),
        lambda: take_back_completion(actor=applicant, completion_id=completion.pk, reason="x"),
    ):
        with pytest.raises(NotFoundError):
            command()


def test_the_time_runs_out(screening: StagePass, office: Actor, applicant: Actor) -> None:
    ask_to_complete(actor=office, pass_id=screening.pk, missing=[TEAM])  # due at the end of Friday 5 June
    with _at(5, 23):
        assert lapse_due_completions() == 0
    with _at(6, 0):
        with pytest.raises(RefusedError) as refusal:
            answer_completion(actor=applicant, application_id=screening.application_id, answers=CHANGED)
        assert refusal.value.code == "too_late"
        assert lapse_due_completions() == 1
        assert lapse_due_completions() == 0
    screening.refresh_from_db()
    assert (screening.state, screening.reason) == (PassState.FAILED, NOT_IN_TIME)
    assert Application.objects.get(pk=screening.application_id).state == ApplicationState.DECLINED
    assert Completion.objects.get().outcome == CompletionEnd.LAPSED


def test_one_reminder_and_not_on_the_day_of_asking(screening: StagePass, office: Actor) -> None:
    ask_to_complete(actor=office, pass_id=screening.pk, missing=[TEAM])  # Tuesday; due Friday
    for day, sent in ((2, 0), (3, 0), (4, 1), (4, 0), (5, 0)):
        with _at(day):
            assert remind_of_completions() == sent
    assert Fact.objects.filter(name="CompletionDueSoon").count() == 1


def test_more_time_counts_from_the_present_deadline(screening: StagePass, office: Actor) -> None:
    completion = ask_to_complete(actor=office, pass_id=screening.pk, missing=[TEAM])  # due Friday 5 June
    with pytest.raises(InvalidError) as refusal:
        extend_completion(actor=office, completion_id=completion.pk, days=0, reason=" ")
    assert {problem.field for problem in refusal.value.problems} == {"days", "reason"}
    longer = extend_completion(actor=office, completion_id=completion.pk, days=2, reason="附件较大")
    assert _last_day(longer.due_at) == date(2026, 6, 9)
    screening.refresh_from_db()
    assert screening.due_at == longer.due_at
    with _at(6):
        assert lapse_due_completions() == 0


def test_a_request_that_is_taken_back_owes_nothing(screening: StagePass, office: Actor, applicant: Actor) -> None:
    completion = ask_to_complete(actor=office, pass_id=screening.pk, missing=[TEAM])
    take_back_completion(actor=office, completion_id=completion.pk, reason="已在另一处写明")
    assert _left(screening) == 3
    assert screening.state == PassState.OPEN
    with pytest.raises(NotFoundError):
        answer_completion(actor=applicant, application_id=screening.application_id, answers=CHANGED)
    with pytest.raises(DomainError) as refusal:
        take_back_completion(actor=office, completion_id=completion.pk, reason="x")
    assert refusal.value.code == "completion_ended"


def test_a_late_office_stays_late(screening: StagePass, office: Actor, applicant: Actor) -> None:
    with _at(10):
        ask_to_complete(actor=office, pass_id=screening.pk, missing=[TEAM])
        answer_completion(actor=applicant, application_id=screening.application_id, answers=CHANGED)
        assert _left(screening) == 0
        assert _last_day(screening.due_at) == date(2026, 6, 10)


def test_withdrawing_ends_what_is_owed(screening: StagePass, office: Actor, applicant: Actor) -> None:
    ask_to_complete(actor=office, pass_id=screening.pk, missing=[TEAM])
    withdraw_application(actor=applicant, application_id=screening.application_id)
    assert Completion.objects.get().outcome == CompletionEnd.CUT
    with _at(20):
        assert lapse_due_completions() == 0


def test_every_step_leaves_its_entry_and_its_fact(screening: StagePass, office: Actor, applicant: Actor) -> None:
    completion = ask_to_complete(actor=office, pass_id=screening.pk, missing=[TEAM])
    extend_completion(actor=office, completion_id=completion.pk, days=1, reason="x")
    answer_completion(actor=applicant, application_id=screening.application_id, answers=CHANGED)
    actions = AuditEntry.objects.filter(action__startswith="completion.").order_by("seq")
    assert list(actions.values_list("action", flat=True)) == [
        "completion.asked",
        "completion.extended",
        "completion.answered",
    ]
    facts = Fact.objects.filter(name__startswith="Completion").values_list("name", flat=True)
    assert sorted(facts) == ["CompletionAnswered", "CompletionAsked", "CompletionExtended"]
    assert "两人全职" not in str(list(AuditEntry.objects.filter(action="completion.answered").values()))


def test_the_system_asks_too(screening: StagePass) -> None:
    assert ask_to_complete(actor=SYSTEM, pass_id=screening.pk, missing=[TEAM], days=10).days == 10
