"""Drawing lots: the list is frozen, the supervisor types a public value, and what comes out stands."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.decide.draw import Candidate, Drawn, Infeasible, Lack, Stratum, draw, lacks_of, list_digest
from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, Problem, require
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call, Group
from yunhui.pipeline.conflicts.services import conflicted_among
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.panels.enums import SeatState, Source
from yunhui.pipeline.panels.models import Draw, Seat
from yunhui.pipeline.panels.rules import can_run_panel
from yunhui.pipeline.panels.selectors.panel import served_lately
from yunhui.pipeline.panels.services.inviting import send
from yunhui.pipeline.panels.services.settling import panel_for_update

MOST_SEATS = 200
TRAITS = ("industry", "unit", "region", "language")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is drawn: of which group (None: for every group), which strata, and who is left out.

    `per_organisation`: at most so many of one organisation, 0 for no limit; `rest`: who served in so many of the last
    calls rests; `avoid_conflicts`: who has a conflict with any application of the group is not drawn.
    """

    group: Group | None = None
    strata: Sequence[Stratum] = ()
    per_organisation: int = 1
    rest: int = 0
    avoid_conflicts: bool = True


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a draw would find: the frozen list's digest, how many are on it and how many of them may be drawn, why
    others may not (reason -> how many), and which strata cannot be filled."""

    digest: str
    candidates: int
    free: int
    barred: Mapping[str, int] = field(default_factory=dict)
    lacks: Sequence[Lack] = ()


def foresee(*, actor: Actor, call: Call, plan: Plan) -> Outlook:
    """Freeze the list and see whether the seats can be filled; nothing is drawn and nothing written.

    Raises:
        RefusedError: not the talent office.
        InvalidError: no seats, or too many.
    """
    require(can_run_panel(actor, call))
    _check(plan)
    people = candidates_of(call, plan)
    barred: dict[str, int] = {}
    for one in people:
        if one.barred:
            barred[one.barred] = barred.get(one.barred, 0) + 1
    lacks = lacks_of(people, plan.strata, plan.per_organisation)
    return Outlook(list_digest(people), len(people), len(people) - sum(barred.values()), barred, lacks)


@transaction.atomic
def hold_draw(
    *,
    actor: Actor,
    call: Call,
    plan: Plan,
    public_value: str,
    present: Sequence[Mapping[str, str]],
    digest: str = "",
    reason: str = "",
) -> Draw:
    """Draw, and invite who was drawn. A further draw of the call needs a reason; the one before it stays.

    Args:
        public_value: what the supervisor types in: nobody can know it beforehand (a lottery's numbers, an index).
        present: who is there, as {"name", "as"}; two people at least.
        digest: of the list that was shown; a list that has changed since is shown again.

    Raises:
        RefusedError: not the talent office.
        InvalidError: what is missing.
        DomainError: `list_changed`; `infeasible`, with `lacks`.
    """
    require(can_run_panel(actor, call))
    panel = panel_for_update(call)
    earlier = Draw.objects.filter(call=call).count()
    _check(plan, public_value=public_value, present=present, reason=reason, is_first=not earlier)
    people = candidates_of(call, plan)
    if digest and list_digest(people) != digest:
        raise DomainError(
            "list_changed", _("The library or the applications changed meanwhile. Look at the list again.")
        )
    try:
        drawn = draw(people, plan.strata, public_value=public_value.strip(), per_organisation=plan.per_organisation)
    except Infeasible as error:
        raise DomainError(
            "infeasible", _("The library cannot fill every seat. Change the numbers or the limits."), lacks=error.lacks
        ) from error
    row = Draw.objects.create(
        call=call,
        group=plan.group,
        number=earlier + 1,
        public_value=public_value.strip(),
        present=[{"name": clean_text(one["name"]), "as": clean_text(one["as"])} for one in present],
        reason=clean_text(reason),
        candidates=[_stored(one) for one in people],
        strata=[_stored(one) for one in plan.strata],
        rules={
            "per_organisation": plan.per_organisation,
            "rest": plan.rest,
            "avoid_conflicts": plan.avoid_conflicts,
        },
        list_digest=drawn.list_digest,
        seed=drawn.seed,
        lots=[asdict(one) for one in drawn.lots],
        drawn_by_id=actor.user_id,
    )
    record(
        actor=actor,
        action="panel.drawn",
        subject=("call", call.pk),
        after={"draw": row.pk, "number": row.number, "seed": row.seed, "list": row.list_digest},
    )
    for seat in _seats(call, plan, row, drawn):
        send(actor, panel, seat)
    return row


def candidates_of(call: Call, plan: Plan) -> list[Candidate]:
    """The list that is drawn from: the active library, each with what the strata ask, and why some may not be drawn."""
    experts = list(Expert.objects.filter(is_active=True).select_related("person__organisation").order_by("pk"))
    seated = set(Seat.objects.filter(call=call).exclude(state=SeatState.RESERVE).values_list("expert_id", flat=True))
    tired = served_lately(call, plan.rest)
    torn = _in_conflict(experts, call, plan.group) if plan.avoid_conflicts else frozenset()

    def why(one: Expert) -> str:
        if one.pk in seated:
            return "asked"
        if one.pk in torn:
            return "conflict"
        return "rests" if one.pk in tired else ""

    return [Candidate(str(one.pk), _traits(one), str(one.person.organisation_id or ""), why(one)) for one in experts]


def verified(row: Draw) -> bool:
    """Whether the draw comes out the same from its frozen list, its value and its rules."""
    people = [Candidate(**{**one, "traits": _sets(one["traits"])}) for one in row.candidates]
    strata = [Stratum(**{**one, "wants": _sets(one["wants"])}) for one in row.strata]
    most = int(row.rules.get("per_organisation") or 0)
    again = draw(people, strata, public_value=row.public_value, per_organisation=most)
    return again.seed == row.seed and [asdict(one) for one in again.lots] == row.lots


def _traits(one: Expert) -> dict[str, frozenset[str]]:
    person = one.person
    country = person.country or (person.organisation.country if person.organisation else "") or "CN"
    return {
        "industry": frozenset(one.industries),
        "unit": frozenset({person.organisation.kind} if person.organisation else ()),
        "region": frozenset({"domestic" if country == "CN" else "abroad"}),
        "language": frozenset(one.languages),
    }


def _in_conflict(experts: Sequence[Expert], call: Call, group: Group | None) -> frozenset[Any]:
    rows = Application.objects.filter(call=call, number__isnull=False).exclude(state=ApplicationState.WITHDRAWN)
    applications = list(rows.filter(group=group) if group else rows)
    return conflicted_among(experts, applications)


def _seats(call: Call, plan: Plan, row: Draw, drawn: Drawn) -> list[Seat]:
    """The seats of a draw: reserves of an earlier one give way to it. Those that were drawn, to be asked."""
    Seat.objects.filter(call=call, state=SeatState.RESERVE).delete()
    seats = [
        Seat(
            call=call,
            group=plan.group,
            expert_id=one.key,
            source=Source.DRAW,
            state=SeatState.RESERVE,
            draw=row,
            stratum=one.stratum,
            place=one.place,
        )
        for one in drawn.lots
        if one.outcome in ("seat", "reserve")
    ]
    Seat.objects.bulk_create(seats)
    asked = set(drawn.seated())
    chosen = Seat.objects.filter(draw=row, expert_id__in=asked).select_related("call", "expert__person__user")
    return list(chosen.order_by("stratum", "place"))


def _stored(one: Candidate | Stratum) -> dict[str, Any]:
    found = asdict(one)
    for name in ("traits", "wants"):
        if name in found:
            found[name] = {trait: sorted(values) for trait, values in found[name].items()}
    return found


def _sets(texts: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(values) for name, values in texts.items()}


def _check(
    plan: Plan,
    *,
    public_value: str | None = None,
    present: Sequence[Mapping[str, str]] = (),
    reason: str = "",
    is_first: bool = True,
) -> None:
    problems = []
    seats = sum(one.seats for one in plan.strata)
    if not 1 <= seats <= MOST_SEATS:
        problems.append(Problem("strata", "no_seats", _("Say how many experts are drawn: from 1 to 200 in all.")))
    if public_value is not None:
        if not public_value.strip() or len(public_value) > 200:
            sentence = _("The supervisor types in a value that nobody could know before.")
            problems.append(Problem("public_value", "required", sentence))
        if len([one for one in present if clean_text(one.get("name", ""))]) < 2:
            problems.append(
                Problem("present", "too_few", _("Name two people who are present, one of them the supervisor."))
            )
        if not is_first and not clean_text(reason):
            sentence = _(
                "Lots were drawn for this call already. Say why they are drawn again; both draws stay visible."
            )
            problems.append(Problem("reason", "required", sentence))
    if problems:
        raise InvalidError(problems)
