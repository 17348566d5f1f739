"""The office plans: check list, deadlines, hours of rehearsal; who appears is read from what is selected."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.features.rehearsal.enums import Item
from yunhui.features.rehearsal.events import RehearsalPlanned
from yunhui.features.rehearsal.models import Appearance, Plan, RehearsalTime
from yunhui.features.rehearsal.rules import USUAL, USUAL_AREA, Window, can_plan, hours_of
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, Problem, require
from yunhui.parties.selectors import boards
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call


@dataclass(frozen=True, slots=True)
class Planned:
    """What the office says of a call's rehearsal; days end at midnight in Beijing."""

    items: Sequence[str] = USUAL
    area_items: Sequence[str] = USUAL_AREA
    due: date | None = None
    film_due: date | None = None
    limits: Mapping[str, float] = field(default_factory=dict)
    connect_zh: str = ""
    connect_en: str = ""


@transaction.atomic
def keep_plan(*, actor: Actor, call: Call, planned: Planned, edits: int | None = None) -> Plan:
    """Keep the check list and its deadlines; whoever is selected by now, and every host area, has a list from here on.

    Args:
        edits: what the page had counted when it was opened; None overwrites.

    Raises:
        RefusedError: not the talent office.
        DomainError: `changed_meanwhile`: somebody else has kept it since.
        InvalidError: an unknown line, or a film that is due after everything else.
    """
    require(can_plan(actor, call))
    _check(planned)
    Call.objects.select_for_update().get(pk=call.pk)
    plan = Plan.objects.filter(call=call).first() or Plan(call=call)
    if edits is not None and edits != plan.edits:
        raise DomainError("changed_meanwhile", _("A colleague has changed this. Look at it, then keep yours."))
    plan.items, plan.area_items = list(planned.items), list(planned.area_items)
    plan.due_at = clock.end_of_day(planned.due) if planned.due else None
    plan.film_due_at = clock.end_of_day(planned.film_due) if planned.film_due else None
    plan.limits = dict(planned.limits)
    plan.connect_zh, plan.connect_en = planned.connect_zh.strip(), planned.connect_en.strip()
    plan.edits += 1
    plan.save()
    enrolled = _enrol(call)
    _log(actor, call, "rehearsal.planned", {"due": plan.due_at, "film_due": plan.film_due_at, "enrolled": enrolled})
    return plan


@transaction.atomic
def enrol_speakers(*, actor: Actor, call: Call) -> int:
    """Give everybody their list who has come on stage since; how many are new. Nothing where no plan was made."""
    if not Plan.objects.filter(call=call).exists():
        return 0
    count = _enrol(call)
    if count:
        _log(actor, call, "rehearsal.enrolled", {"enrolled": count})
    return count


@transaction.atomic
def add_times(*, actor: Actor, call: Call, window: Window) -> int:
    """Hours to choose from; those that are there already stay. How many are new.

    Raises:
        RefusedError: not the talent office.
        InvalidError: no hour fits into the window, or it is past.
    """
    require(can_plan(actor, call))
    hours = [hour for hour in hours_of(window, call.venue_zone) if hour.starts_at > clock.now()]
    if not hours:
        raise InvalidError([Problem("closes", "no_hour", _("No hour fits between these times, or they are past."))])
    before = RehearsalTime.objects.filter(call=call).count()
    RehearsalTime.objects.bulk_create(
        [RehearsalTime(call=call, starts_at=one.starts_at, ends_at=one.ends_at, desk=one.desk) for one in hours],
        ignore_conflicts=True,
    )
    count = RehearsalTime.objects.filter(call=call).count() - before
    _log(actor, call, "rehearsal.times_added", {"from": hours[0].starts_at, "count": count})
    return count


@transaction.atomic
def drop_times(*, actor: Actor, call: Call, ids: Collection[UUID]) -> int:
    """Take hours away that nobody has chosen; how many went.

    Raises:
        RefusedError: not the talent office.
    """
    require(can_plan(actor, call))
    rows = RehearsalTime.objects.select_for_update().filter(call=call, pk__in=ids, appearance__isnull=True)
    found = list(rows.values_list("pk", flat=True))
    RehearsalTime.objects.filter(pk__in=found).delete()
    if found:
        _log(actor, call, "rehearsal.times_dropped", {"count": len(found)})
    return len(found)


def _check(planned: Planned) -> None:
    problems = []
    known = set(Item.values)
    for name, items in (("items", planned.items), ("area_items", planned.area_items)):
        if set(items) - known:
            problems.append(Problem(name, "unknown_item", _("The check list has a line that we do not know.")))
    shortest, longest = planned.limits.get("shortest"), planned.limits.get("longest")
    if shortest is not None and longest is not None and shortest >= longest:
        problems.append(Problem("longest", "not_longer", _("The longest must be longer than the shortest.")))
    if problems:
        raise InvalidError(problems)


def _enrol(call: Call) -> int:
    there = Appearance.objects.filter(call=call)
    known = {*there.values_list("application_id", flat=True), *there.values_list("board_id", flat=True)}
    rows = [
        Appearance(call=call, application=one)
        for one in Application.objects.filter(call=call, state=ApplicationState.SELECTED).order_by("number")
        if one.pk not in known
    ]
    rows += [Appearance(call=call, board=one) for one in boards() if one.pk not in known]
    Appearance.objects.bulk_create(rows)
    return len(rows)


def _log(actor: Actor, call: Call, action: str, after: dict[str, Any]) -> None:
    record(actor=actor, action=action, subject=("call", call.pk), after=after)
    publish(actor=actor, event=RehearsalPlanned(str(call.pk)), topics=(("rehearsal", call.pk),))
