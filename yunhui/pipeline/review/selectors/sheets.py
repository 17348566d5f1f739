"""The sheets that stand: locked, and not opened again since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.review.enums import GIVEN, AssignmentState
from yunhui.pipeline.review.models import Assignment, ScoreSheet


@dataclass(frozen=True, slots=True)
class KnownReceipt:
    """What anybody who holds a fingerprint may know: when a sheet was locked, in which call, whether it stands."""

    at: datetime
    call: Call
    stands: bool


def known_receipt(receipt: str) -> KnownReceipt | None:
    """The locked sheet with a fingerprint, without whose it is and what it is about; None where there is none."""
    sheet = (
        ScoreSheet.objects.filter(is_locked=True, receipt=receipt)
        .exclude(receipt="")
        .select_related("assignment__stage__call")
        .order_by("pk")
        .first()
    )
    if sheet is None:
        return None
    task = sheet.assignment
    stands = task.state == AssignmentState.LOCKED and task.edition == sheet.edition
    return KnownReceipt(sheet.at, task.stage.call, stands)


def standing_sheets() -> QuerySet[ScoreSheet]:
    """The locked sheet of each task's current edition; one that was opened again or set aside stands no more, though it
    stays."""
    return ScoreSheet.objects.filter(
        is_locked=True, assignment__state=AssignmentState.LOCKED, edition=F("assignment__edition")
    )


def given_sheets() -> QuerySet[ScoreSheet]:
    """The sheets that stand, and those that were set aside: the locked one of each task's current edition."""
    return ScoreSheet.objects.filter(is_locked=True, assignment__state__in=GIVEN, edition=F("assignment__edition"))


def is_set_aside(application: str = "application") -> Exists:
    """For rows with an application: whether a sheet of it was set aside."""
    return Exists(Assignment.objects.filter(application=OuterRef(application), state=AssignmentState.SET_ASIDE))


def asides_in(application_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Application -> how many of its sheets were set aside, for those with any."""
    rows = Assignment.objects.filter(application__in=application_ids, state=AssignmentState.SET_ASIDE).order_by()
    return dict(rows.values_list("application_id").annotate(Count("pk")))


_PAIR = ("assignment__application_id", "assignment__expert_id")


@dataclass(frozen=True, slots=True)
class LockedScore:
    """One locked sheet, as the ranking reads it: criterion key -> points."""

    application_id: UUID
    expert_id: UUID
    total: Decimal
    scores: dict[str, Decimal]


def locked_scores(
    call_id: UUID,
    group_id: int | None = None,
    *,
    application_ids: Sequence[UUID] | None = None,
    counted_at: datetime | None = None,
) -> list[LockedScore]:
    """Every sheet that counts in a call's review, in one group of it or on some applications, in a fixed order; for the
    decision, which has checked its actor. With `counted_at` those that counted then: also what was set aside since."""
    sheets = standing_sheets() if counted_at is None else given_sheets()
    if counted_at is not None:
        late = Q(assignment__set_aside_at__isnull=False, assignment__set_aside_at__lte=counted_at)
        sheets = sheets.exclude(late)
    sheets = sheets.filter(assignment__stage__call_id=call_id)
    if group_id is not None:
        sheets = sheets.filter(assignment__application__group_id=group_id)
    if application_ids is not None:
        sheets = sheets.filter(assignment__application_id__in=application_ids)
    # Plain values: a ranking reads fifty thousand of them.
    values = sheets.order_by(*_PAIR).values_list(*_PAIR, "assignment__total", "scores")
    return [
        LockedScore(application, expert, total or Decimal(0), {key: Decimal(value) for key, value in scores.items()})
        for application, expert, total, scores in values.iterator(chunk_size=5_000)
    ]


def locked_totals(call_id: UUID) -> list[tuple[UUID, UUID, Decimal]]:
    """(application, expert, total) of every sheet that counts in a call's review, in the order of `locked_scores`."""
    rows = standing_sheets().filter(assignment__stage__call_id=call_id).order_by(*_PAIR)
    values = rows.values_list(*_PAIR, "assignment__total").iterator(chunk_size=5_000)
    return [(application, expert, total or Decimal(0)) for application, expert, total in values]
