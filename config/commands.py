"""Commands that need the city's database: each sets Django up and calls one door."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from time import perf_counter

import django

from config import scratch
from config.env import ROOT
from config.refusal import Refusal


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


def health(arguments: argparse.Namespace) -> int:
    """Say how the machinery is, one line each; exit code 1 when something needs a hand now."""
    django.setup()
    from django.utils import translation

    from yunhui.portal.health import checks

    translation.activate("en")
    words = {"g": "well", "y": "watch", "r": "ACT"}
    found = checks()
    for one in found:
        print(f"{words[one.state]:<6} {one.name}: {one.said}{'. ' + one.do if one.do else ''}")
    return 1 if any(one.state == "r" for one in found) else 0


def init(arguments: argparse.Namespace) -> int:
    """Make a real, empty city from a file, or print the file's template."""
    if arguments.template:
        print((ROOT / "yunhui/recipes/new_city/template.toml").read_text(encoding="utf-8"), end="")
        return 0
    if arguments.file is None:
        raise Refusal("name the city's file; `yunhui init --template > city.toml` gives you one to fill in.")
    django.setup()
    from django.conf import settings
    from django.utils import translation

    from yunhui.kernel import actor
    from yunhui.kernel.errors import DomainError, InvalidError
    from yunhui.recipes.new_city import found_city
    from yunhui.recipes.new_city.plan import read_plan

    translation.activate("en")
    try:
        plan = read_plan(_text_of(arguments.file))
        if arguments.check:
            print(f"{plan.city.name_en}: host areas {len(plan.areas)}, people {len(plan.people)}; nothing was written")
            return 0
        people = found_city(actor=actor.system("init"), plan=plan)
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"{arguments.file} cannot be read: {getattr(error, 'strerror', None) or error}.") from None
    except InvalidError as error:
        for problem in error.problems:
            sys.stderr.write(f"{problem.message}\n")
        raise Refusal("the file was not taken; nothing was written.") from None
    except DomainError as error:
        raise Refusal(f"{error.message} Nothing was written.") from None
    areas = f"{len(plan.areas)} host area{'' if len(plan.areas) == 1 else 's'}"
    print(f"{plan.city.name_en}: {areas}. Each of these people sets a password by their link:")
    for one in people:
        print(f"  {one.email:<40} {one.role:<30} {settings.PUBLIC_URL + one.link if one.link else 'is in already'}")
    return 0


def _text_of(path: str) -> str:
    """A file's text; `-` is what comes in, which also serves a file that only root may read."""
    return sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")


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


def files(arguments: argparse.Namespace) -> int:
    """Go through the store; exit code 1 when a content is missing or damaged."""
    django.setup()
    from django.conf import settings

    from yunhui.foundation.files import services
    from yunhui.foundation.files.ports.shelves import StoreSilent

    if arguments.verb == "carry" and settings.FILES_BUCKET is None:
        raise Refusal("no bucket is named: set YUNHUI_S3_URL and its like first, see docs/runbook/files.md.")
    try:
        if arguments.verb == "orphans":
            found = services.drop_orphans(dry_run=arguments.dry_run)
            for key in found:
                print(key)
            print(f"{len(found)} {'would be' if arguments.dry_run else 'were'} removed")
            return 0
        if arguments.verb == "carry":
            return _walked(services.carry_contents(remove=arguments.remove))
        return _walked(services.seal_contents() if arguments.verb == "seal" else services.verify_contents())
    except StoreSilent as silent:
        raise Refusal(f"the store does not serve us: {silent.reason}.") from None


def _walked(steps: Iterable[tuple[str, str]]) -> int:
    """Name what is wrong, and count all; the exit code."""
    counts = Counter[str]()
    for key, state in steps:
        counts[state] += 1
        if state in ("missing", "damaged"):
            print(f"{state}: {key}", flush=True)
    print(", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "nothing was to be done")
    return 1 if counts["missing"] + counts["damaged"] else 0


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
