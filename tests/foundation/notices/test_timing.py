"""Quiet hours on the reader's clock, across the changes of daylight saving; pauses between tries."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunhui.foundation.notices.rules import Wishes, after_pause, after_quiet, leaves_at, next_digest

ZONES = ("Asia/Shanghai", "America/New_York", "Europe/Amsterdam", "Australia/Lord_Howe", "America/St_Johns")
instants = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
hours = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    ("zone", "at", "wanted"),
    [
        ("Asia/Shanghai", (2026, 11, 22, 15, 0), (2026, 11, 23, 0, 0)),  # 23:00 there, until 08:00 there
        ("Asia/Shanghai", (2026, 11, 22, 4, 0), (2026, 11, 22, 4, 0)),  # noon
        ("America/New_York", (2026, 11, 1, 3, 0), (2026, 11, 1, 13, 0)),  # 23:00 EDT; at eight it is EST
        ("America/New_York", (2027, 3, 14, 4, 0), (2027, 3, 14, 12, 0)),  # 23:00 EST; at eight it is EDT
        ("Europe/Amsterdam", (2026, 10, 24, 21, 0), (2026, 10, 25, 7, 0)),
    ],
)
def test_a_letter_waits_for_the_readers_morning(zone: str, at: tuple[int, ...], wanted: tuple[int, ...]) -> None:
    """Eight o'clock is eight o'clock on the reader's wall, whatever daylight saving does in the night."""
    found = after_quiet(datetime(*at, tzinfo=UTC), zone, time(22), time(8))  # type: ignore[misc, arg-type]
    assert found == datetime(*wanted, tzinfo=UTC)  # type: ignore[misc, arg-type]


@given(instants, st.sampled_from(ZONES), hours, hours)
def test_quiet_hours_end_and_are_never_left_early(at: datetime, zone: str, start: time, end: time) -> None:
    """Never before the letter was written, never more than a day and an hour later, and idempotent outside of gaps."""
    found = after_quiet(at, zone, start, end)
    assert at <= found <= at + timedelta(hours=25)
    if found != at:
        shown = found.astimezone(ZoneInfo(zone)).time()
        assert shown == end or shown > end  # later only where daylight saving left the hour out


@given(instants, st.sampled_from(ZONES), hours)
def test_a_digest_comes_at_its_hour_within_two_days(at: datetime, zone: str, hour: time) -> None:
    """The next one, not this very moment."""
    found = next_digest(at, zone, hour)
    assert at < found <= at + timedelta(hours=49)


def test_urgent_letters_pass() -> None:
    """Neither quiet hours nor the digest hold them."""
    night = datetime(2026, 11, 22, 15, tzinfo=UTC)
    assert leaves_at(night, "Asia/Shanghai", Wishes(digest_at=time(9)), is_urgent=True) == (night, False)
    assert leaves_at(night, "Asia/Shanghai", Wishes(digest_at=time(9)), is_urgent=False)[1]
    assert leaves_at(night, "Asia/Shanghai", Wishes(time(8), time(8)), is_urgent=False) == (night, False)


def test_pauses_grow_and_end() -> None:
    """A minute first, half a day at last, then it is given up."""
    at = datetime(2026, 11, 22, tzinfo=UTC)
    pauses = [after_pause(at, tries) for tries in range(1, 12)]
    assert pauses[0] == at + timedelta(minutes=1)
    assert pauses[-1] is None
    assert [one for one in pauses if one] == sorted(one for one in pauses if one)
