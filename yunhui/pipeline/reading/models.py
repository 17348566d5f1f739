"""Undertakings to keep what is read confidential, and every opening of what applicants entrust."""

from django.db import models

from yunhui.foundation.accounts.models import User
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id
from yunhui.parties.models import Board
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.reading.enums import Capacity, What


class Undertaking(models.Model):
    """A reader's click under the undertaking of one call, with the name that they go by; once for each text."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="undertakings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="undertakings")
    name = models.CharField(max_length=120)
    capacity = models.CharField(max_length=12, choices=Capacity)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, null=True, related_name="+")
    text_version = models.CharField(max_length=80)  # digest of the text in both languages
    language = models.CharField(max_length=8)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "user", "text_version"], name="undertaking_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.call_id}"


class Opening(models.Model):
    """One session in which one reader read one thing: not one row for each page.

    `attachment_id` names the file where one was opened, and `label` what it was called then; the file may be replaced.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="openings")
    reader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=12, choices=Capacity)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=12, choices=What)
    attachment_id = models.UUIDField(null=True)
    label = models.CharField(max_length=200, blank=True)
    session = models.CharField(max_length=120, unique=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["application", "at"], name="opening_by_application"),
            models.Index(fields=["reader", "application"], name="opening_by_reader"),
        ]

    def __str__(self) -> str:
        return f"{self.capacity} {self.what}"


class Emergency(models.Model):
    """A reader without a part in a call opens one application for a while, and says why (紧急查阅).

    It ends at `ends_at` by itself, or at `ended_at` by a person before. The applicant is told at `told_at`, once the
    decision is known.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="emergencies")
    reader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=400)
    opened_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(opened_at__lt=models.F("ends_at")), name="emergency_runs_forward")
        ]
        indexes = [
            models.Index(fields=["reader", "application"], name="emergency_by_reader"),
            models.Index(fields=["opened_at"], name="emergency_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.opened_at:%Y-%m-%d}"
