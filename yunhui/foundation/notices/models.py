"""Notices: templates with their versions, what was said to whom, and how each travelled."""

from django.db import models

from yunhui.foundation.accounts.models import User
from yunhui.foundation.notices.enums import Channel, DispatchState, NoticeState
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id


class Template(models.Model):
    """A text of a letter, never changed: the built-in one, stored when it is first used, or one of the city's own."""

    letter = models.CharField(max_length=80)
    digest = models.CharField(max_length=80)
    subject_zh = models.CharField(max_length=200)
    subject_en = models.CharField(max_length=200)
    body_zh = models.TextField()
    body_en = models.TextField()
    sms_zh = models.CharField(max_length=300, blank=True)
    sms_en = models.CharField(max_length=300, blank=True)
    is_own = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "digest"], condition=models.Q(is_own=False), name="template_built_in_once"
            )
        ]
        indexes = [models.Index(fields=["letter", "-id"], name="template_by_letter")]

    def __str__(self) -> str:
        return f"{self.letter} {self.pk}"


class Wording(models.Model):
    """Which text a letter has now, where it is not the built-in one."""

    letter = models.CharField(max_length=80, primary_key=True)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.letter


class Notice(models.Model):
    """What is said to one reader about one thing; subject and body as they read in the reader's language.

    A private letter keeps context and link in `sealed` until it has left, and no subject or body.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    letter = models.CharField(max_length=80)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=12, choices=NoticeState)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="notices")
    email = models.CharField(max_length=254, blank=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=8)
    zone = models.CharField(max_length=64)
    about_type = models.CharField(max_length=32)
    about_id = models.CharField(max_length=64)
    call_id = models.UUIDField(null=True)
    context = models.JSONField(default=dict)
    subject = models.CharField(max_length=400)
    body = models.TextField()
    link = models.CharField(max_length=500, blank=True)
    sealed = models.TextField(blank=True)
    is_private = models.BooleanField(default=False)
    is_urgent = models.BooleanField(default=False)
    supersede_key = models.CharField(max_length=120, blank=True)
    written_at = models.DateTimeField(default=clock.now)
    written_by_id = models.UUIDField(null=True)
    released_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False) | ~models.Q(email=""), name="notice_has_a_reader"
            )
        ]
        indexes = [
            models.Index(
                fields=["user"],
                condition=models.Q(state="released", read_at__isnull=True, is_private=False),
                name="notice_unread",
            ),
            models.Index(fields=["user", "-released_at"], name="notice_by_reader"),
            models.Index(fields=["call_id", "-written_at"], name="notice_by_call"),
            models.Index(
                fields=["supersede_key"],
                condition=~models.Q(supersede_key="") & models.Q(state__in=["held", "released"]),
                name="notice_by_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.state}"


class Dispatch(models.Model):
    """One notice on one channel: when it may leave, and what became of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="dispatches")
    channel = models.CharField(max_length=12, choices=Channel)
    state = models.CharField(max_length=12, choices=DispatchState)
    due_at = models.DateTimeField(default=clock.now)
    is_digest = models.BooleanField(default=False)
    claimed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    address = models.CharField(max_length=254, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    tries = models.PositiveIntegerField(default=0)
    reply = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "channel"], name="dispatch_once")]
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(state__in=["waiting", "claimed", "handing"]), name="dispatch_due"
            ),
            models.Index(fields=["state", "-id"], name="dispatch_by_state"),
            models.Index(fields=["reference"], condition=~models.Q(reference=""), name="dispatch_by_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class Attempt(models.Model):
    """One try to hand a dispatch over, with what the other side said."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField(default=clock.now)
    outcome = models.CharField(max_length=12)
    reply = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.outcome


class Contact(models.Model):
    """How a reader is reached beside their account's e-mail; the address sealed, with a blind index."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="contacts")
    channel = models.CharField(max_length=12, choices=Channel)
    sealed = models.TextField()
    blind = models.CharField(max_length=160)
    kept_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "channel"], name="contact_once")]

    def __str__(self) -> str:
        return self.channel


class Trouble(models.Model):
    """An e-mail address from which letters come back, until somebody mends it."""

    email = models.CharField(max_length=254, unique=True)
    since = models.DateTimeField(default=clock.now)
    last_at = models.DateTimeField(default=clock.now)
    count = models.PositiveIntegerField(default=1)
    is_permanent = models.BooleanField(default=True)
    reply = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.email


class Preference(models.Model):
    """A reader's wishes: quiet hours on their own clock, a daily digest, and what is switched off or on."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+")
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    has_quiet = models.BooleanField(default=True)
    digest_at = models.TimeField(null=True)
    switched = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.pk)
