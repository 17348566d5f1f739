"""What was printed: so that whoever holds a sheet can ask whether these words came from here."""

from django.db import models

from yunhui.features.papers.enums import Form, PaperKind
from yunhui.foundation.accounts.models import User
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id
from yunhui.pipeline.calls.models import Call


class Print(models.Model):
    """One paper taken out once. `about` names the group, expert, batch or sitting that it is about; `digest` is the
    fingerprint of its words, whoever prints them and when; `short` is how that begins at the foot of each page."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="prints")
    kind = models.CharField(max_length=16, choices=PaperKind)
    about = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=200)
    form = models.CharField(max_length=8, choices=Form)
    digest = models.CharField(max_length=80)
    short = models.CharField(max_length=16)
    batch_number = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["call", "kind", "-at"], name="print_by_call"),
            models.Index(fields=["call", "short"], name="print_by_short"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.short}"
