"""The demo city as release 0.1.0 wrote it (a dump of its database), migrated to this version with all its rows."""

import lzma
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from config.env import ROOT, environment

HERE = Path(__file__).parent
RELEASES = sorted(path.name.removesuffix(".sql.xz") for path in HERE.glob("*.sql.xz"))

# Tables that became another room's since an earlier release.
MOVED = {"review_expert": "experts_expert", "review_conflict": "conflicts_conflict"}


@pytest.fixture
def url(transactional_db: None) -> Iterator[str]:
    """An empty database on the tests' server."""
    base, name = environment().database_owner_url, f"yunhui_upgrade_{os.getpid()}"
    with psycopg.connect(base, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    yield psycopg.conninfo.make_conninfo(base, dbname=name)
    with psycopg.connect(base, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def load(release: str, url: str) -> dict[str, int]:
    """Play a release's dump in; table -> rows of the tables that hold the city's own things."""
    text = lzma.decompress((HERE / f"{release}.sql.xz").read_bytes()).decode()
    with psycopg.connect(url, autocommit=True) as connection:
        for statement, rows in _statements(text):
            if rows is None:
                connection.execute(statement.encode())
                continue
            with connection.cursor().copy(statement.encode()) as copy:
                copy.write(rows)
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename !~ '^(django_|procrastinate_)'"
        ).fetchall()
        return {str(name): _count(connection, str(name)) for (name,) in tables}


def _statements(text: str) -> Iterator[tuple[str, str | None]]:
    """The dump in order: plain statements together, and each COPY with its rows."""
    plain: list[str] = []
    lines = iter(text.split("\n"))
    for line in lines:
        if line.startswith(("\\restrict", "\\unrestrict")):
            continue
        if not (line.startswith("COPY ") and line.endswith("FROM stdin;")):
            plain.append(line)
            continue
        yield "\n".join(plain), None
        plain, rows = [], []
        for row in lines:
            if row == "\\.":
                break
            rows.append(row + "\n")
        yield line, "".join(rows)
    yield "\n".join(plain), None


def _count(connection: psycopg.Connection[tuple[object, ...]], table: str) -> int:
    row = connection.execute(sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(table))).fetchone()
    assert row
    return int(str(row[0]))


@pytest.mark.parametrize("release", RELEASES)
def test_a_city_of_an_earlier_release_comes_along_whole(release: str, url: str, tmp_path: Path) -> None:
    before = load(release, url)
    assert before["applications_application"] > 400 and before["audit_auditentry"] > 5000
    done = subprocess.run(
        [sys.executable, "-m", "tests.upgrade.after"],
        cwd=ROOT,
        env={**os.environ, "YUNHUI_UPGRADE_CONNINFO": url, "YUNHUI_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with psycopg.connect(url) as connection:
        for table, rows in before.items():
            assert _count(connection, MOVED.get(table, table)) >= rows, table
        assert _count(connection, "applications_application") == before["applications_application"]
