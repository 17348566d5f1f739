"""`python -m config.prepare`: what stands between an empty database and a city, each part done only when it is due.

Runs as the owner's role, before the children that serve people are started.
"""

import hashlib
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.database import provision
from config.env import Environment, environment


def main() -> int:
    """Migrate, grant, collect the static files; the exit code."""
    env = environment()
    superuser = None
    if env.embedded:
        from config.supervisor.postgres import superuser_url

        superuser = superuser_url(env)
    provision(env, superuser)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        print(f"applying {len(plan)} migrations", flush=True)
        call_command("migrate", verbosity=0, interactive=False)
        provision(env)  # the new tables
    _collect_static(env)
    return 0


def _collect_static(env: Environment) -> None:
    """Collect when a source changed: names, sizes and times of all of them are the stamp."""
    digest = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    stamp = env.var / "run" / "static.stamp"
    if stamp.exists() and stamp.read_text() == digest.hexdigest() and Path(settings.STATIC_ROOT).is_dir():
        return
    print("collecting static files", flush=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(digest.hexdigest())


if __name__ == "__main__":
    sys.exit(main())
