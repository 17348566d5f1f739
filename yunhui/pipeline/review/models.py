"""Assignments and score sheets."""

from django.db import models

from yunhui.kernel import clock
from yunhui.kernel.ids import new_id
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Stage
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.review.enums import AssignmentState


class Assignment(models.Model):
    """An expert judges an application in a stage. `fit` and `why` say why this one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="assignments")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="assignments")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="assignments")
    state = models.CharField(max_length=12, choices=AssignmentState, default=AssignmentState.OPEN)
    fit = models.FloatField()
    why = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=clock.now)
    total = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    locked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stage", "application", "expert"], name="assignment_once"),
            models.CheckConstraint(
                condition=models.Q(state="locked", total__isnull=False, locked_at__isnull=False)
                | ~models.Q(state="locked"),
                name="locked_assignment_has_total",
            ),
        ]
        indexes = [models.Index(fields=["expert", "state"], name="assignment_by_expert")]

    def __str__(self) -> str:
        return f"{self.application} {self.state}"


class ScoreSheet(models.Model):
    """One saved state of a sheet; a locked sheet is never changed, the last revision before it is its draft."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="sheets")
    revision = models.PositiveIntegerField()
    scores = models.JSONField(default=dict)
    note_panel = models.TextField(blank=True)
    note_applicant = models.TextField(blank=True)
    is_locked = models.BooleanField(default=False)
    receipt = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "revision"], name="sheet_revision_once"),
            models.UniqueConstraint(
                fields=["assignment"], condition=models.Q(is_locked=True), name="sheet_locked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"r{self.revision}"
