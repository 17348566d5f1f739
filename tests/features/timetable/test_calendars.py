"""Calendars read by two parsers that know nothing of each other, and by the letter of the RFC."""

import icalendar
import pytest
import vobject
from django.test import Client

from tests.factories.pages import visit_as
from tests.features.timetable.test_exports import RARE, check_rfc5545
from tests.features.timetable.test_publishing import Stage
from yunhui.features.timetable.models import Confirmation, Feed
from yunhui.features.timetable.selectors.invitations import enclosure_for, feed_path
from yunhui.features.timetable.services import end_feed, make_feed
from yunhui.foundation.accounts.models import User
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import withdraw_application


@pytest.fixture
def stage(city: Jurisdiction) -> Stage:
    stage = Stage(city)
    Application.objects.filter(pk=stage.rows[0].pk).update(title=RARE * 3, title_en=RARE * 3)
    stage.publish(1)
    return stage


def both(body: bytes) -> dict[str, tuple[str, int, object, object]]:
    """UID → (status, SEQUENCE, start, summary), on which both parsers agree; the RFC's rules are kept."""
    check_rfc5545(body)
    one = {
        str(event["uid"]): (str(event["status"]), int(event["sequence"]), event["dtstart"].dt, str(event["summary"]))
        for event in icalendar.Calendar.from_ical(body).walk("VEVENT")
    }
    other = {
        event.uid.value: (event.status.value, int(event.sequence.value), event.dtstart.value, event.summary.value)
        for event in vobject.readOne(body.decode()).vevent_list
    }
    assert one == other and one
    return one


@pytest.mark.parametrize("path", [".ics", "/halls/hall-1.ics", "/groups/ict.ics", "/sessions/0610-1500-hall-1.ics"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_public_calendar_is_read_by_both(stage: Stage, lang: str, path: str) -> None:
    answer = Client().get(f"/{lang}/timetable/stage{path}")
    assert answer.status_code == 200 and answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert {sequence for _status, sequence, _start, _name in both(answer.content).values()} == {0}


def test_an_item_counts_on_in_every_calendar_that_has_it(stage: Stage) -> None:
    before = both(Client().get("/en/timetable/stage.ics").content)
    stage.publish(2, second=60)
    after = both(Client().get("/en/timetable/stage.ics").content)
    assert before.keys() == after.keys()
    moved = {uid for uid in after if before[uid] != after[uid]}
    assert len(moved) == 1
    (uid,) = moved
    assert after[uid][1] == before[uid][1] + 1 and after[uid][0] == "CONFIRMED"
    row = Confirmation.objects.get(user_id=stage.bo.user_id)
    mine = both(enclosure_for(str(row.pk)).content)
    assert mine[uid][1:3] == after[uid][1:3], "the letter and the feed are one entry"


def test_what_is_gone_is_cancelled_and_not_named(stage: Stage) -> None:
    withdraw_application(actor=stage.anna, application_id=stage.rows[0].pk)
    body = Client().get("/en/timetable/stage.ics").content
    read = both(body)
    gone = [one for one in read.values() if one[0] == "CANCELLED"]
    assert [(one[1], one[3]) for one in gone] == [(1, "Cancelled")]
    assert RARE[:8] not in body.replace(b"\r\n ", b"").decode()


def test_ones_own_feed_is_secret_and_can_be_taken_back(stage: Stage) -> None:
    feed = make_feed(actor=stage.anna)
    assert make_feed(actor=stage.anna) == feed
    path = feed_path(feed, "en")
    answer = Client().get(path)
    assert len(both(answer.content)) == 1
    assert "no-store" in answer["Cache-Control"] and answer["X-Robots-Tag"] == "noindex"
    assert feed_path(Feed.objects.get(), "en") == path, "the address is the same for as long as it is not taken back"
    assert Client().get(path.replace(".ics", "x.ics")).status_code == 404
    end_feed(actor=stage.anna)
    assert Client().get(path).status_code == 404
    assert feed_path(make_feed(actor=stage.anna), "en") != path


def test_the_feed_holds_ones_own_hours_alone(stage: Stage) -> None:
    titles = {
        actor: [one[3] for one in both(Client().get(feed_path(make_feed(actor=actor), "en")).content).values()]
        for actor in (stage.anna, stage.bo, stage.officer)
    }
    assert titles[stage.bo] == ["Soft hands"] and titles[stage.officer] == ["District 1 presents itself"]
    assert titles[stage.anna] == [RARE * 3]


def test_the_letter_asks_and_the_answer_is_written_into_the_calendar(stage: Stage) -> None:
    row = Confirmation.objects.get(user_id=stage.bo.user_id)
    client = visit_as(User.objects.get(pk=stage.bo.user_id), assurance=0)
    waiting = vobject.readOne(enclosure_for(str(row.pk)).content.decode()).vevent
    assert waiting.status.value == "TENTATIVE" and waiting.attendee.params["PARTSTAT"] == ["NEEDS-ACTION"]
    posted = {"hour": str(row.pk), "state": "yes", "sequence": "0"}
    assert client.post("/my/timetable/", posted).status_code == 302
    confirmed = vobject.readOne(enclosure_for(str(row.pk)).content.decode()).vevent
    assert confirmed.status.value == "CONFIRMED" and confirmed.attendee.params["PARTSTAT"] == ["ACCEPTED"]
