"""Objections to a public notice (异议): examined again, answered with reasons; each stops one entry alone."""

from django.db import models
from django.db.models import Q

from yunhui.foundation.accounts.models import User
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.objections.enums import Channel, ObjectionKind, ObjectionState


class Objection(models.Model):
    """One objection: who objects, to which entry and why; what was found when it was examined again (复核); the answer.

    The objector is reached by an address, with or without an account, or on paper; neither applicant nor public learns
    who it is.
    A re-check is asked for by the applicant of `application`, which is not on the list.

    Attributes:
        number: from when it counts.
        code_id: the e-mailed code by which the address is proved.
        channel, received_on, postal, entered_by: how and when it came in on paper, where the answer goes, and who of
            the office entered it; `email` may be empty then.
        handed_at, handed_by, handed_how: when and how the answer left on paper.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="objections")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="objections")
    kind = models.CharField(max_length=8, choices=ObjectionKind, default=ObjectionKind.ENTRY)
    number = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=12, choices=ObjectionState, default=ObjectionState.OPEN)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=8, default="zh-hans")
    zone = models.CharField(max_length=64, default="Asia/Shanghai")
    text = models.TextField()
    code_id = models.UUIDField(null=True)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.ONLINE)
    received_on = models.DateField(null=True)
    postal = models.CharField(max_length=400, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    filed_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    finding = models.TextField(blank=True)
    examined_at = models.DateTimeField(null=True)
    examined_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answer_zh = models.TextField(blank=True)
    answer_en = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    handed_at = models.DateTimeField(null=True)
    handed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    handed_how = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel="online") | Q(received_on__isnull=False),
                name="public_objection_on_paper_has_day",
            ),
            models.UniqueConstraint(fields=["call", "number"], name="public_objection_number_once"),
            models.CheckConstraint(
                condition=Q(state="unproved") | Q(number__isnull=False, due_at__isnull=False),
                name="public_objection_counts_with_number",
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(kind="recheck"), name="public_objection_one_re_check"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["unproved", "open"]) | ~Q(finding="") & Q(examined_at__isnull=False),
                name="public_objection_examined_with_finding",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["unproved", "open", "examined"])
                | ~Q(answer_zh="", answer_en="") & Q(decided_at__isnull=False),
                name="public_objection_decided_with_reasons",
            ),
        ]
        indexes = [
            models.Index(fields=["call", "state", "due_at"], name="public_objection_by_call"),
            models.Index(fields=["application", "state"], name="public_objection_by_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.call} · {self.number}"
