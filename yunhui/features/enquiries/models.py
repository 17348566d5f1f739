"""Questions to the office, their threads, and the answers that everyone may read."""

from django.db import models
from django.db.models import Q

from yunhui.features.enquiries.enums import EnquiryState, MessageKind
from yunhui.foundation.accounts.models import User
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call


class Enquiry(models.Model):
    """One question about a call or an application of the asker's own, with everything said in its thread.

    The asker is an account, or a visitor who left an address; `draft_*` is the answer that the office has not sent.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="enquiries")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="enquiries")
    asker = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="enquiries")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=8, default="zh-hans")
    zone = models.CharField(max_length=64, default="Asia/Shanghai")
    subject = models.CharField(max_length=160)
    state = models.CharField(max_length=12, choices=EnquiryState, default=EnquiryState.OPEN)
    asked_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    assigned_to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    draft_zh = models.TextField(blank=True)
    draft_en = models.TextField(blank=True)
    drafted_at = models.DateTimeField(null=True)
    drafted_by_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(asker__isnull=False) | ~Q(email=""), name="enquiry_can_be_answered"),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | ~Q(state="merged") & Q(merged_into__isnull=True),
                name="enquiry_merged_into_one",
            ),
        ]
        indexes = [
            models.Index(fields=["call", "state", "due_at"], name="enquiry_by_call"),
            models.Index(fields=["asker", "asked_at"], name="enquiry_by_asker"),
        ]

    def __str__(self) -> str:
        return self.subject


class Message(models.Model):
    """Something that was written in a thread; never changed. An answer has a Chinese or an English text, or both."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=12, choices=MessageKind)
    text_zh = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text_zh="", text_en=""), name="message_says_something")]
        indexes = [models.Index(fields=["enquiry", "at"], name="message_by_enquiry")]

    def __str__(self) -> str:
        return self.kind


class Faq(models.Model):
    """A question with its answer for everyone: edited, without a name, public from `published_at` to `withdrawn_at`.

    `source` tells the office from which question it came and is never shown outside.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="faq")
    source = models.ForeignKey(Enquiry, on_delete=models.PROTECT, null=True, related_name="faq")
    question_zh = models.CharField(max_length=300, blank=True)
    question_en = models.CharField(max_length=300, blank=True)
    answer_zh = models.TextField(blank=True)
    answer_en = models.TextField(blank=True)
    sort = models.IntegerField(default=0)
    edited_at = models.DateTimeField(default=clock.now)
    edited_by_id = models.UUIDField(null=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | ~(Q(question_zh="") | Q(question_en="") | Q(answer_zh="") | Q(answer_en="")),
                name="faq_is_published_in_both_languages",
            )
        ]
        indexes = [models.Index(fields=["call", "published_at"], name="faq_by_call")]

    def __str__(self) -> str:
        return self.question_zh or self.question_en
