"""Reads of reference data; it is public, so no actor is asked."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery

from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.models import CalendarDay, Code, Place
from yunhui.kernel import clock


def codes_of(scheme: str) -> dict[str, Code]:
    """The entries of a scheme by code, in their order."""
    return {row.code: row for row in Code.objects.filter(scheme=scheme).order_by("sort", "code")}


def places() -> dict[str, Place]:
    """Every place by code."""
    return {row.code: row for row in Place.objects.order_by("name_en")}


def zones_of_places() -> dict[str, str]:
    """Place code -> IANA zone."""
    return dict(Place.objects.values_list("code", "zone"))


def codes_among(scheme: str, codes: Any) -> list[Code]:
    """The entries of a scheme whose codes are among `codes` (values, or a query of them), in their order."""
    return list(Code.objects.filter(scheme=scheme, code__in=codes).order_by("sort", "code"))


def place_of_each(column: str, language: str) -> Subquery:
    """For an annotation: the name of the place whose code stands in a column, in the reader's language."""
    name = "name_zh" if language.startswith("zh") else "name_en"
    return Subquery(Place.objects.filter(code=OuterRef(column)).values(name)[:1])


def known_codes() -> dict[str, frozenset[str]]:
    """The valid codes of form questions that pick from reference data."""
    countries = Code.objects.filter(scheme=Scheme.COUNTRY).values_list("code", flat=True)
    return {"country": frozenset(countries), "place": frozenset(Place.objects.values_list("code", flat=True))}


def is_working_day(day: date) -> bool:
    """Monday to Friday, unless the calendar says otherwise."""
    found = CalendarDay.objects.filter(day=day).first()
    return found.is_working if found else day.weekday() < 5


def add_working_days(start: datetime, days: int) -> datetime:
    """The end of the working day that lies `days` working days after `start`'s day in Beijing (its next midnight)."""
    day = start.astimezone(clock.BEIJING).date()
    span = day + timedelta(days=days * 3 + 30)
    special = dict(CalendarDay.objects.filter(day__gt=day, day__lte=span).values_list("day", "is_working"))
    left = days
    while left:
        day += timedelta(days=1)
        left -= special.get(day, day.weekday() < 5)
    return clock.end_of_day(day)
