"""Reads of conflicts of interest. `barred`, `conflicted_applications` and `closed_to` are the door: whatever shows an
expert applications, counts or searches them, asks here."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.conflicts.enums import ConflictSource, ConflictState
from yunhui.pipeline.conflicts.models import Conflict, Declaration
from yunhui.pipeline.conflicts.rules import can_keep_conflicts
from yunhui.pipeline.experts.models import Expert

STANDING = ~Q(state=ConflictState.DISMISSED)


def barred(expert_id: UUID) -> QuerySet[Conflict, UUID]:
    """The ids of the applications that an expert must not judge, for `pk__in`."""
    return Conflict.objects.filter(STANDING, expert=expert_id).values_list("application_id", flat=True)


def conflicted_applications(actor: Actor) -> Q:
    """The condition on applications that the actor, as an expert, must not judge: for them there is no such thing."""
    if actor.user_id is None:
        return Q(pk__in=[])
    rows = Conflict.objects.filter(STANDING, expert__person__user_id=actor.user_id)
    return Q(pk__in=rows.values("application_id"))


def in_conflict(expert: str = "expert", application: str = "application") -> Exists:
    """For rows with an expert and an application: whether a conflict stands between the two."""
    rows = Conflict.objects.filter(STANDING, expert=OuterRef(expert), application=OuterRef(application))
    return Exists(rows)


def has_declared(expert: str = "expert", application: str = "application") -> Exists:
    """For rows with an expert and an application: whether the expert has said if they have a conflict."""
    return Exists(Declaration.objects.filter(expert=OuterRef(expert), application=OuterRef(application)))


def barred_pairs(application_ids: Sequence[UUID], expert_ids: Sequence[UUID]) -> dict[tuple[UUID, UUID], str]:
    """(application, expert) -> the first source, of every standing conflict between some applications and experts."""
    rows = Conflict.objects.filter(STANDING, application__in=application_ids, expert__in=expert_ids).order_by("-pk")
    return {(a, e): source for a, e, source in rows.values_list("application_id", "expert_id", "source")}


def declared_pairs(pairs: Collection[tuple[UUID, UUID]]) -> set[tuple[UUID, UUID]]:
    """Those of some pairs (expert, application) of which the expert declared a conflict that stands."""
    rows = Conflict.objects.filter(
        STANDING,
        source=ConflictSource.DECLARED,
        expert__in={expert for expert, _application in pairs},
        application__in={application for _expert, application in pairs},
    )
    return set(pairs) & set(rows.values_list("expert_id", "application_id"))


def confirmed_pairs(application_ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """(application, expert) of every conflict about some applications that the office has confirmed."""
    rows = Conflict.objects.filter(state=ConflictState.CONFIRMED, application__in=application_ids)
    return set(rows.values_list("application_id", "expert_id"))


def conflicts_of_call(actor: Actor, call: Call) -> QuerySet[Conflict]:
    """The ledger of a call: what is to be looked at first, the newest on top.

    Raises:
        NotFoundError: the actor does not keep it.
    """
    if not can_keep_conflicts(actor, call):
        raise NotFoundError("call")
    rows = Conflict.objects.filter(application__call=call)
    return rows.select_related("application", "expert__person", "by", "resolved_by").order_by("-at", "-pk")


def conflict_for(actor: Actor, call: Call, conflict_id: int) -> Conflict:
    """One conflict of a call's ledger.

    Raises:
        NotFoundError: there is none, or the actor does not keep the ledger.
    """
    found = conflicts_of_call(actor, call).filter(pk=conflict_id).first()
    if found is None:
        raise NotFoundError("conflict")
    return found


def counted_by_state(actor: Actor, call: Call) -> dict[str, int]:
    """State -> conflicts of a call's ledger.

    Raises:
        NotFoundError: the actor does not keep it.
    """
    rows = conflicts_of_call(actor, call).order_by().values_list("state").annotate(count=Count("pk"))
    return dict(rows.values_list("state", "count"))


def conflicts_to_resolve(call: str = "pk") -> Coalesce:
    """An annotation for calls, or for rows whose call stands in a column: how many conflicts wait for the office."""
    rows = Conflict.objects.filter(application__call=OuterRef(call), state=ConflictState.OPEN).order_by()
    counted = rows.values("application__call").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), Value(0))


def conflicts_on(actor: Actor, application: Application) -> QuerySet[Conflict]:
    """Every conflict about one application, for who keeps the ledger; nothing for anybody else."""
    rows = Conflict.objects.filter(application=application).select_related("expert__person", "by", "resolved_by")
    return rows.order_by("at", "pk") if can_keep_conflicts(actor, application.call) else rows.none()


def experts_by_name(actor: Actor, call: Call, text: str, most: int = 20) -> list[Expert]:
    """Experts whose name is, holds or sounds like a text, for who keeps a call's ledger.

    Raises:
        NotFoundError: the actor does not keep it.
    """
    if not can_keep_conflicts(actor, call):
        raise NotFoundError("call")
    asked = " ".join(text.split())
    rows = Expert.objects.select_related("person__organisation").order_by("person__sort_key", "pk")
    same = rows.filter(Q(person__name__iexact=asked) | Q(person__name_latin__iexact=asked))
    near = Q(person__name__icontains=asked) | Q(person__sort_key__icontains=asked.casefold())
    return list(same[:most]) or list(rows.filter(near | Q(person__name_latin__icontains=asked))[:most])
