"""Loading the reference data that comes with the product, which twice changes nothing; keeping the working days."""

import csv
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pycountry
from babel import Locale
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.models import CalendarDay, Code, Place
from yunhui.foundation.codes.rules import can_edit_calendar
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, Problem, require

DATA = Path(__file__).parent / "data"
# Names of record; the English standard strings are not used for these three.
OWN_NAMES = {
    "HK": ("中国香港", "Hong Kong, China"),
    "MO": ("中国澳门", "Macao, China"),
    "TW": ("中国台湾", "Taiwan, China"),
}
INDUSTRIES = (
    ("equipment", "装备与智能制造", "Equipment and smart manufacturing"),
    ("energy", "新能源", "New energy"),
    ("ict", "集成电路与ICT", "Chips and ICT"),
    ("health", "生物医药与大健康", "Biomedicine and health"),
)
_CHINESE = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
MOST_DAYS = 31


@transaction.atomic
def load_codes(*, actor: Actor) -> None:
    """Countries and regions, industries, places and the working days that the state has announced."""
    rows = [*_countries(), *_industries()]
    Code.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["scheme", "code"],
        update_fields=["name_zh", "name_en", "sort"],
    )
    with (DATA / "places.csv").open(encoding="utf-8", newline="") as stream:
        places = [Place(**row) for row in csv.DictReader(stream)]
    Place.objects.bulk_create(
        places,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name_zh", "name_en", "country", "zone", "latitude", "longitude"],
    )
    CalendarDay.objects.bulk_create(_calendar(), ignore_conflicts=True)
    record(
        actor=actor, action="codes.loaded", subject=("codes", "all"), after={"codes": len(rows), "places": len(places)}
    )


@transaction.atomic
def keep_days(
    *, actor: Actor, first: date, last: date, is_working: bool | None, name_zh: str = "", name_en: str = ""
) -> int:
    """Say of the days from one to another (both included) whether people work on them; None: as the week has it.

    Deadlines that run already stay as they were told; those that are set from now on follow the new calendar.

    Returns:
        How many days differ from before.

    Raises:
        RefusedError: not the talent office of the city.
        InvalidError: the last day before the first, or more than a month at once.
    """
    require(can_edit_calendar(actor))
    if last < first:
        raise InvalidError([Problem("last", "backward", _("The last day is before the first."))])
    if (last - first).days >= MOST_DAYS:
        raise InvalidError([Problem("last", "too_many", _("At most %(most)s days at once.") % {"most": MOST_DAYS})])
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    was = {row.day: row for row in CalendarDay.objects.select_for_update().filter(day__in=days)}
    changed = []
    for day in days:
        row = was.get(day)
        if is_working is None or is_working == (day.weekday() < 5):
            if row:
                row.delete()
                changed.append(day)
        elif row is None or (row.is_working, row.name_zh, row.name_en) != (is_working, name_zh, name_en):
            CalendarDay.objects.update_or_create(
                day=day, defaults={"is_working": is_working, "name_zh": name_zh, "name_en": name_en}
            )
            changed.append(day)
    if changed:
        record(
            actor=actor,
            action="calendar.changed",
            subject=("calendar", first.year),
            before={day.isoformat(): row.is_working for day, row in was.items()},
            after={"from": first.isoformat(), "to": last.isoformat(), "working": is_working, "name": name_zh},
        )
    return len(changed)


def _countries() -> list[Code]:
    chinese, english = Locale("zh", script="Hans"), Locale("en")
    rows = []
    for sort, country in enumerate(sorted(pycountry.countries, key=lambda c: c.alpha_2)):
        code = country.alpha_2
        zh, en = OWN_NAMES.get(code) or (chinese.territories[code], english.territories[code])
        rows.append(Code(scheme=Scheme.COUNTRY, code=code, name_zh=zh, name_en=en, sort=sort))
    return rows


def _industries() -> list[Code]:
    return [
        Code(scheme=Scheme.INDUSTRY, code=code, name_zh=zh, name_en=en, sort=sort)
        for sort, (code, zh, en) in enumerate(INDUSTRIES)
    ]


def _calendar() -> list[CalendarDay]:
    """Days that differ from Monday-to-Friday, as far as the state has announced them (officers add later years)."""
    days: list[CalendarDay] = []
    day = date(min(chinese_calendar.holidays).year, 1, 1)
    end = date(max(chinese_calendar.holidays).year, 12, 31)
    while day <= end:
        is_working = chinese_calendar.is_workday(day)
        if is_working != (day.weekday() < 5):
            _is_holiday, name = chinese_calendar.get_holiday_detail(day)
            chinese = _CHINESE.get(name or "", "")
            days.append(CalendarDay(day=day, is_working=is_working, name_zh=chinese, name_en=name or ""))
        day += timedelta(days=1)
    return days
