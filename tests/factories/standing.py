"""What each application's passes say, reckoned in Python, beside what its standing repeats."""

from uuid import UUID

from yunhui.pipeline.applications.models import Application


def false_standings() -> list[UUID]:
    """The submitted applications whose standing is not what their passes say."""
    bad = []
    for row in Application.objects.exclude(number=None).prefetch_related("passes__stage").select_related("standing"):
        passes = sorted(row.passes.all(), key=lambda one: (one.stage.ordinal, one.stage_id))
        steps = [f"{one.stage.kind}:{one.state}" for one in passes if one.state != "waiting"]
        works = row.state in ("in_progress", "selected")
        due = [one.due_at for one in passes if works and one.state in ("open", "returned") and one.due_at]
        if (row.standing.steps, row.standing.due_at) != (steps, min(due, default=None)):
            bad.append(row.pk)
    return bad
