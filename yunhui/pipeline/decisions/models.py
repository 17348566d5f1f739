"""Decision batches: a ranking frozen with its rule, signed by two people, released at once."""

from django.db import models

from yunhui.foundation.accounts.models import User
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.enums import BatchState, Outcome


class Batch(models.Model):
    """One proposal for a call. `inputs` is the digest of the scores, interests and rule that it was computed from."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=BatchState, default=BatchState.PROPOSED)
    rule = models.JSONField()
    notes = models.JSONField(default=dict)
    inputs = models.CharField(max_length=80)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="batch_number_once"),
            models.UniqueConstraint(fields=["call"], condition=models.Q(state="proposed"), name="batch_one_proposal"),
            models.UniqueConstraint(fields=["call"], condition=models.Q(state="released"), name="batch_one_release"),
        ]

    def __str__(self) -> str:
        return f"{self.call} #{self.number}"


class BatchItem(models.Model):
    """What a batch says of one application: its place by the official rule, the reference beside it, and the reason."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="batch_items")
    outcome = models.CharField(max_length=12, choices=Outcome)
    rank = models.PositiveIntegerField(null=True)
    score = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    interests = models.PositiveIntegerField(default=0)
    reserve_number = models.PositiveIntegerField(null=True)
    reference = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    p_in = models.FloatField(null=True)
    is_border = models.BooleanField(default=False)
    reasons = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "application"], name="batch_item_once")]
        indexes = [models.Index(fields=["batch", "outcome"], name="batch_item_by_outcome")]

    def __str__(self) -> str:
        return f"{self.application} {self.outcome}"


class Signature(models.Model):
    """One of the two people who release a batch."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="signatures")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "user"], name="signed_once"),
            models.UniqueConstraint(fields=["batch", "role"], name="signed_once_a_role"),
        ]

    def __str__(self) -> str:
        return self.role
