"""What an applicant who was not chosen reads afterwards, and where the call says so everybody: the own gates in words,
the comments meant for them, and the own mean where the call says so. Never others' figures, and never who."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import digest
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.decisions.enums import BatchState, Outcome
from yunhui.pipeline.decisions.models import Batch, BatchItem, HeldComment
from yunhui.pipeline.decisions.rules import DecisionConfig
from yunhui.pipeline.decisions.selectors.figures import gate_of
from yunhui.pipeline.review.models import Assignment, ScoreSheet
from yunhui.pipeline.review.selectors import standing_sheets

_NOT_CHOSEN = (Outcome.DECLINED, Outcome.INELIGIBLE)


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate as its applicant reads it: `code` is score or interests."""

    code: str
    passed: bool


@dataclass(frozen=True, slots=True)
class Feedback:
    """`comments` come in an order that says nothing of the experts; `mean` only where the call announced it;
    `is_chosen` for who is selected or in reserve, and reads comments only where the call says so."""

    gates: tuple[Gate, ...]
    comments: tuple[str, ...]
    mean: Decimal | None
    was_full: bool
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of an expert for the applicant as the office looks through it; `held` where it is held back or put
    in other words."""

    assignment_id: UUID
    application: Application
    text: str
    held: HeldComment | None


def feedback_for(actor: Actor, application: Application) -> Feedback | None:
    """For the applicant whose application it was let see; None before the release, and for who was chosen in a call
    that does not pass comments on to everybody."""
    items = BatchItem.objects.filter(application=application, batch__state=BatchState.RELEASED)
    item = items.select_related("application__call").first()
    if item is None:
        return None
    config, is_chosen = DecisionConfig.of_call(application.call), item.outcome not in _NOT_CHOSEN
    if is_chosen and not config.comments_to_all:
        return None
    gates = tuple(
        Gate(code, bool(gate["passed"])) for code in ("score", "interests") if (gate := gate_of(item, code)) is not None
    )
    return Feedback(
        gates=gates,
        comments=tuple(sorted(_comments(application.pk), key=lambda text: digest(text.encode(), "sha256"))),
        mean=item.score if config.own_mean and not is_chosen else None,
        was_full=not is_chosen and bool(gates) and all(gate.passed for gate in gates),
        is_chosen=is_chosen,
    )


def comments_in(actor: Actor, call: Call) -> QuerySet[ScoreSheet]:
    """Every comment that applicants are to read: of those who were not chosen, or of everybody where the call says so,
    by the released batch, else as the proposal stands; for those who see inside the call, and nobody else."""
    if not can_see_inside(actor, call):
        return ScoreSheet.objects.none()
    alive = Batch.objects.filter(call=call).exclude(state=BatchState.DISCARDED)
    batch = alive.order_by(F("released_at").asc(nulls_last=True), "-number").values("pk")[:1]
    items = BatchItem.objects.filter(application=OuterRef("assignment__application"), batch=Subquery(batch))
    if not DecisionConfig.of_call(call).comments_to_all:
        items = items.filter(outcome__in=_NOT_CHOSEN)
    rows = standing_sheets().filter(Exists(items), assignment__application__call=call).exclude(note_applicant="")
    return rows.select_related("assignment__application").order_by("assignment__application__number", "assignment_id")


def described(sheets: Iterable[ScoreSheet]) -> list[Comment]:
    """A page of `comments_in` with what the office decided on each: one query."""
    rows = list(sheets)
    held = {
        one.assignment_id: one
        for one in HeldComment.objects.filter(assignment__in=[row.assignment_id for row in rows], ended_at__isnull=True)
    }
    return [
        Comment(one.assignment_id, one.assignment.application, one.note_applicant, held.get(one.assignment_id))
        for one in rows
    ]


def _comments(application_id: UUID) -> list[str]:
    """What the applicant reads: the experts' words, or the office's in their place; what is held back is not there."""
    sheets = standing_sheets().filter(assignment__application=application_id).exclude(note_applicant="")
    held = HeldComment.objects.filter(assignment__application=application_id, ended_at__isnull=True)
    other = dict(held.values_list("assignment_id", "words"))
    texts = [other.get(pk, text) for pk, text in sheets.values_list("assignment_id", "note_applicant")]
    return [text for text in texts if text]


def assignment_of_comment(assignment_id: UUID) -> Assignment | None:
    """The task whose comment it is, with its call."""
    return Assignment.objects.select_related("application__call").filter(pk=assignment_id).first()
