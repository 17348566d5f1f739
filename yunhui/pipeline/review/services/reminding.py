"""Reminding experts by hand: what would go to whom is shown first, and nobody is written to twice a day."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yunhui.foundation.accounts.models import User
from yunhui.foundation.audit.services import record
from yunhui.foundation.notices.selectors import told_since
from yunhui.foundation.notices.services import write_notices
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.calls.models import Stage
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.review.services.telling import copy_of, dues_of, open_tasks

LETTER = "review.remind"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder to one expert: `count` sheets, `due` the first; `told_at` where they were written to today already."""

    expert_id: UUID
    user: User
    count: int
    due: datetime | None
    told_at: datetime | None

    @property
    def goes(self) -> bool:
        """Whether it would be written."""
        return self.told_at is None


def reminders_for(actor: Actor, stage: Stage, expert_ids: Collection[UUID] | None = None) -> list[Reminder]:
    """What would go to whom: one for each expert with open sheets, of some or of all.

    Raises:
        NotFoundError: the actor does not see inside the call.
    """
    if not can_see_inside(actor, stage.call):
        raise NotFoundError("stage")
    asked = None if expert_ids is None else set(expert_ids)
    tasks = {user: rows for user, rows in open_tasks(stage).items() if asked is None or rows[0].expert_id in asked}
    told = told_since((LETTER, "review.assigned"), list(tasks), ("stage", stage.pk), _morning())
    return [
        Reminder(rows[0].expert_id, user, len(rows), min(dues_of(rows), default=None), told.get(user.pk))
        for user, rows in tasks.items()
    ]


@transaction.atomic
def remind_now(*, actor: Actor, stage: Stage, expert_ids: Collection[UUID]) -> Counter[str]:
    """Write to experts about their open sheets; counts {"written", "told_today"}.

    Raises:
        NotFoundError: the actor does not see inside the call.
    """
    Stage.objects.select_for_update(no_key=True).get(pk=stage.pk)  # two presses are one letter
    rows = reminders_for(actor, stage, expert_ids)
    going = [one for one in rows if one.goes]
    copies = [copy_of(LETTER, stage, one.user, one.count, one.due or "") for one in going]
    if copies:
        write_notices(actor=actor, letter=LETTER, copies=copies)
        record(
            actor=actor,
            action="experts.reminded",
            subject=("stage", stage.pk),
            after={"experts": sorted(str(one.expert_id) for one in going)},
        )
    return Counter(written=len(going), told_today=len(rows) - len(going))


def _morning() -> datetime:
    """The midnight in Beijing with which today began."""
    return clock.now().astimezone(clock.BEIJING).replace(hour=0, minute=0, second=0, microsecond=0)
