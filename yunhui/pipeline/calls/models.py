"""Definition rows: programmes, calls, their groups and their stages."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from yunhui.foundation.formkit.models import FormVersion
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.calls.enums import CallState, Gate, OnFail, RankBy, Track


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
    """One season of a programme: frozen when published, then changed by public amendments only.

    Attributes:
        form_draft: the questions being edited, as `formkit.rules.Question` stores them; None where nothing differs from
            `form_version`.
        eligibility: the questions of "Can I apply?", as `rules.EligibilityQuestion` stores them.
        before: what an applicant knows before the first field, as `rules.BeforeYouApply` stores it.
        stale: texts of which one language was changed after the other: {name of the text: "zh" or "en"}.
        edits: counts changes, so that two people do not overwrite each other.
    """

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
    allows_recommendation = models.BooleanField(default=True)
    form_draft = models.JSONField(null=True)
    eligibility = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    undertaking_zh = models.TextField(blank=True)
    undertaking_en = models.TextField(blank=True)
    allows_download = models.BooleanField(default=False)
    stale = models.JSONField(default=dict)
    edits = models.PositiveIntegerField(default=0)
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
    """A track × industry of a call: panel, quota and ranking live inside it.

    `wild_cards` is the sum of what the co-organisers in `wild_card_of` may name:
    [{"name_zh": …, "name_en": …, "number": 1}].
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="groups")
    key = models.SlugField(max_length=40)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    track = models.CharField(max_length=12, choices=Track, blank=True)
    industry = models.CharField(max_length=24, blank=True)
    is_overseas = models.BooleanField(default=False)
    quota = models.PositiveIntegerField(default=0)
    wild_cards = models.PositiveIntegerField(default=0)
    wild_card_of = models.JSONField(default=list)
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


class Amendment(models.Model):
    """A public change of a published call: what, why, since when; never changed, never taken back.

    `changes` is a list of {"part", "label_zh", "label_en", "old_zh", "old_en", "new_zh", "new_en"}.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveIntegerField()
    why_zh = models.CharField(max_length=400)
    why_en = models.CharField(max_length=400)
    changes = models.JSONField()
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, null=True, related_name="+")
    announced_at = models.DateTimeField(default=clock.now)
    announced_by_id = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="amendment_once")]

    def __str__(self) -> str:
        return f"{self.call} · {self.number}"
