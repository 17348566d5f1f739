"""Reading in an emergency (紧急查阅): one application, for a while, with a reason that others read."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import holders
from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.notices.services import Copy, write_notices
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem, RefusedError, require
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.reading.models import Emergency
from yunhui.pipeline.reading.rules.emergency import MINUTES, REASON_LEAST, REASON_MOST, can_read_in_emergency
from yunhui.pipeline.reading.selectors import emergencies_visible_to, reading_for, running_emergency


@transaction.atomic
def open_in_emergency(*, actor: Actor, code: str, number: str, reason: str, minutes: str) -> Emergency:
    """Let the actor read one submitted application that is not theirs to read, from now on for some minutes.

    The security administrators are told at once; the applicant gets a letter, and finds it among who opened their
    files, once the decision is known (`telling`). Asked again while it runs, it is the same reading.

    Args:
        code, number: the call's code and the application's number, as typed.

    Raises:
        RefusedError: not the actor's to ask for, or the second factor was not confirmed a moment ago.
        InvalidError: no such application, no reason of a sentence, no such time.
        DomainError: `reads_already`: they read it without.
    """
    require(can_read_in_emergency(actor))
    if not actor.is_fresh(clock.now()):
        raise RefusedError("second_factor", _("Confirm your second factor first."))
    words = clean_text(reason)
    found, problems = _find(code, number), []
    if found is None:
        problems.append(Problem("number", "unknown", _("This call has no application with this number.")))
    if not REASON_LEAST <= len(words) <= REASON_MOST:
        text = _("Write why in %(least)d to %(most)d characters; the security administrator reads it.")
        problems.append(Problem("reason", "length", text % {"least": REASON_LEAST, "most": REASON_MOST}))
    if minutes not in {str(one) for one in MINUTES}:
        problems.append(Problem("minutes", "unknown", _("Choose for how long.")))
    if problems or found is None:
        raise InvalidError(problems)
    if running := running_emergency(actor, found.pk):
        return running
    if _reads_already(actor, found.pk):
        raise DomainError("reads_already", _("You read this application in your role; there is no need for this."))
    now = clock.now()
    row = Emergency.objects.create(
        application=found,
        reader_id=actor.account,
        reason=words,
        opened_at=now,
        ends_at=now + timedelta(minutes=int(minutes)),
    )
    record(
        actor=actor,
        action="emergency.opened",
        subject=("application", found.pk),
        after={"emergency": str(row.pk), "reason": words, "ends_at": row.ends_at},
    )
    _tell(actor, row)
    return row


@transaction.atomic
def end_emergency(*, actor: Actor, emergency_id: UUID) -> Emergency:
    """End an emergency reading before its time: its reader, or the security administrator. Ended twice is once.

    Raises:
        NotFoundError: there is none, or not for this actor.
        RefusedError: neither of the two.
    """
    row = emergencies_visible_to(actor).select_for_update(of=("self",)).filter(pk=emergency_id).first()
    if row is None:
        raise NotFoundError("emergency")
    if row.reader_id != actor.user_id and not actor.has(Role.SECURITY_ADMIN):
        raise RefusedError("not_yours", _("Its reader or the security administrator ends it."))
    now = clock.now()
    if row.ended_at is not None or row.ends_at <= now:
        return row
    row.ended_at, row.ended_by_id = now, actor.user_id
    row.save(update_fields=["ended_at", "ended_by"])
    record(
        actor=actor,
        action="emergency.ended",
        subject=("application", row.application_id),
        after={"emergency": str(row.pk)},
    )
    return row


def _find(code: str, number: str) -> Application | None:
    digits = clean_text(number).lstrip("0")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 9:
        return None
    return Application.objects.select_related("call").filter(call__code=code, number=int(digits)).first()


def _reads_already(actor: Actor, application_id: UUID) -> bool:
    try:
        reading_for(actor, application_id)
    except NotFoundError:
        return False
    return True


def _tell(actor: Actor, row: Emergency) -> None:
    call = row.application.call
    copies = [
        Copy(
            to=user,
            about=("application", row.application_id),
            context={
                "reader": actor.name,
                "call": Both(call.title_zh, call.title_en),
                "number": str(row.application),
                "reason": row.reason,
                "until": row.ends_at,
            },
            link="/w/emergency/",
            call=call.pk,
        )
        for user in holders(Role.SECURITY_ADMIN)
        if user.pk != actor.user_id
    ]
    write_notices(actor=actor, letter="reading.emergency", copies=copies)
