"""Files: content once, by digest; names and owners as often as needed."""

from django.db import models

from yunhui.kernel import clock
from yunhui.kernel.ids import new_id


class Blob(models.Model):
    """Bytes in the store, named by their digest (`algorithm:hex`)."""

    digest = models.CharField(primary_key=True, max_length=80)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=80)
    stored_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.digest


class Attachment(models.Model):
    """A named file of some thing; rooms point here and never hold a file themselves."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    owner_type = models.CharField(max_length=32)
    owner_id = models.CharField(max_length=64)
    added_by_id = models.UUIDField(null=True)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["owner_type", "owner_id"], name="attachment_by_owner")]

    def __str__(self) -> str:
        return self.name
