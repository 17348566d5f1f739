"""Docking of one call as the talent office sees it: host areas by answers, what is late, who carries how much."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from yunhui.features.docking.enums import OfferState, TaskState
from yunhui.features.docking.models import Offer
from yunhui.features.docking.selectors.offers import in_the_running
from yunhui.features.docking.selectors.owed import is_owed
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.parties.models import Board
from yunhui.parties.selectors import boards
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.consents.selectors import NOBODY, boards_permitted_by

VIEWS = ("waiting", "late", "interested", "owed", "overdue", "not_interested", "all")


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One host area in a call's matrix: how many projects stand where."""

    board: Board
    asked: int
    waiting: int
    urgent: int
    interested: int
    not_interested: int
    lapsed: int
    owed: int
    overdue: int
    picked: int

    @property
    def answered(self) -> int:
        """How many it answered in time."""
        return self.interested + self.not_interested


def matrix_of(actor: Actor, call: Call) -> list[BoardRow]:
    """Every active host area of the city with its answers in one call, in the city's order (one query).

    Raises:
        NotFoundError: the actor does not see inside the call.
    """
    if not can_see_inside(actor, call):
        raise NotFoundError("call")
    soon = clock.now() + timedelta(days=2)
    conditions = {
        "asked": Q(),
        "waiting": behind("waiting"),
        "urgent": behind("waiting") & Q(due_at__lte=soon),
        "interested": behind("interested"),
        "not_interested": behind("not_interested"),
        "lapsed": behind("late"),
        "owed": behind("owed"),
        "overdue": behind("overdue"),
        "picked": Q(origin="picked"),
    }
    here = Q(application__call=call)
    counts = {name: Count("offers", filter=_on("offers", here & one)) for name, one in conditions.items()}
    rows = Board.objects.annotate(**counts).filter(Q(is_active=True) | Q(asked__gt=0)).order_by("sort", "pk")
    return [BoardRow(board, **{name: getattr(board, name) for name in counts}) for board in rows]


def _on(relation: str, condition: Q) -> Q:
    """A condition on rows as one on what leads to them."""
    moved = [_on(relation, one) if isinstance(one, Q) else _moved(relation, one) for one in condition.children]
    return Q(*moved, _connector=condition.connector, _negated=condition.negated)


def _moved(relation: str, pair: Any) -> tuple[str, Any]:
    name, value = pair
    return f"{relation}__{name}", value


def behind(view: str) -> Q:
    """The condition on offers of one view of the office's list."""
    return {
        "waiting": Q(state=OfferState.PENDING) & in_the_running(),
        "late": Q(state=OfferState.LAPSED) & ~Q(application__state="withdrawn"),
        "interested": Q(state=OfferState.INTERESTED),
        "owed": is_owed(),
        "overdue": Q(state=OfferState.INTERESTED, task__state=TaskState.OVERDUE),
        "not_interested": Q(state=OfferState.NOT_INTERESTED),
        "all": Q(),
    }[view]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A host area to which a project could be offered, or why not."""

    board: Board
    fits: bool
    load: int
    state: str
    may_read: bool

    @property
    def is_open(self) -> bool:
        """Whether it can be offered now."""
        return self.may_read and self.state in ("", OfferState.LAPSED, OfferState.CLOSED)


def candidates_for(actor: Actor, application: Application) -> list[Candidate]:
    """Every active host area for one project: those of its field first, then the least busy.

    Raises:
        NotFoundError: the actor does not see inside the call.
    """
    if not can_see_inside(actor, application.call):
        raise NotFoundError("application")
    industry = application.group.industry if application.group else ""
    states = dict(Offer.objects.filter(application=application).values_list("board_id", "state"))
    waiting = Offer.objects.filter(application__call=application.call, state=OfferState.PENDING)
    loads = dict(waiting.values_list("board_id").annotate(count=Count("pk")))
    may_read = boards_permitted_by([application.pk]).get(application.pk, NOBODY)
    found = [
        Candidate(
            board=board,
            fits=industry in board.industries,
            load=loads.get(board.pk, 0),
            state=states.get(board.pk, ""),
            may_read=may_read.allows(board.pk),
        )
        for board in boards()
    ]
    return sorted(found, key=lambda one: (not one.is_open, not one.fits, one.load, one.board.sort))


def offers_in(actor: Actor, call: Call) -> QuerySet[Offer]:
    """A call's offers for its staff, the most urgent first.

    Raises:
        NotFoundError: the actor does not see inside the call.
    """
    if not can_see_inside(actor, call):
        raise NotFoundError("call")
    rows = Offer.objects.filter(application__call=call)
    return rows.select_related("application__group", "board", "task", "release", "answered_by").order_by(
        "due_at", "application__number", "board__sort"
    )
