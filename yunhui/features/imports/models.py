"""Tables that are brought in: what was read, what each row would do, and what was written."""

from django.db import models
from django.db.models import Q

from yunhui.features.imports.enums import Kind, Outcome, RunState
from yunhui.foundation.accounts.models import User
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id
from yunhui.pipeline.calls.models import Call


class ImportRun(models.Model):
    """One file on its way in. `heads` are the columns as they stand in it, `mapping` is {place of a column: field}.

    `settings` holds what the officer said for the whole table: {"consent": "where the consents are kept"}. `counts`
    is {outcome: rows}; `done` counts rows checked or written so far.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16, choices=Kind)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, null=True, related_name="imports")
    state = models.CharField(max_length=12, choices=RunState, default=RunState.CHECKING)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=80)
    encoding = models.CharField(max_length=24)
    separator = models.CharField(max_length=1, blank=True)
    sheet = models.CharField(max_length=80, blank=True)
    heads = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    settings = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    began_at = models.DateTimeField(default=clock.now)
    touched_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="applications") | Q(call__isnull=False), name="import_of_applications_has_a_call"
            ),
            # One at a time writes: what it has compared with stays true until it is done.
            models.UniqueConstraint(
                fields=["kind", "call"], condition=Q(state="writing"), nulls_distinct=False, name="import_writes_alone"
            ),
        ]
        indexes = [models.Index(fields=["began_at"], name="import_by_time")]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """A row of the file. `number` is the row as the spreadsheet counts it.

    `cells` are the texts as read, `values` what they mean, `changes` is {field: [before, after]}, `problems` is a list
    of {"column", "value", "code", "params"} that is put into words for its reader.
    """

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    values = models.JSONField(default=dict)
    key = models.CharField(max_length=400, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    target_id = models.CharField(max_length=64, blank=True)
    changes = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    written_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["run", "outcome", "number"], name="import_row_by_outcome")]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"


class KnownHead(models.Model):
    """What a head meant the last time somebody said so, for tables of a kind."""

    kind = models.CharField(max_length=16, choices=Kind)
    head = models.CharField(max_length=120)
    field = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "head"], name="known_head_once")]

    def __str__(self) -> str:
        return f"{self.head} → {self.field}"
