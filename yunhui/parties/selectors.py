"""Reads of the register."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.parties.models import Board, City, Jurisdiction, Organisation, Person


def boards() -> QuerySet[Board]:
    """The active host areas in the city's own order; they are public."""
    return Board.objects.filter(is_active=True).order_by("sort", "pk")


def jurisdictions() -> QuerySet[Jurisdiction]:
    """The tree, parents before children; public."""
    return Jurisdiction.objects.order_by("path")


def inside_of(codes: Iterable[str], column: str = "jurisdiction") -> Q:
    """The rows whose jurisdiction lies in the subtree of any of these."""
    paths = list(Jurisdiction.objects.filter(pk__in=list(codes)).values_list("path", flat=True))
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(**{f"{column}__path": path}) | Q(**{f"{column}__path__startswith": f"{path}/"})
    return found


class BoardGround:
    """Which host areas lie in which jurisdictions, for roles that are held in one."""

    def inside(self, codes: Iterable[str]) -> Iterable[object]:
        """The host areas in the subtrees."""
        return Board.objects.filter(inside_of(codes)).values_list("pk", flat=True)

    def around(self, thing_id: object) -> Iterable[str]:
        """From a host area's own jurisdiction up to the root."""
        paths = Board.objects.filter(pk=str(thing_id)).values_list("jurisdiction__path", flat=True)
        return [code for path in paths for code in path.split("/")]


def board_of(actor: Actor) -> Board:
    """The host area for which the actor acts.

    Raises:
        NotFoundError: none.
    """
    ids = actor.scope_ids(Role.BOARD, ScopeKind.BOARD)
    board = Board.objects.filter(pk__in=ids, is_active=True).order_by("sort").first()
    if board is None:
        raise NotFoundError("host area")
    return board


def person_of(user_id: UUID | None) -> Person | None:
    """The person behind an account."""
    return Person.objects.filter(user_id=user_id).select_related("organisation").first() if user_id else None


def city() -> City | None:
    """The city, or None before `yunhui demo` or the city's own set-up; public."""
    return City.objects.select_related("jurisdiction").first()


def organisations_called(name: str) -> list[str]:
    """The names of registered organisations that are called exactly so, in either language, whatever the case."""
    rows = Organisation.objects.filter(Q(name_zh__iexact=name) | Q(name_en__iexact=name)).order_by("pk")
    return [str(one) for one in rows[:3]]
