"""Commands that need the city's database: each sets Django up and calls one door."""

import argparse
import sys
from pathlib import Path
from time import perf_counter

import django

from config import scratch


def demo(arguments: argparse.Namespace) -> int:
    """Build the demo city, once."""
    django.setup()
    from yunhui.recipes.demo import build_demo, is_empty

    if not is_empty():
        if arguments.if_empty:
            return 0
        sys.stderr.write("yunhui demo: this database holds a city already; nothing was changed\n")
        return 1
    build_demo(say=lambda text: print(f"demo: {text}", flush=True))
    return 0


def audit_verify(arguments: argparse.Namespace) -> int:
    """Verify the security-audit log; exit code 1 when anything is wrong."""
    django.setup()
    from yunhui.foundation.audit.selectors import verify
    from yunhui.kernel import actor

    report = verify(actor.system("command"))
    print(f"{report.entries} entries, {report.links} chained, {report.unsealed} not yet sealed, head {report.head}")
    for finding in report.findings:
        print(f"{finding.kind}: {finding.place}: {finding.text}")
    print("sound" if report.is_sound else f"NOT SOUND: {len(report.findings)} findings")
    return 0 if report.is_sound else 1


def run_call(arguments: argparse.Namespace) -> int:
    """Run a whole call on a file, in a database of its own that is gone afterwards."""
    with scratch.database("scratch"):
        from yunhui.decide.files import WrongInput
        from yunhui.kernel.errors import DomainError
        from yunhui.recipes.run_call import Task, run
        from yunhui.recipes.run_call.finish import write_all

        task = Task(
            applications=Path(arguments.applications),
            out=Path(arguments.out),
            sample=arguments.sample,
            experts=Path(arguments.experts) if arguments.experts else None,
            scores=Path(arguments.scores) if arguments.scores else None,
            select=arguments.select,
            reserve=arguments.reserve,
            seed=arguments.seed,
        )
        start = perf_counter()
        try:
            result = run(task, say=_say)
            write_all(result, task.out, say=_say)
        except (WrongInput, DomainError) as wrong:
            message = wrong.message if isinstance(wrong, DomainError) else wrong
            sys.stderr.write(f"yunhui run-call: {message}\n")
            return 2
        for _zh, en in result.notes:
            _say(en)
        _say(f"{perf_counter() - start:.1f} s in all; open {task.out}/report.zh.html or {task.out}/report.en.html")
    return 0


def _say(text: str) -> None:
    print(text, flush=True)
