"""What interests owe, first contacts, notes, and what a call says about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery

from yunhui.features.docking.enums import FirstContactState, ObjectionState, OfferState, TaskState, Wish
from yunhui.features.docking.models import DockingTask, FirstContact, Note, Objection, Offer, Talk
from yunhui.features.docking.rules import DockingConfig, is_officer
from yunhui.features.docking.selectors.offers import inbox_of
from yunhui.foundation.files.models import Attachment
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.statements import Kept
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call, Stage
from yunhui.pipeline.calls.rules import can_see_inside


def config_of(call_id: UUID) -> DockingConfig:
    """What a call says about docking; the city's defaults where it says nothing."""
    found = _CONFIG.ask(call_id)
    return DockingConfig.of(found[0][0]) if found else DockingConfig()


_CONFIG: Kept[tuple[dict[str, Any]]] = Kept(
    lambda pk: Stage.objects.filter(call=pk, kind="docking").order_by("pk").values_list("config"), UUID(int=0)
)


def clock_runs() -> Q:
    """The condition on tasks that the host area can act: the applicant would like to talk, and contacts are open."""
    return Q(offer__release__wish=Wish.TALK, offer__release__closed_at__isnull=True)


def is_owed() -> Q:
    """The condition on offers that a first talk is owed and can be held."""
    return Q(
        state=OfferState.INTERESTED,
        task__state__in=[TaskState.OPEN, TaskState.OVERDUE],
        release__wish=Wish.TALK,
        release__closed_at__isnull=True,
    )


def task_of(offer: Offer) -> DockingTask | None:
    """What an interest owes; None where it owes nothing."""
    found = getattr(offer, "task", None)
    return found if isinstance(found, DockingTask) else None


def talks_of(actor: Actor, offer: Offer) -> list[Talk]:
    """The talks of one offer, newest first, for the host area's officers and the call's staff."""
    if not (is_officer(actor, offer) or can_see_inside(actor, offer.application.call)):
        return []
    return list(Talk.objects.filter(task__offer=offer).select_related("registered_by").order_by("-held_on", "-pk"))


def notes_of(actor: Actor, offer: Offer) -> QuerySet[Note]:
    """A host area's own notes on a project, newest first; for its officers alone."""
    rows = Note.objects.filter(offer=offer).select_related("author").order_by("-written_at")
    return rows if is_officer(actor, offer) else rows.none()


def first_contact_of(application: Application) -> FirstContact | None:
    """The first contact that stands for a project, whether its protection is over or not."""
    return FirstContact.objects.filter(application=application, state=FirstContactState.STANDING).first()


@dataclass(frozen=True, slots=True)
class FirstContactView:
    """What one host area may know: its own registration and objection in full, of another's only that it stands."""

    standing: FirstContact | None
    own: FirstContact | None
    objection: Objection | None
    objected_to: int
    files: tuple[Attachment, ...] = ()


def first_contact_for(actor: Actor, offer: Offer) -> FirstContactView:
    """What the officers of an offer's host area may know of the project's first contact; nothing for anyone else."""
    if not is_officer(actor, offer):
        return FirstContactView(None, None, None, 0)
    standing = first_contact_of(offer.application)
    contacts = FirstContact.objects.filter(application=offer.application, board=offer.board)
    own = contacts.order_by("-registered_at").first()
    objection = (
        Objection.objects.filter(first_contact__application=offer.application, board=offer.board)
        .order_by("-raised_at")
        .first()
    )
    open_against = 0
    if own is not None and own == standing:
        open_against = own.objections.filter(state=ObjectionState.OPEN).count()
    owners = [("first_contact", own), ("objection", objection)]
    condition = Q(pk__in=[])
    for kind, thing in owners:
        if thing is not None:
            condition |= Q(owner_type=kind, owner_id=str(thing.pk))
    files = tuple(Attachment.objects.filter(condition).select_related("blob").order_by("pk"))
    return FirstContactView(standing, own, objection, open_against, files)


def evidence_for(actor: Actor, attachment_id: UUID) -> Attachment:
    """A file of evidence: for the officers of the host area that gave it, and for the call's staff.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    found = Attachment.objects.select_related("blob").filter(pk=attachment_id).first()
    given = _given_with(found) if found else None
    if found is None or given is None:
        raise NotFoundError("file")
    board_id, application = given
    is_theirs = inbox_of(actor).filter(application=application, board_id=board_id).exists()
    if not (is_theirs or can_see_inside(actor, application.call)):
        raise NotFoundError("file")
    return found


def _given_with(file: Attachment) -> tuple[UUID, Application] | None:
    if file.owner_type == "first_contact":
        first = FirstContact.objects.select_related("application__call").filter(pk=file.owner_id).first()
        return (first.board_id, first.application) if first else None
    if file.owner_type == "objection":
        rows = Objection.objects.select_related("first_contact__application__call")
        objection = rows.filter(pk=file.owner_id).first()
        return (objection.board_id, objection.first_contact.application) if objection else None
    return None


def open_objections() -> Subquery:
    """For an annotation on calls: how many objections wait for the office."""
    rows = Objection.objects.filter(first_contact__application__call=OuterRef("pk"), state=ObjectionState.OPEN)
    counted = rows.order_by().values("first_contact__application__call").annotate(n=Count("pk")).values("n")
    return Subquery(counted, output_field=IntegerField())


def objections_in(actor: Actor, call: Call) -> list[Objection]:
    """A call's objections, open ones first, for its staff; empty for everyone else."""
    if not can_see_inside(actor, call):
        return []
    rows = Objection.objects.filter(first_contact__application__call=call).select_related(
        "board", "decided_by", "first_contact__board", "first_contact__application"
    )
    return list(rows.order_by(F("decided_at").asc(nulls_first=True), "raised_at"))


@dataclass(frozen=True, slots=True)
class Figures:
    """What a host area has done so far, from its own offers alone."""

    waiting: int
    interested: int
    owed: int
    overdue: int
    lapsed: int


def figures_of(actor: Actor, condition: Q | None = None) -> Figures:
    """The figures of the host areas that the actor works for (one query)."""
    rows = inbox_of(actor).order_by().filter(condition or Q())
    found = rows.aggregate(
        waiting=Count("pk", filter=Q(state=OfferState.PENDING, application__state="in_progress")),
        interested=Count("pk", filter=Q(state=OfferState.INTERESTED)),
        owed=Count("pk", filter=is_owed()),
        overdue=Count("pk", filter=Q(state=OfferState.INTERESTED, task__state=TaskState.OVERDUE)),
        lapsed=Count("pk", filter=Q(state=OfferState.LAPSED) & ~Q(application__state="withdrawn")),
    )
    return Figures(**found)


def earlier_answers(actor: Actor, offer: Offer, most: int = 4) -> list[Offer]:
    """The last different things that this very host area offered, to be offered again with one tap."""
    if not is_officer(actor, offer):
        return []
    rows = Offer.objects.filter(board=offer.board, state=OfferState.INTERESTED).exclude(pk=offer.pk)
    rows = rows.select_related("application__group").order_by(F("answered_at").desc(nulls_last=True))[:30]
    return _different(rows, most)


def _different(offers: Iterable[Offer], most: int) -> list[Offer]:
    found: dict[tuple[str, ...], Offer] = {}
    for one in offers:
        found.setdefault((one.site, one.policy, one.contact), one)
    return list(found.values())[:most]
