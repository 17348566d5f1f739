"""The version of the public site: the sum of a few counters, so that no command waits for another to raise it."""

from django.db import models


class Counter(models.Model):
    """One part of the version. A transaction raises whichever counter no other transaction holds."""

    number = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.pk}: {self.number}"
