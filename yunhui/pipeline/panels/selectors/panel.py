"""Who judges in a call."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError, require
from yunhui.pipeline.calls.models import Call, Group
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.panels.enums import SeatState
from yunhui.pipeline.panels.models import Panel, Seat, SignIn
from yunhui.pipeline.panels.rules import can_see_panel

_ASKED = (SeatState.INVITED, SeatState.ACCEPTED, SeatState.DECLINED, SeatState.LAPSED)


def panel_of(call: Call, group: Group | None = None) -> QuerySet[Expert]:
    """Who can be given projects of a call: who accepted, of a group those of this group and of every group; the whole
    active library while nobody of the call has been invited. For services, which have checked their actor."""
    rows = Expert.objects.filter(is_active=True)
    if not Seat.objects.filter(call=call).exists():
        return rows
    seats = Seat.objects.filter(call=call, state=SeatState.ACCEPTED)
    if group is not None:
        seats = seats.filter(Q(group=group) | Q(group__isnull=True))
    return rows.filter(pk__in=seats.values("expert_id"))


def sealed_calls(call_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of some calls whose list of experts is still sealed (one query)."""
    rows = Panel.objects.filter(call__in=call_ids, opened_at__isnull=True, call__seats_on_panel__isnull=False)
    return frozenset(rows.values_list("call_id", flat=True))


def sealed_panel(call: str) -> Exists:
    """The same as an expression over rows with a call in the column `call`."""
    seats = Seat.objects.filter(call=OuterRef(OuterRef(call)))
    return Exists(Panel.objects.filter(Exists(seats), call=OuterRef(call), opened_at__isnull=True))


def ids_of_sealed_panel(call: str) -> ArraySubquery:
    """Who can be given projects of the call in the column `call` while its list is sealed, in the order of the numbers
    by which pages call them; empty where nothing is sealed."""
    seats = Seat.objects.filter(call=OuterRef(call), state=SeatState.ACCEPTED, call__panel__opened_at__isnull=True)
    return ArraySubquery(seats.filter(expert__is_active=True).order_by("expert_id").values("expert_id"))


def panel_row(call: Call) -> Panel:
    """The call's panel with its settings; an unsaved one with the defaults where there is none."""
    if Call.panel.is_cached(call):
        return getattr(call, "panel", None) or Panel(call=call)
    return Panel.objects.select_related("opened_by").filter(call=call).first() or Panel(call=call)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of a stratum (empty: chosen by hand) of one draw are in each state; names nobody."""

    draw: int | None
    stratum: str
    invited: int
    accepted: int
    declined: int
    lapsed: int
    cancelled: int
    reserve: int
    signed: int


def progress_of(actor: Actor, call: Call) -> list[Progress]:
    """Counts by draw and stratum, for staff; they name nobody, so the seal does not hide them (one query).

    Raises:
        NotFoundError: the actor does not see inside the call.
    """
    if not can_see_inside(actor, call):
        raise NotFoundError("call")
    states = (*_ASKED, SeatState.CANCELLED, SeatState.RESERVE)
    counts = {str(state): Count("pk", filter=Q(state=state)) for state in states}
    rows = (
        Seat.objects.filter(call=call)
        .values("draw__number", "stratum")
        .annotate(**counts, signed=Count("sign_in"))
        .order_by("draw__number", "stratum")
    )
    return [
        Progress(
            draw=row["draw__number"],
            stratum=row["stratum"],
            signed=row["signed"],
            **{one: row[one] for one in counts},  # type: ignore[literal-required]
        )
        for row in rows
    ]


def seats_for(actor: Actor, call: Call) -> QuerySet[Seat]:
    """The list of a call's experts with what they answered, for staff once the sign-in is open.

    Raises:
        NotFoundError: the actor does not see inside the call.
        RefusedError: `sealed`.
    """
    if not can_see_inside(actor, call):
        raise NotFoundError("call")
    require(can_see_panel(actor, call))
    rows = Seat.objects.filter(call=call).exclude(state=SeatState.RESERVE)
    return rows.select_related(
        "group", "draw", "expert__person__organisation", "sign_in", "replaces__expert__person"
    ).order_by("state", "expert__person__sort_key", "pk")


def own_seats(actor: Actor) -> QuerySet[Seat]:
    """What the signed-in expert was asked, the newest first."""
    if actor.user_id is None:
        return Seat.objects.none()
    rows = Seat.objects.filter(expert__person__user_id=actor.user_id, issue__gt=0)
    return rows.select_related("call__panel", "group", "expert__person", "sign_in").order_by("-invited_at", "-pk")


@dataclass(frozen=True, slots=True)
class Signature:
    """A line of the sign-in sheet: who, from where, when they signed, under which undertaking."""

    name: str
    title_zh: str
    title_en: str
    organisation: str
    group: str
    sign_in: SignIn | None


def sign_in_sheet(actor: Actor, call: Call) -> list[Signature]:
    """Everyone who accepted, with their signature where they gave one; for the printed sheet.

    Raises:
        NotFoundError, RefusedError: as `seats_for`.
    """
    rows = seats_for(actor, call).filter(state=SeatState.ACCEPTED).order_by("expert__person__sort_key", "pk")
    return [
        Signature(
            name=seat.expert.person.name,
            title_zh=seat.expert.title_zh,
            title_en=seat.expert.title_en,
            organisation=str(seat.expert.person.organisation or ""),
            group=seat.group.name_zh if seat.group else "",
            sign_in=getattr(seat, "sign_in", None),
        )
        for seat in rows
    ]


def served_lately(call: Call, last: int) -> frozenset[UUID]:
    """Who accepted a seat in one of the last calls before this one that had a panel."""
    if last < 1:
        return frozenset()
    had = Call.objects.filter(Exists(Seat.objects.filter(call=OuterRef("pk"), state=SeatState.ACCEPTED)))
    before = had.exclude(pk=call.pk).filter(created_at__lt=call.created_at).order_by("-created_at", "-pk")[:last]
    rows = Seat.objects.filter(call__in=list(before), state=SeatState.ACCEPTED)
    return frozenset(rows.values_list("expert_id", flat=True))


def service_of_invitations(expert_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, int]]:
    """How often experts were asked and what they answered, but for panels that are still sealed (one query)."""
    names = {"accepted": SeatState.ACCEPTED, "declined": SeatState.DECLINED, "unanswered": SeatState.LAPSED}
    rows = (
        Seat.objects.filter(expert__in=expert_ids, call__panel__opened_at__isnull=False)
        .values("expert_id")
        .annotate(
            asked=Count("pk", filter=Q(state__in=_ASKED)),
            **{name: Count("pk", filter=Q(state=state)) for name, state in names.items()},
        )
        .order_by()
    )
    return {
        row["expert_id"]: {name: row[name] for name in ("asked", *names)}  # type: ignore[literal-required]
        for row in rows
    }
