"""Rehearsals of a call's event: their plan and hours, who appears on stage, what they hand in, how they did."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from yunhui.features.rehearsal.enums import (
    Grade,
    Interpreter,
    Item,
    MaterialKind,
    MaterialState,
    Outcome,
    Wish,
)
from yunhui.foundation.accounts.models import User
from yunhui.foundation.files.models import Attachment
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id
from yunhui.parties.models import Board
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call


class Plan(models.Model):
    """How a call's speakers get ready; without a row the usual check list stands and nothing is due yet.

    Attributes:
        items, area_items: the lines of the check list of speakers and of host areas.
        due_at: until when everything but the film is there; `film_due_at` until when the recorded pitch is.
        limits: of the recorded pitch, see `rules.films.Limits`; what is not named is as usual.
        connect_zh, connect_en: how to connect: address, meeting number, what to install.
        edits: counts changes, so that two officers do not overwrite each other.
    """

    call = models.OneToOneField(Call, on_delete=models.CASCADE, primary_key=True, related_name="rehearsal_plan")
    items = ArrayField(models.CharField(max_length=12, choices=Item), default=list)
    area_items = ArrayField(models.CharField(max_length=12, choices=Item), default=list)
    due_at = models.DateTimeField(null=True)
    film_due_at = models.DateTimeField(null=True)
    limits = models.JSONField(default=dict)
    connect_zh = models.TextField(blank=True)
    connect_en = models.TextField(blank=True)
    edits = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.call_id)


class Appearance(models.Model):
    """A project or a host area on stage, and what its speaker told us.

    Attributes:
        issue: counts the letters; only the newest link opens.
        announced_zh, announced_en: name and title as the host is to say them; `spoken` how the name is spoken: pinyin
            with tones, IPA, or what it rhymes with.
        phone_sealed: the number for a fallback, encrypted; `phone_tail` its last digits, shown instead.
        interpreter_note: from which language.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="appearances")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, null=True, related_name="appearance")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, null=True, related_name="appearances")
    issue = models.PositiveSmallIntegerField(default=0)
    invited_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    announced_zh = models.CharField(max_length=120, blank=True)
    announced_en = models.CharField(max_length=120, blank=True)
    spoken = models.CharField(max_length=160, blank=True)
    biography_zh = models.CharField(max_length=400, blank=True)
    biography_en = models.CharField(max_length=800, blank=True)
    recording = models.CharField(max_length=4, choices=Wish, blank=True, default=Wish.OPEN)
    phone_sealed = models.TextField(blank=True)
    phone_tail = models.CharField(max_length=4, blank=True)
    interpreter = models.CharField(max_length=12, choices=Interpreter, blank=True, default=Interpreter.OPEN)
    interpreter_note = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "board"], name="appearance_board_once"),
            models.CheckConstraint(
                condition=models.Q(application__isnull=False) ^ models.Q(board__isnull=False), name="appearance_is_one"
            ),
        ]

    def __str__(self) -> str:
        return str(self.application or self.board)


class RehearsalTime(models.Model):
    """An hour in which one speaker rehearses; half-open [starts_at, ends_at). Several at one time: so many desks."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="rehearsal_times")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    desk = models.PositiveSmallIntegerField(default=1)
    appearance = models.OneToOneField(Appearance, on_delete=models.PROTECT, null=True, related_name="time")
    taken_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "starts_at", "desk"], name="rehearsal_time_once"),
            models.CheckConstraint(
                condition=models.Q(starts_at__lt=models.F("ends_at")), name="rehearsal_time_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%F %H:%M}/{self.desk}"


class Material(models.Model):
    """One version of a file that a speaker handed in; none is ever overwritten.

    `film` is what was found in a film: {"seconds", "width", "height", "rate", "codec", "sound_codec", "loudness"}, and
    `findings` what that means: [{"code", "level", "params"}], see `rules.films.Finding`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    appearance = models.ForeignKey(Appearance, on_delete=models.PROTECT, related_name="materials")
    kind = models.CharField(max_length=12, choices=MaterialKind)
    number = models.PositiveSmallIntegerField()
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=MaterialState)
    film = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    handed_in_at = models.DateTimeField(default=clock.now)
    checked_at = models.DateTimeField(null=True)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appearance", "kind", "number"], name="material_once")]
        indexes = [
            models.Index(fields=["handed_in_at"], condition=models.Q(state="checking"), name="material_being_checked")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Trial(models.Model):
    """How one rehearsal went; the newest counts. Lines in Mbit/s."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    appearance = models.ForeignKey(Appearance, on_delete=models.PROTECT, related_name="trials")
    held_at = models.DateTimeField(default=clock.now)
    outcome = models.CharField(max_length=8, choices=Outcome)
    camera = models.CharField(max_length=8, choices=Grade, blank=True)
    sound = models.CharField(max_length=8, choices=Grade, blank=True)
    screen = models.CharField(max_length=8, choices=Grade, blank=True)
    second_device = models.CharField(max_length=8, choices=Grade, blank=True)
    down = models.DecimalField(max_digits=7, decimal_places=1, null=True)
    up = models.DecimalField(max_digits=7, decimal_places=1, null=True)
    note = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["appearance", "-held_at"], name="trial_newest")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.held_at:%F}"
