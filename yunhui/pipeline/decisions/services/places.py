"""Places that were won: confirmed, given up, or lapsed; each free place is filled in the same transaction."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import StagePass
from yunhui.pipeline.applications.selectors import applications_visible_to
from yunhui.pipeline.applications.services import conclude_passes
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_run_call
from yunhui.pipeline.decisions.enums import Cause, Reply
from yunhui.pipeline.decisions.events import ConfirmationDueSoon, PlaceAnswered
from yunhui.pipeline.decisions.models import Confirmation
from yunhui.pipeline.decisions.rules import can_answer_for_place
from yunhui.pipeline.decisions.services.promoting import fill_vacancy

NOTE_LENGTH = 400
# Before the deadline of a place, when whoever has not answered is reminded.
REMINDERS = (timedelta(days=2), timedelta(days=1))
_SWEEP = 200


@transaction.atomic
def confirm_place(*, actor: Actor, application_id: UUID, note: str = "") -> Confirmation:
    """Take the place that an application won; confirming again changes nothing.

    Args:
        note: how the office learned of it, where the office confirms for an applicant.

    Raises:
        NotFoundError: no such application for this actor, or no place of its own to confirm.
        RefusedError: not the applicant's side, or given up or lapsed already.
        InvalidError: the office confirms without saying how it knows.
    """
    return _answer(actor, application_id, Reply.CONFIRMED, note)


@transaction.atomic
def decline_place(*, actor: Actor, application_id: UUID, note: str = "") -> Confirmation:
    """Give the place up; the next reserve moves up in the same moment.

    Raises: as `confirm_place`.
    """
    return _answer(actor, application_id, Reply.DECLINED, note)


def lapse_due_places() -> int:
    """Places that were not confirmed in time lapse, each by itself, and the next reserve moves up; swept each minute.

    Returns how many lapsed.
    """
    due = StagePass.objects.filter(stage__kind="confirmation", state=PassState.OPEN, due_at__lte=clock.now())
    rows = list(due.order_by("due_at", "pk").values_list("pk", "stage__call_id")[:_SWEEP])
    return sum(_lapse(pass_id, call_id) for pass_id, call_id in rows)


def remind_to_confirm() -> int:
    """Remind whoever has not confirmed, two days and one day before the deadline; how many were reminded."""
    now, count = clock.now(), 0
    for ahead in sorted(REMINDERS):
        due = Confirmation.objects.filter(
            Q(reminded_at__isnull=True) | Q(reminded_at__lt=F("stage_pass__due_at") - ahead),
            reply=Reply.WAITING,
            stage_pass__state=PassState.OPEN,
            stage_pass__opened_at__lt=F("stage_pass__due_at") - ahead,
            stage_pass__due_at__gt=now,
            stage_pass__due_at__lte=now + ahead,
        )
        count += sum(_remind(pk) for pk in due.values_list("pk", flat=True)[:_SWEEP])
    return count


def open_confirmations(pass_ids: list[UUID]) -> None:
    """The places of some opened passes wait for their answers, in the caller's transaction."""
    Confirmation.objects.bulk_create([Confirmation(stage_pass_id=one) for one in pass_ids], batch_size=500)


def _answer(actor: Actor, application_id: UUID, reply: Reply, note: str) -> Confirmation:
    application = applications_visible_to(actor).filter(pk=application_id).select_related("call").first()
    if application is None:
        raise NotFoundError("application")
    call = Call.objects.select_for_update().get(pk=application.call_id)
    found = _locked(Q(stage_pass__application=application))
    if found is None:
        raise NotFoundError("place")
    if found.reply == reply:
        return found
    require(can_answer_for_place(actor, found))
    text = clean_text(note)
    problems = []
    if not text and can_run_call(actor, call) and not actor.is_system and application.owner_id != actor.user_id:
        problems.append(Problem("note", "required", _("Say how you know, e.g. by phone with whom and when.")))
    if len(text) > NOTE_LENGTH:
        problems.append(Problem("note", "too_long", _("Shorten this to %(most)d characters.") % {"most": NOTE_LENGTH}))
    if problems:
        raise InvalidError(problems)
    return _settle(actor, found, reply, text)


def _settle(actor: Actor, found: Confirmation, reply: Reply, note: str) -> Confirmation:
    application_id, call_id = found.stage_pass.application_id, found.stage_pass.stage.call_id
    found.reply, found.note = reply, note
    found.answered_at, found.answered_by_id = clock.now(), actor.user_id
    found.save(update_fields=["reply", "note", "answered_at", "answered_by"])
    record(
        actor=actor,
        action=f"place.{reply}",
        subject=("application", application_id),
        before={"reply": Reply.WAITING},
        after={"reply": reply, "note": note},
    )
    publish(
        actor=actor,
        event=PlaceAnswered(str(application_id), str(call_id), str(reply)),
        topics=(("call", call_id),),
    )
    confirmed = reply == Reply.CONFIRMED
    conclude_passes(
        actor=actor, pass_ids=[found.stage_pass_id], passed=confirmed, reason="" if confirmed else str(reply)
    )
    if not confirmed:
        cause = Cause.DECLINED if reply == Reply.DECLINED else Cause.LAPSED
        fill_vacancy(actor=actor, application_id=application_id, cause=cause)
    return found


@transaction.atomic
def _lapse(pass_id: UUID, call_id: UUID) -> int:
    Call.objects.select_for_update().get(pk=call_id)
    found = _locked(Q(pk=pass_id))
    if found is None or found.reply != Reply.WAITING or found.stage_pass.state != PassState.OPEN:
        return 0
    _settle(actors.system("sweep"), found, Reply.LAPSED, "")
    return 1


@transaction.atomic
def _remind(pass_id: UUID) -> int:
    found = _locked(Q(pk=pass_id))
    if found is None or found.reply != Reply.WAITING:
        return 0
    found.reminded_at = clock.now()
    found.save(update_fields=["reminded_at"])
    stage_pass = found.stage_pass
    publish(
        actor=actors.system("sweep"),
        event=ConfirmationDueSoon(str(stage_pass.application_id), str(stage_pass.stage.call_id)),
    )
    return 1


def _locked(which: Q) -> Confirmation | None:
    rows = Confirmation.objects.select_for_update(of=("self",)).filter(which)
    return rows.select_related("stage_pass__stage", "stage_pass__application__call").first()
