"""Who must not judge what, and who has said so before anything opened."""

from django.db import models

from yunhui.foundation.accounts.models import User
from yunhui.kernel import clock
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.conflicts.enums import ConflictSource, ConflictState
from yunhui.pipeline.experts.models import Expert


class Conflict(models.Model):
    """An expert who must not judge an application, and why; it stands until the talent office dismisses it.

    `evidence` is what was seen, oldest first: [{"expert": text on the expert's side, "project": text on the
    application's side, "where": a `Where`, "until": ISO day where the expert's tie has ended}]. `is_sure` where the
    records leave no doubt; otherwise it looks like one, and the office is asked.
    """

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="conflicts")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="conflicts")
    source = models.CharField(max_length=16, choices=ConflictSource)
    state = models.CharField(max_length=12, choices=ConflictState, default=ConflictState.OPEN)
    is_sure = models.BooleanField(default=True)
    note = models.CharField(max_length=400, blank=True)
    evidence = models.JSONField(default=list)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    resolution = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["expert", "application", "source"], name="conflict_once"),
            models.CheckConstraint(
                condition=models.Q(state=ConflictState.OPEN) | models.Q(resolved_at__isnull=False),
                name="conflict_resolved_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ConflictState.DISMISSED) | ~models.Q(resolution=""),
                name="conflict_dismissed_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["application", "state"], name="conflict_by_application")]

    def __str__(self) -> str:
        return self.source


class Declaration(models.Model):
    """That an expert saw a project by its name alone and said whether they have a conflict: never changed."""

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="declarations")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="declarations")
    has_conflict = models.BooleanField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["expert", "application"], name="declaration_once")]

    def __str__(self) -> str:
        return f"{self.expert_id} {self.application_id}"
