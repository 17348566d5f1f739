"""Queries built once a minute: to build one from its parts costs more than to run it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from yunhui.portal.roster.asked import Asked
from yunhui.portal.roster.filters import Scope

_MOST = 512
_built: dict[tuple[object, ...], tuple[str, tuple[Any, ...]]] = {}


def fetched(scope: Scope, asked: Asked, what: object, make: Callable[[], QuerySet[Any, Any]]) -> list[tuple[Any, ...]]:
    """The rows of a query of plain values, as the database gives them.

    The statement is kept for the same actor with the same grants who asks the same of the same call within the same
    minute (`scope.now`); what changes with time inside a condition is therefore at most a minute old. The rows are
    always fetched anew.

    Args:
        what: tells several queries of one page apart, and holds whatever else they depend on.
    """
    actor = scope.actor
    key = (what, asked, scope.call.pk, scope.now, actor.user_id, actor.grants, actor.on_behalf_of, actor.language)
    statement = _built.get(key)
    if statement is None:
        try:
            sql, params = make().query.sql_with_params()
        except EmptyResultSet:
            return []
        if len(_built) >= _MOST:
            _built.clear()
        statement = _built[key] = (sql, tuple(params))
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
