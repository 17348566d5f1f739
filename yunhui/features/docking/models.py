"""Projects offered to host areas (县区对接): answers, what an interest owes, first contacts, contact details, notes."""

from django.db import models

from yunhui.features.docking.enums import (
    FirstContactState,
    NoCode,
    ObjectionState,
    OfferState,
    Origin,
    Outcome,
    ReminderKind,
    TaskState,
    Way,
    Wish,
)
from yunhui.foundation.accounts.models import User
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id
from yunhui.parties.models import Board
from yunhui.pipeline.applications.models import Application


class Offer(models.Model):
    """One project offered to one host area. An interest carries site, policy, contact person and next step.

    The contact person's phone is sealed: it is shown to the applicant on mutual interest only.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="offers")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="offers")
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.RULE)
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=16, choices=OfferState, default=OfferState.PENDING)
    fit = models.FloatField(default=0)
    why = models.JSONField(default=dict)
    offered_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()
    extended_at = models.DateTimeField(null=True)
    extension_reason = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    site = models.CharField(max_length=300, blank=True)
    policy = models.CharField(max_length=300, blank=True)
    contact = models.CharField(max_length=120, blank=True)
    contact_phone_sealed = models.TextField(blank=True)
    contact_email = models.EmailField(max_length=254, blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    reason_code = models.CharField(max_length=12, choices=NoCode, blank=True)
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
        indexes = [
            models.Index(fields=["board", "state", "due_at"], name="offer_by_board"),
            models.Index(fields=["state", "due_at"], name="offer_by_due"),
        ]

    def __str__(self) -> str:
        return self.state


class DockingTask(models.Model):
    """What an interest owes within ten working days: a first talk. Its time is extended once, with a reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="task")
    state = models.CharField(max_length=12, choices=TaskState, default=TaskState.OPEN)
    opened_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()
    extended_at = models.DateTimeField(null=True)
    extension_reason = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="docking_task_by_due")]

    def __str__(self) -> str:
        return self.state


class Talk(models.Model):
    """One talk between a host area and a team, as the host area registered it; the first ends the task."""

    task = models.ForeignKey(DockingTask, on_delete=models.PROTECT, related_name="talks")
    held_on = models.DateField()
    way = models.CharField(max_length=12, choices=Way)
    people = models.CharField(max_length=200)
    outcome = models.CharField(max_length=12, choices=Outcome)
    summary = models.CharField(max_length=1000)
    next_step = models.CharField(max_length=300, blank=True)
    registered_at = models.DateTimeField(default=clock.now)
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.held_on} {self.way}"


class ContactRelease(models.Model):
    """The applicant's word to an interested host area. Both sides' contact details are open while `opened_at` is set
    and `closed_at` is not."""

    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="release")
    wish = models.CharField(max_length=12, choices=Wish)
    wished_at = models.DateTimeField(default=clock.now)
    wished_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_because = models.CharField(max_length=24, blank=True)

    def __str__(self) -> str:
        return self.wish


class Note(models.Model):
    """A host area's own note on a project: its officers alone read it, neither another host area nor the office."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=2000)
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["offer", "written_at"], name="note_by_offer")]

    def __str__(self) -> str:
        return str(self.pk)


class FirstContact(models.Model):
    """首谈登记: the host area that talked with a team first, with its evidence, is protected until a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="first_contacts")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="first_contacts")
    state = models.CharField(max_length=12, choices=FirstContactState, default=FirstContactState.STANDING)
    talked_at = models.DateTimeField()
    way = models.CharField(max_length=12, choices=Way)
    evidence = models.CharField(max_length=1000)
    protected_until = models.DateField()
    registered_at = models.DateTimeField(default=clock.now)
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(state="standing"), name="first_contact_stands_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.protected_until}"


class Objection(models.Model):
    """Another host area says that it talked first; the talent office decides, with its reasons."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    first_contact = models.ForeignKey(FirstContact, on_delete=models.PROTECT, related_name="objections")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="objections")
    state = models.CharField(max_length=12, choices=ObjectionState, default=ObjectionState.OPEN)
    talked_at = models.DateTimeField()
    way = models.CharField(max_length=12, choices=Way)
    evidence = models.CharField(max_length=1000)
    raised_at = models.DateTimeField(default=clock.now)
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first_contact", "board"], name="objection_once"),
            models.CheckConstraint(
                condition=models.Q(state="open") | ~models.Q(decision=""), name="objection_decided_with_reasons"
            ),
        ]

    def __str__(self) -> str:
        return self.state


class Reminder(models.Model):
    """That a host area was written about an offer: once of each kind, again when the deadline moved."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=12, choices=ReminderKind)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "kind", "due_at"], name="reminded_once")]

    def __str__(self) -> str:
        return self.kind
