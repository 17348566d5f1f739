"""首谈登记: registering who talked first, objecting, deciding."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.features.docking.enums import FirstContactState, ObjectionState, Way
from yunhui.features.docking.events import ObjectionDecided, ObjectionRaised
from yunhui.features.docking.models import FirstContact, Objection
from yunhui.features.docking.rules import (
    can_decide,
    can_object,
    can_register_first,
    day_of,
    is_plausible,
    is_protected,
    months_after,
)
from yunhui.features.docking.selectors import config_of, first_contact_of
from yunhui.features.docking.services.checking import Checked
from yunhui.features.docking.services.locking import offer_of_officer
from yunhui.features.docking.states import FIRST_CONTACT, OBJECTION
from yunhui.foundation.audit.services import record
from yunhui.foundation.files.services import attach_file
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError, require
from yunhui.pipeline.calls.rules import can_run_call

EVIDENCE_LENGTH = 1000
Upload = tuple[str, bytes]  # the file's name and its bytes


@transaction.atomic
def register_first_contact(
    *, actor: Actor, offer_id: UUID, talked_on: str, way: str, evidence: str, files: Sequence[Upload] = ()
) -> FirstContact:
    """A host area registers that it talked with the team first; it is protected for the months that the call names,
    counted from today.

    Raises:
        NotFoundError: no such offer for this actor.
        RefusedError: another is protected (`protected`), registered already, or the application has ended.
        InvalidError: something is missing, too long, or not in the past two years.
        DomainError: a file that is not accepted.
    """
    offer = offer_of_officer(actor, offer_id)
    standing = first_contact_of(offer.application)
    require(can_register_first(actor, offer, standing))
    values = _checked(talked_on, way, evidence)
    if standing is not None and not is_protected(standing):
        FIRST_CONTACT.check(standing.state, FirstContactState.EXPIRED)
        standing.state = FirstContactState.EXPIRED
        standing.save(update_fields=["state"])
    found = _stand(actor, offer.application_id, offer.board_id, offer.application.call_id, values)
    _keep_files(actor, ("first_contact", found.pk), files)
    record(
        actor=actor,
        action="first_contact.registered",
        subject=("offer", offer.pk),
        after={"application": str(offer.application_id), "board": str(offer.board_id), "until": found.protected_until},
    )
    return found


@transaction.atomic
def raise_objection(
    *, actor: Actor, offer_id: UUID, talked_on: str, way: str, evidence: str, files: Sequence[Upload] = ()
) -> Objection:
    """Another host area says, with its evidence, that it talked first; the talent office decides.

    Raises:
        NotFoundError: no such offer for this actor.
        RefusedError: nothing to object to, or objected already.
        InvalidError: something is missing, too long, or not in the past two years.
        DomainError: a file that is not accepted.
    """
    offer = offer_of_officer(actor, offer_id)
    standing = first_contact_of(offer.application)
    own = Objection.objects.filter(first_contact=standing, board_id=offer.board_id).first() if standing else None
    require(can_object(actor, offer, standing, own))
    assert standing is not None, "the rule has asked for it"
    values = _checked(talked_on, way, evidence)
    objection = Objection.objects.create(
        first_contact=standing, board_id=offer.board_id, raised_by_id=actor.user_id, **values
    )
    _keep_files(actor, ("objection", objection.pk), files)
    record(
        actor=actor,
        action="first_contact.objected",
        subject=("offer", offer.pk),
        after={"application": str(offer.application_id), "board": str(offer.board_id), "objection": str(objection.pk)},
    )
    publish(
        actor=actor,
        event=ObjectionRaised(str(objection.pk), str(standing.pk), str(offer.application.call_id)),
        topics=(("call", offer.application.call_id),),
    )
    return objection


@transaction.atomic
def decide_objection(*, actor: Actor, objection_id: UUID, uphold: bool, reason: str) -> Objection:
    """The talent office decides with its reasons, which both host areas read. Upheld, the protection passes on.

    Raises:
        NotFoundError: there is none, or not for this actor.
        RefusedError: decided already, or the protection no longer stands.
        InvalidError: no reasons.
    """
    rows = Objection.objects.select_for_update(of=("self", "first_contact"), no_key=True)
    objection = rows.select_related("first_contact__application__call").filter(pk=objection_id).first()
    if objection is None or not can_run_call(actor, objection.first_contact.application.call):
        raise NotFoundError("objection")
    require(can_decide(actor, objection))
    checked = Checked()
    text = checked.text("reason", reason, EVIDENCE_LENGTH, needed=_("Give your reasons; both host areas read them."))
    checked.done()
    target = ObjectionState.UPHELD if uphold else ObjectionState.DISMISSED
    OBJECTION.check(objection.state, target)
    objection.state, objection.decision = target, text
    objection.decided_at, objection.decided_by_id = clock.now(), actor.user_id
    objection.save()
    first, call_id = objection.first_contact, objection.first_contact.application.call_id
    if uphold:
        FIRST_CONTACT.check(first.state, FirstContactState.OVERTURNED)
        first.state = FirstContactState.OVERTURNED
        first.save(update_fields=["state"])
        values = {name: getattr(objection, name) for name in ("talked_at", "way", "evidence")}
        _stand(actor, first.application_id, objection.board_id, call_id, values)
    record(
        actor=actor,
        action="objection.decided",
        subject=("objection", objection.pk),
        before={"state": ObjectionState.OPEN, "board": str(first.board_id)},
        after={"state": target, "board": str(objection.board_id), "reason": text},
    )
    publish(
        actor=actor,
        event=ObjectionDecided(str(objection.pk), str(first.pk), str(call_id), str(target)),
        topics=(("call", call_id),),
    )
    return objection


def _stand(actor: Actor, application_id: UUID, board_id: UUID, call_id: UUID, values: dict[str, Any]) -> FirstContact:
    until = months_after(day_of(clock.now()), config_of(call_id).protection_months)
    return FirstContact.objects.create(
        application_id=application_id,
        board_id=board_id,
        protected_until=until,
        registered_by_id=actor.user_id,
        **values,
    )


def _checked(talked_on: str, way: str, evidence: str) -> dict[str, Any]:
    checked = Checked()
    day = checked.day("talked_on", talked_on, needed=_("Say when you talked first."))
    at = _noon(day) if day else None
    if at is not None and not is_plausible(at):
        checked.wrong("talked_on", "out_of_range", _("A first talk lies in the past two years."))
    values = {
        "talked_at": at,
        "way": checked.among("way", way, Way.values, needed=_("Choose one of the answers.")),
        "evidence": checked.text(
            "evidence", evidence, EVIDENCE_LENGTH, needed=_("Say how it can be seen: who wrote or met whom, and when.")
        ),
    }
    checked.done()
    return values


def _noon(day: date) -> datetime:
    """A day in Beijing as an instant: its noon, or now where today's noon is still ahead."""
    noon = datetime.combine(day, time(12), clock.BEIJING)
    return min(noon, clock.now()) if day == day_of(clock.now()) else noon


def _keep_files(actor: Actor, owner: tuple[str, object], files: Sequence[Upload]) -> None:
    if len(files) > 5:
        raise DomainError("many_files", _("At most 5 files."))
    for name, data in files:
        attach_file(actor=actor, name=name, data=data, owner=owner)
