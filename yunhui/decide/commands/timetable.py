"""Place items in days, rooms and times: rules hold, unmet wishes cost least; formats in docs/formats/timetable.md."""

import argparse
import sys
from pathlib import Path
from typing import Any

from yunhui.decide.files import Progress as Line
from yunhui.decide.files import WrongInput, read_json, write_json
from yunhui.decide.timetable import Plan, Progress, Solution, WrongPlan, read_plan, solution_json, solve
from yunhui.decide.timetable.cosplib import command as workbooks
from yunhui.decide.timetable.cosplib.reading import is_workbook
from yunhui.decide.timetable.schedule_json import Schedule, is_schedule, kept, read_schedule

HELP = "place items in days, rooms and times"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--in",
        dest="source",
        type=Path,
        required=True,
        metavar="FILE",
        help="the plan, JSON; a schedule.json; or a CoSPLib workbook",
    )
    parser.add_argument(
        "--out",
        dest="target",
        type=Path,
        metavar="FILE",
        help="the timetable, JSON; for a workbook a solution workbook (.xlsx) or JSON",
    )
    parser.add_argument("--seconds", type=float, default=60.0, help="the most time to take (default 60)")
    parser.add_argument("--seed", type=int, default=1, help="another seed may end elsewhere (default 1)")
    parser.add_argument(
        "--work",
        type=float,
        help="the most work, in the solver's own units, which do not depend on the machine (default 0.8 a second)",
    )
    parser.add_argument(
        "--keep-rooms", action="store_true", help="of a schedule.json: leave each track in the rooms that it had"
    )
    parser.add_argument(
        "--score", type=Path, metavar="FILE", help="do not solve: score this solution workbook of a CoSPLib workbook"
    )


def run(arguments: argparse.Namespace) -> int:
    """Exit code 0 with a timetable, 1 without (the file then says why)."""
    if not arguments.seconds > 0 or (arguments.work is not None and not arguments.work > 0):
        raise WrongInput("--seconds and --work are more than 0")
    if not 0 <= arguments.seed < 2**31:
        raise WrongInput("--seed is a whole number from 0 to 2147483647")
    target: Path | None = arguments.target
    if target is None and arguments.score is None:
        raise WrongInput("--out FILE is where the timetable goes")
    if target is not None and not target.parent.is_dir():
        raise WrongInput(f"{target}: the folder {target.parent} does not exist; make it first")
    if is_workbook(arguments.source):
        return workbooks.run(
            arguments.source,
            target,
            scored=arguments.score,
            seconds=arguments.seconds,
            seed=arguments.seed,
            work=arguments.work,
        )
    if arguments.score is not None or target is None:
        raise WrongInput("--score is for CoSPLib workbooks")
    content = read_json(arguments.source)
    schedule = _schedule(arguments.source, content, arguments.keep_rooms) if is_schedule(content) else None
    plan = _plan(arguments.source, content) if schedule is None else schedule.plan
    solution = _solve(plan, arguments)
    write_json(target, solution_json(plan, solution))
    sys.stderr.write(_summary(solution) + "\n")
    if schedule is not None and solution.placements:
        sys.stderr.write("\n".join(f"  {one}" for one in kept(schedule, solution.placements)) + "\n")
    return 0 if solution.placements else 1


def _solve(plan: Plan, arguments: argparse.Namespace) -> Solution:
    line = Line()
    solution = solve(
        plan,
        seconds=arguments.seconds,
        seed=arguments.seed,
        work=arguments.work,
        on_progress=lambda progress: line.say(_progress(progress)),
    )
    line.done()
    return solution


def _plan(source: Path, content: Any) -> Plan:
    try:
        return read_plan(content)
    except WrongPlan as wrong:
        raise _listed(source, wrong) from wrong


def _schedule(source: Path, content: Any, keep_rooms: bool) -> Schedule:
    try:
        return read_schedule(content, keep_rooms=keep_rooms)
    except WrongPlan as wrong:
        raise _listed(source, wrong) from wrong


def _listed(source: Path, wrong: WrongPlan) -> WrongInput:
    count = len(wrong.problems)
    head = f"{source}: {count} problem{'s' if count > 1 else ''}"
    return WrongInput("\n  ".join([head, *wrong.problems]))


def _progress(progress: Progress) -> str:
    if progress.items:
        return f"{progress.placed} of {progress.items} items have their place"
    if progress.objective is None:
        return f"no timetable yet; it will cost at least {progress.bound}"
    return f"a timetable that costs {progress.objective}; none costs less than {progress.bound}"


def _summary(solution: Solution) -> str:
    took = f"{solution.seconds:.1f} s"
    if solution.status == "infeasible":
        rules = "\n".join(f"  {rule.text}" for clash in solution.clashes for rule in clash.rules)
        return f"infeasible, {took}: these rules clash\n{rules}"
    if solution.status == "unknown":
        return f"unknown, {took}: no timetable found in time, and no proof that there is none; allow more seconds"
    return f"{solution.status}, {took}: costs {solution.objective}, none costs less than {solution.bound}"
