"""The database's door: connection settings, roles, and what the application may not do."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection, transaction
from django.db.backends.postgresql import base
from django.db.utils import ProgrammingError

from config import database
from config.env import environment
from config.refusal import Refusal
from config.supervisor.postgres import superuser_url


def test_django_gets_what_the_address_says(tmp_path: Path) -> None:
    base = {
        "YUNHUI_VAR": str(tmp_path),
        "DATABASE_URL": "postgresql://own:p%40s%2Fs@db.example:6543/yun?sslmode=require",
    }
    app = database.django_databases(environment(base))["default"]
    assert (app["NAME"], app["USER"], app["HOST"], app["PORT"]) == ("yun", "own_app", "db.example", "6543")
    assert len(app["PASSWORD"]) == 64
    assert app["OPTIONS"]["sslmode"] == "require"
    assert "statement_timeout=30s" in app["OPTIONS"]["options"]
    assert app["CONN_HEALTH_CHECKS"]
    owner = database.django_databases(environment(base | {"YUNHUI_DATABASE_ROLE": "owner"}))["default"]
    assert (owner["USER"], owner["PASSWORD"]) == ("own", "p@s/s")
    assert "statement_timeout" not in owner["OPTIONS"]["options"]
    both = base | {"DATABASE_APP_URL": "postgresql://web:secret@db.example:6543/yun"}
    assert database.django_databases(environment(both))["default"]["USER"] == "web"


def test_the_embedded_server_is_reached_by_its_private_socket_with_a_password(tmp_path: Path) -> None:
    settings = database.django_databases(environment({"YUNHUI_VAR": str(tmp_path / "a b%")}))["default"]
    assert settings["HOST"] == str(tmp_path / "a b%" / "run")
    assert (settings["USER"], settings["NAME"]) == ("yunhui_app", "yunhui")
    assert len(settings["PASSWORD"]) == 64


@pytest.mark.django_db
def test_a_connection_whose_server_went_is_known_without_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, ask = [], base.DatabaseWrapper.is_usable
    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", lambda wrapper: asked.append(1) or ask(wrapper))
    other = connection.copy()
    assert not other.is_usable()
    other.connect()
    try:
        number = other.connection.info.backend_pid
        assert other.is_usable() and not asked
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
        assert not other.is_usable() and asked
    finally:
        other.close()
    assert not other.is_usable()


@pytest.mark.django_db
@pytest.mark.usefixtures("application_role")
class TestTheApplicationsRole:
    """What the city's web process and worker may not do, whoever has got hold of them."""

    def refused(self, statement: str) -> None:
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
            connection.cursor().execute(statement)

    @pytest.mark.parametrize("verb", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}"])
    @pytest.mark.parametrize("table", ["audit_auditentry", "audit_auditlink"])
    def test_changes_no_audit_row(self, verb: str, table: str) -> None:
        self.refused(verb.format(table, "entry_id", "entry_id"))

    def test_appends_to_the_audit_and_reads_it(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT has_table_privilege('audit_auditentry', p) FROM unnest(ARRAY['INSERT', 'SELECT']) p")
            assert cursor.fetchall() == [(True,), (True,)]

    def test_works_on_every_other_table(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                   AND (has_table_privilege(oid, 'TRUNCATE')
                        OR relname NOT LIKE 'audit\\_%' AND relname <> 'accounts_securityevent'
                            AND NOT has_table_privilege(oid, 'DELETE'))"""
            )
            assert cursor.fetchall() == []

    @pytest.mark.parametrize(
        "statement",
        [
            "CREATE TABLE public.mine (id int)",
            "CREATE SCHEMA mine",
            "ALTER TABLE django_migrations ADD COLUMN mine int",
            "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        ],
    )
    def test_has_no_ddl(self, statement: str) -> None:
        self.refused(statement)


@dataclass(frozen=True)
class Scratch:
    """An empty database on the tests' server, and its owner who may make roles."""

    root: psycopg.Connection[Any]
    name: str
    url: str


@pytest.fixture
def scratch(db: None) -> Iterator[Scratch]:
    env = environment()
    name = f"scratch_{connection.settings_dict['NAME']}"
    root_url = superuser_url(env) if env.embedded else env.database_owner_url
    with psycopg.connect(root_url, autocommit=True) as root:
        may = root.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
        if not may or not may[0]:
            pytest.skip("the role in DATABASE_URL is not a superuser: a second owner cannot be made")
        root.execute(f"DROP DATABASE IF EXISTS {name}")
        for role in (f"{name}_app", name):
            root.execute(f"DROP ROLE IF EXISTS {role}")
        root.execute(f"CREATE ROLE {name} LOGIN CREATEROLE PASSWORD 'secret'")
        root.execute(f"CREATE DATABASE {name} OWNER {name}")
        parts = urlsplit(root_url)
        address = parts._replace(netloc=f"{name}:secret@{parts.netloc.rpartition('@')[2]}", path=f"/{name}")
        yield Scratch(root, name, address.geturl())
        root.execute(f"DROP DATABASE {name} WITH (FORCE)")
        for role in (f"{name}_app", name):
            root.execute(f"DROP ROLE IF EXISTS {role}")


def test_on_a_server_of_the_citys_own_the_owner_makes_the_application(scratch: Scratch, tmp_path: Path) -> None:
    url, name = scratch.url, scratch.name
    env = environment({"YUNHUI_VAR": str(tmp_path), "DATABASE_URL": url})
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("CREATE TABLE audit_x (id int); CREATE TABLE thing (id int)")
    database.provision(env)
    database.provision(env)
    with psycopg.connect(env.database_url, autocommit=True) as app:
        assert app.info.user == f"{name}_app"
        app.execute("INSERT INTO thing VALUES (1); DELETE FROM thing; INSERT INTO audit_x VALUES (1)")
        for refused in ("DELETE FROM audit_x", "CREATE TEMPORARY TABLE mine (id int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(refused)
    elsewhere = environment({"YUNHUI_VAR": str(tmp_path / "other"), "DATABASE_URL": url})
    try:
        psycopg.connect(elsewhere.database_url).close()
    except psycopg.OperationalError:
        pass
    else:
        pytest.skip("this server asks nobody for a password: a wrong one cannot be refused")
    with pytest.raises(Refusal, match="cannot sign in with the password that Yunhui keeps: set DATABASE_APP_URL"):
        database.provision(elsewhere)


def test_an_owner_who_may_not_make_roles_is_told_so(scratch: Scratch, tmp_path: Path) -> None:
    url, name = scratch.url, scratch.name
    scratch.root.execute(f"ALTER ROLE {name} NOCREATEROLE")
    with pytest.raises(Refusal, match=f"may not make the role {name}_app"):
        database.provision(environment({"YUNHUI_VAR": str(tmp_path), "DATABASE_URL": url}))


def test_a_server_that_does_not_answer_is_a_sentence_without_the_password(tmp_path: Path) -> None:
    url = "postgresql://own:topsecret@127.0.0.1:1/yun"
    with pytest.raises(Refusal, match="DATABASE_URL does not answer") as refusal:
        database.provision(environment({"YUNHUI_VAR": str(tmp_path), "DATABASE_URL": url}))
    assert "topsecret" not in str(refusal.value)
