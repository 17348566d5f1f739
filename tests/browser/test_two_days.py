"""The chosen become two days: published, one of them moved, and each hears of their own hour on their own clock."""

import re
from collections.abc import Callable
from email.message import Message
from typing import Any

import icalendar
import pytest
from django.db import transaction
from playwright.sync_api import expect

from tests.chromium import serious
from tests.factories.city import make_actor, make_application, make_board, make_board_actor, make_call, make_city
from tests.features.timetable.staging import make_site, select
from tests.foundation.notices.post import MailServer, mail_server
from yunhui.features.timetable.models import Slot, Timetable
from yunhui.features.timetable.services import build_timetable
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.notices.models import Dispatch
from yunhui.foundation.notices.services import deliver_due
from yunhui.kernel import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]
SELECTED = 32
_BASE = "/w/calls/roadshow/timetable"


class City:
    """Thirty-two selected projects, two of them with speakers who are looked at: in Delft and in Boston."""

    def __init__(self) -> None:
        city = make_city()
        make_site(city)
        self.call = make_call(city)
        self.boards = [make_board(city, n, "energy") for n in (1, 2)]
        self.officer = make_board_actor(self.boards[0])
        self.anna, self.bo = make_actor("anna"), make_actor("bo")
        User.objects.filter(pk=self.anna.user_id).update(language="en", zone="Europe/Amsterdam")
        User.objects.filter(pk=self.bo.user_id).update(language="zh-hans", zone="America/New_York")
        rows = [
            make_application(self.call, 1, owner=self.anna, title="低温电池", title_en="Cold batteries"),
            make_application(
                self.call, 2, owner=self.bo, country="US", place="boston", title="软体手", title_en="Hand"
            ),
        ]
        rows += [make_application(self.call, n) for n in range(3, SELECTED + 1)]
        rows[1].zone = "America/New_York"
        rows[1].save(update_fields=["zone"])
        select(rows)
        self.rows = rows
        self.office = User.objects.get(pk=make_actor("office", Role.OFFICE).user_id)


@pytest.fixture
def post(settings: Any) -> Any:
    """A mail server of this machine, and nobody's quiet hours."""
    with mail_server() as (taking, channels):
        settings.CHANNELS, settings.DEMO = channels, False
        yield taking


def delivered(post: MailServer, to: str) -> list[Message]:
    """What has come to an address, once everything that waits has left."""
    Dispatch.objects.update(due_at=clock.now())
    deliver_due()
    return [one for one in post.letters if to in str(one["To"])]


def entry_of(letter: Message) -> Any:
    """The entry for the calendar that a letter encloses."""
    part = next(one for one in letter.walk() if one.get_content_type() == "text/calendar")
    assert part.get_param("method") == "REQUEST"
    return icalendar.Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")[0]


def text_of(letter: Message) -> str:
    part = next(one for one in letter.walk() if one.get_content_type() == "text/plain")
    return part.get_payload(decode=True).decode()


def test_thirty_two_are_published_one_moves_and_just_one_is_told(
    live_server: Any, open_as: Open, post: MailServer
) -> None:
    city = City()
    build_timetable(actor=make_actor("builder", Role.OFFICE), call=city.call, seconds=60, work=1.6)
    page = open_as(city.office, f"{_BASE}/publish")
    page.get_by_role("heading", name="Publish version 1").wait_for()
    page.get_by_role("heading", name=re.compile("letters leave")).wait_for()
    assert serious(page) == []
    page.wait_for_load_state()  # no box is missed because the page is still coming
    seen = page.get_by_label("I have seen this")
    if seen.count():
        page.get_by_role("button", name="Publish version 1").click()
        page.get_by_text("Read what is listed above").first.wait_for()
        seen.check()
    page.get_by_role("button", name="Publish version 1").click()
    page.get_by_text("The version is public.").wait_for()
    assert serious(page) == []
    page.goto("/en/timetable/roadshow/")
    expect(page.locator(".talk")).to_have_count(SELECTED)
    first = {name: delivered(post, f"{name}@city.example") for name in ("anna", "bo", "board1")}
    assert {name: len(letters) for name, letters in first.items()} == {"anna": 1, "bo": 1, "board1": 1}
    assert "Amsterdam time" in text_of(first["anna"][0]) and "纽约时间" in text_of(first["bo"][0])

    # Bo confirms by the link in the letter, on a telephone, signed in nowhere.
    link = re.search(r"http\S+(/hour/\S+)", text_of(first["bo"][0]))
    assert link is not None
    phone = open_as(None, link.group(1), language="zh-hans", zone="America/New_York", width=390)
    assert serious(phone) == []
    phone.get_by_role("button", name="能参加", exact=True).click()
    phone.get_by_text("谢谢，您的时间已确认。").wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390

    # Bo's pitch and another one change places in a new version; the others stay.
    _swap(city)
    page.goto(f"{_BASE}/publish")
    page.get_by_role("heading", name="Publish version 2").wait_for()
    expect(page.locator("main table tbody tr")).to_have_count(2)
    page.get_by_label("Why, in English").fill("Two speakers swapped.")
    page.wait_for_load_state()
    if page.get_by_label("I have seen this").count():
        page.get_by_label("I have seen this").check()
    page.get_by_role("button", name="Publish version 2").click()
    page.get_by_text("The version is public.").wait_for()

    assert len(delivered(post, "anna@city.example")) == 1, "whose hour stays hears nothing"
    assert len(delivered(post, "board1@city.example")) == 1
    letters = delivered(post, "bo@city.example")
    assert len(letters) == 2
    old, new = (entry_of(one) for one in letters)
    assert old["uid"] == new["uid"] and new["sequence"] == old["sequence"] + 1
    slot = Slot.objects.get(timetable__state="published", application=city.rows[1])
    assert new["dtstart"].dt == slot.starts_at != old["dtstart"].dt
    assert text_of(letters[1]).count("纽约时间") >= 2, "the old and the new hour on the speaker's own clock"
    phone.reload()
    phone.get_by_text("未确认").wait_for()
    visitor = open_as(None, "/en/timetable/roadshow/changes/")
    visitor.get_by_text("Two speakers swapped.").wait_for()
    expect(visitor.locator(".prog-moves li")).to_have_count(2)


def _swap(city: City) -> None:
    """A draft in which the second project and another one, not Anna's, have each other's place."""
    from yunhui.features.timetable.services.copying import copy_version

    public = Timetable.objects.get(state="published")
    with transaction.atomic():
        draft = copy_version(make_actor("mover", Role.OFFICE), public)
    slots = draft.slots.filter(kind="pitch").exclude(application=city.rows[0])
    mine = slots.get(application=city.rows[1])
    other = slots.exclude(pk=mine.pk).exclude(starts_at=mine.starts_at).first()
    assert other is not None
    places = [(one.starts_at, one.ends_at, one.room) for one in (other, mine)]
    for slot, (starts_at, ends_at, room) in zip((mine, other), places, strict=True):
        slot.starts_at, slot.ends_at, slot.room = starts_at, ends_at, room
        slot.save()
