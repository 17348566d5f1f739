"""The report of `run-call` as a paper: the page's figures and pictures on A4, in one language."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.kernel.i18n import CHINESE
from yunhui.recipes.run_call import Result
from yunhui.recipes.run_call.pictures import DayPicture, Histogram
from yunhui.recipes.run_call.report import facts
from yunhui.recipes.run_call.spread import LAND
from yunhui.ui import formats
from yunhui.ui.charts import rungs
from yunhui.ui.papers import typeset

TEMPLATE = Path(__file__).parent.parent / "templates/recipes/report.typ"
DOTS = "#C9CFCB"


def report_paper(result: Result, language: str) -> bytes:
    """The report as PDF.

    Raises:
        PaperError: it could not be set.
    """
    with translation.override(language):
        return typeset(TEMPLATE, words_of(result, language))


def words_of(result: Result, language: str) -> dict[str, Any]:
    """Every word and number of the paper, for the template; in the active language."""
    page = facts(result, language)
    chinese = language == CHINESE
    return {
        "lang": "zh" if chinese else "en",
        "title": page["title"],
        "notes": page["notes"],
        "funnel": [
            {"label": step.label, "count": formats.number(step.count, language), "width": float(step.width)}
            for step in rungs(page["funnel"])
        ],
        "land": _land(),
        "marks": [asdict(mark) for mark in page["marks"]],
        "spread": [{**row, "scores": _histogram(row["scores"])} for row in page["spread"]],
        "origins": [{**asdict(one), "share": f"{100 * one.share:.1f}%"} for one in page["origins"]],
        "groups": [_group(group) for group in page["groups"]],
        "days": [{"name": day["name"], "picture": _picture(day["picture"])} for day in page["days"]],
        "words": _words(page),
    }


def _words(page: dict[str, Any]) -> dict[str, Any]:
    numbers = [_("Received"), _("Complete"), _("Selected")]
    return {
        "funnel": _("Funnel"),
        "origin": _("Where they come from"),
        "rings": _("A ring for all who applied from there, a full dot for those selected; the area is their number."),
        "spread": _("Spread"),
        "bars": _(
            "By country or region and by group, from all who applied to those selected. The bars count mean scores in "
            "steps of five points: all in grey, the selected in dark; the dashed line is the gate of %(gate)s."
        )
        % {"gate": page["gate"]},
        "group_head": [_("Group"), *numbers, _("Countries and regions"), _("Mean scores")],
        "origin_head": [_("Country or region"), *numbers, _("Selected of received")],
        "rank_head": [_("Rank"), _("Project"), _("Mean"), _("Interested areas"), _("Outcome")],
        "timetable": _("Timetable"),
        "solver": _(
            "Each bar is an item of its hall: dark a pitch, green a host area, amber a pitch outside 08:00 to 22:00 of "
            "its speaker."
        ),
    }


def _group(group: dict[str, Any]) -> dict[str, Any]:
    left = group["left_out"]
    more = ngettext("One more below; all are in the workbook.", "%(n)s more below; all are in the workbook.", left)
    return {
        "name": _("Ranking: %(name)s") % {"name": group["name"]},
        "note": more % {"n": left} if left else "",
        "items": [
            {
                "rank": "" if item["row"].rank is None else str(item["row"].rank),
                "title": item["row"].application.title,
                "mean": "" if item["row"].score is None else f"{item['row'].score:.2f}",
                "areas": str(item["row"].interests),
                "outcome": item["outcome"],
            }
            for item in group["items"]
        ],
    }


def _histogram(drawn: Histogram) -> dict[str, Any]:
    bars = [{**asdict(bar), "top": bar.top, "dark_top": bar.dark_top} for bar in drawn.bars]
    return {**asdict(drawn), "bars": bars}


def _picture(day: DayPicture) -> dict[str, Any]:
    halls = [{**asdict(hall), "box_y": hall.box_y} for hall in day.halls]
    return {**asdict(day), "halls": halls, "foot": day.foot}


def _land() -> str:
    """The dots of the land as a drawing that stands by itself."""
    text = LAND.read_text(encoding="utf-8").replace("currentColor", DOTS)
    symbol = text[text.index("<symbol") : text.index("</symbol>") + len("</symbol>")]
    frame = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 470" width="1200" height="470">'
    return f'{frame}{symbol}<use href="#land"/></svg>'
