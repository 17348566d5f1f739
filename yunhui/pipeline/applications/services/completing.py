"""Asking an applicant to complete what is missing (一次性告知 · 补正), and what becomes of it.

While the applicant owes, the office's clock stands still; it goes on where it stopped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.codes.rules import days_left
from yunhui.foundation.codes.selectors import Calendar, calendar_from
from yunhui.foundation.formkit.rules import as_kept, clean_text, questions_of
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem, require
from yunhui.pipeline.applications.enums import CompletionEnd, PassState
from yunhui.pipeline.applications.events import (
    CompletionAnswered,
    CompletionAsked,
    CompletionDueSoon,
    CompletionEnded,
    CompletionExtended,
)
from yunhui.pipeline.applications.models import Application, ApplicationVersion, Completion, CompletionItem, StagePass
from yunhui.pipeline.applications.rules import ScreeningConfig, can_complete, can_screen
from yunhui.pipeline.applications.services.checking import (
    locked_pass,
    reason_problems,
    require_at_work,
    too_long,
)
from yunhui.pipeline.applications.services.passes import REASON_LENGTH, conclude_passes
from yunhui.pipeline.applications.services.saving import Writing, asked_of, keep, merge
from yunhui.pipeline.applications.services.standing import keep_standing
from yunhui.pipeline.applications.services.submitting import cleaned_of, enter_version
from yunhui.pipeline.applications.states import STAGE_PASS

REPLY_LENGTH = 1_000
MOST_ITEMS = 40
# The applicant and the office read it as the reason of the pass.
NOT_IN_TIME = "逾期未补正 · Not completed in time"
# A deadline of midnight belongs to the day before it.
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing: the key of a question ("" for the whole), and the words in one language at least."""

    question: str
    text_zh: str = ""
    text_en: str = ""


@transaction.atomic
def ask_to_complete(
    *, actor: Actor, pass_id: UUID, missing: Sequence[Missing], again_reason: str = "", days: int | None = None
) -> Completion:
    """Tell the applicant once all that is missing; the office's clock stops and the applicant's begins.

    Args:
        again_reason: why a second request is needed; the applicant reads it.
        days: working days for the applicant; the call's own number where nothing is said.

    Raises:
        NotFoundError: no such pass.
        RefusedError: not the talent office.
        InvalidError: nothing said, a question that the form has not, a text too long, no reason for a second request.
        DomainError: `already_checked`: somebody has decided meanwhile.
    """
    one = locked_pass(pass_id)
    require(can_screen(actor, one.application))
    require_at_work(one)
    config = ScreeningConfig.of(one.stage.config)
    items, before = [_cleaned_item(item) for item in missing], one.completions.count()
    reason, length = clean_text(again_reason), days or config.completion_days
    if problems := _problems(one.application, items, reason, before, length):
        raise InvalidError(problems)
    now = clock.now()
    calendar = calendar_from(now)
    one.days_left, one.stopped_at = days_left_of(one, now, calendar), now
    STAGE_PASS.check(one.state, PassState.RETURNED)
    one.state, one.due_at = PassState.RETURNED, calendar.add(now, length)
    one.save(update_fields=["state", "stopped_at", "days_left", "due_at"])
    keep_standing([one.application_id])
    completion = Completion.objects.create(
        stage_pass=one,
        number=before + 1,
        asked_at=now,
        asked_by_id=actor.user_id,
        again_reason=reason,
        days=length,
        due_at=one.due_at,
    )
    CompletionItem.objects.bulk_create(
        CompletionItem(completion=completion, sort=sort, question=x.question, text_zh=x.text_zh, text_en=x.text_en)
        for sort, x in enumerate(items, 1)
    )
    _tell(
        actor,
        completion,
        "completion.asked",
        {"number": completion.number, "questions": [item.question for item in items], "due_at": one.due_at},
        CompletionAsked(*_ids(one), str(completion.pk), number=completion.number),
    )
    return completion


@transaction.atomic
def save_completion(*, actor: Actor, application_id: UUID, answers: Mapping[str, Any], reply: str = "") -> Completion:
    """Keep what the applicant types into the questions that were asked, whatever it is; no audit row and no fact.

    Raises:
        NotFoundError: not the actor's, or nothing is owed.
        RefusedError: the time is over.
    """
    completion = _locked_for_applicant(actor, application_id)
    _keep(actor, completion, answers, reply)
    return completion


@transaction.atomic
def answer_completion(
    *, actor: Actor, application_id: UUID, answers: Mapping[str, Any] | None = None, reply: str = ""
) -> ApplicationVersion:
    """The applicant hands in what was missing: a new version, and the office's clock goes on.

    Only the questions that were asked change; a reply tells the office what answers alone cannot.

    Raises:
        NotFoundError: not the actor's, or nothing is owed (a second press finds it answered: see `last_answer`).
        RefusedError: the time is over.
        InvalidError: an asked answer needs correction, or nothing was changed and nothing was said.
    """
    completion = _locked_for_applicant(actor, application_id)
    _keep(actor, completion, answers or {}, reply or completion.reply)
    one, application = completion.stage_pass, completion.stage_pass.application
    asked = {item.question for item in completion.items.all()}
    last = application.versions.order_by("-number").first()
    assert last is not None, "what is checked has been submitted"
    typed = {key: application.answers.get(key, "") for key in asked if key}
    cleaned, problems = cleaned_of(application, {**last.answers, **typed})
    if problems := [problem for problem in problems if problem.field.partition(".")[0] in asked]:
        raise InvalidError(problems)
    kept = {**last.answers, **{key: cleaned[key] for key in typed if key in cleaned}}
    if kept == last.answers and not completion.reply:
        raise InvalidError(
            [
                Problem(
                    "reply", "nothing_changed", _("Nothing has changed yet. Change an answer, or tell the office why.")
                )
            ]
        )
    version = enter_version(actor, application, kept)
    _go_on(one)
    _end(completion, CompletionEnd.ANSWERED, version)
    _tell(
        actor,
        completion,
        "completion.answered",
        {"number": completion.number, "version": version.number, "due_at": one.due_at},
        CompletionAnswered(*_ids(one), str(completion.pk), version=version.number),
    )
    return version


@transaction.atomic
def extend_completion(*, actor: Actor, completion_id: UUID, days: int, reason: str) -> Completion:
    """Give the applicant more working days, counted from the present deadline, with a reason that they read.

    Raises:
        NotFoundError: no such request for this actor.
        InvalidError: no reason, or not 1 to 60 days.
        DomainError: `completion_ended`.
    """
    completion = _locked_for_office(actor, completion_id)
    text, problems = clean_text(reason), []
    if not 1 <= days <= 60:
        problems.append(Problem("days", "out_of_range", _("Write a number from 1 to 60.")))
    problems += reason_problems("reason", text, _("Say why; the applicant reads it."))
    if problems:
        raise InvalidError(problems)
    was = completion.due_at
    base = max(was - _TICK, clock.now())
    completion.due_at = calendar_from(base).add(base, days)
    completion.extension_reason, completion.reminded_at = text, None
    completion.save(update_fields=["due_at", "extension_reason", "reminded_at"])
    StagePass.objects.filter(pk=completion.stage_pass_id).update(due_at=completion.due_at)
    keep_standing([completion.stage_pass.application_id])
    _tell(
        actor,
        completion,
        "completion.extended",
        {"due_at": completion.due_at, "reason": text},
        CompletionExtended(*_ids(completion.stage_pass), str(completion.pk)),
        before={"due_at": was},
    )
    return completion


@transaction.atomic
def take_back_completion(*, actor: Actor, completion_id: UUID, reason: str) -> Completion:
    """The office no longer needs what it asked for: its clock goes on, the applicant owes nothing.

    Raises:
        NotFoundError: no such request for this actor.
        InvalidError: no reason.
        DomainError: `completion_ended`.
    """
    completion = _locked_for_office(actor, completion_id)
    text = clean_text(reason)
    if problems := reason_problems("reason", text, _("Say why; the applicant reads it.")):
        raise InvalidError(problems)
    _go_on(completion.stage_pass)
    _end(completion, CompletionEnd.TAKEN_BACK)
    _tell(
        actor,
        completion,
        "completion.taken_back",
        {"reason": text},
        CompletionEnded(*_ids(completion.stage_pass), str(completion.pk), outcome="taken_back", reason=text),
    )
    return completion


def lapse_due_completions() -> int:
    """Requests whose time ran out end the application's form check as not completed in time; swept every minute, and
    the same twice is once."""
    actor, count = actors.system("sweep"), 0
    due = Completion.objects.filter(ended_at__isnull=True, due_at__lte=clock.now()).order_by("due_at")
    for completion_id in list(due.values_list("pk", flat=True)[:500]):
        with transaction.atomic():
            completion = _locked_completion(completion_id)
            if completion is None or completion.ended_at or completion.due_at > clock.now():
                continue
            one = completion.stage_pass
            _end(completion, CompletionEnd.LAPSED)
            conclude_passes(actor=actor, pass_ids=[one.pk], passed=False, reason=NOT_IN_TIME)
            _tell(
                actor,
                completion,
                "completion.lapsed",
                {"due_at": completion.due_at},
                CompletionEnded(*_ids(one), str(completion.pk), outcome="lapsed", reason=""),
            )
            count += 1
    return count


def remind_of_completions() -> int:
    """Once for each request, when the call's number of working days is left: a fact from which a letter is written."""
    actor, now, count = actors.system("sweep"), clock.now(), 0
    calendar = calendar_from(now)
    waiting = Completion.objects.filter(ended_at__isnull=True, reminded_at__isnull=True, due_at__gt=now)
    for found in waiting.select_related("stage_pass__stage").order_by("due_at")[:500]:
        if not is_time_to_remind(found, now, calendar):
            continue
        with transaction.atomic():
            completion = _locked_completion(found.pk)
            if completion is None or completion.ended_at or completion.reminded_at:
                continue
            completion.reminded_at = now
            completion.save(update_fields=["reminded_at"])
            publish(
                actor=actor,
                event=CompletionDueSoon(*_ids(completion.stage_pass), str(completion.pk)),
            )
            count += 1
    return count


def is_time_to_remind(completion: Completion, now: datetime, calendar: Calendar) -> bool:
    """Whether no more working days are left than the call reminds before; a request so short is never reminded of on
    the day that it was made."""
    before = ScreeningConfig.of(completion.stage_pass.stage.config).reminder_days
    today, last = _day(now), _day(completion.due_at - _TICK)
    return today > _day(completion.asked_at) and calendar.count(today, last) <= before


def days_left_of(one: StagePass, now: datetime, calendar: Calendar) -> int:
    """Working days that the office has left on a pass, 0 where it is late; what it goes on with where it stands."""
    allowance = one.stage.working_days if one.days_left is None else one.days_left
    if one.state == PassState.RETURNED or one.due_at is None:
        return allowance
    return days_left(allowance, _day(now), _day(one.due_at - _TICK), calendar.is_working)


def _problems(application: Application, items: Sequence[Missing], reason: str, before: int, days: int) -> list[Problem]:
    known = {question.key for question in questions_of(application.form_version.questions)} | {""}
    problems: list[Problem] = []
    if not items:
        problems.append(Problem("missing", "required", _("Say all that is missing, at once; the applicant reads it.")))
    if len(items) > MOST_ITEMS:
        problems.append(Problem("missing", "too_many", _("Ask for at most %(most)d things.") % {"most": MOST_ITEMS}))
    for number, item in enumerate(items):
        field = f"missing-{item.question or number}"
        if item.question not in known:
            problems.append(Problem(field, "not_known", _("The form has no such question.")))
        if not (item.text_zh or item.text_en):
            problems.append(Problem(field, "required", _("Say what is missing here.")))
        over = max(len(item.text_zh), len(item.text_en)) - REASON_LENGTH
        if over > 0:
            problems.append(Problem(field, "too_long", too_long(over)))
    if before:
        problems += reason_problems(
            "again_reason", reason, _("All should be said at once. Say why this was not seen the first time.")
        )
    if not 1 <= days <= 60:
        problems.append(Problem("days", "out_of_range", _("Write a number from 1 to 60.")))
    return problems


def _cleaned_item(item: Missing) -> Missing:
    return Missing(item.question, clean_text(item.text_zh), clean_text(item.text_en))


def _keep(actor: Actor, completion: Completion, answers: Mapping[str, Any], reply: str) -> None:
    application = completion.stage_pass.application
    asked = {item.question for item in completion.items.all()}
    questions = [one for one in asked_of(application) if one.key in asked and one.key in answers]
    typed = [(one, as_kept(one, answers[one.key])) for one in questions]
    merge(application, typed, None, Writing(actor.user_id), clock.now())
    keep(application)
    text = clean_text(reply)
    if over := max(0, len(text) - REPLY_LENGTH):
        raise InvalidError([Problem("reply", "too_long", too_long(over))])
    if text != completion.reply:
        completion.reply = text
        completion.save(update_fields=["reply"])


def _go_on(one: StagePass) -> None:
    """Let the office's clock go on where it stopped: from now, with the days that were left."""
    now = clock.now()
    STAGE_PASS.check(one.state, PassState.OPEN)
    one.state, one.stopped_at = PassState.OPEN, None
    one.due_at = calendar_from(now).add(now, one.days_left or 0)
    one.save(update_fields=["state", "stopped_at", "due_at"])
    keep_standing([one.application_id])


def _end(completion: Completion, outcome: CompletionEnd, version: ApplicationVersion | None = None) -> None:
    completion.outcome, completion.ended_at, completion.version = outcome, clock.now(), version
    completion.save(update_fields=["outcome", "ended_at", "version"])


def _locked_completion(completion_id: UUID) -> Completion | None:
    found = Completion.objects.filter(pk=completion_id).values_list("stage_pass_id", flat=True).first()
    if found is None:
        return None
    one = locked_pass(found)
    completion = Completion.objects.select_for_update(of=("self",)).get(pk=completion_id)
    completion.stage_pass = one
    return completion


def _locked_for_office(actor: Actor, completion_id: UUID) -> Completion:
    completion = _locked_completion(completion_id)
    if completion is None or not can_screen(actor, completion.stage_pass.application):
        raise NotFoundError("request")
    if completion.ended_at:
        raise DomainError("completion_ended", _("This request has ended already. Nothing was changed."))
    return completion


def _locked_for_applicant(actor: Actor, application_id: UUID) -> Completion:
    owed = Completion.objects.filter(stage_pass__application_id=application_id, ended_at__isnull=True)
    found = owed.values_list("pk", flat=True).first()
    completion = _locked_completion(found) if found else None
    if completion is None or completion.ended_at:
        raise NotFoundError("request")
    verdict = can_complete(actor, completion)
    if verdict.code == "not_owner":
        raise NotFoundError("request")
    require(verdict)
    return completion


def _day(at: datetime) -> date:
    return at.astimezone(clock.BEIJING).date()


def _ids(one: StagePass) -> tuple[str, str]:
    return str(one.application_id), str(one.application.call_id)


def _tell(
    actor: Actor, completion: Completion, action: str, after: dict[str, Any], event: Any, before: Any = None
) -> None:
    application = completion.stage_pass.application
    record(actor=actor, action=action, subject=("application", application.pk), before=before, after=after)
    publish(actor=actor, event=event, topics=(("call", application.call_id),))
