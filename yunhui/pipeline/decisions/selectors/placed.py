"""The places of a released batch as the office follows them: whose, confirmed or not, on notice, who moved up."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q

from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.decisions.enums import Cause, Outcome, Reply
from yunhui.pipeline.decisions.models import Batch, BatchItem, Confirmation, Promotion
from yunhui.pipeline.decisions.selectors.replaying import waiting_reserves
from yunhui.pipeline.decisions.selectors.vacancies import causes_of, vacancies_of

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
    """The places of a released batch that its reader was let see; a dozen queries, whatever its size."""
    promotions = list(
        Promotion.objects.filter(batch=batch).select_related("promoted", "vacated", "by").order_by("number")
    )
    by_id = {one.promoted_id: one for one in promotions}
    held = Application.objects.filter(
        Q(batch_items__batch=batch, batch_items__outcome=Outcome.SELECTED) | Q(promoted_by__batch=batch),
        state__in=_KEPT,
    )
    passes = StagePass.objects.filter(stage__kind__in=("notice", "confirmation"), opened_at__isnull=False)
    rows = (
        held.distinct()
        .select_related("group")
        .defer("answers")
        .prefetch_related(Prefetch("passes", passes.select_related("stage"), to_attr="after"))
        .order_by("group__sort", "number")
    )
    replies = dict(Confirmation.objects.filter(stage_pass__application__in=held).values_list("stage_pass_id", "reply"))
    free = vacancies_of(batch.call_id)
    causes, lost = causes_of(free), Application.objects.in_bulk(free)
    waiting = waiting_reserves(batch)
    items = {item.application_id: item for item in _items(batch, waiting)}
    return Places(
        batch=batch,
        held=[_place(one, replies, by_id) for one in rows],
        free=[Free(lost[pk], causes[pk]) for pk in free],
        promotions=promotions,
        reserves=[items[pk] for pk in waiting],
    )


def _items(batch: Batch, application_ids: list[UUID]) -> list[BatchItem]:
    rows = BatchItem.objects.filter(batch=batch, application__in=application_ids)
    return list(rows.select_related("application__group").defer("application__answers"))


def _place(one: Application, replies: dict[UUID, str], promotions: dict[UUID, Promotion]) -> Place:
    passes: dict[str, StagePass] = {row.stage.kind: row for row in one.after}  # type: ignore[attr-defined]
    confirming = passes.get("confirmation")
    reply = replies.get(confirming.pk) if confirming else None
    return Place(one, passes.get("notice"), confirming, Reply(reply) if reply else None, promotions.get(one.pk))
