"""The version on which the office works, with what its page says around it: one query."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from yunhui.features.timetable.enums import ChangeKind, TimetableState
from yunhui.features.timetable.models import Change, Solving, Timetable
from yunhui.features.timetable.rules import can_build
from yunhui.features.timetable.selectors.drafts import BESIDE, EMPTY
from yunhui.features.timetable.selectors.frames import Frame, frame_from, frame_in
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.statements import Kept
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_see_inside

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A version with its call.

    Attributes:
        scenarios: the open what-ifs, the newest first: [{"pk", "name"}].
        last: the newest version, which may be one that could not be built: {"number", "clashes"}.
        run: the last run of the solver, see `run_of`.
        step: the newest step by hand that was not taken back: {"kind", "after": as `models.Change`}.
    """

    timetable: Timetable
    frame: Frame
    scenarios: list[Told]
    last: Told
    run: Told | None
    step: Told | None

    @property
    def call(self) -> Call:
        return self.timetable.call


def sheet_of(actor: Actor, code: str) -> Sheet | None:
    """The newest version of a call that has items; None where there is none.

    Raises:
        NotFoundError: the call's inside is not theirs.
    """
    rows = _NEWEST.ask(code)
    if rows and not can_see_inside(actor, rows[0].call):
        raise NotFoundError("call")
    return _sheet(rows[0]) if rows else None


def sheet_for(actor: Actor, pk: UUID, *, to_build: bool = True) -> Sheet:
    """A version or a what-if that the actor may build, or that they may look at.

    Raises:
        NotFoundError: there is none for them.
    """
    rows = _ONE.ask(pk)
    if not rows or not can_see_inside(actor, rows[0].call) or (to_build and not can_build(actor, rows[0].call)):
        raise NotFoundError("timetable")
    return _sheet(rows[0])


def run_of(call: Call) -> Told | None:
    """The last run of the solver: {"state", "scenario", "problem", "objective", "bound", "seconds", "elapsed",
    "is_past": whether a version was made since it was asked for}."""
    told: Told | None = Call.objects.filter(pk=call.pk).values_list(_run_in("pk"), flat=True).get()
    return told


def _sheet(row: Timetable) -> Sheet:
    told = row.around  # type: ignore[attr-defined]  # the annotation of `_sheets`
    return Sheet(
        timetable=row,
        frame=frame_from(row.call, told["frame"]),
        scenarios=told["scenarios"],
        last=told["last"] or {"number": row.number, "clashes": []},
        run=told["run"],
        step=told["step"],
    )


def _sheets(rows: QuerySet[Timetable]) -> QuerySet[Timetable]:
    of_call = Timetable.objects.filter(call=OuterRef("call_id")).order_by("-number")
    steps = Change.objects.filter(timetable=OuterRef("pk"), undone_by=None).exclude(kind=ChangeKind.UNDO)
    return rows.select_related("call").annotate(
        around=JSONObject(
            frame=frame_in("call_id"),
            scenarios=ArraySubquery(
                of_call.filter(state=TimetableState.SCENARIO).values(row=JSONObject(pk="pk", name="name"))
            ),
            last=Subquery(
                of_call.exclude(state__in=BESIDE).values(row=JSONObject(number="number", clashes="clashes"))[:1]
            ),
            run=_run_in("call_id"),
            step=Subquery(steps.order_by("-number").values(row=JSONObject(kind="kind", after="after"))[:1]),
        )
    )


def _run_in(call_id: str) -> Subquery:
    later = Timetable.objects.filter(call=OuterRef("call"), made_at__gt=OuterRef("asked_at"))
    told = JSONObject(
        state="state", scenario="scenario", problem="problem", objective="objective", bound="bound", seconds="seconds",
        elapsed="elapsed", is_past=Exists(later),
    )  # fmt: skip
    return Subquery(Solving.objects.filter(call=OuterRef(call_id)).order_by("-asked_at").values(row=told)[:1])


_NEWEST: Kept[Timetable] = Kept(
    lambda code: _sheets(
        Timetable.objects.filter(call__code=code)
        .exclude(status__in=EMPTY)
        .exclude(state__in=BESIDE)
        .order_by("-number")
    )[:1],
    "a call's code",
)
_ONE: Kept[Timetable] = Kept(lambda pk: _sheets(Timetable.objects.filter(pk=pk)), UUID(int=0))
