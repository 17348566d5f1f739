"""The office's side: what was examined again (复核), and the decision with its reasons."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_run_call, can_see_inside
from yunhui.pipeline.decisions.services import overturn_place, resume_notice
from yunhui.pipeline.objections.enums import ObjectionKind, ObjectionState
from yunhui.pipeline.objections.events import ObjectionAnswered
from yunhui.pipeline.objections.models import Objection
from yunhui.pipeline.objections.rules import TEXT_LENGTH, answer_problems, can_decide, can_examine
from yunhui.pipeline.objections.selectors import waiting_on
from yunhui.pipeline.objections.states import OBJECTION


@transaction.atomic
def examine_objection(*, actor: Actor, objection_id: UUID, finding: str) -> Objection:
    """Write down what was examined again and what was found; the office alone reads it. Until the decision it may be
    written anew.

    Raises:
        NotFoundError: no such objection for this actor.
        RefusedError: not the office, or decided already.
        InvalidError: nothing written, or too long.
    """
    objection = _locked(actor, objection_id)
    require(can_examine(actor, objection))
    text, problems = clean_text(finding), []
    if not text:
        problems.append(
            Problem("finding", "required", _("Write what was examined again, by whom, and what was found."))
        )
    if len(text) > TEXT_LENGTH:
        over = _("%(over)d characters too many. Shorten it; nothing is lost.") % {"over": len(text) - TEXT_LENGTH}
        problems.append(Problem("finding", "too_long", over))
    if problems:
        raise InvalidError(problems)
    if objection.state == ObjectionState.EXAMINED and objection.finding == text:
        return objection
    before = {"state": objection.state, "finding": objection.finding}
    if objection.state == ObjectionState.OPEN:
        OBJECTION.check(objection.state, ObjectionState.EXAMINED)
        objection.state = ObjectionState.EXAMINED
    objection.finding, objection.examined_at, objection.examined_by_id = text, clock.now(), actor.user_id
    objection.save(update_fields=["state", "finding", "examined_at", "examined_by"])
    record(
        actor=actor,
        action="public_objection.examined",
        subject=("public_objection", objection.pk),
        before=before,
        after={"state": objection.state, "finding": text},
    )
    return objection


@transaction.atomic
def decide_objection(
    *, actor: Actor, objection_id: UUID, uphold: bool, answer_zh: str = "", answer_en: str = ""
) -> Objection:
    """Uphold: the entry loses its place and the next reserve moves up. Dismiss: the clock of the entry goes on, once no
    other objection to it waits. Of a re-check the reasons say what follows: a released list is not changed by it.
    Deciding again in the same way changes nothing.

    Args:
        answer_zh, answer_en: the reasons that the objector reads, in their language or in both.

    Raises:
        NotFoundError: no such objection for this actor.
        RefusedError: not the office, not examined yet, or decided otherwise already.
        InvalidError: no reasons, or too long.
    """
    objection = _locked(actor, objection_id)
    target = ObjectionState.UPHELD if uphold else ObjectionState.DISMISSED
    if objection.state == target and can_run_call(actor, objection.call):
        return objection
    require(can_decide(actor, objection))
    zh, en = clean_text(answer_zh), clean_text(answer_en)
    own = "answer_zh" if objection.language.startswith("zh") else "answer_en"
    if problems := answer_problems((("answer_zh", zh), ("answer_en", en)), own):
        raise InvalidError(problems)
    OBJECTION.check(objection.state, target)
    objection.state, objection.answer_zh, objection.answer_en = target, zh, en
    objection.decided_at, objection.decided_by_id = clock.now(), actor.user_id
    objection.save(update_fields=["state", "answer_zh", "answer_en", "decided_at", "decided_by"])
    record(
        actor=actor,
        action=f"public_objection.{target}",
        subject=("public_objection", objection.pk),
        before={"state": ObjectionState.EXAMINED},
        after={"state": target, "answer_zh": zh, "answer_en": en},
    )
    if objection.kind == ObjectionKind.RECHECK:
        pass
    elif uphold:
        overturn_place(actor=actor, application_id=objection.application_id)
    elif not waiting_on(objection.application).exists():
        resume_notice(actor=actor, application_id=objection.application_id)
    publish(
        actor=actor,
        event=ObjectionAnswered(str(objection.pk), str(objection.call_id), str(objection.application_id), str(target)),
        topics=(("call", objection.call_id),),
    )
    return objection


def _locked(actor: Actor, objection_id: UUID) -> Objection:
    """An objection under the lock of its call, which every command on places takes first."""
    call = Call.objects.select_for_update(of=("self",)).filter(objections__pk=objection_id).first()
    if call is None or not can_see_inside(actor, call):
        raise NotFoundError("objection")
    require(can_run_call(actor, call))
    rows = Objection.objects.select_for_update(of=("self",)).select_related("call", "application")
    return rows.get(pk=objection_id)
