"""What an expert declares before a project opens, and single conflicts that somebody enters."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, Problem, require
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.conflicts.enums import ConflictSource, ConflictState
from yunhui.pipeline.conflicts.events import ConflictsDeclared, ConflictsFound
from yunhui.pipeline.conflicts.models import Conflict, Declaration
from yunhui.pipeline.conflicts.rules import can_declare, can_keep_conflicts
from yunhui.pipeline.experts.models import Expert

NOTE_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Said:
    """What an expert said of one application: a conflict with its reason, or (both empty) none."""

    application_id: UUID
    has_conflict: bool = False
    note: str = ""


@transaction.atomic
def declare(*, actor: Actor, expert: Expert, call: Call, said: Sequence[Said]) -> list[Declaration]:
    """Keep what an expert said of applications that they saw by name alone; what was declared before stands.

    A conflict stands at once and until the office resolves it.

    Raises:
        RefusedError: not the expert themself.
        InvalidError: a reason is too long.
    """
    require(can_declare(actor, expert))
    Expert.objects.select_for_update().get(pk=expert.pk)
    before = Declaration.objects.filter(expert=expert, application__in=[one.application_id for one in said])
    known = set(before.values_list("application_id", flat=True))
    fresh = [one for one in said if one.application_id not in known]
    notes = {one.application_id: _clean(one.note) for one in fresh}
    now = clock.now()
    rows = Declaration.objects.bulk_create(
        Declaration(expert=expert, application_id=one.application_id, has_conflict=one.has_conflict, at=now)
        for one in fresh
    )
    for one in fresh:
        if one.has_conflict:
            _keep(actor, expert, one.application_id, ConflictSource.DECLARED, notes[one.application_id])
    if not rows:
        return []
    conflicts = [str(one.application_id) for one in fresh if one.has_conflict]
    record(
        actor=actor,
        action="conflicts.declared",
        subject=("expert", expert.pk),
        after={"call": str(call.pk), "shown": [str(one.application_id) for one in fresh], "conflicts": conflicts},
    )
    publish(actor=actor, event=ConflictsDeclared(str(expert.pk), str(call.pk), len(rows), len(conflicts)))
    if conflicts:
        publish(actor=actor, event=ConflictsFound([[str(expert.pk), one] for one in conflicts]))
    return rows


@transaction.atomic
def declare_conflict(
    *,
    actor: Actor,
    expert: Expert,
    application: Application,
    source: str = ConflictSource.DECLARED,
    note: str = "",
) -> Conflict:
    """Enter one conflict: the expert's own declaration, or what the office knows of (`source` manual or any other).

    It stands at once. One of the same source that the office had dismissed is open again.

    Raises:
        RefusedError: a declaration of somebody else, or not the office.
        InvalidError: no reason from the office, or one that is too long.
    """
    text = _clean(note)
    if source == ConflictSource.DECLARED:
        require(can_declare(actor, expert))
    else:
        require(can_keep_conflicts(actor, application.call))
        if not text:
            raise InvalidError([Problem("note", "required", _("Say in a sentence what the conflict is."))])
    row = _keep(actor, expert, application.pk, source, text)
    record(
        actor=actor,
        action="conflict.entered",
        subject=("application", application.pk),
        after={"conflict": row.pk, "expert": str(expert.pk), "source": str(source), "note": text},
    )
    publish(actor=actor, event=ConflictsFound([[str(expert.pk), str(application.pk)]]))
    return row


def _keep(actor: Actor, expert: Expert, application_id: UUID, source: str, note: str) -> Conflict:
    row, made = Conflict.objects.select_for_update(of=("self",)).get_or_create(
        expert=expert,
        application_id=application_id,
        source=source,
        defaults={"note": note, "by_id": actor.user_id},
    )
    if not made and row.state == ConflictState.DISMISSED:
        row.state, row.resolved_at, row.resolved_by, row.resolution = ConflictState.OPEN, None, None, ""
        row.note, row.at, row.by_id = note, clock.now(), actor.user_id
        row.save()
    return row


def _clean(note: str) -> str:
    text = clean_text(note)
    if len(text) > NOTE_LENGTH:
        words = _("Shorten this to %(most)d characters.") % {"most": NOTE_LENGTH}
        raise InvalidError([Problem("note", "too_long", words)])
    return text
