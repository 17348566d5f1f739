"""The list's queries, built once a minute for the same question of the same reader."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from yunhui.kernel import statements
from yunhui.portal.roster.asked import Asked
from yunhui.portal.roster.filters import Scope


def fetched(scope: Scope, asked: Asked, what: object, make: Callable[[], QuerySet[Any, Any]]) -> list[tuple[Any, ...]]:
    """The rows of a query of plain values. What changes with time inside a condition is at most a minute old.

    Args:
        what: tells several queries of one page apart, and holds whatever else they depend on.
    """
    actor = scope.actor
    key = (what, asked, scope.call.pk, scope.now, actor.user_id, actor.grants, actor.on_behalf_of, actor.language)
    return statements.fetched(key, make)
