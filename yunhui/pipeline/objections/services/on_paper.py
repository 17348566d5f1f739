"""Objections that reach the office on paper (书面异议), answers that leave on paper: no e-mail address is needed."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.kernel.ids import new_id
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_run_call, can_see_inside
from yunhui.pipeline.objections.events import AnswerHandedOver
from yunhui.pipeline.objections.models import Objection
from yunhui.pipeline.objections.rules import HOW_LENGTH, can_hand_over, can_object, paper_problems
from yunhui.pipeline.objections.services.filing import Files, counts, keep_files, notice_of
from yunhui.pipeline.objections.states import WAITING

_TYPED = ("name", "email", "phone", "postal", "text")
# What comes in on a day counts from the end of office hours.
_CLOSES = 18


def record_on_paper(
    *,
    actor: Actor,
    application_id: UUID,
    channel: str,
    received_on: date | None,
    typed: Mapping[str, str],
    language: str = CHINESE,
    files: Files = (),
) -> Objection:
    """Enter an objection that came in on paper: it counts at once, the working days run from the day on which it came
    in, and its answer is a letter. The same text under the same name to the same entry is one objection.

    Args:
        typed: `name`, `text`, and as far as known `postal` (where the answer goes), `phone`, `email`.
        language: in which the answer is written.
        files: (name, path) of the scan, PDF or pictures, one to three.

    Raises:
        NotFoundError: no such entry on public notice, or not for this actor.
        RefusedError: not the talent office of the call, or the public notice is over.
        InvalidError: how or when it came in, the name, the words or the scan are missing, or do not fit.
    """
    application = Application.objects.select_related("call").filter(pk=application_id).first()
    if application is None or not can_see_inside(actor, application.call):
        raise NotFoundError("entry")
    require(can_run_call(actor, application.call))
    cleaned = {name: clean_text(typed.get(name, "")) for name in _TYPED}
    notice = notice_of(application_id)
    if problems := paper_problems(channel, received_on, notice, cleaned, len(files)):
        raise InvalidError(problems)
    assert received_on is not None, "a day is among the problems"
    require(can_object(notice))
    objection_id = new_id()
    keep_files(actor, objection_id, files)
    objection = Objection(
        pk=objection_id,
        call_id=application.call_id,
        application=application,
        channel=channel,
        received_on=received_on,
        entered_by_id=actor.user_id,
        language=ENGLISH if language == ENGLISH else CHINESE,
        **cleaned,
    )
    return _count(actor, objection)


@transaction.atomic
def hand_over_answer(*, actor: Actor, objection_id: UUID, how: str) -> Objection:
    """Keep that the letter with the answer has left: posted under which number, or signed for by whom. Doing it again
    changes nothing.

    Raises:
        NotFoundError: no such objection for this actor.
        RefusedError: not the talent office, it came in on the platform, or it is not decided.
        InvalidError: it is not said how, or at too great a length.
    """
    rows = Objection.objects.select_for_update(of=("self",)).select_related("call")
    objection = rows.filter(pk=objection_id).first()
    if objection is None or not can_see_inside(actor, objection.call):
        raise NotFoundError("objection")
    require(can_hand_over(actor, objection))
    text = clean_text(how)
    if not text:
        raise InvalidError(
            [Problem("how", "required", _("Say how it left: posted under which number, or signed by whom."))]
        )
    if len(text) > HOW_LENGTH:
        said = _("%(over)d characters too many. Shorten it; nothing is lost.") % {"over": len(text) - HOW_LENGTH}
        raise InvalidError([Problem("how", "too_long", said)])
    if objection.handed_at is not None:
        return objection
    objection.handed_at, objection.handed_by_id, objection.handed_how = clock.now(), actor.user_id, text
    objection.save(update_fields=["handed_at", "handed_by", "handed_how"])
    record(
        actor=actor,
        action="public_objection.answer_handed_over",
        subject=("public_objection", objection.pk),
        after={"how": text},
    )
    event = AnswerHandedOver(str(objection.pk), str(objection.call_id))
    publish(actor=actor, event=event, topics=(("call", objection.call_id),))
    return objection


@transaction.atomic
def _count(actor: Actor, objection: Objection) -> Objection:
    call = Call.objects.select_for_update().get(pk=objection.call_id)
    same = Objection.objects.filter(application=objection.application_id, state__in=WAITING, channel=objection.channel)
    if (found := same.filter(name=objection.name, text=objection.text).first()) is not None:
        return found  # the button was pressed twice
    require(can_object(notice_of(objection.application_id)))
    assert objection.received_on is not None
    since = min(clock.now(), clock.beijing(objection.received_on, _CLOSES))
    return counts(actor, call, objection, since)
