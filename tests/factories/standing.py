"""What each application's passes, offers and score sheets say, reckoned in Python, beside what its standing repeats."""

from decimal import Decimal
from uuid import UUID

from yunhui.pipeline.applications.models import Application

_ALL = ("passes__stage", "offers__board", "assignments")


def false_standings() -> list[UUID]:
    """The submitted applications whose standing is not what they say."""
    bad = []
    for row in Application.objects.exclude(number=None).select_related("standing").prefetch_related(*_ALL):
        passes = sorted(row.passes.all(), key=lambda one: (one.stage.ordinal, one.stage_id))
        steps = [f"{one.stage.kind}:{one.state}" for one in passes if one.state != "waiting"]
        works = row.state in ("in_progress", "selected")
        due = [one.due_at for one in passes if works and one.state in ("open", "returned") and one.due_at]
        offers = [one.state for one in sorted(row.offers.all(), key=lambda one: (one.board.sort, one.pk))]
        wanted = [one for one in row.assignments.all() if one.state in ("open", "locked")]
        totals = [one.total or Decimal(0) for one in wanted if one.state == "locked"]
        mean = sum(totals, Decimal(0)) / len(totals) if totals else Decimal(-1)
        says = (steps, min(due, default=None), offers, offers.count("interested"), len(totals), len(wanted))
        one = row.standing
        kept = (one.steps, one.due_at, one.answers, one.interests, one.sheets_locked, one.sheets_wanted)
        if kept != says or abs((Decimal(-1) if one.mean is None else one.mean) - mean) > Decimal("0.000001"):
            bad.append(row.pk)
    return bad
