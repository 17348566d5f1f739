"""The database's door: Django's connection settings, and the roles with what each may do.

Two roles: the **owner** migrates and owns every table; the **application** reads and writes rows and has no DDL. On
the audit tables it may only read and append. Every start grants this anew, after the migrations.
"""

from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from config.env import DATABASE, Environment
from config.refusal import Refusal

LEAST_VERSION = 15
# Every table of the app `audit`, and the security log: the application only reads and appends.
APPEND_ONLY = [r"audit\_%", r"accounts\_securityevent"]
_ROLE_ERRORS = (psycopg.errors.InsufficientPrivilege, psycopg.errors.DuplicateObject)


def django_databases(env: Environment) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: persistent, health-checked connections under the role that `env` names.

    The application gives up on a lock after 5 s and on a statement after 30 s; the owner, who migrates, gives up on
    locks only, so that a migration never queues the whole city behind itself.
    """
    owner = env.database_role == "owner"
    parts = conninfo_to_dict(env.database_owner_url if owner else env.database_url)
    limits = {"lock_timeout": "5s"} if owner else {"lock_timeout": "5s", "statement_timeout": "30s"}
    limits["idle_in_transaction_session_timeout"] = "60s"
    options = {
        name: value for name, value in parts.items() if name not in {"user", "password", "host", "port", "dbname"}
    }
    options["options"] = " ".join(
        [
            *([str(parts["options"])] if "options" in parts else []),
            *(f"-c {key}={value}" for key, value in limits.items()),
        ]
    )
    options["prepare_threshold"] = 1 << 30  # only statements that ask for it are prepared: kernel/statements.py
    options.setdefault("application_name", f"yunhui {env.child.partition(':')[0] or 'command'}")
    return {
        "default": {
            "ENGINE": "config.postgres",
            "NAME": parts.get("dbname", DATABASE),
            "USER": parts.get("user", ""),
            "PASSWORD": parts.get("password", ""),
            "HOST": parts.get("host", ""),
            "PORT": str(parts.get("port", "")),
            "OPTIONS": options,
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    }


def provision(env: Environment, superuser_url: str | None = None) -> None:
    """Make the roles and the database where missing and grant what each may do; running it again changes nothing.

    `superuser_url`: the embedded server's superuser, who makes both roles and the database. On a server of the
    city's own the owner and the database are there already and the owner makes the application's role if it may.
    Raises Refusal when the server does not answer, is too old, or the owner may not make the role.
    """
    if superuser_url:
        _make_embedded(env, superuser_url)
    with _connect(env.database_owner_url, "DATABASE_URL") as owner:
        version = owner.info.server_version // 10000
        if version < LEAST_VERSION:
            raise Refusal(f"DATABASE_URL is PostgreSQL {version}: Yunhui needs {LEAST_VERSION} or newer.")
        app = _login(env.database_url)[0]
        if not superuser_url:
            _make_application(owner, env)
        grant(owner, app)


def grant(owner: psycopg.Connection[Any], app: str) -> None:
    """Let the role `app` work on rows and sequences of the schema public, and only append to the audit tables."""
    database = sql.Identifier(owner.info.dbname)
    names = {"app": sql.Identifier(app), "database": database}
    statements = """
        REVOKE CREATE ON SCHEMA public FROM PUBLIC;
        REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC;
        GRANT CONNECT ON DATABASE {database} TO {app};
        GRANT USAGE ON SCHEMA public TO {app};
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app};
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app};
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app};
        GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app}
    """
    # Together with the revocation below in one transaction: nobody ever sees the audit tables open.
    with owner.transaction():
        for statement in statements.split(";"):
            owner.execute(sql.SQL(statement).format(**names))
        tables = owner.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE ANY(%s)", [APPEND_ONLY]
        ).fetchall()
        for (table,) in tables:
            owner.execute(
                sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON {table} FROM {app}").format(
                    table=sql.Identifier(table), app=names["app"]
                )
            )


def _make_embedded(env: Environment, superuser_url: str) -> None:
    owner, owner_password = _login(env.database_owner_url)
    app, app_password = _login(env.database_url)
    with _connect(superuser_url, "the embedded server", autocommit=True) as root:
        for name, password in ((owner, owner_password), (app, app_password)):
            known = root.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
            root.execute(
                sql.SQL("{verb} ROLE {name} LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB PASSWORD {password}").format(
                    verb=sql.SQL("ALTER" if known else "CREATE"), name=sql.Identifier(name), password=password
                )
            )
        # The owner may act as the application (tests of the grants), and does so only by an explicit SET ROLE.
        root.execute(
            sql.SQL("GRANT {app} TO {owner} WITH INHERIT FALSE, SET TRUE").format(
                app=sql.Identifier(app), owner=sql.Identifier(owner)
            )
        )
        if not root.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            root.execute(
                sql.SQL("CREATE DATABASE {database} OWNER {owner}").format(
                    database=sql.Identifier(DATABASE), owner=sql.Identifier(owner)
                )
            )


def _make_application(owner: psycopg.Connection[Any], env: Environment) -> None:
    app, password = _login(env.database_url)
    try:
        psycopg.connect(env.database_url, connect_timeout=10).close()
        return
    except psycopg.OperationalError:
        pass  # missing, another password, or not yet let into the database: told apart below
    if owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [app]).fetchone():
        raise Refusal(
            f"The role {app} exists and cannot sign in with the password that Yunhui keeps: set DATABASE_APP_URL to "
            "its address with the right one."
        )
    try:
        owner.execute(
            sql.SQL("CREATE ROLE {name} LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB PASSWORD {password}").format(
                name=sql.Identifier(app), password=password
            )
        )
        owner.commit()
    except _ROLE_ERRORS:
        raise Refusal(
            f"The owner in DATABASE_URL may not make the role {app}: make a second role for the application and set "
            "DATABASE_APP_URL to its address."
        ) from None


def _login(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return unquote(parts.username or ""), unquote(parts.password or "")


def _connect(url: str, name: str, *, autocommit: bool = False) -> psycopg.Connection[Any]:
    try:
        return psycopg.connect(url, autocommit=autocommit, connect_timeout=10)
    except psycopg.OperationalError as problem:
        reason = str(problem).strip().splitlines()[-1]
        raise Refusal(f"{name} does not answer ({reason}): check the address and that the server runs.") from None
