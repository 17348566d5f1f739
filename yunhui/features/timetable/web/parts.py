"""What the timetable adds to the page of an application: the hour of its pitch, to confirm."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunhui.features.timetable.enums import Answer
from yunhui.features.timetable.models import Confirmation
from yunhui.features.timetable.selectors.invitations import hours_asked, is_over, moment_words
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.ports import FormPart, register_status_part


def part_of(actor: Actor, application: Application) -> Mapping[str, Any]:
    """When the pitch is on the person's own clock, and what they said; empty where they are not asked."""
    row = _hour(actor, application)
    if row is None:
        return {}
    return {
        "when": moment_words(row, actor.language),
        "hall": pick(row.item.room, "name", actor.language),
        "is_waiting": row.state == Answer.WAITING and not is_over(row, clock.now()),
        "words": str(Answer(row.state).label),
        "light": {Answer.YES: "g", Answer.NO: "r"}.get(Answer(row.state), "y"),
        "reader": actor,
    }


def is_settled(actor: Actor, application: Application) -> bool:
    """Whether no hour waits for the person's word."""
    row = _hour(actor, application)
    return row is None or row.state != Answer.WAITING or is_over(row, clock.now())


def register_parts() -> None:
    """Called when the room is ready."""
    part = FormPart(
        template="timetable/parts/my_part.html",
        anchor="hour",
        title=_("Your hour on stage"),
        context=part_of,
        is_complete=is_settled,
        rank=5,
    )
    register_status_part("timetable", part)


def _hour(actor: Actor, application: Application) -> Confirmation | None:
    rows = hours_asked(actor).filter(
        item__application=application, item__is_cancelled=False, ended_at__isnull=True, user__isnull=False
    )
    return rows.first()
