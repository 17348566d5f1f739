"""Writing everything that a run came to."""

from pathlib import Path
from time import perf_counter

from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import StagePass
from yunhui.recipes.run_call import Result
from yunhui.recipes.run_call.outputs import Folder, write_selection, write_timetable
from yunhui.recipes.run_call.paper import report_paper
from yunhui.recipes.run_call.report import report
from yunhui.recipes.walk import Say


def write_all(result: Result, path: Path, *, say: Say) -> list[str]:
    """Write the workbook, the timetable and the report, and return the names of the files.

    Raises:
        WrongInput: the folder cannot be written to.
    """
    start = perf_counter()
    out = Folder(path)
    out.write(
        "selection.xlsx", write_selection(result.batch, _failed(result), [f"{zh} {en}" for zh, en in result.notes])
    )
    if not result.timetable.clashes:
        write_timetable(result.timetable, out)
    result.seconds["write"] = perf_counter() - start
    for language, name in ((CHINESE, "zh"), (ENGLISH, "en")):
        out.write(f"report.{name}.html", report(result, language))
        out.write(f"report.{name}.pdf", report_paper(result, language))
    say(f"{perf_counter() - start:5.1f} s  wrote {', '.join(out.names)}")
    return out.names


def _failed(result: Result) -> list[dict[str, object]]:
    passes = StagePass.objects.filter(
        stage__call=result.call, stage__kind="screening", state=PassState.FAILED
    ).select_related("application")
    return [
        {
            "number": one.application.number,
            "title": one.application.title,
            "lacks": one.reason.removeprefix("incomplete: "),
        }
        for one in passes.order_by("application__number")
    ]
