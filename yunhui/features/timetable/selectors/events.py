"""Which event is next, and the facts about it that a city may quote."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from yunhui.features.timetable.enums import TimetableState
from yunhui.features.timetable.models import Slot, Timetable
from yunhui.features.timetable.selectors.lines import calls_on_stage, on_stage
from yunhui.foundation.codes.models import Place
from yunhui.parties.models import Board
from yunhui.pipeline.applications.models import Application


@dataclass(frozen=True, slots=True)
class Dot:
    """A city on the map: degrees, the zone of its clock, how many pitch from it, whether the zone is named by it.

    It has no name on purpose.
    """

    latitude: float
    longitude: float
    zone: str
    number: int
    names_zone: bool = False


def event_at(now: datetime) -> Timetable | None:
    """The public timetable of the event that runs now or comes next, else of the last one.

    Its call is read with it, and `applied` is the number of applications that were submitted to the call: one query.
    """
    rows = list(with_applied(calls_on_stage()))
    coming = [row for row in rows if not is_over(row, now)]
    if coming:
        return min(coming, key=_first_day)
    return max(rows, key=_first_day, default=None)


def event_called(code: str) -> Timetable | None:
    """The public timetable of the call with this code, read like that of `event_at`: one query."""
    return with_applied(calls_on_stage().filter(call__code=code)).first()


def is_over(timetable: Timetable, now: datetime) -> bool:
    """Whether the last day of the event lies behind us on the venue's clock."""
    call = timetable.call
    return bool(call.event_days) and max(call.event_days) < now.astimezone(ZoneInfo(call.venue_zone)).date()


def dots_of(timetable: Timetable) -> list[Dot]:
    """The cities from which the projects on stage pitch, most first: one query."""
    place = Place.objects.filter(code=OuterRef("application__place"))
    rows = (
        on_stage(timetable)
        .filter(application__isnull=False)
        .values(zone=F("application__zone"), place=F("application__place"))
        .annotate(
            number=Count("pk"),
            latitude=Subquery(place.values("latitude")[:1]),
            longitude=Subquery(place.values("longitude")[:1]),
            name=Subquery(place.values("name_en")[:1]),
        )
        .filter(latitude__isnull=False)
        .order_by("-number", "longitude")
    )
    return [
        Dot(
            float(row["latitude"]),
            float(row["longitude"]),
            row["zone"],
            row["number"],
            row["zone"].rpartition("/")[2].replace("_", " ") == row["name"],
        )
        for row in rows
    ]


def with_applied(rows: QuerySet[Timetable]) -> QuerySet[Timetable]:
    """Timetables with `applied`: how many applications were submitted to the call of each."""
    submitted = Application.objects.filter(call=OuterRef("call"), number__isnull=False).order_by().values("call")
    count = Subquery(submitted.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return rows.annotate(applied=Coalesce(count, 0))


def _first_day(timetable: Timetable) -> date:
    return min(timetable.call.event_days, default=date.min)


def slot_of_board(board: Board, now: datetime) -> Slot | None:
    """When a host area presents itself at the event that runs or comes next, with hall, timetable and call."""
    rows = Slot.objects.filter(board=board, timetable__state=TimetableState.PUBLISHED, ends_at__gt=now)
    return rows.select_related("room", "timetable__call").order_by("starts_at").first()
