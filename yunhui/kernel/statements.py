"""Statements that are built once: Django takes longer to build a query from its parts than PostgreSQL to run it."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

_MOST = 1024
_built: OrderedDict[Hashable, tuple[str, tuple[Any, ...]]] = OrderedDict()


def fetched(key: Hashable, make: Callable[[], QuerySet[Any, Any]]) -> list[tuple[Any, ...]]:
    """The rows of a query of plain values (`values_list`), as the database gives them.

    Args:
        key: everything on which the statement and its parameters depend: whoever gives the same key gets the same
            statement. What belongs to one reader must have the reader in it, what changes with time a rounded time.
            The rows themselves are fetched anew each time.
        make: builds the query, where this process has not built it lately.
    """
    statement = _built.get(key)
    if statement is None:
        try:
            sql, params = make().query.sql_with_params()
        except EmptyResultSet:
            return []
        statement = _built[key] = (sql, tuple(params))
        if len(_built) > _MOST:
            _built.popitem(last=False)
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
