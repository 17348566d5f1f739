"""A public timetable as its pages read it: once, with the words that all of them show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.selectors import Line, is_over, lines_of, published_timetable
from yunhui.features.timetable.selectors.clocks import clocks_at, zones_offered
from yunhui.features.timetable.selectors.marks import Gone, announced_in, gone_from, marks_of
from yunhui.features.timetable.web.words import Reading
from yunhui.foundation.pagecache.ports import changes_at
from yunhui.kernel import clock
from yunhui.kernel.actor import VISITOR
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.kernel.statements import Kept
from yunhui.pipeline.calls.models import Stage
from yunhui.pipeline.calls.selectors import calls_visible_to, days_of_event
from yunhui.ui import formats
from yunhui.ui.page import Request

# How many items a shared choice may name.
MOST_PICKED = 200


@dataclass(frozen=True, slots=True)
class Public:
    """A public timetable, read once for a page."""

    stage: Stage
    timetable: Timetable
    lines: list[Line]
    gone: list[Gone]
    reading: Reading
    is_chosen: bool


def read_public(request: Request, code: str) -> Public | None:
    """What everyone may read of a call's timetable; None before it is published.

    Raises:
        NotFoundError: no such call.
    """
    stage = stage_of(code)
    call, language = stage.call, request.actor.language
    found = published_timetable(call)
    if found is None:
        return None
    found.call = call
    lines, rows = lines_of(found), announced_in(call)
    asked = request.GET.get("zone", "")
    is_chosen = bool(asked) and asked in zones_offered(*(line.zone for line in lines))
    zone = asked if is_chosen else call.venue_zone
    reading = Reading(language, zone, call.venue_zone, code, marks_of(found, rows, language))
    return Public(stage, found, lines, gone_from(found, rows), reading, is_chosen)


def stage_of(code: str) -> Stage:
    """The roadshow of a published call, with the call; staff's drafts are not public.

    Raises:
        NotFoundError: no such call, or it has no roadshow.
    """
    found = _STAGES.ask(code)
    if not found:
        raise NotFoundError("roadshow")
    return found[0]


_STAGES: Kept[Stage] = Kept(
    lambda code: Stage.objects.filter(
        call__code=code, call__in=calls_visible_to(VISITOR).order_by(), kind="roadshow"
    ).select_related("call"),
    "a code",
)


def picked_of(request: Request) -> frozenset[str]:
    """The items that an address names: `?pick=1a2b3c4d.5e6f7a8b`."""
    return frozenset(one for one in request.GET.get("pick", "").split(".")[:MOST_PICKED] if one)


def surroundings(request: Request, public: Public) -> dict[str, Any]:
    call, reading, lines = public.stage.call, public.reading, public.lines
    language, now = reading.language, clock.now()
    name = pick(call, "title", language)
    first = lines[0].starts_at if lines else now
    over = is_over(public.timetable, now)
    days = [formats.local(line.starts_at, call.venue_zone).date() for line in lines]
    today = formats.local(now, call.venue_zone).date()
    changes_at(*_midnights(call.event_days))
    return {
        "call": call,
        "name": name,
        "title": _("Timetable: {name}").format(name=name),
        "timetable": public.timetable,
        "total": sum(line.kind == ItemKind.PITCH for line in lines),
        "areas": sum(line.kind == ItemKind.BOARD_PITCH for line in lines),
        "outside": sum(not line.is_humane for line in lines),
        "event_days": days_of_event(call, language),
        "is_over": over,
        "is_on": not over and today in days,
        "zones": clocks_at(first, language, *(line.zone for line in lines)),
        "zone": reading.zone,
        "venue": formats.clock_name(call.venue_zone, language),
        "venue_offset": formats.offset_words(first, call.venue_zone),
        "by_browser": not public.is_chosen,
        "base": f"/{reading.lang}/timetable/{call.code}/",
        "note": pick(public.timetable, "note", language),
    }


def _midnights(days: Sequence[Any]) -> list[datetime]:
    return [clock.end_of_day(day) for day in days] + [clock.beijing(day) for day in days]
