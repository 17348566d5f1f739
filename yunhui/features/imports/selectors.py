"""Reads of tables that are brought in."""

from uuid import UUID

from django.db.models import Q, QuerySet

from yunhui.features.imports.enums import Kind, Outcome
from yunhui.features.imports.models import ImportRow, ImportRun
from yunhui.features.imports.rules import can_import, kinds_for
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError


def imports_at(actor: Actor) -> QuerySet[ImportRun]:
    """The tables of the kinds that the actor brings in, the newest first."""
    kinds = [kind for kind in kinds_for(actor) if kind != Kind.APPLICATIONS]
    condition = Q(kind__in=kinds)
    if actor.is_system or actor.has_in(Role.OFFICE, ScopeKind.CITY, ""):
        condition |= Q(kind=Kind.APPLICATIONS)
    else:
        calls = [UUID(one) for one in actor.scope_ids(Role.OFFICE, ScopeKind.CALL)]
        condition |= Q(kind=Kind.APPLICATIONS, call_id__in=calls)
    return ImportRun.objects.filter(condition).select_related("call", "by").order_by("-began_at")


def import_for(actor: Actor, run_id: UUID) -> ImportRun:
    """One of them.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    run = ImportRun.objects.select_related("call__form_version", "by").filter(pk=run_id).first()
    if run is None or not can_import(actor, run.kind, run.call):
        raise NotFoundError("import")
    return run


def rows_of(run: ImportRun, outcome: str = "") -> QuerySet[ImportRow]:
    """The rows of a run that its reader was let to see, as the file has them; with an outcome, those alone."""
    rows = run.rows.order_by("number")
    return rows.filter(outcome=outcome) if outcome in Outcome.values else rows
