"""The security-audit log: appended by commands, chained by the sealer, never changed by the application's role."""

from django.db import models

from yunhui.kernel import clock


class AuditEntry(models.Model):
    """What one command did, or which sensitive thing was read. `digest` covers every other column but `seq`."""

    seq = models.BigAutoField(primary_key=True)
    entry_id = models.UUIDField(unique=True, editable=False)
    at = models.DateTimeField(db_index=True)
    actor_id = models.UUIDField(null=True)
    actor_label = models.CharField(max_length=64)
    on_behalf_of = models.UUIDField(null=True)
    action = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=32)
    subject_id = models.CharField(max_length=64)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    request_id = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=80)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "seq"], name="audit_by_subject"),
            models.Index(fields=["actor_id", "seq"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.action} {self.subject_type}:{self.subject_id}"


class AuditLink(models.Model):
    """One entry's place in the chain; `chain` covers the previous link's chain and this entry's digest."""

    position = models.BigIntegerField(primary_key=True)
    entry_seq = models.BigIntegerField(unique=True)
    entry_id = models.UUIDField(unique=True)
    entry_digest = models.CharField(max_length=80)
    chain = models.CharField(max_length=80)
    sealed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.position} {self.chain}"
