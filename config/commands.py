"""Commands that need the city's database: each sets Django up and calls one door."""

import argparse
import sys

import django


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
