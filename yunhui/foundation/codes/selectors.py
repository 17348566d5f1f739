"""Reads of reference data; it is public, so no actor is asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Subquery

from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.models import CalendarDay, Code, Place
from yunhui.kernel import clock
from yunhui.kernel.statements import Kept

# No code of a country or a place is longer.
_LONGEST_CODE = 40
_AMONG = """
    SELECT 'country', code FROM codes_code WHERE scheme = %(country)s AND code = ANY(%(codes)s)
    UNION ALL SELECT 'place', code FROM codes_place WHERE code = ANY(%(codes)s)
"""


def codes_of(scheme: str) -> dict[str, Code]:
    """The entries of a scheme by code, in their order."""
    return {row.code: row for row in Code.objects.filter(scheme=scheme).order_by("sort", "code")}


def places() -> dict[str, Place]:
    """Every place by code."""
    return {row.code: row for row in Place.objects.order_by("name_en")}


def zones_of_places(among: Iterable[str] | None = None) -> dict[str, str]:
    """Place code -> IANA zone, of every place or of those `among` some codes."""
    rows = Place.objects.all() if among is None else Place.objects.filter(code__in=list(among))
    return dict(rows.values_list("code", "zone"))


def codes_among(scheme: str, codes: Any) -> list[Code]:
    """The entries of a scheme whose codes are among `codes` (values, or a query of them), in their order."""
    return list(Code.objects.filter(scheme=scheme, code__in=codes).order_by("sort", "code"))


_COUNTRIES: Kept[tuple[str, str, str]] = Kept(
    lambda scheme: Code.objects.filter(scheme=scheme).values_list("code", "name_zh", "name_en"), "scheme"
)


def names_of_countries() -> dict[str, tuple[str, str]]:
    """The Chinese and the English name of every country and region by its code: one query."""
    return {code: (name_zh, name_en) for code, name_zh, name_en in _COUNTRIES.ask(str(Scheme.COUNTRY))}


def place_of_each(column: str, language: str) -> Subquery:
    """For an annotation: the name of the place whose code stands in a column, in the reader's language."""
    name = "name_zh" if language.startswith("zh") else "name_en"
    return Subquery(Place.objects.filter(code=OuterRef(column)).values(name)[:1])


def known_codes() -> dict[str, frozenset[str]]:
    """The valid codes of form questions that pick from reference data."""
    countries = Code.objects.filter(scheme=Scheme.COUNTRY).values_list("code", flat=True)
    return {"country": frozenset(countries), "place": frozenset(Place.objects.values_list("code", flat=True))}


def last_year_of_calendar() -> int | None:
    """The last year of which special days are known; after it every Monday to Friday counts as a working day."""
    last = CalendarDay.objects.order_by("-day").values_list("day", flat=True).first()
    return last.year if last else None


def known_among(given: Iterable[str]) -> dict[str, frozenset[str]]:
    """Those of some codes that `known_codes` has: what one application answers is looked up, not the whole tables."""
    codes = [one for one in given if len(one) <= _LONGEST_CODE]
    with connection.cursor() as cursor:
        cursor.execute(_AMONG, {"country": Scheme.COUNTRY.value, "codes": codes})
        found = cursor.fetchall()
    return {kind: frozenset(code for of, code in found if of == kind) for kind in ("country", "place")}


@dataclass(frozen=True, slots=True)
class Calendar:
    """The city's working days at hand, without further queries: Monday to Friday, but for the special days."""

    special: Mapping[date, bool]

    def is_working(self, day: date) -> bool:
        """Whether people work on a day."""
        return self.special.get(day, day.weekday() < 5)

    def count(self, after: date, last: date) -> int:
        """Working days after one day up to another, which counts too; 0 where it is not later."""
        return sum(self.is_working(after + timedelta(days=n)) for n in range(1, (last - after).days + 1))

    def add(self, start: datetime, days: int) -> datetime:
        """The next midnight in Beijing after the working day that lies `days` working days after `start`'s day."""
        day, left = start.astimezone(clock.BEIJING).date(), days
        while left > 0:
            day += timedelta(days=1)
            left -= self.is_working(day)
        return clock.end_of_day(day)


def calendar_from(start: datetime) -> Calendar:
    """The calendar from an instant's day in Beijing on, as far as the state has announced it (one query, some rows)."""
    return Calendar(dict(_ANNOUNCED.ask(start.astimezone(clock.BEIJING).date())))


_ANNOUNCED: Kept[tuple[date, bool]] = Kept(
    lambda day: CalendarDay.objects.filter(day__gte=day).values_list("day", "is_working"), date(1, 1, 1)
)


def special_days(year: int) -> list[CalendarDay]:
    """The days of a year that differ from the week, in their order."""
    return list(CalendarDay.objects.filter(day__year=year).order_by("day"))


def years_in_calendar() -> list[int]:
    """The years of which any day is announced."""
    return [day.year for day in CalendarDay.objects.dates("day", "year")]


def is_working_day(day: date) -> bool:
    """Monday to Friday, unless the calendar says otherwise."""
    found = CalendarDay.objects.filter(day=day).first()
    return found.is_working if found else day.weekday() < 5


def add_working_days(start: datetime, days: int) -> datetime:
    """`Calendar.add` for one deadline (one query)."""
    return calendar_from(start).add(start, days)
