"""The office looks at what was handed in, and writes down how rehearsals went."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from yunhui.features.rehearsal import letters
from yunhui.features.rehearsal.enums import Grade, MaterialKind, MaterialState, Outcome
from yunhui.features.rehearsal.events import MaterialJudged, RehearsalHeld
from yunhui.features.rehearsal.models import Appearance, Material, RehearsalTime, Trial
from yunhui.features.rehearsal.rules import can_plan
from yunhui.features.rehearsal.selectors import appearances_visible_to
from yunhui.features.rehearsal.services.locking import office_for_update
from yunhui.features.rehearsal.services.writing import tell
from yunhui.features.rehearsal.states import MATERIAL
from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.notices.services import call_off
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require
from yunhui.kernel.i18n import CHINESE, ENGLISH

_GRADES = ("camera", "sound", "screen", "second_device")
_MOST_MBITS = Decimal(100_000)


@dataclass(frozen=True, slots=True)
class TrialResult:
    """How a rehearsal went: grades of `enums.Grade`, the line in Mbit/s, and a note."""

    outcome: str
    camera: str = ""
    sound: str = ""
    screen: str = ""
    second_device: str = ""
    down: Decimal | None = None
    up: Decimal | None = None
    note: str = ""


@transaction.atomic
def accept_material(*, actor: Actor, material_id: UUID) -> Material:
    """This version is the one for the stage; the one that was before it is replaced. Twice is once.

    Raises:
        NotFoundError, RefusedError: no such file, or not the talent office.
        DomainError: `move_not_allowed`: it is being checked, or cannot be used.
    """
    row = _locked(actor, material_id)
    if row.state == MaterialState.ACCEPTED:
        return row
    older = Material.objects.select_for_update().filter(
        appearance_id=row.appearance_id, kind=row.kind, state=MaterialState.ACCEPTED
    )
    for other in older:
        MATERIAL.check(other.state, MaterialState.REPLACED)
        other.state = MaterialState.REPLACED
        other.save(update_fields=["state"])
    _move(actor, row, MaterialState.ACCEPTED, "")
    call_off(actor=actor, supersedes=f"rehearsal.returned:{row.appearance_id}")
    return row


@transaction.atomic
def return_material(*, actor: Actor, material_id: UUID, reason: str) -> Material:
    """Ask for a better version, with the reason; the speaker is written to.

    Raises:
        NotFoundError, RefusedError: no such file, or not the talent office.
        InvalidError: no reason.
        DomainError: `move_not_allowed`.
    """
    row = _locked(actor, material_id)
    why = clean_text(reason)
    if not why or len(why) > 400:
        raise InvalidError([Problem("reason", "needed", _("Say in one or two sentences what to change."))])
    _move(actor, row, MaterialState.RETURNED, why)
    context = {"what": _kind(row.kind), "name": row.attachment.name, "reason": why}
    tell(actor, letters.RETURNED, row.appearance, context, about="returned")
    return row


@transaction.atomic
def record_trial(*, actor: Actor, appearance_id: UUID, tested: TrialResult) -> Trial:
    """Write down how a rehearsal went; who is to come again, or did not come, can choose a new hour.

    Raises:
        NotFoundError, RefusedError: no such speaker, or not the talent office.
        InvalidError: no outcome, an unknown grade, or a line that is no speed.
    """
    appearance = office_for_update(actor, appearance_id)
    _check(tested)
    trial = Trial.objects.create(
        appearance=appearance,
        outcome=tested.outcome,
        down=tested.down,
        up=tested.up,
        note=clean_text(tested.note)[:400],
        by_id=actor.user_id,
        **{name: getattr(tested, name) for name in _GRADES},
    )
    if tested.outcome != Outcome.PASSED:
        _free(appearance)
    call_off(actor=actor, supersedes=f"rehearsal.tomorrow:{appearance.pk}")
    record(
        actor=actor,
        action="rehearsal.held",
        subject=("appearance", appearance.pk),
        after={"trial": trial.pk, "outcome": tested.outcome},
    )
    event = RehearsalHeld(str(appearance.pk), tested.outcome)
    publish(actor=actor, event=event, topics=(("rehearsal", appearance.call_id),))
    return trial


def _check(tested: TrialResult) -> None:
    problems = []
    if tested.outcome not in Outcome.values:
        problems.append(Problem("outcome", "needed", _("Say how the rehearsal ended.")))
    for name in _GRADES:
        if getattr(tested, name) not in Grade.values:
            problems.append(Problem(name, "unknown", _("Choose one of the answers.")))
    for name in ("down", "up"):
        speed = getattr(tested, name)
        if speed is not None and not 0 <= speed < _MOST_MBITS:
            problems.append(Problem(name, "not_a_speed", _("Write the speed in Mbit/s, e.g. 24.5.")))
    if problems:
        raise InvalidError(problems)


def _free(appearance: Appearance) -> None:
    """Give the hour back, so that another can be chosen; only one that has begun is used up."""
    for time in RehearsalTime.objects.select_for_update().filter(appearance=appearance):
        time.appearance = time.taken_at = time.reminded_at = None
        time.save(update_fields=["appearance", "taken_at", "reminded_at"])


def _move(actor: Actor, row: Material, state: MaterialState, reason: str) -> None:
    MATERIAL.check(row.state, state)
    was, row.state = row.state, state
    row.reason, row.judged_at, row.judged_by_id = reason, clock.now(), actor.user_id
    row.save(update_fields=["state", "reason", "judged_at", "judged_by"])
    record(
        actor=actor,
        action=f"material.{state}",
        subject=("appearance", row.appearance_id),
        before={"state": was},
        after={"material": row.pk, "kind": row.kind, "state": state},
    )
    event = MaterialJudged(str(row.pk), str(row.appearance_id), str(state))
    publish(actor=actor, event=event, topics=(("rehearsal", row.appearance.call_id),))


def _locked(actor: Actor, material_id: UUID) -> Material:
    rows = Material.objects.select_for_update(of=("self",)).select_related(
        "appearance__call", "appearance__application__owner", "appearance__board", "attachment"
    )
    row = rows.filter(pk=material_id, appearance__in=appearances_visible_to(actor)).first()
    if row is None:
        raise NotFoundError("file")
    require(can_plan(actor, row.appearance.call))
    return row


def _kind(kind: str) -> Both:
    words = {}
    for language in (CHINESE, ENGLISH):
        with translation.override(language):
            words[language] = str(MaterialKind(kind).label)
    return Both(words[CHINESE], words[ENGLISH].lower())
