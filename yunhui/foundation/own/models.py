"""Copies of people's own data that were asked for, and erasures."""

from django.db import models

from yunhui.foundation.accounts.models import User
from yunhui.foundation.own.enums import CopyState, ErasureState
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id


class Copy(models.Model):
    """A copy of everything that the city holds of one person, made by the worker, kept for some days."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="copies")
    state = models.CharField(max_length=8, choices=CopyState, default=CopyState.ASKED)
    language = models.CharField(max_length=8)
    asked_at = models.DateTimeField(default=clock.now)
    ready_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    attachment_id = models.UUIDField(null=True)
    size = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=models.Q(state="asked"), name="copy_one_at_a_time")
        ]
        indexes = [models.Index(fields=["state", "ends_at"], name="copy_by_end")]

    def __str__(self) -> str:
        return self.state


class Erasure(models.Model):
    """That a person asked for the end of their data, and when it came. `due_at` is now where nothing is in progress."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="erasures")
    state = models.CharField(max_length=12, choices=ErasureState, default=ErasureState.WAITING)
    asked_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=models.Q(state="waiting"), name="erasure_one_at_a_time")
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="erasure_by_due")]

    def __str__(self) -> str:
        return self.state
