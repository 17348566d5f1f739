"""The agenda of a call's event: rooms, items, and versions of where and when each takes place."""

from django.db import models

from yunhui.features.timetable.enums import ItemKind, TimetableState
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id
from yunhui.parties.models import Board
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call, Group


class Room(models.Model):
    """A hall of the event, with its twin online."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="rooms")
    key = models.SlugField(max_length=40)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    sort = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "key"], name="room_once")]

    def __str__(self) -> str:
        return self.key


class Timetable(models.Model):
    """One version of an event's agenda, with what the solver could prove of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="timetables")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=TimetableState, default=TimetableState.DRAFT)
    status = models.CharField(max_length=16, blank=True)
    objective = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    clashes = models.JSONField(default=list)
    made_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="timetable_number_once"),
            models.UniqueConstraint(
                fields=["call"], condition=models.Q(state="published"), name="timetable_one_published"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call} v{self.number}"


class Slot(models.Model):
    """What takes place where and when in one version; half-open [starts_at, ends_at)."""

    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="slots")
    kind = models.CharField(max_length=16, choices=ItemKind)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="slots")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, null=True, related_name="slots")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reasons = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["timetable", "application"], name="slot_one_pitch"),
            models.UniqueConstraint(fields=["timetable", "board"], name="slot_one_board_pitch"),
            models.CheckConstraint(condition=models.Q(starts_at__lt=models.F("ends_at")), name="slot_runs_forward"),
        ]
        indexes = [models.Index(fields=["timetable", "starts_at"], name="slot_by_time")]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_at:%F %H:%M}"
