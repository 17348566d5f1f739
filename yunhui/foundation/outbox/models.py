"""Facts awaiting delivery: written in the transaction that made them true."""

from django.db import models

from yunhui.kernel import clock
from yunhui.kernel.ids import new_id


class Fact(models.Model):
    """Something that happened, in the past tense, with ids and values only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=64, db_index=True)
    payload = models.JSONField()
    at = models.DateTimeField(default=clock.now)
    request_id = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """A subscriber has had a fact; written in the transaction of the subscriber's own change."""

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.CharField(max_length=80)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fact", "subscriber"], name="delivered_once")]

    def __str__(self) -> str:
        return self.subscriber
