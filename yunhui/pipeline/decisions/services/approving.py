"""The paper that leaders signed, attached to its batch (批件)."""

from datetime import date
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.files.errors import FileRefused
from yunhui.foundation.files.services import attach_sent
from yunhui.foundation.formkit.rules import clean_text
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.decisions.events import ApprovalAttached
from yunhui.pipeline.decisions.models import Approval, Batch
from yunhui.pipeline.decisions.rules import can_attach_approval

NUMBER_LENGTH = 80
OWNER = "batch_approval"
ACCEPTED = ("pdf", "image")


def attach_approval(
    *, actor: Actor, batch_id: UUID, number: str, signed_on: str, scan: tuple[str, Path] | None = None
) -> Approval:
    """Note the number and the date of the signed paper, with its scan; it takes the place of the one before.

    Args:
        signed_on: a day as a browser sends it, 2026-11-22.
        scan: (name, path) of a PDF or a picture; without one the scan of the paper before stays.

    Raises:
        NotFoundError: no such batch for this actor.
        RefusedError: the batch was undone.
        InvalidError: no number, no day, a day to come, or a file that is not taken.
    """
    batch = Batch.objects.select_related("call").filter(pk=batch_id).first()
    if batch is None or not can_see_inside(actor, batch.call):
        raise NotFoundError("batch")
    require(can_attach_approval(actor, batch))
    text, day, problems = _checked(number, signed_on)
    if problems:
        raise InvalidError(problems)
    assert day is not None, "without a day there is a problem"
    attachment_id = None
    if scan is not None:
        try:
            name, path = scan
            attachment_id = attach_sent(
                actor=actor, path=path, name=name, owner=(OWNER, batch.pk), slot="scan", accept=ACCEPTED
            ).pk
        except FileRefused as error:
            raise InvalidError([Problem("scan", error.code, error.message)]) from error
    return _keep(actor, batch.pk, text, day, attachment_id)


@transaction.atomic
def _keep(actor: Actor, batch_id: UUID, number: str, day: date, attachment_id: UUID | None) -> Approval:
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    require(can_attach_approval(actor, batch))
    before = Approval.objects.filter(batch=batch, replaced_at__isnull=True).first()
    if before is not None:
        attachment_id = attachment_id or before.attachment_id
        if (before.number, before.signed_on, before.attachment_id) == (number, day, attachment_id):
            return before
        before.replaced_at = clock.now()
        before.save(update_fields=["replaced_at"])
    found = Approval.objects.create(
        batch=batch, number=number, signed_on=day, attachment_id=attachment_id, added_by_id=actor.user_id
    )
    record(
        actor=actor,
        action="batch.approval_attached",
        subject=("batch", batch.pk),
        before=_plain(before) if before else None,
        after=_plain(found),
    )
    publish(
        actor=actor,
        event=ApprovalAttached(str(batch.pk), str(batch.call_id), str(found.pk)),
        topics=(("call", batch.call_id),),
    )
    return found


def _plain(approval: Approval) -> dict[str, str]:
    return {
        "number": approval.number,
        "signed_on": approval.signed_on.isoformat(),
        "scan": str(approval.attachment_id or ""),
    }


def _checked(number: str, signed_on: str) -> tuple[str, date | None, list[Problem]]:
    text, day, problems = clean_text(number), None, []
    if not text:
        problems.append(Problem("number", "required", _("Write the number of the paper.")))
    elif len(text) > NUMBER_LENGTH:
        problems.append(
            Problem("number", "too_long", _("Shorten this to %(most)d characters.") % {"most": NUMBER_LENGTH})
        )
    try:
        day = date.fromisoformat(clean_text(signed_on))
    except ValueError:
        problems.append(Problem("signed_on", "required", _("Choose the day on which the paper was signed.")))
    if day and day > clock.now().astimezone(clock.BEIJING).date():
        problems.append(Problem("signed_on", "out_of_range", _("The paper cannot have been signed after today.")))
    return text, day, problems
