"""Computing conflicts from the records, before anything opens, and again when either side changes."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet, prefetch_related_objects

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import RoleGrant
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.parties.models import Board
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application, Collaborator
from yunhui.pipeline.conflicts.enums import ConflictState
from yunhui.pipeline.conflicts.events import ConflictsFound
from yunhui.pipeline.conflicts.models import Conflict
from yunhui.pipeline.conflicts.ports import concerned_by
from yunhui.pipeline.conflicts.rules import Finding, Side, findings, side_of_application, side_of_expert
from yunhui.pipeline.experts.models import Expert

Key = tuple[UUID, UUID, str]


@transaction.atomic
def compute_conflicts(
    *, actor: Actor, experts: Sequence[Expert], applications: Sequence[Application]
) -> list[Conflict]:
    """Keep what the records show between some experts and applications; returns what is new or was opened again.

    What the office dismissed stays dismissed while the evidence is the same; more of it opens the question again. What
    no longer shows stays in the ledger until the office dismisses it.
    """
    found: dict[Key, list[Finding]] = defaultdict(list)
    for one in findings(_sides_of_experts(experts), _sides_of_applications(applications)):
        found[one.expert, one.application, str(one.source)].append(one)
    if not found:
        return []
    rows = Conflict.objects.select_for_update(of=("self",)).filter(
        expert__in={key[0] for key in found}, application__in={key[1] for key in found}
    )
    kept = {(row.expert_id, row.application_id, row.source): row for row in rows.order_by("pk")}
    fresh = [_new(key, seen) for key, seen in found.items() if key not in kept]
    Conflict.objects.bulk_create(fresh, ignore_conflicts=True)
    changed = [row for key, row in kept.items() if key in found and _add(row, found[key])]
    Conflict.objects.bulk_update(changed, ["evidence", "is_sure", "state", "resolved_at", "resolved_by", "resolution"])
    _tell(actor, [*fresh, *(row for row in changed if row.state == ConflictState.OPEN)])
    return [*fresh, *changed]


def recompute(
    *, actor: Actor, application_ids: Sequence[UUID] | None = None, expert_ids: Sequence[UUID] | None = None
) -> list[Conflict]:
    """Compute again what a changed application or expert concerns: an application with everybody who is asked in its
    call, an expert with every application of the calls in which they are asked."""
    running = Application.objects.filter(state=ApplicationState.IN_PROGRESS)
    if application_ids is not None:
        applications = list(running.filter(pk__in=application_ids))
        experts = _concerned(sorted({one.call_id for one in applications}, key=str))
        return compute_conflicts(actor=actor, experts=list(experts), applications=applications)
    calls = list(running.order_by().values_list("call_id", flat=True).distinct())
    found: list[Conflict] = []
    for call_id in calls:
        experts = _concerned([call_id]).filter(pk__in=expert_ids or [])
        if of_call := list(experts):
            applications = list(running.filter(call=call_id))
            found += compute_conflicts(actor=actor, experts=of_call, applications=applications)
    return found


def conflicted_among(experts: Sequence[Expert], applications: Sequence[Application]) -> frozenset[UUID]:
    """Who of some experts has a conflict with any of these applications: one that stands in the ledger, or that the
    records show beyond doubt. Nothing is written."""
    rows = Conflict.objects.filter(expert__in=experts, application__in=applications)
    kept = {(row.expert_id, row.application_id): row.state for row in rows}
    standing = {pair for pair, state in kept.items() if state != ConflictState.DISMISSED}
    seen = findings(_sides_of_experts(experts), _sides_of_applications(applications))
    shown = {(one.expert, one.application) for one in seen if one.is_sure} - kept.keys()
    return frozenset(expert for expert, _application in standing | shown)


def _concerned(call_ids: Sequence[UUID]) -> QuerySet[Expert]:
    condition = Q(pk__in=[])
    for rows in concerned_by(call_ids):
        condition |= Q(pk__in=rows)
    return Expert.objects.filter(condition).order_by("pk")


def _sides_of_experts(experts: Sequence[Expert]) -> list[Side]:
    prefetch_related_objects(
        list(experts), "person__organisation", "person__user", "affiliations__organisation", "ties"
    )
    areas = _areas_of([one.person.user_id for one in experts if one.person.user_id])
    year = clock.now().year
    return [side_of_expert(one, year, tuple(areas.get(one.person.user_id or one.pk, ()))) for one in experts]


def _areas_of(user_ids: Sequence[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """Path and name of the jurisdictions for which accounts work as officers of a host area."""
    grants = RoleGrant.objects.filter(
        user__in=user_ids, role=Role.BOARD, scope_kind=ScopeKind.BOARD, ended_at__isnull=True
    ).values_list("user_id", "scope_id")
    boards = Board.objects.filter(pk__in=[scope for _user, scope in grants]).select_related("jurisdiction")
    nodes = {str(one.pk): one.jurisdiction for one in boards}
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for user_id, scope in grants:
        if node := nodes.get(scope):
            found[user_id].append((node.path, node.name_zh))
    return found


def _sides_of_applications(applications: Sequence[Application]) -> list[Side]:
    prefetch_related_objects(list(applications), "person", "organisation__jurisdiction", "referred_by__jurisdiction")
    together: dict[UUID, list[Collaborator]] = defaultdict(list)
    rows = Collaborator.objects.filter(application__in=applications, ended_at__isnull=True)
    for row in rows:
        together[row.application_id].append(row)
    return [side_of_application(one, together[one.pk]) for one in applications]


def _new(key: Key, seen: list[Finding]) -> Conflict:
    expert, application, source = key
    return Conflict(
        expert_id=expert,
        application_id=application,
        source=source,
        is_sure=any(one.is_sure for one in seen),
        evidence=[one.as_stored() for one in seen],
    )


def _add(row: Conflict, seen: list[Finding]) -> bool:
    """Add to a row what it does not hold yet; whether there was anything."""
    more = [line for line in (one.as_stored() for one in seen) if line not in row.evidence]
    if not more:
        return False
    row.evidence = [*row.evidence, *more]
    row.is_sure = row.is_sure or any(one.is_sure for one in seen)
    if row.state == ConflictState.DISMISSED:
        row.state, row.resolved_at, row.resolved_by, row.resolution = ConflictState.OPEN, None, None, ""
    return True


def _tell(actor: Actor, rows: Sequence[Conflict]) -> None:
    if not rows:
        return
    pairs = sorted({(str(row.expert_id), str(row.application_id)) for row in rows})
    seen = [[str(row.expert_id), str(row.application_id), str(row.source)] for row in rows]
    record(
        actor=actor, action="conflicts.found", subject=("application", rows[0].application_id), after={"found": seen}
    )
    publish(actor=actor, event=ConflictsFound([list(pair) for pair in pairs]))
