"""Migrate the database named by YUNHUI_UPGRADE_CONNINFO and walk through it: its log, its lists, its people.

A program of its own, because Django reads its database once.
"""

import os
import sys
from pathlib import Path

from django.core.management import call_command

from config import scratch


def main() -> int:
    """0 when everything that stood in the earlier city can still be read."""
    conninfo = os.environ.pop("YUNHUI_UPGRADE_CONNINFO")
    heads = Path(os.environ["YUNHUI_VAR"]) / "heads.jsonl"
    scratch.surround(os.environ, "test")
    import django
    import psycopg
    from django.conf import settings

    django.setup()
    settings.AUDIT_HEADS = heads  # other tests' heads are not this city's
    from django.db import connection

    connection.settings_dict["NAME"] = psycopg.conninfo.conninfo_to_dict(conninfo)["dbname"]
    call_command("migrate", verbosity=0, interactive=False)
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    _walk()
    return 0


def _walk() -> None:
    from yunhui.features.docking.selectors import offers_visible_to
    from yunhui.foundation.accounts.models import User
    from yunhui.foundation.audit.selectors import verify
    from yunhui.kernel import actor as actors
    from yunhui.pipeline.applications.models import Application
    from yunhui.pipeline.applications.selectors import application_for, submitted_in
    from yunhui.pipeline.calls.models import Call

    system = actors.system("upgrade")
    report = verify(system)
    assert report.entries > 5000 and report.is_sound, report.findings
    assert offers_visible_to(system).count() > 1000
    for call in Call.objects.all():
        for row in submitted_in(system, call).order_by("number")[:3]:
            found = application_for(system, row.pk)
            assert found.title == row.title
            assert found.versions.exists()
    owners = User.objects.filter(applications__in=Application.objects.all()).distinct()
    assert owners.exists()


if __name__ == "__main__":
    sys.exit(main())
