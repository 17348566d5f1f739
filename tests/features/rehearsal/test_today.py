"""What Today says of the stage: files to look at, rehearsals that are missing, by the day when all should be ready."""

from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.city import SYSTEM, make_call, make_user
from tests.factories.pages import text_of, visit_as
from tests.foundation.files.corpus import pdf
from yunhui.features.rehearsal.models import Appearance, Plan, RehearsalTime
from yunhui.features.rehearsal.rules import BY_LINK, Window
from yunhui.features.rehearsal.selectors import free_times
from yunhui.features.rehearsal.services import accept_material, add_times, choose_time, hand_in_whole
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel import clock
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.calls.models import Call

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(city: Any) -> Client:
    return visit_as(make_user("clerk", Role.OFFICE))


def today(client: Client) -> str:
    return text_of(client.get("/w/"))


def hand_in(speaker: Appearance, folder: Path) -> Any:
    path = folder / "slides.pdf"
    path.write_bytes(pdf())
    return hand_in_whole(actor=BY_LINK, appearance_id=speaker.pk, kind="slides", path=path, name="slides.pdf")


def test_a_file_waits_until_somebody_has_looked(
    office: Client, event: Call, speaker: Appearance, tmp_path: Path
) -> None:
    assert "before the stage" not in today(office)
    row = hand_in(speaker, tmp_path)
    page = today(office)
    assert "Look at 1 file before the stage" in page and "The speakers wait for your word." in page
    assert f"/w/calls/{event.code}/rehearsal/?show=look" in page
    accept_material(actor=SYSTEM, material_id=row.pk)
    assert "before the stage" not in today(office)


def test_rehearsals_are_missed_once_hours_are_offered_and_pressing_when_the_day_is_past(
    office: Client, event: Call, speaker: Appearance
) -> None:
    assert "not booked" not in today(office)
    add_times(
        actor=SYSTEM, call=event, window=Window(min(event.event_days) - timedelta(days=1), time(9), time(18), 60, 1)
    )
    everybody = Appearance.objects.filter(call=event).count()
    assert f"{everybody} rehearsals are not booked" in today(office) and "Remind them on the board." in today(office)
    hour = free_times(event, now=clock.now())[0]
    choose_time(actor=BY_LINK, appearance_id=speaker.pk, time_id=hour.pk)
    assert f"{everybody - 1} rehearsals are not booked" in today(office)
    Plan.objects.filter(call=event).update(due_at=clock.now() - timedelta(hours=1))
    assert "a call helps" in today(office)

    RehearsalTime.objects.filter(pk=hour.pk).update(
        starts_at=clock.now() - timedelta(hours=2), ends_at=clock.now() - timedelta(hours=1)
    )
    assert "how 1 rehearsal went is not written down" in today(office)


def test_after_the_event_nothing_is_said(office: Client, event: Call, speaker: Appearance, tmp_path: Path) -> None:
    hand_in(speaker, tmp_path)
    Call.objects.filter(pk=event.pk).update(event_days=[clock.now().date() - timedelta(days=3)])
    assert "before the stage" not in today(office)


def test_the_page_asks_no_more_for_three_calls_than_for_one(office: Client, event: Call, city: Jurisdiction) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert office.get("/w/").status_code == 200
        return len(queries)

    office.get("/w/")
    one = asked()
    make_call(city, "second")
    make_call(city, "third")
    assert asked() == one <= 8
