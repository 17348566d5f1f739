"""schedule.json and schedule.xml as conference apps read them, and nothing in them that is not public."""

import json
from datetime import datetime
from pathlib import Path
from xml.etree.ElementTree import fromstring

import jsonschema
import pytest
from django.test import Client

from tests.features.timetable.staging import SECRETS, UNRELEASED
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.consents.enums import Level, Purpose
from yunhui.pipeline.consents.models import Consent

SCHEMA = json.loads((Path(__file__).parent / "data/schedule.schema.json").read_text())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_keeps_the_schema_that_apps_ask_for(event: Call, lang: str) -> None:
    answer = Client().get(f"/{lang}/timetable/stage/schedule.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    data = answer.json()
    checker = jsonschema.Draft6Validator.FORMAT_CHECKER
    jsonschema.Draft6Validator(SCHEMA, format_checker=checker).validate(data)
    conference = data["schedule"]["conference"]
    assert conference["daysCount"] == len(conference["days"]) == 2
    events = [one for day in conference["days"] for room in day["rooms"].values() for one in room]
    assert len(events) == 6 == len({one["guid"] for one in events}) == len({one["id"] for one in events})
    for day in conference["days"]:
        for room, items in day["rooms"].items():
            for one in items:
                at = datetime.fromisoformat(one["date"])
                assert one["room"] == room and one["start"] == f"{at:%H:%M}"
                assert datetime.fromisoformat(day["day_start"]) <= at < datetime.fromisoformat(day["day_end"])


def test_nothing_private_is_in_it_and_a_name_only_with_consent(event: Call) -> None:
    paths = ("/en/timetable/stage/schedule.json", "/en/timetable/stage/schedule.xml")
    for path in paths:
        text = Client().get(path).content.decode()
        for secret in (*SECRETS, *UNRELEASED):
            assert secret not in text, (path, secret)
    application = Application.objects.filter(state="selected").order_by("number").first()
    assert application is not None
    Consent.objects.filter(application=application, purpose=Purpose.PUBLICATION).update(level=Level.TEAM)
    for path in paths:
        assert application.speaker in Client().get(path).content.decode()


def test_the_xml_says_the_same(event: Call) -> None:
    root = fromstring(Client().get("/en/timetable/stage/schedule.xml").content)
    data = Client().get("/en/timetable/stage/schedule.json").json()["schedule"]["conference"]
    assert root.findtext("conference/acronym") == data["acronym"]
    in_json = {
        (one["guid"], one["start"], one["duration"], one["room"], one["title"])
        for day in data["days"]
        for room in day["rooms"].values()
        for one in room
    }
    in_xml = {
        (one.get("guid"), *(one.findtext(name) for name in ("start", "duration", "room", "title")))
        for one in root.iter("event")
    }
    assert in_xml == in_json
