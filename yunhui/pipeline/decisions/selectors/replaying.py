"""A stored batch as the brain knows it: to compare two of them, and to see who moves up next."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from yunhui.decide.selection_changes import promote_next
from yunhui.decide.selection_types import Batch as Selection
from yunhui.decide.selection_types import Entry, Outcome, Placing, Reason, Via
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.decisions.models import Batch, BatchItem, Promotion

_VIA = {"within_quota": Via.QUOTA, "wild_card": Via.WILD_CARD, "remaining_place": Via.REMAINING}
_GONE = (ApplicationState.WITHDRAWN, ApplicationState.DECLINED, ApplicationState.LAPSED)


def selection_of(items: Iterable[BatchItem]) -> Selection:
    """The items of a batch, with their applications and groups, as placings; without its lines, ties and free places.

    What breaks ties is not stored beside an item: a place that only that changed shows as a changed rank.
    """
    return Selection(placings=tuple(map(_placing, items)), lines={}, ties=(), unfilled=())


def selection_now(batch: Batch) -> Selection:
    """A released batch after all that has happened since: reserves that left are out, promotions are done."""
    items = list(batch.items.select_related("application__group").order_by("application__number"))
    return selection_after(items, list(Promotion.objects.filter(batch=batch).order_by("number")))


def selection_after(items: Iterable[BatchItem], promotions: Sequence[Promotion]) -> Selection:
    """The same from rows that are at hand: items with their applications and groups, promotions in their order."""
    items = sorted(items, key=lambda one: one.application.number or 0)
    called_up = {one.promoted_id for one in promotions}
    left = [
        item.application_id
        for item in items
        if item.outcome == Outcome.RESERVE and item.application.state in _GONE and item.application_id not in called_up
    ]
    found = selection_of(items)
    for application_id in (*left, *(one.vacated_id for one in promotions)):
        found = promote_next(found, str(application_id))
    return found


def waiting_reserves(batch: Batch) -> list[UUID]:
    """The reserves of a released batch that still wait, in the order in which they move up."""
    return waiting_in(selection_now(batch))


def waiting_in(found: Selection) -> list[UUID]:
    """The reserves that still wait after all that has happened, in the order in which they move up."""
    waiting = [(placing.reserve_number, placing.entry.id) for placing in found.placings]
    return [UUID(key) for number, key in sorted((number, key) for number, key in waiting if number)]


def _placing(item: BatchItem) -> Placing:
    application = item.application
    reasons = tuple(
        Reason(one["code"], {key: str(value) for key, value in one.items() if key != "code"})
        for one in item.reasons
        if not one["code"].startswith("gate_")
    )
    return Placing(
        entry=Entry(
            id=str(item.application_id),
            group=application.group.key if application.group else "",
            score=item.score,
            interests=item.interests,
            wild_card=application.is_wild_card,
        ),
        rank=item.rank,
        gates=(),
        outcome=Outcome(item.outcome),
        via=next((_VIA[one.code] for one in reasons if one.code in _VIA), None),
        reserve_number=item.reserve_number,
        reasons=reasons,
    )
