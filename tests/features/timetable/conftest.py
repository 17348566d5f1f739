"""One event on stage for every test of the timetable's pages."""

from typing import Any

import pytest

from tests.factories.pages import use_plain_addresses
from tests.features.timetable.staging import make_event, make_site
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.calls.models import Call


@pytest.fixture(autouse=True)
def _addresses(settings: Any) -> None:
    use_plain_addresses(settings)


@pytest.fixture
def event(city: Jurisdiction) -> Call:
    """Four pitches in two halls over two days, one host area; the last pitch is at 06:00 in the Netherlands."""
    make_site(city)
    return make_event(city)
