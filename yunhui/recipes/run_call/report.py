"""The report of `run-call`: one page that stands by itself, in one language, with funnel, ranking and timetable."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.selectors import Line, clashes_of, days_of, lines_of
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import CHINESE, pick
from yunhui.pipeline.decisions.enums import Outcome
from yunhui.pipeline.decisions.selectors import ranking_of, sentences
from yunhui.recipes.run_call import Result
from yunhui.recipes.run_call.outputs import OUTCOMES
from yunhui.recipes.run_call.pictures import Entry, day_picture
from yunhui.recipes.run_call.spread import spread_of
from yunhui.ui import formats
from yunhui.ui.charts import Step
from yunhui.ui.reader import Reader

SHOWN_BELOW_LINE = 8


def report(result: Result, language: str) -> bytes:
    """The page as UTF-8 HTML with its style inside, so that it can be mailed and opened anywhere."""
    with translation.override(language):
        html = render_to_string(
            "recipes/report.html",
            {
                "reader": Reader(language=language, zone=settings.TIME_ZONE_OF_CITY),
                "language": "zh-Hans" if language == CHINESE else "en",
                "style": (settings.STATICFILES_DIRS[0] / "public.css").read_text(encoding="utf-8"),
                **facts(result, language),
            },
        )
    return html.encode()


def facts(result: Result, language: str) -> dict[str, Any]:
    """What the report says, for the page and for the paper, in one language."""
    actor = Actor(user_id=None, label="system:report", language=language)
    chinese = language == CHINESE
    return {
        "title": pick(result.call, "title", language),
        "notes": [zh if chinese else en for zh, en in result.notes],
        "funnel": _funnel(result, chinese),
        **spread_of(result, language),
        "groups": [_group(result, group, actor) for group in result.call.groups.order_by("sort")],
        "rule": result.batch.rule,
        "timetable": result.timetable,
        "clashes": clashes_of(result.timetable),
        "days": _days(result, language),
        "outside": _outside(result),
        "seconds": [(name, f"{value:.1f}") for name, value in result.seconds.items()],
        "total": f"{sum(result.seconds.values()):.1f}",
    }


def _funnel(result: Result, chinese: bool) -> list[Step]:
    items = list(result.batch.items.values_list("interests", "score", "outcome"))
    least, gate = result.call.min_interests, result.call.gate_mean
    interested = sum(interests >= least for interests, _score, _outcome in items)
    scored = sum(score is not None and score >= gate for _interests, score, _outcome in items)
    both = sum(interests >= least and score is not None and score >= gate for interests, score, _outcome in items)
    selected = sum(outcome == Outcome.SELECTED for _interests, _score, outcome in items)
    words = (
        ("收到", "形式审查通过", "有板块意向", f"平均{gate:.0f}分以上", "两关都过", "入围")
        if chinese
        else (
            "Received",
            "Form check passed",
            "Interest of a host area",
            f"Mean of {gate:.0f} or more",
            "Both gates",
            "Selected",
        )
    )
    counts = (result.received, result.checked, interested, scored, both, selected)
    return [Step(word, count, rated=index != 3) for index, (word, count) in enumerate(zip(words, counts, strict=True))]


def _group(result: Result, group: Any, actor: Actor) -> dict[str, Any]:
    items = [item for item in ranking_of(result.batch, group) if item.score is not None]
    last = max((index for index, item in enumerate(items) if item.outcome == Outcome.SELECTED), default=-1)
    shown = items[: max(last + 1 + SHOWN_BELOW_LINE, SHOWN_BELOW_LINE)]
    line = result.batch.notes["lines"].get(group.key, {})
    inside, outside = line.get("last_inside"), line.get("first_outside")
    cut = (float(inside) + float(outside)) / 2 if inside and outside else None
    values = [value for item in shown for value in (item.low, item.high) if value is not None]
    low, high = (min(values) - 1, max(values) + 1) if values else (0.0, 100.0)
    chinese = actor.language == CHINESE
    return {
        "name": pick(group, "name", actor.language),
        "quota": group.quota,
        "count": len(items),
        "left_out": len(items) - len(shown),
        "low": low,
        "high": high,
        "cut": min(max(cut, low), high) if cut is not None else (low + high) / 2,
        "has_cut": cut is not None,
        "border": sum(item.is_border for item in items),
        "items": [
            {
                "row": item,
                "outcome": OUTCOMES[Outcome(item.outcome)][0 if chinese else 1],
                "is_in": item.outcome == Outcome.SELECTED,
                # A passed gate needs no words here; the workbook has them all.
                "reasons": " ".join(sentences([one for one in item.reasons if not one.get("passed")])),
                "after_line": index == last,
            }
            for index, item in enumerate(shown)
        ],
    }


def _days(result: Result, language: str) -> list[dict[str, Any]]:
    lines = lines_of(result.timetable)
    zone = result.call.venue_zone
    hours = [formats.local(one, zone) for line in lines for one in (line.starts_at, line.ends_at)]
    first = min((hour.hour for hour in hours), default=9)
    last = max((hour.hour + (hour.minute > 0) for hour in hours), default=18)
    days = []
    for day, of_day in days_of(lines, result.call.venue_zone):
        rows = []
        for line in of_day:
            local = formats.moment(line.starts_at, language, line.zone) if line.zone else ""
            there = f"{pick(line, 'place', language)} {local}".strip()
            rows.append(
                {
                    "time": formats.clock(line.starts_at, result.call.venue_zone),
                    "title": line.title(language),
                    "group": pick(line, "group", language),
                    "country": pick(line, "country", language),
                    "room": pick(line, "room", language),
                    "there": there,
                    "is_humane": line.is_humane,
                    "kind": line.kind,
                }
            )
        picture = day_picture([_entry(line, language) for line in of_day], zone, first, last)
        days.append({"name": formats.day(day, language), "rows": rows, "picture": picture})
    return days


def _entry(line: Line, language: str) -> Entry:
    boards = "板块推介" if language == CHINESE else "Host areas"
    title = line.title(language)
    run = boards if line.kind == ItemKind.BOARD_PITCH else pick(line, "group", language) or title
    return Entry(title, pick(line, "room", language), run, line.kind, line.starts_at, line.ends_at, line.is_humane)


def _outside(result: Result) -> int:
    return sum(not line.is_humane for line in lines_of(result.timetable))
