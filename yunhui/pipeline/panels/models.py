"""Panels: what experts of a call are asked, the draws, the invitations, the sign-in, the fees."""

from django.db import models

from yunhui.foundation.accounts.models import User
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id
from yunhui.pipeline.calls.models import Call, Group
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.panels.enums import DeclineReason, FeeState, SeatState, Source


class Panel(models.Model):
    """What a call says to its experts, and whether its list is still sealed (one row for each call with a panel).

    Attributes:
        reply_days: working days to answer an invitation.
        fee_sheet, fee_day: what is paid for a locked sheet and for a day of the event, in fen.
        pledge_zh, pledge_en: the call's own undertaking of integrity and confidentiality; empty for the platform's.
        opened_at: when the sign-in opened; until then nobody of the office reads who is on the panel.
    """

    call = models.OneToOneField(Call, on_delete=models.PROTECT, primary_key=True, related_name="panel")
    reply_days = models.PositiveSmallIntegerField(default=3)
    fee_sheet = models.PositiveIntegerField(default=0)
    fee_day = models.PositiveIntegerField(default=0)
    pledge_zh = models.TextField(blank=True)
    pledge_en = models.TextField(blank=True)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return str(self.call_id)


class Draw(models.Model):
    """One draw by lot, as it was held; never changed. A second one of the same group needs `reason`.

    Attributes:
        present: who was there, as [{"name", "as"}].
        public_value: what the supervisor typed in; with `list_digest` it makes `seed`.
        candidates: the frozen list, as `decide.draw.Candidate` without what is empty.
        strata: as `decide.draw.Stratum`, with names; `rules`: the limits under which it was drawn.
        lots: every candidate with number and outcome, the lowest first.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="draws")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.PositiveSmallIntegerField()
    public_value = models.CharField(max_length=200)
    present = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)
    candidates = models.JSONField()
    strata = models.JSONField()
    rules = models.JSONField(default=dict)
    list_digest = models.CharField(max_length=64)
    seed = models.CharField(max_length=64)
    lots = models.JSONField()
    drawn_at = models.DateTimeField(default=clock.now)
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="draw_once")]

    def __str__(self) -> str:
        return f"{self.call_id} {self.number}"


class Seat(models.Model):
    """An expert on the list of a call: in reserve, invited, or with their answer.

    Attributes:
        group: the group whose projects they judge; None for every group.
        stratum, place: the kind of seat and the order within it, of those who were drawn.
        replaces: whose place they took.
        issue: counts the letters; only the newest link opens.
        most: the most projects that they wish to read; None leaves it to the office.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="seats_on_panel")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="seats")
    source = models.CharField(max_length=8, choices=Source)
    state = models.CharField(max_length=12, choices=SeatState)
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, null=True, related_name="seats")
    stratum = models.CharField(max_length=40, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    issue = models.PositiveSmallIntegerField(default=0)
    invited_at = models.DateTimeField(null=True)
    reply_by = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=12, choices=DeclineReason, blank=True)
    reason_text = models.CharField(max_length=300, blank=True)
    most = models.PositiveSmallIntegerField(null=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "expert"], name="seat_once"),
            models.CheckConstraint(
                condition=~models.Q(state="invited") | models.Q(invited_at__isnull=False, reply_by__isnull=False),
                name="invited_seat_has_deadline",
            ),
        ]
        indexes = [
            models.Index(fields=["call", "state"], name="seat_by_call"),
            models.Index(fields=["reply_by"], condition=models.Q(state="invited"), name="seat_due"),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.state}"


class SignIn(models.Model):
    """That an expert signed in (签到), under which undertaking; never changed."""

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, primary_key=True, related_name="sign_in")
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=8)
    text_zh = models.TextField()
    text_en = models.TextField()
    text_version = models.CharField(max_length=80)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.seat_id} {self.at:%F %T}"


class Fee(models.Model):
    """What an expert gets for a call (劳务费), in fen: before tax, tax withheld, after tax."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="fees")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="fees")
    sheets = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField(default=0)
    gross = models.PositiveBigIntegerField()
    tax = models.PositiveBigIntegerField()
    is_resident = models.BooleanField(default=True)
    state = models.CharField(max_length=8, choices=FeeState, default=FeeState.LISTED)
    listed_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "expert"], name="fee_once"),
            models.CheckConstraint(condition=models.Q(tax__lte=models.F("gross")), name="fee_tax_within_gross"),
        ]

    @property
    def net(self) -> int:
        """What arrives, in fen."""
        return self.gross - self.tax

    def __str__(self) -> str:
        return f"{self.call_id} {self.gross}"
