"""Consent by purpose and recipient: a ledger to which rows are only appended."""

from django.db import models
from django.db.models import Q

from yunhui.kernel import clock
from yunhui.kernel.ids import new_id
from yunhui.parties.models import Board
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.consents.enums import Level, Purpose, Source


class Consent(models.Model):
    """One giving or revoking. What holds now is the row that no other row replaces.

    `board` is the recipient of a consent to host areas; without one it means every host area that the office proposes.
    A row for one host area says more than the row for all of them. `by_id` is the account that clicked.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=16, choices=Purpose)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, null=True, related_name="+")
    is_given = models.BooleanField()
    level = models.CharField(max_length=12, choices=Level, blank=True)
    text_version = models.PositiveIntegerField()
    source = models.CharField(max_length=16, choices=Source, default=Source.APPLICANT)
    note = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=8, blank=True)
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True)
    by_label = models.CharField(max_length=40)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "purpose"],
                condition=Q(replaces__isnull=True, board__isnull=True),
                name="consent_begins_once",
            ),
            models.UniqueConstraint(
                fields=["application", "purpose", "board"],
                condition=Q(replaces__isnull=True, board__isnull=False),
                name="consent_to_board_begins_once",
            ),
            models.CheckConstraint(
                condition=Q(board__isnull=True) | Q(purpose="boards"), name="consent_to_board_is_for_boards"
            ),
            models.CheckConstraint(
                condition=Q(level="") | Q(purpose="publication"), name="consent_level_is_for_publication"
            ),
        ]
        indexes = [models.Index(fields=["application", "purpose"], name="consent_by_application")]

    def __str__(self) -> str:
        return f"{self.purpose} {'given' if self.is_given else 'revoked'}"
