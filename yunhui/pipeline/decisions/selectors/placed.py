"""The places of a released batch as the office follows them: whose, confirmed or not, on notice, who moved up."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.decisions.enums import Cause, Outcome, Reply
from yunhui.pipeline.decisions.models import Batch, BatchItem, Promotion
from yunhui.pipeline.decisions.selectors.batches import items_of, promotions_of
from yunhui.pipeline.decisions.selectors.replaying import selection_after, waiting_in
from yunhui.pipeline.decisions.selectors.vacancies import cause_of, is_vacant, passes_of, reply_in

_KEPT = (ApplicationState.SELECTED, ApplicationState.CLOSED)


@dataclass(frozen=True, slots=True)
class Place:
    """One place: who has it, its notice and its confirmation where the call has such stages; in whose stead it came."""

    application: Application
    notice: StagePass | None
    confirming: StagePass | None
    reply: Reply | None
    promotion: Promotion | None

    @property
    def is_stopped(self) -> bool:
        """Whether an objection to it is being examined."""
        return self.notice is not None and self.notice.state == "open" and self.notice.stopped_at is not None


@dataclass(frozen=True, slots=True)
class Free:
    """A place that became free and that nobody has taken: who had it, and why they have it no more."""

    application: Application
    cause: Cause


@dataclass(frozen=True, slots=True)
class Places:
    """All places of a released batch."""

    batch: Batch
    held: list[Place]
    free: list[Free]
    promotions: list[Promotion]
    reserves: list[BatchItem]

    def count(self, reply: Reply) -> int:
        """How many of the held places have this answer."""
        return sum(place.reply == reply for place in self.held)


def places_after(batch: Batch) -> Places:
    """The places of a released batch that its reader was let see; two queries for one of `current_batch`."""
    items = list(items_of(batch).annotate(is_vacant=is_vacant("application")))
    of = {item.application_id: item.application for item in items}
    promotions = promotions_of(batch)
    for one in promotions:
        one.promoted, one.vacated = of[one.promoted_id], of[one.vacated_id]
    by_id = {one.promoted_id: one for one in promotions}
    placed = [item for item in items if item.outcome == Outcome.SELECTED or item.application_id in by_id]
    passes = passes_of(item.application_id for item in placed)
    lost = [item for item in placed if item.is_vacant]
    by_item = {item.application_id: item for item in items}
    return Places(
        batch=batch,
        held=[
            _place(item.application, passes[item.application_id], by_id)
            for item in sorted(placed, key=_in_order)
            if item.application.state in _KEPT
        ],
        free=[
            Free(item.application, cause_of(item.application, passes[item.application_id]))
            for item in sorted(lost, key=lambda item: _ended(item, passes[item.application_id]))
        ],
        promotions=promotions,
        reserves=[by_item[pk] for pk in waiting_in(selection_after(items, promotions))],
    )


def _in_order(item: BatchItem) -> tuple[bool, int, int]:
    """By group, in the groups' order, and number."""
    group = item.application.group
    return group is None, group.sort if group else 0, item.application.number or 0


def _ended(item: BatchItem, passes: list[StagePass]) -> tuple[bool, datetime, int]:
    """When an application came to its end, as `vacancies_of` orders them: by its last pass, without one at the end."""
    last = max((row.concluded_at for row in passes if row.concluded_at), default=None)
    return last is None, last or datetime.max.replace(tzinfo=UTC), item.application.number or 0


def _place(one: Application, passes: list[StagePass], promotions: dict[UUID, Promotion]) -> Place:
    opened = {row.stage.kind: row for row in passes if row.opened_at is not None}
    confirming = opened.get("confirmation")
    reply = reply_in(confirming) if confirming else None
    return Place(one, opened.get("notice"), confirming, reply, promotions.get(one.pk))
