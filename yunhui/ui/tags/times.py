"""Clocks, dates and deadlines, numbers: what depends on the reader."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yunhui.kernel import clock as kernel_clock
from yunhui.ui import formats, sprite
from yunhui.ui.reader import BEIJING, Reads, reader_of
from yunhui.ui.tags import register


@register.filter
def number(value: formats.Number | None, reader: Reads) -> str:
    """`{{ n|number:reader }}`: 1,234 or 1234."""
    return formats.number(value, reader.language)


@register.filter
def score(value: formats.Number | None) -> str:
    """`{{ mean|score }}`: 87.60."""
    return formats.score(value)


@register.filter
def percent(share: formats.Number | None, places: int = 1) -> str:
    """`{{ 0.855|percent }}`: 85.5%."""
    return formats.percent(share, places)


@register.filter
def size(value: int, reader: Reads) -> str:
    """`{{ file.size|size:reader }}`: 4.1 MB."""
    return formats.megabytes(value, reader.language)


@register.filter
def day(value: date, reader: Reads) -> str:
    """`{{ d|day:reader }}`: 6月11日（周四）; an instant is taken on the reader's clock."""
    return formats.day(_date(value, reader), reader.language)


@register.filter
def short_day(value: date, reader: Reads) -> str:
    """`{{ d|short_day:reader }}`: 6月11日."""
    return formats.short_day(_date(value, reader), reader.language)


@register.filter
def moment(value: datetime, reader: Reads) -> str:
    """`{{ at|moment:reader }}`: 6月11日（周四）14:00 on the reader's clock."""
    return formats.moment(value, reader.language, reader.zone)


@register.filter
def dated(value: datetime, reader: Reads) -> str:
    """`{{ at|dated:reader }}`: 2026年6月11日（周四）14:00, for what is read years later."""
    return formats.moment(value, reader.language, reader.zone, year=True)


@register.filter
def clock(value: datetime, reader: Reads) -> str:
    """`{{ at|clock:reader }}`: 09:00 on the reader's clock."""
    return formats.clock(value, reader.zone)


@register.simple_tag(takes_context=True)
def time(context: Mapping[str, Any], at: datetime, form: str = "moment", zone: str = "", place: str = "") -> SafeString:
    """`{% time at %}`, `{% time at "clock" zone="Asia/Shanghai" %}`: a time element.

    On the reader's clock when no zone is given. With a zone that is not the reader's, "moment" and "end" name it,
    and the script adds the browser's own time where it differs. Forms: moment, end (midnight is 24:00 of the day
    that it ends), day, clock.

    Raises:
        KeyError: no such form.
    """
    reader = reader_of(context)
    shown = zone or reader.zone
    words = {
        "moment": lambda: formats.moment_for(at, reader.language, reader.zone, shown, place),
        "end": lambda: formats.moment_for(at, reader.language, reader.zone, shown, place, is_end=True),
        "day": lambda: formats.day(formats.local(at, shown).date(), reader.language),
        "clock": lambda: formats.clock(at, shown),
    }[form]()
    own = format_html(' data-own="{}"', _("{time} your time")) if zone else ""
    return format_html(
        '<time datetime="{}" data-zone="{}"{}>{}</time>', formats.local(at, shown).isoformat(), shown, own, words
    )


@register.simple_tag(takes_context=True)
def wall_clock(context: Mapping[str, Any]) -> SafeString:
    """`{% wall_clock %}`: now, in the top bar; the script moves it on."""
    reader, now = reader_of(context), kernel_clock.now()
    words = formats.moment(now, reader.language, reader.zone)
    return format_html(
        '<time datetime="{}" data-zone="{}" data-now>{}</time>',
        formats.local(now, reader.zone).isoformat(),
        reader.zone,
        words,
    )


@register.simple_tag(takes_context=True)
def deadline(context: Mapping[str, Any], at: datetime, zone: str = BEIJING, watch_days: int = 2) -> SafeString:
    """`{% deadline row.due_at %}`: the light with its words, the date under it; far ahead it says "on time"."""
    reader = reader_of(context)
    due = formats.due(at, kernel_clock.now(), reader.language, zone, watch_days=watch_days)
    words = _("on time") if due.light == "g" else due.words
    return format_html(
        '{}<time class="sub" datetime="{}">{}</time>',
        sprite.light(due.light, words),
        formats.local(at, reader.zone).isoformat(),
        formats.short_day(formats.last_day(at, reader.zone), reader.language),
    )


@register.simple_tag(takes_context=True)
def left_until(context: Mapping[str, Any], at: datetime) -> str:
    """`{% left_until at %}`: 2天4小时."""
    return formats.left(at, kernel_clock.now(), reader_of(context).language)


@register.inclusion_tag("ui/parts/clocks.html", takes_context=True)
def clocks(
    context: Mapping[str, Any], at: datetime, zone: str = "", place: str = "", who: str = "", lines: bool = False
) -> dict[str, Any]:
    """`{% clocks at zone="Europe/Amsterdam" place=_("Delft") who=_("Speaker") lines=True %}`.

    The reader's clock first, Beijing's, the other side's when a zone is given; a clock that shows what an earlier one
    shows is left out, and the day is named again where it differs.
    """
    reader = reader_of(context)
    comma = "，" if formats.is_chinese(reader.language) else ", "
    home = formats.clock_name(BEIJING, reader.language)
    rows = [(_("You") + comma + formats.city(reader.zone, reader.language), reader.zone), (home, BEIJING)]
    if formats.utc_offset(at, reader.zone) == formats.utc_offset(at, BEIJING):
        rows = [(home, BEIJING)]
    if zone:
        rows.append(((who or _("There")) + comma + (place or formats.city(zone, reader.language)), zone))
    first = formats.local(at, rows[0][1]).date()
    shown: list[dict[str, str]] = []
    for name, of in rows:
        there = formats.local(at, of)
        same = bool(shown) and there.date() == first
        words = formats.hour(at, of, reader.language) if same else formats.moment(at, reader.language, of)
        shown.append({"name": name, "zone": of, "iso": there.isoformat(), "words": words})
    return {"rows": shown, "lines": lines, "iso": shown[0]["iso"], "you": _("You"), "reader": reader}


def _date(value: date, reader: Reads) -> date:
    return formats.local(value, reader.zone).date() if isinstance(value, datetime) else value
