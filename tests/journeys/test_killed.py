"""kill -9 at any statement of a command: never half, never twice."""

from collections.abc import Callable

import pytest

from tests.factories.city import (
    SYSTEM,
    answers,
    give_consents,
    make_actor,
    make_application,
    make_board,
    make_call,
    make_city,
    make_expert,
)
from tests.journeys.killing import run_and_kill
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.outbox.models import Fact
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application, ApplicationVersion, Completion, StagePass
from yunhui.pipeline.applications.services import (
    Missing,
    answer_completion,
    ask_to_complete,
    save_draft,
    start_application,
    submit_application,
    withdraw_application,
)
from yunhui.pipeline.applications.services.saving import Posted
from yunhui.pipeline.decisions.models import Batch
from yunhui.pipeline.decisions.services import propose_batch, release_batch, sign_batch
from yunhui.pipeline.review.services import assign_experts
from yunhui.recipes.walk import answer_offers, lock_sheets, spread_points

pytestmark = pytest.mark.django_db(transaction=True)


def _trace(application: Application) -> tuple[str, int, int, int, int, int]:
    application.refresh_from_db()
    about = AuditEntry.objects.filter(action="application.submitted", subject_id=str(application.pk))
    facts = Fact.objects.filter(name="ApplicationSubmitted", payload__application_id=str(application.pk))
    return (
        application.state,
        application.number or 0,
        ApplicationVersion.objects.filter(application=application).count(),
        StagePass.objects.filter(application=application).count(),
        about.count(),
        facts.count(),
    )


def _kill_everywhere(
    command: Callable[[], object], trace: Callable[[], object], nothing: object, everything: object
) -> int:
    """Kill a command at each of its points in turn, looking after each; return how many there were."""
    at, seen = 1, []
    while not run_and_kill(command, at):
        seen.append(trace())
        assert seen[-1] in (nothing, everything), f"half a command after a kill at point {at}"
        at += 1
    assert nothing in seen and everything in seen, "the kills must fall on both sides of the commit"
    command()
    assert trace() == everything, "the same command again changes nothing"
    return at


def test_submit_is_whole_or_not_at_all_and_never_twice() -> None:
    city = make_city()
    make_board(city, 1, "energy")
    call = make_call(city)
    applicant = make_actor("applicant")
    application = start_application(actor=applicant, call=call)
    give_consents(application)

    def submit() -> None:
        submit_application(actor=applicant, application_id=application.pk, answers=answers(1))

    nothing = (ApplicationState.DRAFT, 0, 0, 0, 0, 0)
    everything = (ApplicationState.IN_PROGRESS, 1, 1, 7, 1, 1)
    assert _kill_everywhere(submit, lambda: _trace(application), nothing, everything) > 15


def test_what_a_page_posts_is_submitted_once_by_its_key() -> None:
    """The text that only the page held is in the version or nowhere; whoever presses again gets that version."""
    applicant = make_actor("applicant")
    application = start_application(actor=applicant, call=make_call(make_city()))
    give_consents(application)
    given = {name: str(value) for name, value in answers(1).items()}
    page = Posted(data=given, known=dict.fromkeys(given, ""), tab="first", number=1)

    def submit() -> None:
        version = submit_application(actor=applicant, application_id=application.pk, posted=page, key="the-button")
        assert version.number == 1 and version.answers["summary"] == given["summary"]

    def trace() -> tuple[object, ...]:
        saved = Application.objects.get(pk=application.pk).answers
        return (*_trace(application), saved.get("summary", ""))

    nothing = (ApplicationState.DRAFT, 0, 0, 0, 0, 0, "")
    everything = (ApplicationState.IN_PROGRESS, 1, 1, 7, 1, 1, given["summary"])
    assert _kill_everywhere(submit, trace, nothing, everything) > 15
    save_draft(actor=applicant, application_id=application.pk, answers={"summary": "changed since"})
    submit()  # the answer was lost on the way, and the page sends the same attempt again
    assert ApplicationVersion.objects.count() == 1


def test_withdraw_is_whole_or_not_at_all_and_never_twice() -> None:
    city = make_city()
    make_board(city, 1, "energy")
    applicant = make_actor("applicant")
    application = make_application(make_call(city, max_boards=1), 1, owner=applicant)
    give_consents(application)
    running = {"open", "waiting", "returned"}

    def trace() -> tuple[object, ...]:
        application.refresh_from_db()
        passes = set(StagePass.objects.filter(application=application).values_list("state", flat=True))
        withdrawn = AuditEntry.objects.filter(action="application.withdrawn", subject_id=str(application.pk))
        return (
            application.state,
            bool(passes & running),
            ApplicationVersion.objects.filter(application=application).count(),
            withdrawn.count(),
            Fact.objects.filter(name="ApplicationWithdrawn").count(),
        )

    def withdraw() -> None:
        withdraw_application(actor=applicant, application_id=application.pk)

    nothing = (ApplicationState.IN_PROGRESS, True, 1, 0, 0)
    everything = (ApplicationState.WITHDRAWN, False, 1, 1, 1)
    assert _kill_everywhere(withdraw, trace, nothing, everything) > 6


def test_complete_is_whole_or_not_at_all_and_never_twice() -> None:
    city = make_city()
    make_board(city, 1, "energy")
    applicant = make_actor("applicant")
    application = make_application(make_call(city), 1, owner=applicant, screened=False)
    screening = application.passes.get(stage__kind="screening")
    ask_to_complete(actor=SYSTEM, pass_id=screening.pk, missing=[Missing("team", "请写明谁全职")])

    def complete() -> None:
        try:
            answer_completion(actor=applicant, application_id=application.pk, answers={"team": "两人全职"})
        except NotFoundError:
            assert Completion.objects.get().ended_at, "only what is answered owes nothing"

    def trace() -> tuple[object, ...]:
        completion, one = Completion.objects.get(), StagePass.objects.get(pk=screening.pk)
        return (
            completion.outcome,
            one.state,
            one.stopped_at is None,
            ApplicationVersion.objects.filter(application=application).count(),
            AuditEntry.objects.filter(action="completion.answered").count(),
            Fact.objects.filter(name="CompletionAnswered").count(),
        )

    nothing = ("", "returned", False, 1, 0, 0)
    everything = ("answered", "open", True, 2, 1, 1)
    assert _kill_everywhere(complete, trace, nothing, everything) > 15


def test_release_is_whole_or_not_at_all_and_never_twice() -> None:
    city = make_city()
    for number in (1, 2, 3):
        make_board(city, number, "energy")
        make_expert(number)
    call = make_call(city, seats=1, reserves=1)
    call.groups.update(quota=0)
    for number in (1, 2, 3):
        make_application(call, number, group="energy")
    wish = {"site": "二号楼", "policy": "第六条", "contact": "贺", "next_step": "座谈"}
    answer_offers(actor=SYSTEM, call=call, decide=lambda offer: wish)
    assign_experts(actor=SYSTEM, call=call)
    lock_sheets(
        call=call, score=lambda task, config: spread_points(90.0 - (task.application.number or 0), config.criteria)
    )
    chair, director = make_actor("chair", Role.CHAIR), make_actor("director", Role.APPROVER)
    batch = propose_batch(actor=chair, call=call)
    for person in (chair, director):
        sign_batch(actor=person, batch_id=batch.pk)

    def trace() -> tuple[object, ...]:
        states = tuple(Application.objects.filter(call=call).order_by("number").values_list("state", flat=True))
        facts = Fact.objects.filter(name="BatchReleased").count()
        return (
            Batch.objects.get(pk=batch.pk).state,
            states,
            facts,
            AuditEntry.objects.filter(action="batch.released").count(),
        )

    nothing = ("proposed", ("in_progress",) * 3, 0, 0)
    everything = ("released", ("selected", "reserve", "declined"), 1, 1)
    points = _kill_everywhere(lambda: release_batch(actor=director, batch_id=batch.pk), trace, nothing, everything)
    assert points > 25
