"""An event on stage, placed by hand so that every hour in it is known; secrets are planted in all that is private."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from tests.factories.city import SYSTEM, make_application, make_board, make_call
from yunhui.features.timetable.models import Room, Slot, Timetable
from yunhui.kernel import clock
from yunhui.parties.models import Board, Jurisdiction
from yunhui.parties.services import keep_city
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import end_applications
from yunhui.pipeline.calls.models import Call

# Words that no public page, file or datum may hold.
SECRETS = ("Zimmermann", "secret.example", "Geheimwerk", "bahnbrechend", "Delft", "代尔夫特")
UNRELEASED = ("尚未公布的项目", "Unreleased project")
NIGHT = "夜里的项目"


def make_site(city: Jurisdiction) -> None:
    """The city's own names, and where it lies."""
    keep_city(
        actor=SYSTEM,
        jurisdiction=city,
        site_zh="青澜市人才工作平台",
        site_en="Qinglan talent office",
        office_zh="青澜市人才办",
        office_en="Qinglan Talent Office",
        latitude="34.2",
        longitude="117.3",
    )


def private(number: int, **changed: Any) -> dict[str, Any]:
    """Answers with a name, an address, an employer, a text and a city that are nobody's business."""
    return {
        "name": f"Max Zimmermann {number}",
        "email": f"max{number}@secret.example",
        "employer": f"Geheimwerk {number}",
        "summary": "bahnbrechend",
        "country": "NL",
        "place": "delft",
        **changed,
    }


def select(applications: list[Application]) -> None:
    """Make them selected, as a released batch does."""
    with transaction.atomic():
        end_applications(actor=SYSTEM, application_ids=[one.pk for one in applications], state="selected")


def make_event(city: Jurisdiction, code: str = "stage", boards: list[Board] | None = None, count: int = 4) -> Call:
    """A call with `count` pitches from 15:00 on its first day in two halls, the last one at 06:00, and its host areas.

    One more application is in review: it is in no timetable.
    """
    call = make_call(city, code)
    rows = [make_application(call, n, **private(n)) for n in range(1, count)]
    rows.append(make_application(call, count, title=NIGHT, title_en="A project at night", **private(count)))
    make_application(call, 99, title=UNRELEASED[0], title_en=UNRELEASED[1], **private(99))
    select(rows)
    place_event(call, rows, boards if boards is not None else [make_board(city, 1, "energy")])
    return call


def place_event(call: Call, rows: list[Application], boards: list[Board], number: int = 1, shift: int = 0) -> Timetable:
    """A published version; `shift` moves every pitch by so many minutes."""
    Timetable.objects.filter(call=call, state="published").update(state="superseded")
    timetable = Timetable.objects.create(
        call=call,
        number=number,
        state="published",
        status="optimal",
        objective=0,
        bound=0,
        published_at=clock.beijing(call.event_days[0], 9) - timedelta(days=9),
    )
    halls = [
        Room.objects.get_or_create(
            call=call, key=f"hall-{n}", defaults={"name_zh": f"{n}厅", "name_en": f"Hall {n}", "sort": n}
        )[0]
        for n in (1, 2)
    ]
    day = call.event_days[0]
    _put(timetable, "opening", clock.beijing(day, 14), 30, room=halls[0])
    for index, row in enumerate(rows):
        last = index == len(rows) - 1
        at = (
            clock.beijing(call.event_days[1], 13)
            if last
            else clock.beijing(day, 15) + timedelta(minutes=15 * (index // 2))
        )
        hall = halls[index % 2]
        _put(timetable, "pitch", at + timedelta(minutes=shift), 13, room=hall, application=row, group=row.group)
    for index, board in enumerate(boards):
        _put(
            timetable,
            "board_pitch",
            clock.beijing(day, 17) + timedelta(minutes=5 * index),
            5,
            room=halls[0],
            board=board,
        )
    return timetable


def _put(timetable: Timetable, kind: str, at: Any, minutes: int, **fields: Any) -> None:
    Slot.objects.create(timetable=timetable, kind=kind, starts_at=at, ends_at=at + timedelta(minutes=minutes), **fields)
