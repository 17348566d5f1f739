"""Definition rows: programmes, calls, their groups and their stages."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from yunhui.foundation.formkit.models import FormVersion
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.calls.enums import CallState, Gate, OnFail, RankBy


class Programme(models.Model):
    """A standing programme of calls, made from one recipe."""

    key = models.SlugField(primary_key=True, max_length=40)
    recipe = models.SlugField(max_length=40)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="programmes")

    def __str__(self) -> str:
        return self.key


class Call(models.Model):
    """One season of a programme: frozen when published, with the official rule that it announces."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="calls")
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="calls")
    code = models.SlugField(max_length=40, unique=True)
    title_zh = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    summary_zh = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=CallState, default=CallState.DRAFT)
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, null=True, related_name="+")
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    event_days = ArrayField(models.DateField(), default=list)
    venue_zone = models.CharField(max_length=64, default="Asia/Shanghai")
    rank_by = models.CharField(max_length=16, choices=RankBy, default=RankBy.MEAN)
    rule_clause = models.CharField(max_length=40, blank=True)
    seats = models.PositiveIntegerField(default=32)
    reserves = models.PositiveIntegerField(default=5)
    gate_mean = models.DecimalField(max_digits=5, decimal_places=2, default=60)
    min_interests = models.PositiveIntegerField(default=1)
    max_boards = models.PositiveIntegerField(default=3)
    is_synthetic = models.BooleanField(default=False)
    last_number = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_at__isnull=True)
                | models.Q(closes_at__isnull=True)
                | models.Q(opens_at__lt=models.F("closes_at")),
                name="call_window_runs_forward",
            )
        ]

    def __str__(self) -> str:
        return self.code


class Group(models.Model):
    """A track × industry of a call: panel, quota and ranking live inside it."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="groups")
    key = models.SlugField(max_length=40)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    industry = models.CharField(max_length=24, blank=True)
    quota = models.PositiveIntegerField(default=0)
    wild_cards = models.PositiveIntegerField(default=0)
    sort = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "key"], name="group_once")]

    def __str__(self) -> str:
        return self.key


class Stage(models.Model):
    """One step of a call's pipeline; stages of one ordinal run side by side."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="stages")
    ordinal = models.PositiveIntegerField()
    key = models.SlugField(max_length=40)
    kind = models.CharField(max_length=24)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    applicant_zh = models.CharField(max_length=160)
    applicant_en = models.CharField(max_length=160)
    working_days = models.PositiveIntegerField(default=5)
    gate = models.CharField(max_length=12, choices=Gate, default=Gate.MANUAL)
    on_fail = models.CharField(max_length=12, choices=OnFail, default=OnFail.DECLINE)
    config = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "key"], name="stage_once")]

    def __str__(self) -> str:
        return f"{self.ordinal} {self.key}"
