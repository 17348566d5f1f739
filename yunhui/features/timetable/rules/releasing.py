"""Who makes a timetable public, who confirms an hour, and when people are reminded."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunhui.features.timetable.enums import Answer
from yunhui.features.timetable.models import Confirmation, Timetable
from yunhui.features.timetable.rules.pattern import can_build
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused

# When somebody who has not answered is reminded: two days after they were asked, and on the last day before.
REMIND_AFTER = timedelta(days=2)
REMIND_BEFORE = timedelta(days=1)
REASON_LENGTH = 400


def wants_two(config: dict[str, Any]) -> bool:
    """Whether a roadshow stage asks for a second person to make its timetable public."""
    return config.get("two_persons") is True


def can_release(actor: Actor, row: Timetable, *, two: bool) -> Verdict:
    """The talent office; where two persons are asked for, another one than who proposed it."""
    verdict = can_build(actor, row.call)
    if not verdict or not two or actor.is_system:
        return verdict
    if row.proposed_at is None:
        return refused("not_proposed", _("This call asks for two persons: ask a colleague to release it first."))
    if row.proposed_by_id == actor.user_id:
        return refused("same_person", _("You asked for this release; a colleague of yours makes it public."))
    return ALLOWED


def can_answer_hour(actor: Actor, row: Confirmation) -> Verdict:
    """Who was asked: the person, or an officer of the host area."""
    if row.user_id and actor.user_id == row.user_id:
        return ALLOWED
    if row.board_id and actor.has_in(Role.BOARD, ScopeKind.BOARD, row.board_id):
        return ALLOWED
    return refused("not_asked", _("This hour is somebody else’s to confirm."))


def is_reminded_at(row: Confirmation, starts_at: datetime, now: datetime) -> bool:
    """Whether somebody is reminded now: once two days after they were asked, once more on the last day before."""
    if row.state != Answer.WAITING or row.ended_at is not None or starts_at <= now:
        return False
    if row.reminded_at is None:
        return now >= min(
            row.asked_at + REMIND_AFTER, max(starts_at - REMIND_BEFORE, row.asked_at + timedelta(hours=1))
        )
    return row.reminded_at < starts_at - REMIND_BEFORE <= now
