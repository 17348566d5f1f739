"""What stands in the way of a publication, and what its officer should have seen before."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from yunhui.features.timetable.enums import PersonKind, TimetableState
from yunhui.features.timetable.models import Participant, Timetable
from yunhui.features.timetable.rules import wants_two
from yunhui.features.timetable.selectors.publication import Publication
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.consents.selectors import publication_of as consents_to

_UNPLACED = ("infeasible", "unknown")


@dataclass(frozen=True, slots=True)
class Concern:
    """Something to have seen: how many, in words, and where it is put right (empty: nowhere)."""

    code: str
    words: str
    url: str = ""


def needs_two(call: Call) -> bool:
    """Whether a second person makes the call's timetables public."""
    stage = call.stages.filter(kind="roadshow").first()
    return stage is not None and wants_two(stage.config)


def blocks_of(timetable: Timetable) -> Iterator[tuple[str, Any]]:
    """(code, sentence) of what forbids the publication, whatever the office thinks of it."""
    if timetable.clashes:
        yield "has_clashes", _("This draft breaks rules. Mend it before you publish.")
    if timetable.status in _UNPLACED or not timetable.slots.exists():
        yield "empty", _("This draft places nothing.")
    newer = Timetable.objects.filter(
        call=timetable.call_id, number__gt=timetable.number, state=TimetableState.PUBLISHED
    )
    if newer.exists():
        yield "older", _("A newer version is public already.")


def concerns_of(plan: Publication) -> list[Concern]:
    """What does not forbid the publication: unplaced and unreachable projects, hours that nobody was asked about,
    answers that are still out, and titles that may not be shown."""
    timetable, code = plan.timetable, plan.timetable.call.code
    placed = {one.application.pk for one in plan.items.values() if one.application}
    selected = Application.objects.filter(call=timetable.call_id, state=ApplicationState.SELECTED)
    missing = selected.exclude(pk__in=placed).count()
    found = []
    if missing:
        words = ngettext("{n} selected project has no hour", "{n} selected projects have no hour", missing)
        found.append(Concern("missing", words.format(n=missing), f"/w/calls/{code}/timetable/"))
    if silent := sum(1 for one in plan.items.values() if one.application and not one.parties):
        words = ngettext("{n} project has nobody to write to", "{n} projects have nobody to write to", silent)
        found.append(Concern("unreachable", words.format(n=silent), ""))
    people = Participant.objects.filter(call=timetable.call_id, ended_at__isnull=True).exclude(kind=PersonKind.JUDGE)
    if out := people.filter(asked_at__isnull=False, answered_at__isnull=True).count():
        words = ngettext("{n} person has not said when they can", "{n} persons have not said when they can", out)
        found.append(Concern("unanswered", words.format(n=out), ""))
    if flagged := people.filter(flagged_at__isnull=False).count():
        words = ngettext("{n} answer says that an hour does not suit", "{n} answers say that an hour does not suit",
                         flagged)  # fmt: skip
        found.append(Concern("flagged", words.format(n=flagged), ""))
    if hidden := len(placed) - len(consents_to(placed)):
        words = ngettext(
            "{n} project is shown by number, field and country only: no consent to more",
            "{n} projects are shown by number, field and country only: no consent to more",
            hidden,
        )
        found.append(Concern("consent", words.format(n=hidden), ""))
    gone = timetable.slots.filter(Q(application__isnull=False)).count() - len(placed)
    if gone:
        words = ngettext("{n} project is no longer selected and is left out",
                         "{n} projects are no longer selected and are left out", gone)  # fmt: skip
        found.append(Concern("gone", words.format(n=gone), ""))
    return found
