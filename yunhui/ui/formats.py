"""Numbers, scores, dates and deadlines as a reader expects them; pure, with an explicit language and zone.

Languages are "zh-hans" and "en"; every instant must carry a zone; what is missing shows as an em dash.
The patterns are the house's (6月11日（周四）14:00, Thu 11 Jun, 14:00), not those of a locale database;
city names of zones are CLDR's, through Babel.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location

MISSING = "—"
MINUS = "−"
BEIJING = "Asia/Shanghai"
_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BEIJING_ZONES = frozenset({"Asia/Shanghai", "Asia/Chongqing", "Asia/Chungking", "Asia/Harbin", "PRC"})

Number = int | float | Decimal


def is_chinese(language: str) -> bool:
    """Whether a language code is written in Chinese."""
    return language.startswith("zh")


def number(value: Number | None, language: str, places: int | None = None) -> str:
    """1,234 in English, 1234 in Chinese; `places` decimals, or as many as the value has."""
    if value is None:
        return MISSING
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{abs(exact):f}" if is_chinese(language) else f"{abs(exact):,f}"
    return f"{MINUS}{text}" if exact < 0 else text


def score(value: Number | None) -> str:
    """A score with its two decimals: 87.60. Rounded half up, as the office does by hand."""
    return number(value, "zh-hans", places=2)


def percent(share: Number | None, places: int = 1) -> str:
    """A share of one as per cent: 0.855 is 85.5%."""
    if share is None:
        return MISSING
    return number(Decimal(str(share)) * 100, "zh-hans", places) + "%"


def megabytes(size: int, language: str) -> str:
    """A file size from bytes: 4.1 MB, 380 KB."""
    if size >= 1_000_000:
        return number(Decimal(size) / 1_000_000, language, places=1) + " MB"
    return number(max(1, round(size / 1000)), language) + " KB"


def day(value: date, language: str, *, year: bool = False) -> str:
    """6月11日（周四） or Thu 11 Jun, with the year when asked."""
    if is_chinese(language):
        head = f"{value.year}年" if year else ""
        return f"{head}{value.month}月{value.day}日（周{_WEEKDAYS_ZH[value.weekday()]}）"
    tail = f" {value.year}" if year else ""
    return f"{_WEEKDAYS[value.weekday()]} {value.day} {_MONTHS[value.month - 1]}{tail}"


def short_day(value: date, language: str) -> str:
    """6月11日 or 11 Jun."""
    if is_chinese(language):
        return f"{value.month}月{value.day}日"
    return f"{value.day} {_MONTHS[value.month - 1]}"


def year_day(value: date, language: str) -> str:
    """2026年6月11日 or 11 Jun 2026: in prose and tables of what is read years later."""
    if is_chinese(language):
        return f"{value.year}年{short_day(value, language)}"
    return f"{short_day(value, language)} {value.year}"


@lru_cache(maxsize=4096)
def clock(instant: datetime, zone: str) -> str:
    """The wall clock of a zone, for tables and lists: 09:00."""
    return f"{local(instant, zone):%H:%M}"


def hour(instant: datetime, zone: str, language: str) -> str:
    """The wall clock in a sentence: 9:00 in Chinese, 09:00 in English."""
    text = clock(instant, zone)
    return text.removeprefix("0") if is_chinese(language) else text


def moment(instant: datetime, language: str, zone: str, *, year: bool = False) -> str:
    """6月11日（周四）14:00 or Thu 11 Jun, 14:00 on the wall clock of `zone`."""
    at = local(instant, zone)
    between = "" if is_chinese(language) else ", "
    return day(at.date(), language, year=year) + between + hour(instant, zone, language)


def end(instant: datetime, language: str, zone: str, *, year: bool = False) -> str:
    """The moment at which something ends: midnight is 24:00 of the day that it ends, as people count it."""
    at = local(instant, zone)
    if (at.hour, at.minute, at.second) != (0, 0, 0):
        return moment(instant, language, zone, year=year)
    between = "" if is_chinese(language) else ", "
    return f"{day(last_day(instant, zone), language, year=year)}{between}24:00"


def moment_for(
    instant: datetime, language: str, reader_zone: str, zone: str, place: str = "", *, is_end: bool = False
) -> str:
    """A moment (or an end) on the wall clock of `zone`, naming that clock when the reader's own shows another time."""
    text = (end if is_end else moment)(instant, language, zone)
    if utc_offset(instant, zone) == utc_offset(instant, reader_zone):
        return text
    name = clock_name(zone, language, place)
    return f"{name}{text}" if is_chinese(language) else f"{text} {name}"


def clock_name(zone: str, language: str, place: str = "") -> str:
    """What a clock is called: 北京时间, 代尔夫特时间, Boston time. Never an abbreviation such as CST."""
    if zone in _BEIJING_ZONES and not place:
        return "北京时间" if is_chinese(language) else "Beijing time"
    where = place or city(zone, language)
    return f"{where}时间" if is_chinese(language) else f"{where} time"


_QUARTER = 900


@lru_cache(maxsize=1024)
def city(zone: str, language: str) -> str:
    """The city by which a zone is known: 阿姆斯特丹, New York. Beijing for the whole of Beijing time."""
    if zone in _BEIJING_ZONES:
        return "北京" if is_chinese(language) else "Beijing"
    return str(get_timezone_location(zone, locale="zh_Hans" if is_chinese(language) else "en", return_city=True))


def offset_words(instant: datetime, zone: str) -> str:
    """UTC+8, UTC−4, UTC+5:30: the offset of a zone at that instant."""
    minutes = int(utc_offset(instant, zone).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{MINUS if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def utc_offset(instant: datetime, zone: str) -> timedelta:
    """How far the wall clock of `zone` is ahead of UTC at that instant."""
    return _offset(zone, int(instant.timestamp()) // _QUARTER)


@lru_cache(maxsize=4096)
def _offset(zone: str, quarter: int) -> timedelta:
    """Clocks change on a quarter of an hour of UTC, if they change."""
    return datetime.fromtimestamp(quarter * _QUARTER, ZoneInfo(zone)).utcoffset() or timedelta()


def local(instant: datetime, zone: str) -> datetime:
    """The instant on the wall clock of `zone`.

    Raises:
        ValueError: the instant has no zone of its own.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return instant.astimezone(ZoneInfo(zone))


@dataclass(frozen=True)
class Due:
    """A deadline seen from now: `light` is "g", "y" or "r", `words` what to say beside it."""

    light: str
    words: str


def due(at: datetime, now: datetime, language: str, zone: str, *, watch_days: int = 2) -> Due:
    """Days to a deadline, counted in calendar days of `zone`: 还剩1天, 今天, 逾期1天; 1 day left, today, 1 day late.

    A deadline of midnight belongs to the day that it ends (half-open windows). Up to `watch_days` ahead is watched.
    """
    zh = is_chinese(language)
    days = (last_day(at, zone) - local(now, zone).date()).days
    if now >= at:
        late = max(-days, 0)
        if late == 0:
            return Due("r", "已逾期" if zh else "late")
        return Due("r", f"逾期{late}天" if zh else f"{_count(late, 'day')} late")
    if days == 0:
        return Due("y", "今天" if zh else "today")
    words = f"还剩{days}天" if zh else f"{_count(days, 'day')} left"
    return Due("y" if days <= watch_days else "g", words)


def last_day(at: datetime, zone: str) -> date:
    """The last day before a deadline: one of midnight ends the day before (half-open windows)."""
    return (local(at, zone) - timedelta(microseconds=1)).date()


def left(at: datetime, now: datetime, language: str) -> str:
    """What is left until a deadline, to the hour: 2天4小时, 2 days 4 h; minutes in the last hour."""
    zh = is_chinese(language)
    seconds = int((at - now).total_seconds())
    if seconds <= 0:
        return "已截止" if zh else "closed"
    days, rest = divmod(seconds, 86_400)
    hours, minutes = rest // 3600, rest % 3600 // 60
    if days:
        return f"{days}天{hours}小时" if zh else f"{_count(days, 'day')} {hours} h"
    if hours:
        return f"{hours}小时{minutes}分" if zh else f"{hours} h {minutes} min"
    return f"{max(minutes, 1)}分钟" if zh else f"{max(minutes, 1)} min"


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n:,} {noun}s"
