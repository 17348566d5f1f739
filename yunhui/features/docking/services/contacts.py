"""Contact details, which open on mutual interest only; whoever looks at them is recorded."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.features.docking.enums import TaskState, Wish
from yunhui.features.docking.events import WishSaid
from yunhui.features.docking.models import ContactRelease, DockingTask, Offer
from yunhui.features.docking.rules import can_wish, is_open
from yunhui.features.docking.selectors import host_area_offer, offer_for
from yunhui.features.docking.services.answering import PHONE
from yunhui.features.docking.services.locking import for_update
from yunhui.features.docking.services.talking import end_task, first_talk_due, open_task
from yunhui.features.docking.states import TASK
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError, RefusedError, require
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.rules import is_owner
from yunhui.pipeline.applications.selectors import last_version
from yunhui.pipeline.reading.enums import Capacity, What
from yunhui.pipeline.reading.services import record_opening


@dataclass(frozen=True, slots=True)
class Card:
    """How to reach one side: a name, e-mail and phone, each empty where it was not given."""

    name: str
    email: str
    phone: str


@transaction.atomic
def say_wish(*, actor: Actor, offer_id: UUID, wish: str) -> ContactRelease:
    """The applicant would like to talk with an interested host area, or not now; both may change.

    The first opens both sides' contact details, and the host area's working days for the first talk begin; the second
    closes them at once, and nothing is owed.

    Raises:
        NotFoundError: no such offer for this actor.
        RefusedError: the host area is no longer interested.
        DomainError: `not_a_wish`.
    """
    if wish not in Wish.values:
        raise DomainError("not_a_wish", _("Choose one of the answers."))
    offer = for_update().filter(pk=offer_id).first()
    if offer is None or not is_owner(actor, offer.application):
        raise NotFoundError("host area")
    host_area_offer(actor, offer.application, offer.pk)
    require(can_wish(actor, offer))
    release = ContactRelease.objects.select_for_update(no_key=True).filter(offer=offer).first()
    if release is not None and release.wish == wish and (wish == Wish.NOT_NOW or is_open(offer, release)):
        return release
    now, before = clock.now(), release.wish if release else None
    release = release or ContactRelease(offer=offer)
    release.wish, release.wished_at, release.wished_by_id = wish, now, actor.user_id
    if wish == Wish.TALK:
        release.opened_at, release.closed_at, release.closed_because = now, None, ""
        _begin_clock(offer)
    else:
        if release.opened_at and not release.closed_at:
            release.closed_at, release.closed_because = now, "not_now"
        end_task(offer)
    release.save()
    record(
        actor=actor,
        action="contacts.opened" if wish == Wish.TALK else "contacts.kept_closed",
        subject=("offer", offer.pk),
        before={"wish": before},
        after={"wish": wish, "application": str(offer.application_id), "board": str(offer.board_id)},
    )
    publish(
        actor=actor,
        event=WishSaid(str(offer.pk), str(offer.application_id), str(offer.application.call_id), wish),
        topics=(("call", offer.application.call_id),),
    )
    return release


@transaction.atomic
def read_team_contacts(*, actor: Actor, offer_id: UUID) -> Card:
    """How a host area reaches the team: only while both want to talk; each look is recorded for the applicant.

    Raises:
        NotFoundError: no such offer for this actor.
        RefusedError: not open.
    """
    offer = offer_for(actor, offer_id)
    _require_open(offer)
    record_opening(
        actor=actor, application=offer.application, what=What.CONTACT, capacity=Capacity.BOARD, board=offer.board
    )
    _note(actor, offer, "team")
    return team_card(offer.application)


@transaction.atomic
def read_host_contacts(*, actor: Actor, offer_id: UUID) -> Card:
    """How the applicant reaches the host area's contact person, while both want to talk.

    Raises:
        NotFoundError: no such offer for this actor.
        RefusedError: not open.
    """
    offer = Offer.objects.select_related("application", "release").filter(pk=offer_id).first()
    if offer is None or not is_owner(actor, offer.application):
        raise NotFoundError("host area")
    _require_open(offer)
    _note(actor, offer, "host_area")
    return host_card(offer)


def team_card(application: Application) -> Card:
    """The team's contact details, from what was submitted last and the applicant's account."""
    version = last_version(application)
    answers = version.answers if version else {}
    owner = application.owner
    return Card(
        name=str(answers.get("name") or application.speaker or (owner.name if owner else "")),
        email=str(answers.get("email") or (owner.email if owner else "")),
        phone=str(answers.get("phone") or ""),
    )


def host_card(offer: Offer) -> Card:
    """The contact person whom a host area named with its interest."""
    return Card(offer.contact, offer.contact_email, phone_of(offer))


def phone_of(offer: Offer) -> str:
    """The contact person's phone, unsealed; empty where none was given."""
    return settings.VAULT.decrypt(PHONE, offer.contact_phone_sealed) if offer.contact_phone_sealed else ""


def _begin_clock(offer: Offer) -> None:
    task = DockingTask.objects.select_for_update(no_key=True).filter(offer=offer).first() or open_task(offer)
    if task.state == TaskState.DONE:
        return
    if task.state != TaskState.OPEN:
        TASK.check(task.state, TaskState.OPEN)
    task.state, task.due_at = TaskState.OPEN, max(task.due_at, first_talk_due(offer))
    task.save(update_fields=["state", "due_at"])


def _require_open(offer: Offer) -> None:
    if not is_open(offer, getattr(offer, "release", None)):
        raise RefusedError("not_open", _("Contact details open when both sides would like to talk."))


def _note(actor: Actor, offer: Offer, side: str) -> None:
    record(
        actor=actor,
        action="contacts.read",
        subject=("offer", offer.pk),
        after={"side": side, "application": str(offer.application_id), "board": str(offer.board_id)},
    )
