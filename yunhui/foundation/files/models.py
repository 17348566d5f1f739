"""Files: content once, by digest; names and owners as often as needed."""

from django.db import models

from yunhui.kernel import clock
from yunhui.kernel.ids import new_id


class Blob(models.Model):
    """Bytes in the store, named by their digest (`algorithm:hex`).

    `pages` counts pages or slides, 0 where there are none; `scanned_at` is when a virus scanner found nothing in it,
    None where none has looked.
    """

    digest = models.CharField(primary_key=True, max_length=80)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=80)
    pages = models.PositiveIntegerField(default=0)
    scanned_at = models.DateTimeField(null=True)
    stored_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.digest


class Attachment(models.Model):
    """A named file of some thing; rooms point here and never hold a file themselves.

    `slot` says where in the thing it belongs, e.g. the key of a question.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    owner_type = models.CharField(max_length=32)
    owner_id = models.CharField(max_length=64)
    slot = models.CharField(max_length=64, blank=True)
    added_by_id = models.UUIDField(null=True)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["owner_type", "owner_id"], name="attachment_by_owner")]

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A file on its way, in pieces: `received` of `size` bytes are here.

    When it is whole, `attachment_id` names what it became, or `refusal` says why it was not taken: who missed the
    answer asks again and gets the same.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    mark = models.CharField(max_length=80, blank=True)  # what the browser knows the file by, to find it again
    accept = models.CharField(max_length=80, blank=True)
    received = models.BigIntegerField(default=0)
    owner_type = models.CharField(max_length=32)
    owner_id = models.CharField(max_length=64)
    slot = models.CharField(max_length=64, blank=True)
    by_id = models.UUIDField()
    began_at = models.DateTimeField(default=clock.now)
    touched_at = models.DateTimeField(default=clock.now, db_index=True)
    attachment_id = models.UUIDField(null=True)
    refusal = models.CharField(max_length=24, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner_type", "owner_id"], name="upload_by_owner")]
        constraints = [models.CheckConstraint(condition=models.Q(received__lte=models.F("size")), name="upload_fits")]

    def __str__(self) -> str:
        return f"{self.received} of {self.size}"
