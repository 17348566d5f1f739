"""Funnel, ladder, intervals, hours, the map of cities."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yunhui.ui import charts, citymap, formats
from yunhui.ui.reader import BEIJING, reader_of
from yunhui.ui.tags import register


@register.inclusion_tag("ui/parts/ladder.html", takes_context=True)
def ladder(context: Mapping[str, Any], steps: Sequence[charts.Step | tuple[str, int]]) -> dict[str, Any]:
    """`{% ladder steps %}`: a bar for each step, its count, its rate of the step before."""
    return {"rungs": charts.rungs(steps), "reader": reader_of(context)}


@register.inclusion_tag("ui/parts/strip.html", takes_context=True)
def strip(
    context: Mapping[str, Any], steps: Sequence[charts.Step | tuple[str, int]], label: str = ""
) -> dict[str, Any]:
    """`{% strip steps _("Stages") %}`: the funnel across a list page; each figure leads to its rows."""
    return {"rungs": charts.rungs(steps), "label": label or _("Stages"), "reader": reader_of(context)}


@register.simple_tag
def interval(
    low: float, middle: float, high: float, cut: float, scale_low: float, scale_high: float, share: int = 80
) -> SafeString:
    """`{% interval 81.2 83.4 85.6 82.33 70 95 %}`: the 80 % interval of the scale reference, the cut line dashed;
    another `share` where the interval is another."""
    scale = charts.Scale(scale_low, scale_high)
    a, b = scale.x(low), scale.x(high)
    label = _("{share}% interval {low} to {high}").format(share=share, low=f"{low:.1f}", high=f"{high:.1f}")
    # A page has hundreds of them: numbers need no escaping.
    return SafeString(
        f'<svg class="chart iv" viewBox="0 0 144 40" role="img" aria-label="{escape(label)}">'
        f'<path class="st-cut" d="M{scale.x(cut)} 0V40" stroke-dasharray="3 4"/>'
        f'<path class="st-ink" stroke-width="1.5" d="M{a} 20H{b}M{a} 16v8M{b} 16v8"/>'
        f'<circle class="f-ink" cx="{scale.x(middle)}" cy="20" r="3"/></svg>'
    )


@register.simple_tag
def interval_axis(scale_low: float, scale_high: float, cut: float, cut_label: str) -> SafeString:
    """`{% interval_axis 70 95 82.33 _("quota line") %}`: the head of the column of intervals."""
    scale = charts.Scale(scale_low, scale_high)
    fifth = (scale_high - scale_low) / 5
    ends = [(round(scale_low + fifth), "middle"), (round(scale_high - fifth), "middle")]
    texts = [(scale.x(value), str(value)) for value, _anchor in ends]
    return format_html(
        '<svg class="chart iv iv--h" viewBox="0 0 144 14" aria-hidden="true">'
        '<text x="{}" y="11" text-anchor="middle">{}</text><text x="{}" y="11" text-anchor="middle">{}</text>'
        '<text x="{}" y="11" text-anchor="middle">{}</text></svg>',
        *texts[0],
        scale.x(cut),
        cut_label,
        *texts[1],
    )


@register.simple_tag
def bullet(value: float, target: float, expected: float) -> SafeString:
    """`{% bullet 52 60 51 %}`: progress to a yearly target, a tick where the calendar expects it."""
    most = max(value, target) or 1
    return format_html(
        '<svg class="bullet" viewBox="0 0 200 12" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="f-line" y="3" width="200" height="6"/><rect class="f-ink" y="3" width="{}" height="6"/>'
        '<path class="st-ink" stroke-width="1.5" d="M{} 0V12"/></svg>',
        charts.coordinate(200 * value / most),
        charts.coordinate(200 * expected / most),
    )


@register.inclusion_tag("ui/parts/hours.html", takes_context=True)
def hours(context: Mapping[str, Any], at: datetime, zone: str = "", place: str = "", label: str = "") -> dict[str, Any]:
    """`{% hours at zone="Europe/Amsterdam" place=_("Delft") label=_("Start") %}`: one moment on strips of 24 hours."""
    reader = reader_of(context)
    rows = [(formats.clock_name(BEIJING, reader.language), BEIJING)]
    if zone and zone != BEIJING:  # two strips that are the same say nothing
        rows.append((place or formats.city(zone, reader.language), zone))
    if formats.utc_offset(at, reader.zone) != formats.utc_offset(at, BEIJING):
        rows.append((_("You") + " · " + formats.city(reader.zone, reader.language), reader.zone))
    wide = charts.hours(at, rows, reader.language, left=112, width=648)
    narrow = charts.hours(at, rows, reader.language, left=0, width=358)
    said = "; ".join(f"{row.label} {row.words}" for row in wide.rows)
    return {
        "wide": _laid(wide, 44, 52),
        "narrow": _laid(narrow, 50, 60),
        "wide_height": 44 + 52 * len(rows) + 16,
        "narrow_height": 50 + 60 * len(rows) + 4,
        "label": label or _("Start"),
        "said": said,
        "by_day": _("Light is {starts:02d}:00–{ends:02d}:00 there").format(
            starts=charts.DAY_STARTS, ends=charts.DAY_ENDS
        ),
    }


def _laid(drawn: charts.Hours, top: int, step: int) -> dict[str, Any]:
    """Rows with their heights: label above or beside, strip of 32, text baselines."""
    rows = []
    for i, row in enumerate(drawn.rows):
        y = top + step * i
        rows.append({"row": row, "y": y, "text_y": y + 20, "now_y": y + 3, "label_y": y - 7, "words_y": y + 21})
    x = float(drawn.x)
    return {
        "rows": rows,
        "x": drawn.x,
        "box": charts.coordinate(x - 31),
        "top": top,
        "bottom": top + step * (len(rows) - 1) + 32,
        "foot": top + step * (len(rows) - 1) + 64,
    }


@register.inclusion_tag("ui/parts/city_map.html", takes_context=True)
def city_map(
    context: Mapping[str, Any], cities: Sequence[citymap.City], hub: citymap.City, at: datetime, title: str
) -> dict[str, Any]:
    """`{% city_map cities hub at _("Where they come from") %}`: dots by number, local times, a list for phones."""
    language = reader_of(context).language
    times = [formats.clock(at, city.zone) if city.zone else "" for city in cities]
    x, y = citymap.project(hub.lon, hub.lat)
    hub_label = f"{hub.name} {formats.clock(at, hub.zone or BEIJING)}"
    room = (x - 14, y - 14, x + 20 + 8 * len(hub_label), y + 28)
    labels = [f"{city.name} {time}".strip() for city, time in zip(cities, times, strict=True)]
    dots = citymap.place(cities, labels, taken=[room])
    by_time: dict[str, list[str]] = {}
    for city, time in sorted(zip(cities, times, strict=True), key=lambda pair: (_offset(at, pair[0]), pair[0].name)):
        by_time.setdefault(time, []).append(city.name)
    return {
        "land": static("land.svg"),
        "title": title,
        "dots": dots,
        "arcs": [citymap.arc(dot.x, dot.y, x, y) for dot in dots],
        "hub": {
            "x": round(x, 1),
            "y": round(y, 1),
            "label": hub_label,
            "label_x": round(x + 17),
            "label_y": round(y + 22),
        },
        "times": [
            (time, ("、" if formats.is_chinese(language) else ", ").join(names)) for time, names in by_time.items()
        ],
    }


def _offset(at: datetime, city: citymap.City) -> float:
    return formats.utc_offset(at, city.zone or BEIJING).total_seconds()
