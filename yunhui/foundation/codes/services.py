"""Loading the reference data that comes with the product; the same data twice changes nothing."""

import csv
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pycountry
from babel import Locale
from django.db import transaction

from yunhui.foundation.audit.services import record
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.models import CalendarDay, Code, Place
from yunhui.kernel.actor import Actor

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
            days.append(CalendarDay(day=day, is_working=is_working, name_zh=name or ""))
        day += timedelta(days=1)
    return days
