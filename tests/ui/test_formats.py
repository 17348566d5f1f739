"""Formats: the house's patterns, in both languages, on the right clock."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunhui.ui import formats

PITCH = datetime(2026, 6, 12, 1, 0, tzinfo=UTC)  # 09:00 in Beijing
BEIJING, BOSTON, DELFT = "Asia/Shanghai", "America/New_York", "Europe/Amsterdam"


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (186, "186", "186"),
        (4489, "4489", "4,489"),
        (1234567, "1234567", "1,234,567"),
        (-1234, "−1234", "−1,234"),
        (0.5, "0.5", "0.5"),
        (Decimal("1200.50"), "1200.50", "1,200.50"),
        (None, "—", "—"),
    ],
)
def test_numbers_in_both_languages(value: int | float | Decimal | None, zh: str, en: str) -> None:
    assert formats.number(value, "zh-hans") == zh
    assert formats.number(value, "en") == en


@pytest.mark.parametrize(
    ("value", "shown"), [(87.6, "87.60"), (Decimal("82.335"), "82.34"), (82.345, "82.35"), (100, "100.00"), (None, "—")]
)
def test_a_score_keeps_two_decimals_and_rounds_half_up(value: float | Decimal | None, shown: str) -> None:
    assert formats.score(value) == shown


@given(st.decimals(min_value=0, max_value=100, places=4))
def test_a_score_is_never_further_than_half_a_hundredth(value: Decimal) -> None:
    assert abs(Decimal(formats.score(value)) - value) <= Decimal("0.005")


def test_shares_and_sizes() -> None:
    assert formats.percent(0.8548) == "85.5%"
    assert formats.percent(Decimal(1), 0) == "100%"
    assert formats.percent(None) == "—"
    assert formats.megabytes(4_100_000, "en") == "4.1 MB"
    assert formats.megabytes(12, "zh-hans") == "1 KB"


def test_days_and_moments() -> None:
    assert formats.day(date(2026, 6, 11), "zh-hans") == "6月11日（周四）"
    assert formats.day(date(2026, 6, 11), "en") == "Thu 11 Jun"
    assert formats.day(date(2026, 6, 11), "en", year=True) == "Thu 11 Jun 2026"
    assert formats.day(date(2026, 6, 11), "zh-hans", year=True) == "2026年6月11日（周四）"
    assert formats.moment(PITCH, "zh-hans", BEIJING) == "6月12日（周五）9:00"
    assert formats.moment(PITCH, "en", BOSTON) == "Thu 11 Jun, 21:00"
    assert formats.clock(PITCH, BEIJING) == "09:00"


def test_a_foreign_clock_is_named_and_the_readers_own_is_not() -> None:
    assert formats.moment_for(PITCH, "zh-hans", BOSTON, BEIJING) == "北京时间6月12日（周五）9:00"
    assert formats.moment_for(PITCH, "en", BOSTON, BEIJING) == "Fri 12 Jun, 09:00 Beijing time"
    assert formats.moment_for(PITCH, "en", BEIJING, BEIJING) == "Fri 12 Jun, 09:00"
    assert formats.moment_for(PITCH, "en", BEIJING, DELFT, "Delft") == "Fri 12 Jun, 03:00 Delft time"
    singapore = formats.moment_for(PITCH, "en", "Asia/Singapore", BEIJING)
    assert singapore == "Fri 12 Jun, 09:00", "a clock that shows the same needs no name"


def test_beijing_time_is_never_an_abbreviation() -> None:
    for zone in ("Asia/Shanghai", "Asia/Chongqing", "PRC"):
        assert formats.clock_name(zone, "zh-hans") == "北京时间"
        assert formats.city(zone, "en") == "Beijing"
    assert formats.offset_words(PITCH, BEIJING) == "UTC+8"
    assert formats.offset_words(PITCH, BOSTON) == "UTC−4"
    assert formats.offset_words(PITCH, "Asia/Kolkata") == "UTC+5:30"


def test_summer_time_moves_the_offset() -> None:
    before, after = datetime(2026, 10, 31, 12, tzinfo=UTC), datetime(2026, 11, 2, 12, tzinfo=UTC)
    assert formats.offset_words(before, BOSTON) == "UTC−4"
    assert formats.offset_words(after, BOSTON) == "UTC−5"


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        formats.moment(datetime(2026, 6, 11), "en", BEIJING)  # noqa: DTZ001


NOW = datetime(2026, 5, 20, 10, 24, tzinfo=ZoneInfo(BEIJING))


@pytest.mark.parametrize(
    ("at", "light", "zh", "en"),
    [
        (datetime(2026, 5, 21, 18, tzinfo=ZoneInfo(BEIJING)), "y", "还剩1天", "1 day left"),
        (datetime(2026, 5, 22, 18, tzinfo=ZoneInfo(BEIJING)), "y", "还剩2天", "2 days left"),
        (datetime(2026, 5, 27, 18, tzinfo=ZoneInfo(BEIJING)), "g", "还剩7天", "7 days left"),
        (datetime(2026, 5, 20, 18, tzinfo=ZoneInfo(BEIJING)), "y", "今天", "today"),
        (datetime(2026, 5, 20, 9, tzinfo=ZoneInfo(BEIJING)), "r", "已逾期", "late"),
        (datetime(2026, 5, 19, 18, tzinfo=ZoneInfo(BEIJING)), "r", "逾期1天", "1 day late"),
        (datetime(2026, 5, 21, 0, tzinfo=ZoneInfo(BEIJING)), "y", "今天", "today"),
    ],
)
def test_deadlines_in_words(at: datetime, light: str, zh: str, en: str) -> None:
    assert formats.due(at, NOW, "zh-hans", BEIJING) == formats.Due(light, zh)
    assert formats.due(at, NOW, "en", BEIJING) == formats.Due(light, en)


@given(st.integers(min_value=-500_000, max_value=500_000))
def test_a_deadline_is_red_exactly_when_it_has_passed(minutes: int) -> None:
    due = formats.due(NOW + timedelta(minutes=minutes), NOW, "en", BEIJING)
    assert (due.light == "r") == (minutes <= 0)


@pytest.mark.parametrize(
    ("ahead", "zh", "en"),
    [
        (timedelta(days=2, hours=4, minutes=7), "2天4小时", "2 days 4 h"),
        (timedelta(hours=3, minutes=5), "3小时5分", "3 h 5 min"),
        (timedelta(seconds=20), "1分钟", "1 min"),
        (timedelta(0), "已截止", "closed"),
    ],
)
def test_what_is_left(ahead: timedelta, zh: str, en: str) -> None:
    assert formats.left(NOW + ahead, NOW, "zh-hans") == zh
    assert formats.left(NOW + ahead, NOW, "en") == en


@pytest.mark.parametrize(
    ("language", "zone", "words"),
    [
        ("zh-hans", "Asia/Shanghai", "11月27日（周五）24:00"),
        ("en", "Asia/Shanghai", "Fri 27 Nov, 24:00"),
        ("en", "America/New_York", "Fri 27 Nov, 11:00"),
    ],
)
def test_an_end_at_midnight_is_of_the_day_before(language: str, zone: str, words: str) -> None:
    midnight = datetime(2026, 11, 27, 16, tzinfo=UTC)
    assert formats.end(midnight, language, zone) == words
    assert formats.moment_for(midnight, language, zone, zone, is_end=True) == words
