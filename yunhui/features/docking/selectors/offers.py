"""Reads of offers. One host area learns nothing of another's answer."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from yunhui.features.docking.enums import OfferState
from yunhui.features.docking.models import Offer
from yunhui.features.docking.rules import AT_WORK
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.models import Code
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import STAFF, can_see_inside
from yunhui.pipeline.consents.enums import Purpose
from yunhui.pipeline.consents.selectors import permitted

_FIRST_WHAT_WAITS = Case(When(state=OfferState.PENDING, then=Value(0)), default=Value(1), output_field=IntegerField())


def offers_visible_to(actor: Actor) -> QuerySet[Offer]:
    """A host area's own offers, as long as the applicant lets it read; a call's staff sees all of the call's."""
    if actor.is_system:
        return Offer.objects.all()
    condition = Q(pk__in=_own(actor).values("pk"))
    for role in STAFF:
        if actor.has_in(role, ScopeKind.CITY, ""):
            return Offer.objects.all()
        if ids := actor.scope_ids(role, ScopeKind.CALL):
            condition |= Q(application__call_id__in=[UUID(one) for one in ids])
    return Offer.objects.filter(condition)


def inbox_of(actor: Actor) -> QuerySet[Offer]:
    """A host area's offers with what a page shows of them: what waits first, the most urgent on top."""
    rows = _own(actor).select_related(
        "application__group", "application__call", "board", "answered_by", "task", "release"
    )
    return rows.annotate(waits=_FIRST_WHAT_WAITS).order_by("waits", "due_at", "application__number")


def _own(actor: Actor) -> QuerySet[Offer]:
    ids = [UUID(one) for one in actor.scope_ids(Role.BOARD, ScopeKind.BOARD)]
    rows = Offer.objects.filter(board_id__in=ids).exclude(state=OfferState.CLOSED)
    # An area at a time: the planner reads what was let to it once, and the city's whole ledger of consents never.
    readable = (Q(board_id=one) & permitted(Purpose.BOARDS, one, "application_id") for one in ids)
    return rows.filter(reduce(or_, readable, Q(pk__in=())))


def country_of_each(language: str, country: str = "application__country") -> Subquery:
    """For an annotation on offers, or on rows with a column `country`: where the speaker is, in the reader's words."""
    name = "name_zh" if language.startswith("zh") else "name_en"
    return Subquery(Code.objects.filter(scheme=Scheme.COUNTRY, code=OuterRef(country)).values(name)[:1])


def offers_read_by(actor: Actor) -> QuerySet[Offer] | None:
    """The offers by which an officer of a host area reads applications; None for whoever is none."""
    return _own(actor) if actor.scope_ids(Role.BOARD, ScopeKind.BOARD) else None


def in_the_running() -> Q:
    """The condition on offers that their application still waits for the host areas: it has not ended."""
    return Q(application__state=ApplicationState.IN_PROGRESS)


def offer_for(actor: Actor, offer_id: UUID) -> Offer:
    """One offer with its application.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    offer = (
        offers_visible_to(actor)
        .select_related(
            "application__group",
            "application__call",
            "application__form_version",
            "application__owner",
            "board",
            "answered_by",
            "task",
            "release",
        )
        .filter(pk=offer_id)
        .first()
    )
    if offer is None:
        raise NotFoundError("offer")
    return offer


def offers_of(actor: Actor, application: Application) -> list[Offer]:
    """An application's offers in the city's order of host areas, for the call's staff; empty for everyone else."""
    if not can_see_inside(actor, application.call):
        return []
    rows = Offer.objects.filter(application=application).select_related("board", "task", "release")
    return list(rows.order_by("board__sort"))


def offers_at_work(application: Application) -> int:
    """How many host areas are asked or interested now: each keeps one of the project's places."""
    return Offer.objects.filter(application=application, state__in=AT_WORK).count()


def wanted() -> Q:
    """The condition on applications that at least one host area is interested."""
    return Q(standing__interests__gt=0)


def offered_to(board_ids: Iterable[UUID]) -> Q:
    """The condition on applications that they were offered to one of some host areas."""
    return Q(pk__in=Offer.objects.filter(board_id__in=list(board_ids)).values("application_id"))


def answers_by_board(actor: Actor, call: Call) -> list[tuple[Any, ...]]:
    """(host area's id, name_zh, name_en, offered, interested, not interested, awaited, lapsed) of a call, for staff.

    Raises:
        NotFoundError: the actor does not see inside the call.
    """
    if not can_see_inside(actor, call):
        raise NotFoundError("call")
    states = (OfferState.INTERESTED, OfferState.NOT_INTERESTED, OfferState.PENDING, OfferState.LAPSED)
    rows = Offer.objects.filter(application__call=call).order_by("board__sort", "board")
    counts = {f"n_{state}": Count("pk", filter=Q(state=state)) for state in states}
    names = ("board", "board__name_zh", "board__name_en")
    return list(
        rows.values_list(*names, "board__sort")
        .annotate(offered=Count("pk"), **counts)
        .values_list(*names, "offered", *counts)
    )


def answers_by_application(application_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """Application -> `answers`, the states of its offers in the city's order of host areas, and `interests`."""
    rows = Offer.objects.filter(application_id__in=application_ids).order_by("board__sort", "pk")
    found: dict[UUID, list[str]] = {}
    for application_id, state in rows.values_list("application_id", "state"):
        found.setdefault(application_id, []).append(state)
    return {pk: {"answers": states, "interests": states.count(OfferState.INTERESTED)} for pk, states in found.items()}


def answers_of_calls() -> dict[str, Any]:
    """Annotations for calls: how many host areas' answers are `awaited`, and how many `lapsed`, of applications that
    are in the running."""
    offers = Offer.objects.order_by().filter(in_the_running(), application__call=OuterRef("pk"))

    def count(state: OfferState) -> Coalesce:
        of_call = offers.filter(state=state).values("application__call")
        return Coalesce(Subquery(of_call.annotate(count=Count("pk")).values("count")), 0)

    return {"awaited": count(OfferState.PENDING), "lapsed": count(OfferState.LAPSED)}


def interests_by_application(call_id: UUID) -> dict[UUID, int]:
    """How many host areas are interested in each application of a call, for gates and rankings."""
    rows = Offer.objects.filter(application__call_id=call_id, state=OfferState.INTERESTED)
    found: dict[UUID, int] = {}
    for application_id in rows.values_list("application_id", flat=True):
        found[application_id] = found.get(application_id, 0) + 1
    return found


def interested_areas(call_id: UUID) -> dict[UUID, tuple[tuple[str, str], ...]]:
    """Application -> the names of the host areas that are interested, (zh, en) each, in the city's order."""
    rows = Offer.objects.filter(application__call_id=call_id, state=OfferState.INTERESTED).order_by("board__sort")
    found: dict[UUID, tuple[tuple[str, str], ...]] = {}
    for application_id, zh, en in rows.values_list("application_id", "board__name_zh", "board__name_en"):
        found[application_id] = (*found.get(application_id, ()), (zh, en))
    return found
