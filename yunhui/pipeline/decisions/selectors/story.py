"""The whole story of a batch in plain data: for papers, for the auditor, for whoever asks in three years."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from yunhui.pipeline.applications.models import StagePass
from yunhui.pipeline.decisions.enums import Outcome
from yunhui.pipeline.decisions.models import Batch, BatchItem, Confirmation, Promotion, Signature
from yunhui.pipeline.decisions.selectors.batches import items_of, paper_of


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One application of a batch. `reasons` are codes with values, as `sentences` puts them in words."""

    application_id: UUID
    number: int
    title_zh: str
    title_en: str
    speaker: str
    group_key: str
    group_zh: str
    group_en: str
    outcome: Outcome
    rank: int | None
    score: Decimal | None
    interests: int
    reserve_number: int | None
    reasons: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Act:
    """Something a person did with the batch: `role` is the role as which they signed, else empty."""

    who: str
    at: datetime
    role: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """The signed paper of a batch (批件); `attachment_id` names its scan."""

    number: str
    signed_on: date
    attachment_id: UUID | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A reserve that moved up: in whose place and why (`Cause`)."""

    number: int
    application_id: UUID
    vacated_id: UUID
    reserve_number: int
    cause: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """A stage after the decision for one application: `kind` is notice or confirmation.

    `reply` is the answer to the place (`Reply`), for confirmations only.
    """

    application_id: UUID
    kind: str
    state: str
    opened_at: datetime | None
    due_at: datetime | None
    stopped_at: datetime | None
    concluded_at: datetime | None
    reason: str
    reply: str = ""


@dataclass(frozen=True, slots=True)
class BatchStory:
    """A batch from its proposal to what became of its places; everything that was there before is in `earlier`."""

    batch_id: UUID
    number: int
    call_id: UUID
    call_code: str
    call_zh: str
    call_en: str
    state: str
    rule: Mapping[str, Any]
    inputs: str
    notes: Mapping[str, Any]
    proposed: Act
    signatures: tuple[Act, ...]
    released_at: datetime | None
    paper: Paper | None
    lines: tuple[StoryLine, ...]
    promotions: tuple[Moved, ...]
    clocks: tuple[Clock, ...]
    earlier: tuple["Earlier", ...]

    def of(self, outcome: Outcome) -> list[StoryLine]:
        """The lines with one outcome, by group and rank; reserves in the order in which they move up."""
        found = [line for line in self.lines if line.outcome == outcome]
        return sorted(found, key=lambda line: line.reserve_number or 0) if outcome == Outcome.RESERVE else found


@dataclass(frozen=True, slots=True)
class Earlier:
    """A proposal of the same call before this batch, with why it was undone, where somebody said so."""

    number: int
    proposed: Act
    discarded_at: datetime | None
    reason: str


def batch_story(batch: Batch) -> BatchStory:
    """All of a batch that its reader was let see (`batch_for`); nine queries, whatever its size."""
    call = batch.call
    items = list(items_of(batch))
    paper = paper_of(batch)
    signatures = Signature.objects.filter(batch=batch).select_related("user").order_by("at")
    before = Batch.objects.filter(call=call, number__lt=batch.number).select_related("proposed_by").order_by("number")
    return BatchStory(
        batch_id=batch.pk,
        number=batch.number,
        call_id=call.pk,
        call_code=call.code,
        call_zh=call.title_zh,
        call_en=call.title_en,
        state=batch.state,
        rule=batch.rule,
        inputs=batch.inputs,
        notes=batch.notes,
        proposed=_proposed(batch),
        signatures=tuple(Act(one.user.name, one.at, one.role) for one in signatures),
        released_at=batch.released_at,
        paper=Paper(paper.number, paper.signed_on, paper.attachment_id) if paper else None,
        lines=tuple(_line(item) for item in items),
        promotions=tuple(
            Moved(one.number, one.promoted_id, one.vacated_id, one.reserve_number, one.cause, one.at)
            for one in Promotion.objects.filter(batch=batch).order_by("number")
        ),
        clocks=_clocks(batch) if batch.released_at else (),
        earlier=tuple(Earlier(one.number, _proposed(one), one.discarded_at, one.discard_reason) for one in before),
    )


def _proposed(batch: Batch) -> Act:
    return Act(batch.proposed_by.name if batch.proposed_by else "", batch.proposed_at)


def _line(item: BatchItem) -> StoryLine:
    one, group = item.application, item.application.group
    return StoryLine(
        application_id=one.pk,
        number=one.number or 0,
        title_zh=one.title or one.title_en,
        title_en=one.title_en or one.title,
        speaker=one.speaker,
        group_key=group.key if group else "",
        group_zh=group.name_zh if group else "",
        group_en=group.name_en if group else "",
        outcome=Outcome(item.outcome),
        rank=item.rank,
        score=item.score,
        interests=item.interests,
        reserve_number=item.reserve_number,
        reasons=item.reasons,
    )


def _clocks(batch: Batch) -> tuple[Clock, ...]:
    rows = (
        StagePass.objects.filter(
            application__batch_items__batch=batch, stage__kind__in=("notice", "confirmation"), opened_at__isnull=False
        )
        .select_related("stage")
        .order_by("application__number", "stage__ordinal", "stage_id")
    )
    replies = dict(Confirmation.objects.filter(stage_pass__in=rows).values_list("stage_pass_id", "reply"))
    return tuple(
        Clock(
            application_id=one.application_id,
            kind=one.stage.kind,
            state=one.state,
            opened_at=one.opened_at,
            due_at=one.due_at,
            stopped_at=one.stopped_at,
            concluded_at=one.concluded_at,
            reason=one.reason,
            reply=replies.get(one.pk, ""),
        )
        for one in rows
    )
