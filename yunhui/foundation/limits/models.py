"""Rate limits: how often one key may do one thing, counted in the database so that every process counts together."""

from django.db import models


class Count(models.Model):
    """How often a key was taken in the window that ends at `until`. An UNLOGGED table: a crash forgets it, and may."""

    key = models.CharField(primary_key=True, max_length=120)
    taken = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key} {self.taken}"
