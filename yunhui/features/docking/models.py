"""Projects offered to host areas, and their answers (县区对接)."""

from django.db import models

from yunhui.features.docking.enums import OfferState
from yunhui.foundation.accounts.models import User
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id
from yunhui.parties.models import Board
from yunhui.pipeline.applications.models import Application


class Offer(models.Model):
    """One project offered to one host area. An interest carries site, policy, contact person and next step."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="offers")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="offers")
    state = models.CharField(max_length=16, choices=OfferState, default=OfferState.PENDING)
    fit = models.FloatField(default=0)
    why = models.JSONField(default=dict)
    offered_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    site = models.CharField(max_length=300, blank=True)
    policy = models.CharField(max_length=300, blank=True)
    contact = models.CharField(max_length=120, blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "board"], name="offer_once"),
            models.CheckConstraint(
                condition=~models.Q(state="interested")
                | ~(models.Q(site="") | models.Q(policy="") | models.Q(contact="") | models.Q(next_step="")),
                name="interest_carries_substance",
            ),
        ]
        indexes = [models.Index(fields=["board", "state", "due_at"], name="offer_by_board")]

    def __str__(self) -> str:
        return self.state
