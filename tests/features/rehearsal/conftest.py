"""One event on stage whose speakers get ready."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.city import SYSTEM
from tests.factories.pages import use_plain_addresses
from tests.features.timetable.staging import make_event, make_site
from yunhui.features.rehearsal.models import Appearance
from yunhui.features.rehearsal.services import Planned, invite_speakers, keep_plan
from yunhui.kernel import clock
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.calls.models import Call


@pytest.fixture(autouse=True)
def _addresses(settings: Any) -> None:
    use_plain_addresses(settings)


@pytest.fixture
def event(city: Jurisdiction) -> Call:
    """Four pitches, the last at 06:00 in the Netherlands, and one host area; a plan due in twenty days, all invited."""
    make_site(city)
    call = make_event(city)
    today = clock.now().date()
    planned = Planned(due=today + timedelta(days=20), film_due=today + timedelta(days=10), limits={"shortest": 2})
    keep_plan(actor=SYSTEM, call=call, planned=planned)
    everybody = list(Appearance.objects.filter(call=call).values_list("pk", flat=True))
    invite_speakers(actor=SYSTEM, call=call, appearance_ids=everybody)
    call.refresh_from_db()
    return call


@pytest.fixture
def speaker(event: Call) -> Appearance:
    """Of the first project."""
    rows = Appearance.objects.select_related("call__rehearsal_plan", "application", "board")
    return rows.get(call=event, application__number=1)
