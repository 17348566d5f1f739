"""Many rows at once: new ones by COPY, changed ones as one document.

Django's own bulk statements have a placeholder for every value, and reading those takes several times as long as
writing the rows.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import AutoField, Model
from psycopg.adapt import PyFormat, Transformer

_PIECE = 1_000


def insert_rows(rows: Sequence[Model]) -> None:
    """Insert new rows of one model. What the database numbers by itself (BigAutoField) stays unknown here.

    Raises:
        IntegrityError: a constraint is broken; nothing is inserted.
    """
    if not rows:
        return
    meta = rows[0]._meta
    fields = [one for one in meta.concrete_fields if not isinstance(one, AutoField)]
    with transaction.atomic():
        _copy(meta.db_table, fields, rows)


def update_rows(rows: Sequence[Model], names: Sequence[str]) -> None:
    """Write some columns of rows that are there; rows that are gone meanwhile are passed over.

    Raises:
        IntegrityError: a constraint is broken; nothing is written.
    """
    if not rows:
        return
    meta = rows[0]._meta
    fields: list[Any] = [meta.pk, *(meta.get_field(name) for name in names)]
    table, own = _quoted(meta.db_table), _as_type(fields[0])
    set_to = ", ".join(f"{_quoted(one.column)} = {_as_type(one)}" for one in fields[1:])
    given = ", ".join(f"{_quoted(one.column)} text" for one in fields)
    statement = f"""
        UPDATE {table} SET {set_to} FROM jsonb_to_recordset(%s::jsonb) AS given ({given})
        WHERE {table}.{_quoted(fields[0].column)} = {own}
    """  # noqa: S608 - names of models and columns
    columns = [one.column for one in fields]
    with transaction.atomic(), connection.cursor() as cursor:
        for start in range(0, len(rows), _PIECE):
            texts = _texts(fields, rows[start : start + _PIECE], is_new=False)
            said = [dict(zip(columns, values, strict=True)) for values in texts]
            cursor.execute(statement, [json.dumps(said, ensure_ascii=False)])


def _copy(table: str, fields: Sequence[Any], rows: Sequence[Model]) -> None:
    columns = ", ".join(_quoted(one.column) for one in fields)
    statement = f"COPY {_quoted(table)} ({columns}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for values in _texts(fields, rows, is_new=True):
            copy.write_row(values)


def _texts(fields: Sequence[Any], rows: Sequence[Model], *, is_new: bool) -> Iterator[list[str | None]]:
    """The values as PostgreSQL reads them from text."""
    dumpers: Any = Transformer(connection.connection)

    def text(value: Any) -> str | None:
        if value is None or isinstance(value, str):
            return value
        dumped = dumpers.get_dumper(value, PyFormat.TEXT).dump(value)
        return None if dumped is None else bytes(dumped).decode()

    for row in rows:
        yield [text(field.get_db_prep_save(field.pre_save(row, is_new), connection)) for field in fields]


def _as_type(field: Any) -> str:
    kind = field.rel_db_type(connection) if field.is_relation else field.db_type(connection)
    return f"given.{_quoted(field.column)}::{kind}"


def _quoted(name: str | None) -> str:
    assert name
    return connection.ops.quote_name(name)
