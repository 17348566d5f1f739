"""Command: draw the order in which a group pitches."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.features.timetable.events import OrderDrawn
from yunhui.features.timetable.models import OrderDraw
from yunhui.features.timetable.rules import can_build
from yunhui.features.timetable.rules.drawing import draw
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, Problem, require
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call, Group

VALUE_LENGTH = 200
REASON_LENGTH = 300


@transaction.atomic
def draw_order(
    *,
    actor: Actor,
    call: Call,
    group: Group | None,
    public_value: str,
    present: Sequence[tuple[str, str]] = (),
    reason: str = "",
) -> OrderDraw:
    """Hold a draw and keep its protocol; a group's newest draw counts, and a second one says why.

    Args:
        public_value: what nobody could know before, e.g. figures called out in the room.
        present: (name, as what) of those who were there.

    Raises:
        RefusedError: not the talent office.
        InvalidError: no public value; a second draw without a reason; a text that is too long.
        DomainError: `nobody_selected` in the group.
    """
    require(can_build(actor, call))
    Call.objects.select_for_update().get(pk=call.pk)
    value, reason = public_value.strip(), reason.strip()
    before = OrderDraw.objects.filter(call=call)
    problems = []
    if not value or len(value) > VALUE_LENGTH:
        problems.append(Problem("public_value", "value", _("Write what was called out, at most 200 characters.")))
    if before.filter(group=group).exists() and not reason:
        words = _("This group was drawn already. Say why it is drawn again; both protocols stay.")
        problems.append(Problem("reason", "again", words))
    if len(reason) > REASON_LENGTH:
        problems.append(Problem("reason", "too_long", _("At most 300 characters.")))
    if problems:
        raise InvalidError(problems)
    rows = Application.objects.filter(call=call, state=ApplicationState.SELECTED)
    if group is not None:
        rows = rows.filter(group=group)
    ids = {one.number: str(one.pk) for one in rows.order_by("number") if one.number is not None}
    if not ids:
        raise DomainError("nobody_selected", _("Nobody of this group is selected."))
    drawn = draw(ids, value)
    last = before.order_by("-number").first()
    row = OrderDraw.objects.create(
        call=call,
        group=group,
        number=last.number + 1 if last else 1,
        public_value=value,
        present=[{"name": name, "as": role} for name, role in present],
        reason=reason,
        items=sorted(ids),
        list_digest=drawn.list_digest,
        seed=drawn.seed,
        lots=[{"number": one.number, "id": ids[one.number], "lot": one.lot} for one in drawn.lots],
        drawn_by_id=actor.user_id,
    )
    record(
        actor=actor,
        action="timetable.order_drawn",
        subject=("call", call.pk),
        after={"number": row.number, "seed": row.seed, "order": [one.number for one in drawn.lots]},
    )
    publish(actor=actor, event=OrderDrawn(str(row.pk), str(call.pk)), topics=(("call", call.pk),))
    return row
