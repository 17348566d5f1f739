"""What the office does to many applications at once: shown first, row by row, then done once."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from yunhui.features.bulk.enums import Result, RunState
from yunhui.foundation.accounts.models import User
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call


class BulkRun(models.Model):
    """One action on some applications of a call, as its maker confirmed it.

    `todo` are the applications to work on in their order, `position` how many of them are behind; `digest` covers the
    preview that was shown. `by` acts; a large run goes on in the worker as that person, with the roles they hold then.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="bulk_runs")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=24)
    params = models.JSONField(default=dict)
    digest = models.CharField(max_length=80)
    state = models.CharField(max_length=12, choices=RunState, default=RunState.WORKING)
    todo = ArrayField(models.UUIDField(), default=list)
    position = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=clock.now)
    touched_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "touched_at"], name="bulk_run_by_state")]

    def __str__(self) -> str:
        return f"{self.action} {self.position}/{len(self.todo)}"


class BulkOutcome(models.Model):
    """What became of one application in a run, with the sentence for it."""

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="outcomes")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=8, choices=Result)
    says = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "application"], name="bulk_outcome_once")]

    def __str__(self) -> str:
        return self.result
