"""Who must not judge what."""

from django.db import models

from yunhui.kernel import clock
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.conflicts.enums import ConflictSource
from yunhui.pipeline.experts.models import Expert


class Conflict(models.Model):
    """An expert who must not judge an application, and why."""

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="conflicts")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="conflicts")
    source = models.CharField(max_length=16, choices=ConflictSource)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["expert", "application", "source"], name="conflict_once")]

    def __str__(self) -> str:
        return self.source
