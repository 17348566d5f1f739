"""Who is in the library, for staff; and one's own row."""

from uuid import UUID

from django.db.models import Q, QuerySet

from yunhui.foundation.audit.models import AuditEntry
from yunhui.kernel import searching
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.experts.models import CreditNote, Expert, Payee
from yunhui.pipeline.experts.rules import can_keep_library, can_read_library


def library_for(actor: Actor) -> QuerySet[Expert]:
    """The twin of `can_read_library`: every expert with their person and organisation, by name."""
    if not can_read_library(actor):
        return Expert.objects.none()
    rows = Expert.objects.select_related("person__organisation").defer("profile", "search")
    return rows.order_by("person__sort_key", "pk")


def matching(text: str) -> Q:
    """The condition that an expert is found by a text: parts of the name in either script or by pinyin, title, fields,
    organisation, or the beginning of the e-mail address."""
    asked = searching.question(text, addresses=True)
    return Q(search__asked=asked) if asked else Q(pk__in=[])


def expert_for(actor: Actor, expert_id: UUID) -> Expert:
    """One expert with organisations and ties.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    rows = library_for(actor).select_related("person__user", "proposed_by").defer(None)
    row = rows.prefetch_related("affiliations", "ties").filter(pk=expert_id).first()
    if row is None:
        raise NotFoundError("expert")
    return row


def own_expert(actor: Actor) -> Expert:
    """The signed-in expert's own row with organisations and ties.

    Raises:
        NotFoundError: the actor is not in the library.
    """
    rows = Expert.objects.select_related("person__organisation", "person__user")
    rows = rows.prefetch_related("affiliations", "ties")
    row = rows.filter(person__user_id=actor.user_id).first() if actor.user_id else None
    if row is None:
        raise NotFoundError("expert")
    return row


def notes_on(actor: Actor, expert: Expert) -> list[CreditNote]:
    """What was noted on an expert's credit, the newest first; for the office that keeps the library alone."""
    if not can_keep_library(actor):
        return []
    return list(CreditNote.objects.filter(expert=expert).select_related("by").order_by("-at", "-pk"))


def payee_of(expert: Expert) -> Payee | None:
    """The payment data of an expert with everything but the tails sealed; whose page it is has asked a rule."""
    return Payee.objects.filter(expert=expert).first()


def history_of(actor: Actor, expert: Expert) -> list[AuditEntry]:
    """What the log says of an expert's row, the newest first; for the office that keeps the library."""
    if not can_keep_library(actor):
        return []
    rows = AuditEntry.objects.filter(subject_type="expert", subject_id=str(expert.pk))
    return list(rows.order_by("-seq")[:30])
