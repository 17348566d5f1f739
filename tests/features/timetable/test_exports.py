"""The files: a calendar read by a second reader of the RFC's rules, JSON, a paper that sets rare hanzi."""

import re
from datetime import UTC, datetime

import icalendar
import pytest

from tests.features.timetable.staging import NIGHT, place_event
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.selectors import as_calendar, as_json, as_paper, lines_of
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call

RARE = "㛃喆燚镕䶮的项目，分号；comma, semicolon; back\\slash"


def check_rfc5545(body: bytes) -> list[dict[str, str]]:
    """Events by name of property, read by the letter of RFC 5545 (3.1 lines, 3.3.11 text, 3.6 components)."""
    assert (
        body.endswith(b"\r\n") and b"\n" not in body.replace(b"\r\n", b"") and b"\r" not in body.replace(b"\r\n", b"")
    )
    for line in body.split(b"\r\n"):
        assert len(line) <= 75, "a line is longer than 75 octets"
        line.decode()  # folding must not cut a character in two
    lines = re.sub(rb"\r\n[ \t]", b"", body).decode().split("\r\n")[:-1]
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-1] == "END:VCALENDAR"
    head = lines[: lines.index("BEGIN:VEVENT")]
    for name in ("PRODID", "VERSION"):
        assert sum(line.startswith(f"{name}:") for line in head) == 1
    events, event = [], None
    for line in lines[len(head) : -1]:
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            assert event is not None
            assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE"} <= event.keys()
            events.append(event)
            event = None
        else:
            assert event is not None, f"outside an event: {line}"
            name, _colon, value = line.partition(":")
            assert re.fullmatch(r"[A-Z-]+(;[A-Z-]+=[^:;]+)*", name), name
            name = name.split(";")[0]
            assert name not in event, f"{name} twice"
            if name in ("SUMMARY", "LOCATION", "DESCRIPTION"):
                assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", value), f"unescaped in {value}"
            event[name] = value
    return events


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_calendar_keeps_the_rules(event: Call, language: str) -> None:
    Application.objects.filter(title=NIGHT).update(title=RARE, title_en=RARE)
    timetable = Timetable.objects.get()
    body = as_calendar(timetable, lines_of(timetable), language)
    events = check_rfc5545(body)
    assert len(events) == 6
    assert len({one["UID"] for one in events}) == 6
    read = icalendar.Calendar.from_ical(body)
    assert [str(one["summary"]) for one in read.walk("VEVENT")].count(RARE) == 1
    first = next(one for one in read.walk("VEVENT") if str(one["summary"]) in ("项目1", "Project 1"))
    assert first["dtstart"].dt == datetime(2027, 6, 10, 7, 0, tzinfo=UTC)
    assert first["dtend"].dt == datetime(2027, 6, 10, 7, 13, tzinfo=UTC)  # questions included
    assert {one["SEQUENCE"] for one in events} == {"1"}


def test_uid_stays_over_versions(event: Call) -> None:
    rows = list(Application.objects.filter(state="selected").order_by("number"))
    old = Timetable.objects.get()
    new = place_event(event, rows, [], number=2, shift=15)
    uids = []
    for timetable in (old, new):
        read = check_rfc5545(as_calendar(timetable, lines_of(timetable), "en"))
        uids.append({one["SUMMARY"]: one["UID"] for one in read if one["SUMMARY"].startswith(("Project", "A project"))})
        assert {one["SEQUENCE"] for one in read} == {str(timetable.number)}
    assert uids[0] == uids[1] and len(uids[0]) == 4


def test_json_tells_each_clock(event: Call) -> None:
    timetable = Timetable.objects.get()
    data = as_json(timetable, lines_of(timetable))
    assert data["call"] == "stage" and data["version"] == 1
    night = next(item for item in data["items"] if item["title_zh"] == NIGHT)
    assert night["start_utc"] == "2027-06-11T05:00:00Z"
    assert night["start_venue"] == "2027-06-11T13:00:00+08:00"
    assert night["start_speaker"] == "2027-06-11T07:00:00+02:00"
    assert night["within_8_to_22"] is False
    opening = next(item for item in data["items"] if item["kind"] == "opening")
    assert opening["speaker_zone"] is None and opening["within_8_to_22"] is None


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_paper_is_the_same_for_the_same_facts(event: Call, language: str) -> None:
    Application.objects.filter(title=NIGHT).update(title=RARE, title_en=RARE)
    timetable = Timetable.objects.get()
    lines = lines_of(timetable)
    paper = as_paper(timetable, lines, language)
    assert paper.startswith(b"%PDF-") and paper == as_paper(timetable, lines, language)
    Application.objects.filter(title=RARE).update(title="另一个", title_en="Another")
    assert as_paper(timetable, lines_of(timetable), language) != paper
