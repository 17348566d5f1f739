"""One appearance, locked for a change."""

from uuid import UUID

from yunhui.features.rehearsal.models import Appearance
from yunhui.features.rehearsal.rules import can_plan, can_prepare, is_open
from yunhui.features.rehearsal.selectors import appearances_visible_to
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError, require


def speaker_for_update(actor: Actor, appearance_id: UUID) -> Appearance:
    """For the speaker's side, while there is something to prepare for.

    Raises:
        NotFoundError: no such speaker for this actor.
        RefusedError: not their own, the event is over, or they are off the stage.
    """
    found = _locked(actor, appearance_id)
    require(can_prepare(actor, found))
    require(is_open(found))
    return found


def office_for_update(actor: Actor, appearance_id: UUID) -> Appearance:
    """For the talent office.

    Raises:
        NotFoundError: no such speaker for this actor.
        RefusedError: not the talent office.
    """
    found = _locked(actor, appearance_id)
    require(can_plan(actor, found.call))
    return found


def _locked(actor: Actor, appearance_id: UUID) -> Appearance:
    if not appearances_visible_to(actor).filter(pk=appearance_id).exists():
        raise NotFoundError("speaker")
    rows = Appearance.objects.select_for_update(of=("self",))
    return rows.select_related("call__rehearsal_plan", "application__owner", "board").get(pk=appearance_id)
