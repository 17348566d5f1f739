"""What `run-call` writes: the selection as a workbook, the timetable in four forms, and the report."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils import translation

from yunhui.decide.files import WrongInput
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.selectors import as_calendar, as_json, as_paper, lines_of
from yunhui.foundation.codes.selectors import codes_of
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.pipeline.decisions.enums import Outcome
from yunhui.pipeline.decisions.models import Batch
from yunhui.pipeline.decisions.selectors import items_of, sentences

OUTCOMES = {
    Outcome.SELECTED: ("入围", "Selected"),
    Outcome.RESERVE: ("候补", "Reserve"),
    Outcome.UNDECIDED: ("待合议", "To deliberate"),
    Outcome.DECLINED: ("未入围", "Not selected"),
    Outcome.INELIGIBLE: ("未过关", "Gate not passed"),
}
HEAD = (
    ("编号", "No.", 7),
    ("项目", "Project", 46),
    ("组别", "Group", 22),
    ("国家/地区", "Country or region", 18),
    ("组内名次", "Rank in group", 9),
    ("平均分", "Mean", 9),
    ("评分尺度参考", "Reference", 10),
    ("80%区间", "80 % interval", 14),
    ("名额内把握", "Chance of being in", 11),
    ("临界", "Border", 8),
    ("有意向板块", "Interested areas", 10),
    ("结果", "Outcome", 12),
    ("理由", "Reason (Chinese)", 60),
    ("Reason", "Reason", 70),
)


def write_selection(batch: Batch, failed: list[dict[str, Any]], notes: list[str]) -> bytes:
    """The workbook: every application with its rank, score, reference, gates and the reason for in or out.

    Args:
        failed: applications that did not pass the form check: number, title, reason.
        notes: sentences for the second sheet, among them that interests or scores are synthetic.
    """
    stream = BytesIO()
    # Strings that look like formulas stay strings: what an applicant typed never runs in an officer's workbook.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, options)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    two = book.add_format({"num_format": "0.00", "valign": "top"})
    one = book.add_format({"num_format": "0.0", "valign": "top"})
    share = book.add_format({"num_format": "0%", "valign": "top"})
    sheet = book.add_worksheet("入围 Selection")
    for column, (zh, en, width) in enumerate(HEAD):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, zh if zh == en else f"{zh}\n{en}", head)
    countries, row = codes_of("country"), 0
    for row, item in enumerate(items_of(batch), 1):
        application = item.application
        group, country = application.group, countries.get(application.country)
        zh, en = OUTCOMES[Outcome(item.outcome)]
        sheet.write_string(row, 0, f"{application.number:04d}", wrap)
        sheet.write_string(row, 1, application.title, wrap)
        sheet.write_string(row, 2, f"{group.name_zh} {group.name_en}" if group else "", wrap)
        sheet.write_string(row, 3, f"{country.name_zh} {country.name_en}" if country else "", wrap)
        for column, value, style in (
            (4, item.rank, wrap),
            (5, item.score, two),
            (6, item.reference, one),
            (8, item.p_in, share),
            (10, item.interests, wrap),
        ):
            if value is not None:
                sheet.write_number(row, column, float(value), style)
        if item.low is not None and item.high is not None:
            sheet.write_string(row, 7, f"{item.low:.1f}–{item.high:.1f}", wrap)
        sheet.write_string(row, 9, "临界 border" if item.is_border else "", wrap)
        sheet.write_string(row, 11, f"{zh} {en}{f' {item.reserve_number}' if item.reserve_number else ''}", wrap)
        for column, language in ((12, CHINESE), (13, ENGLISH)):
            with translation.override(language):
                sheet.write_string(row, column, " ".join(sentences(item.reasons)), wrap)
    for gone in failed:
        row += 1
        sheet.write_string(row, 0, f"{gone['number']:04d}", wrap)
        sheet.write_string(row, 1, gone["title"], wrap)
        sheet.write_string(row, 11, "形式审查未通过 Form check not passed", wrap)
        sheet.write_string(row, 12, f"材料不全：{gone['lacks']}", wrap)
        sheet.write_string(row, 13, f"Incomplete: {gone['lacks']}", wrap)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, row, len(HEAD) - 1)
    about = book.add_worksheet("说明 About")
    about.set_column(0, 0, 110)
    for number, text in enumerate(notes):
        about.write_string(number, 0, text, wrap)
    book.close()
    return stream.getvalue()


def write_timetable(timetable: Timetable, out: "Folder") -> None:
    """JSON, ICS in both languages, and the printed programme in both languages."""
    lines = lines_of(timetable)
    out.write("timetable.json", json.dumps(as_json(timetable, lines), ensure_ascii=False, indent=1).encode())
    for language, name in ((CHINESE, "zh"), (ENGLISH, "en")):
        out.write(f"timetable.{name}.ics", as_calendar(timetable, lines, language))
        out.write(f"timetable.{name}.pdf", as_paper(timetable, lines, language))


class Folder:
    """The folder of results; each file is written whole or not at all.

    Raises:
        WrongInput: it cannot be made or written to.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.names: list[str] = []
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WrongInput(f"--out {path}: cannot make this folder ({error.strerror})") from error

    def write(self, name: str, data: bytes) -> None:
        """Write one file."""
        part = self.path / f".{name}.part"
        try:
            part.write_bytes(data)
            part.replace(self.path / name)
        except OSError as error:
            raise WrongInput(f"--out {self.path}: cannot write {name} ({error.strerror})") from error
        finally:
            part.unlink(missing_ok=True)
        self.names.append(name)
