"""Who is ready: every appearance of a call with its check list, its hour on stage and its newest files; two queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from yunhui.features.rehearsal.enums import MaterialState, Wish
from yunhui.features.rehearsal.models import Appearance, Material, Plan, RehearsalTime, Trial
from yunhui.features.rehearsal.rules import (
    USUAL,
    USUAL_AREA,
    Deadlines,
    Line,
    Slot,
    Told,
    is_ready,
    lines_of,
)
from yunhui.features.timetable.enums import Answer, Part, TimetableState
from yunhui.features.timetable.models import Confirmation
from yunhui.features.timetable.models import Slot as TimetableSlot
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.enums import ApplicationState, Right
from yunhui.pipeline.applications.rules import collaborations
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.selectors import calls_inside
from yunhui.pipeline.consents.enums import Purpose
from yunhui.pipeline.consents.selectors import permitted_each

_ON_STAGE = Q(application__isnull=True) | Q(application__state__in=(ApplicationState.SELECTED, ApplicationState.CLOSED))
_OWN = (Part.SPEAKER, Part.AREA)


@dataclass(frozen=True, slots=True)
class Hour:
    """When and where somebody is on stage in the published timetable; the hall is named in both languages."""

    starts_at: datetime
    ends_at: datetime
    room_zh: str
    room_en: str
    is_recorded: bool


@dataclass(frozen=True, slots=True)
class Readiness:
    """One appearance and how far it is; `materials` newest first."""

    appearance: Appearance
    lines: tuple[Line, ...]
    hour: Hour | None
    time: RehearsalTime | None
    outcome: str
    materials: tuple[Material, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing is left to do."""
        return is_ready(self.lines)

    @property
    def done(self) -> int:
        """How many lines are done."""
        return sum(line.is_done for line in self.lines)

    def line(self, item: str) -> Line | None:
        """One line of the check list, where it has it."""
        return next((line for line in self.lines if line.item == item), None)

    def newest(self, kind: str) -> Material | None:
        """The newest version of a file."""
        return next((one for one in self.materials if one.kind == kind), None)

    def shown(self, kind: str) -> Material | None:
        """The version that would be shown on stage now: accepted before handed in, never a faulty one."""
        usable = [one for one in self.materials if one.kind == kind]
        for state in (MaterialState.ACCEPTED, MaterialState.HANDED_IN):
            if found := next((one for one in usable if one.state == state), None):
                return found
        return None

    def name(self, language: str) -> str:
        """What the project or the host area is called."""
        return name_of(self.appearance, language)

    @property
    def zone(self) -> str:
        """The speaker's clock."""
        return self.appearance.application.zone if self.appearance.application else self.appearance.call.venue_zone


def name_of(appearance: Appearance, language: str) -> str:
    """What the project or the host area is called."""
    if appearance.application is not None:
        return pick(_Title(appearance.application.title, appearance.application.title_en), "title", language)
    return pick(appearance.board, "name", language)


def appearances_visible_to(actor: Actor) -> QuerySet[Appearance]:
    """The twin of `can_prepare` and `can_see`: a call's for its staff, their own for teams and host areas."""
    if actor.is_system:
        return Appearance.objects.all()
    condition = Q(call__in=calls_inside(actor).order_by())
    if actor.user_id is not None:
        shared = collaborations(actor, Right.EDIT).values("application_id")
        condition |= Q(application__owner_id=actor.user_id) | Q(application_id__in=shared)
        boards = actor.scope_ids(Role.BOARD, ScopeKind.BOARD)
        condition |= Q(board_id__in=[UUID(one) for one in boards])
    return Appearance.objects.filter(condition)


def readiness_of(actor: Actor, call: Call) -> list[Readiness]:
    """Everybody who appears in a call and may be seen by the actor, in the order of the stage."""
    rows = appearances_visible_to(actor).filter(_ON_STAGE, call=call)
    return sorted(_all(rows, plan_of(call)), key=_order)


def readiness_for(actor: Actor, appearance_id: UUID) -> Readiness:
    """One appearance.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    found = _all(appearances_visible_to(actor).filter(pk=appearance_id), None)
    if not found:
        raise NotFoundError("speaker")
    return found[0]


def plan_of(call: Call) -> Plan:
    """The call's plan, or the usual one where the office has made none."""
    plan = getattr(call, "rehearsal_plan", None)
    return plan or Plan(call=call, items=list(USUAL), area_items=list(USUAL_AREA))


def free_times(call: Call, *, now: datetime, besides: UUID | None = None) -> QuerySet[RehearsalTime]:
    """Hours of rehearsal that can still be taken, and the one that `besides` has, in order."""
    mine = Q(appearance__isnull=True) | Q(appearance_id=besides) if besides else Q(appearance__isnull=True)
    return RehearsalTime.objects.filter(mine, call=call, starts_at__gt=now).order_by("starts_at", "desk")


def times_of(call: Call) -> QuerySet[RehearsalTime]:
    """Every hour of a call's rehearsal with who has it."""
    rows = RehearsalTime.objects.filter(call=call).select_related("appearance__application", "appearance__board")
    return rows.order_by("starts_at", "desk")


def trials_of(appearance: Appearance) -> QuerySet[Trial]:
    """How the rehearsals of one speaker went, the newest first."""
    return appearance.trials.select_related("by").order_by("-held_at")


def told_about(appearance: Appearance, hour: Hour | None, answers: Iterable[str], outcome: str) -> Told:
    """What the check list asks, of a row read by `_all`."""
    time: RehearsalTime | None = getattr(appearance, "time", None)
    states: dict[str, list[str]] = {}
    for one in appearance.materials.all():
        states.setdefault(one.kind, []).append(one.state)
    return Told(
        slot=_slot(hour, list(answers)),
        has_names=bool((appearance.announced_zh or appearance.announced_en) and appearance.spoken),
        has_biography=bool(appearance.biography_zh or appearance.biography_en),
        has_phone=bool(appearance.phone_sealed),
        may_record=bool(getattr(appearance, "may_record", False)),
        no_recording=appearance.recording == Wish.NO,
        is_recorded=bool(hour and hour.is_recorded),
        booked_until=time.ends_at if time else None,
        outcome=outcome,
        materials=states,
    )


def _all(rows: QuerySet[Appearance], plan: Plan | None) -> list[Readiness]:
    newest = Trial.objects.filter(appearance=OuterRef("pk")).order_by("-held_at")
    said = Confirmation.objects.filter(
        Q(item__application=OuterRef("application_id")) | Q(item__board=OuterRef("board_id")),
        item__call=OuterRef("call_id"),
        part__in=_OWN,
        ended_at__isnull=True,
    )
    found = (
        rows.select_related("call__rehearsal_plan", "application__group", "application__owner", "board", "time")
        .annotate(
            may_record=permitted_each(Purpose.RECORDING, "application_id"),
            outcome=Subquery(newest.values("outcome")[:1]),
            answers=ArraySubquery(said.values("state")),
            hour=Subquery(_hours().values(row=_HOUR)[:1]),
        )
        .prefetch_related(
            Prefetch("materials", Material.objects.order_by("kind", "-number").select_related("attachment__blob"))
        )
    )
    now = clock.now()
    return [_readiness(row, plan or plan_of(row.call), now) for row in found]


_HOUR = JSONObject(starts="starts_at", ends="ends_at", zh="room__name_zh", en="room__name_en", recorded="is_recorded")


def _hours() -> QuerySet[TimetableSlot]:
    return TimetableSlot.objects.filter(
        Q(application=OuterRef("application_id")) | Q(board=OuterRef("board_id")),
        timetable__call=OuterRef("call_id"),
        timetable__state=TimetableState.PUBLISHED,
    )


def _readiness(row: Appearance, plan: Plan, now: datetime) -> Readiness:
    given = getattr(row, "hour", None)
    hour = (
        Hour(
            datetime.fromisoformat(given["starts"]),
            datetime.fromisoformat(given["ends"]),
            given["zh"],
            given["en"],
            given["recorded"],
        )
        if given
        else None
    )
    outcome = getattr(row, "outcome", None) or ""
    told = told_about(row, hour, getattr(row, "answers", None) or (), outcome)
    items = plan.items if row.application_id else plan.area_items
    lines = lines_of(items, told, Deadlines(plan.due_at, plan.film_due_at), now)
    return Readiness(row, lines, hour, getattr(row, "time", None), outcome, tuple(row.materials.all()))


def _slot(hour: Hour | None, answers: list[str]) -> Slot:
    if hour is None:
        return Slot.NONE
    if Answer.NO in answers:
        return Slot.NO
    return Slot.YES if answers and all(one == Answer.YES for one in answers) else Slot.ASKED


def _order(one: Readiness) -> tuple[bool, datetime, int]:
    application, board = one.appearance.application, one.appearance.board
    number = (application.number or 0) if application else board.sort if board else 0
    return (one.hour is None, one.hour.starts_at if one.hour else clock.now(), number)


@dataclass(frozen=True, slots=True)
class _Title:
    title_zh: str
    title_en: str
