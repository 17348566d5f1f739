"""Reads of offers. One host area learns nothing of another's answer."""

from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from yunhui.features.docking.enums import OfferState
from yunhui.features.docking.models import Offer
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.rules import STAFF, can_see_inside


def offers_visible_to(actor: Actor) -> QuerySet[Offer]:
    """A host area's own offers; a call's staff sees all of them."""
    rows = Offer.objects.all()
    if actor.is_system or any(actor.has_in(role, ScopeKind.CITY, "") for role in STAFF):
        return rows
    ids = actor.scope_ids(Role.BOARD, ScopeKind.BOARD)
    return rows.filter(board_id__in=[UUID(one) for one in ids])


def inbox_of(actor: Actor) -> QuerySet[Offer]:
    """A host area's offers: what waits first, the most urgent on top."""
    ids = actor.scope_ids(Role.BOARD, ScopeKind.BOARD)
    first = Case(When(state=OfferState.PENDING, then=Value(0)), default=Value(1), output_field=IntegerField())
    return (
        Offer.objects.filter(board_id__in=[UUID(one) for one in ids])
        .select_related("application__group", "application__call", "board")
        .annotate(waits=first)
        .order_by("waits", "due_at", "application__number")
    )


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
        .select_related("application__group", "application__call", "application__form_version", "board")
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
    return list(Offer.objects.filter(application=application).select_related("board").order_by("board__sort"))


def wanted() -> Q:
    """The condition on applications that at least one host area is interested."""
    return Q(pk__in=Offer.objects.filter(state=OfferState.INTERESTED).values("application_id"))


def answers_of_each() -> dict[str, Any]:
    """The annotation `area_answers` for applications: the states of their offers, in the city's order of host areas."""
    offers = Offer.objects.filter(application=OuterRef("pk")).order_by("board__sort", "pk")
    return {"area_answers": ArraySubquery(offers.values("state"))}


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
