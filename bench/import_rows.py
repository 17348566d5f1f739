"""A table of ten thousand applications: read, checked, confirmed, written; and the same again, which changes nothing.

    python bench/import_rows.py [--rows 10000]

As a workbook and as CSV in GB18030, each into a call of its own, by the services behind the pages, beside an open city.
The promise: within 60 s from the first byte to the last row.
"""

import io
import sys
import time
from itertools import pairwise
from typing import Any

from _city import argument_parser, headline, opened

LIMIT = 60.0


def table(call: Any, count: int) -> list[list[str]]:
    """Heads as the form has them, and as many different rows."""
    from tests.factories.city import answers

    assert call.form_version is not None
    keys = [question["key"] for question in call.form_version.questions]
    rows = [["外部编号", *(question["label_zh"] for question in call.form_version.questions)]]
    for number in range(1, count + 1):
        long = f"第{number}号项目：低温电解液配方，三年内建成中试线，燚㛃镕。" * 6
        given = answers(number, summary=long, novelty=long, team=long, landing=long)
        rows.append([f"HB-{number:06d}", *(str(given.get(key, "")) for key in keys)])
    return rows


def as_csv(rows: list[list[str]]) -> bytes:
    lines = (",".join(f'"{cell}"' for cell in row) for row in rows)
    return "\r\n".join(lines).encode("gb18030")


def as_workbook(rows: list[list[str]]) -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("名单")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return stream.getvalue()


def bring(call: Any, name: str, data: bytes) -> tuple[dict[str, int], list[float]]:
    """Bring a file in; how many rows had each outcome, and the seconds of reading and checking, and of writing."""
    from collections import Counter

    from tests.factories.city import SYSTEM
    from yunhui.features.imports.enums import Kind
    from yunhui.features.imports.models import ImportRow
    from yunhui.features.imports.services import confirm_import, start_import, work_on

    seconds = [time.perf_counter()]
    run = start_import(actor=SYSTEM, kind=Kind.APPLICATIONS, file_name=name, data=data, call=call, consent="")
    run = work_on(run.pk)
    seconds.append(time.perf_counter())
    outcomes = Counter(ImportRow.objects.filter(run=run).values_list("outcome", flat=True))
    if outcomes.keys() - {"same"}:
        confirm_import(actor=SYSTEM, run_id=run.pk)
        work_on(run.pk)
    seconds.append(time.perf_counter())
    return dict(outcomes), [two - one for one, two in pairwise(seconds)]


def main() -> int:
    parser = argument_parser(__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    options = parser.parse_args()
    with opened(options):
        from tests.factories.city import make_board, make_call, make_city
        from yunhui.pipeline.applications.models import Application, ApplicationVersion

        root = make_city()
        make_board(root, 1, "energy")
        headline(rows=options.rows)
        print("| file | MB | outcome | check s | write s | all s | applications |\n|---|--:|---|--:|--:|--:|--:|")
        good = True
        for kind, made in (("XLSX", as_workbook), ("CSV GB18030", as_csv)):
            call = make_call(root, f"import-{kind[:3].lower()}")
            data = made(table(call, options.rows))
            before = 0
            for turn in ("", ", again"):
                outcomes, seconds = bring(call, f"名单.{kind[:4].lower().strip()}", data)
                count = Application.objects.filter(call=call).count()
                versions = ApplicationVersion.objects.filter(application__call=call).count()
                wanted = {"same": options.rows} if turn else {"new": options.rows}
                good &= sum(seconds) <= LIMIT and outcomes == wanted and count == versions == options.rows
                cells = f"{len(data) / 1e6:.1f} | {outcomes} | {seconds[0]:.1f} | {seconds[1]:.1f} | {sum(seconds):.1f}"
                print(f"| {kind}{turn} | {cells} | {count} (before {before}) |", flush=True)
                before = count
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
