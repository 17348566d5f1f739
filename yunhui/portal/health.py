"""How the city's machinery is: each thing that can silently stop, with what it says and what to do."""

import json
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.foundation.accounts.services import collector_trouble
from yunhui.foundation.audit.selectors import oldest_unsealed
from yunhui.foundation.codes.selectors import last_year_of_calendar
from yunhui.foundation.files.selectors import store_trouble
from yunhui.foundation.notices.services import has_mail, has_mailbox, mail_trouble, mailbox_trouble
from yunhui.foundation.outbox.selectors import queue
from yunhui.kernel import clock
from yunhui.parties.selectors import city

State = Literal["g", "y", "r"]
# The sealer runs each second and the worker picks a job up at once: a minute means that nobody does.
LATE, VERY_LATE = timedelta(minutes=1), timedelta(minutes=10)
LEAST_FREE, SCARCE = 2 << 30, 10 << 30
OLD_BACKUP = timedelta(hours=30)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing: g well, y watch, r act; what was seen, and what to do (empty where nothing is)."""

    key: str
    name: str
    state: State
    said: str
    do: str = ""


def checks() -> list[Check]:
    """Every check, now. A part that cannot be asked says so instead of hiding the others."""
    return [*_database(), *_work(), *_machine(), *_lines()]


def _database() -> Iterator[Check]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), pg_database_size(current_database()), now(),"
            " (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),"
            " current_setting('max_connections')::int"
        )
        version, size, now, used, most = cursor.fetchone()
    said = _("PostgreSQL %(version)s, %(size)d MB, %(used)d of %(most)d connections") % {
        "version": version.split()[0], "size": size >> 20, "used": used, "most": most,
    }  # fmt: skip
    crowded = used * 10 > most * 8
    yield Check("database", _("Database"), "y" if crowded else "g", said,
                _("Give the server more connections, or the web fewer threads.") if crowded else "")  # fmt: skip
    drift = abs((clock.now() - now).total_seconds())
    yield Check("clock", _("Clock"), "g" if drift < 2 else "r",
                _("This machine and the database differ by %(seconds).1f s") % {"seconds": drift},
                "" if drift < 2 else _("Set both by the same time server; deadlines go by the clock."))  # fmt: skip
    executor = MigrationExecutor(connection)
    left = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    yield Check("version", _("Version of the tables"), "r" if left else "g",
                ngettext("%(n)d change waits", "%(n)d changes wait", left) % {"n": left} if left else _("Up to date"),
                _("Stop and start the city: the start applies them.") if left else "")  # fmt: skip


def _work() -> Iterator[Check]:
    found = queue()
    age = clock.now() - found.oldest if found.oldest else timedelta(0)
    state: State = "r" if age > VERY_LATE else "y" if age > LATE or found.failed else "g"
    said = _("%(waiting)d jobs wait, %(failed)d gave up this week") % {
        "waiting": found.waiting, "failed": found.failed,
    }  # fmt: skip
    yield Check("queue", _("Work in the background"), state, said,
                "" if state == "g" else _("See the worker's lines in var/log/yunhui.log."))  # fmt: skip
    oldest = oldest_unsealed()
    age = clock.now() - oldest if oldest else timedelta(0)
    state = "r" if age > VERY_LATE else "y" if age > LATE else "g"
    said = _("The oldest unsealed entry is %(seconds)d s old") % {"seconds": age.total_seconds()}
    yield Check("audit", _("Sealing of the security-audit log"), state, said,
                "" if state == "g" else _("The worker seals it: see its lines in var/log/yunhui.log."))  # fmt: skip
    year, this = last_year_of_calendar(), clock.now().astimezone().year
    late = year is None or year < this or (year == this and clock.now().astimezone().month == 12)
    yield Check("calendar", _("Working days"), "y" if late else "g",
                _("Known up to the end of %(year)s") % {"year": year} if year else _("None are known"),
                _("Enter next year's days off and make-up days; until then every Monday to Friday counts.")
                if late else "")  # fmt: skip


def _machine() -> Iterator[Check]:
    root = Path(settings.FILES_ROOT)
    while not root.exists():
        root = root.parent
    free = shutil.disk_usage(root).free
    state: State = "r" if free < LEAST_FREE else "y" if free < SCARCE else "g"
    yield Check("disk", _("Disk"), state, _("%(free)d GB free") % {"free": free >> 30},
                "" if state == "g" else _("Make room, or move var/ to a larger disk."))  # fmt: skip
    row = city()
    missing = row is not None and not (row.icp and row.police)
    yield Check("filing", _("Filing numbers"), "y" if missing else "g",
                _("Not all are at the foot of the pages") if missing else _("At the foot of the pages"),
                _("Enter them in the city's file and run `yunhui init` again.") if missing else "")  # fmt: skip
    yield _backup(Path(settings.BACKUP_STAMP))


def _lines() -> Iterator[Check]:
    """The machines elsewhere that the environment names, asked side by side: a silent one costs three seconds."""
    asked: list[tuple[str, str, Callable[[], tuple[str, str]], str]] = []
    if settings.FILES_BUCKET is not None:
        asked.append(
            ("store", _("Bucket of the files"), _store, _("Files can be neither sent nor read until it answers."))
        )
    if has_mail():
        asked.append(("mail", _("Mail server"), lambda: (mail_trouble(), ""), _("Letters wait until it takes them.")))
    if has_mailbox():
        said = _("Letters that come back are not seen until it opens.")
        asked.append(("mailbox", _("Mailbox of returned letters"), lambda: (mailbox_trouble(), ""), said))
    if settings.SYSLOG:
        said = _("The security log stays here and is sent when it answers.")
        asked.append(("collector", _("Log collector"), lambda: (collector_trouble(), ""), said))
    if not asked:
        return
    with ThreadPoolExecutor(len(asked)) as pool:
        answers = list(pool.map(lambda one: one[2](), asked))
    for (key, name, _ask, until), (trouble, detail) in zip(asked, answers, strict=True):
        said = (_(trouble) + (f" ({detail})" if detail else "")) if trouble else _("It answers")
        yield Check(key, name, "r" if trouble else "g", said,
                    f"{until} {_('What to set is in docs/runbook.')}" if trouble else "")  # fmt: skip


def _store() -> tuple[str, str]:
    return store_trouble() or ("", "")


def _backup(stamp: Path) -> Check:
    name, do = _("Backup"), _("Let the nightly timer run: docs/runbook/backup.md.")
    try:
        content = json.loads(stamp.read_text(encoding="utf-8"))
        taken = datetime.fromisoformat(content["taken_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return Check(
            "backup", name, "g" if settings.DEMO else "r", _("None was taken here"), "" if settings.DEMO else do
        )
    hours = (clock.now() - taken).total_seconds() // 3600
    drilled = content.get("drilled_at")
    said = _("The last one is %(hours)d hours old") % {"hours": hours}
    said += "; " + (_("it was proved by a drill") if drilled else _("no drill has proved it"))
    late = clock.now() - taken > OLD_BACKUP
    return Check("backup", name, "r" if late else "g" if drilled else "y", said, do if late or not drilled else "")
