"""The agenda of a call's event: how it is set up, who can be there when, and versions of where and when each item is.

Times of the day are on the venue's clock; instants are aware. What a version shows is kept in it: changing the set-up
later changes no version.
"""

from django.db import models

from yunhui.features.timetable.enums import (
    Answer,
    ChangeKind,
    ItemKind,
    Part,
    PersonKind,
    SolvingState,
    TimetableState,
)
from yunhui.foundation.accounts.models import User
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
    is_open = models.BooleanField(default=True)  # a hall that old versions used stays, closed

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "key"], name="room_once")]

    def __str__(self) -> str:
        return self.key


class Event(models.Model):
    """How a call's event is set up; without a row the roadshow stage's configuration stands.

    Attributes:
        pattern: of every group without its own: {"pitch", "questions", "judging", "changeover": minutes, "recorded":
            whether a recorded pitch is shown and only the questions are live}.
        group_patterns: {group key: the same}.
        board_pitch: minutes of a host area.
        prices: what each unmet wish costs, by the names of `rules.setting.Prices`.
        order_by_draw: whether the pitches of a group follow the order of its draw.
        answer_by: until when people say when they can be there.
        edits: counts changes, so that two officers do not overwrite each other.
    """

    call = models.OneToOneField(Call, on_delete=models.CASCADE, primary_key=True, related_name="event")
    pattern = models.JSONField(default=dict)
    group_patterns = models.JSONField(default=dict)
    board_pitch = models.PositiveSmallIntegerField(default=5)
    prices = models.JSONField(default=dict)
    order_by_draw = models.BooleanField(default=False)
    answer_by = models.DateTimeField(null=True)
    edits = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.call_id)


class EventSession(models.Model):
    """One hall open from `opens` to `closes` on one day; with a group it takes that group's items only."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    key = models.CharField(max_length=24)
    day = models.DateField()
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="sessions")
    opens = models.TimeField()
    closes = models.TimeField()
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    name_zh = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    is_locked = models.BooleanField(default=False)  # re-solving moves nothing into it, out of it, or within it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "key"], name="event_session_once"),
            models.CheckConstraint(condition=models.Q(opens__lt=models.F("closes")), name="event_session_runs_forward"),
        ]
        ordering = ["day", "opens", "room__sort", "pk"]

    def __str__(self) -> str:
        return f"{self.day} {self.opens:%H:%M}"


class Fixture(models.Model):
    """An opening or a break at a set time; without `starts` it begins with the day, without `room` all halls pause."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="fixtures")
    kind = models.CharField(max_length=16, choices=ItemKind)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    day = models.DateField()
    starts = models.TimeField(null=True)
    minutes = models.PositiveSmallIntegerField()
    room = models.ForeignKey(Room, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        ordering = ["day", "starts", "pk"]

    def __str__(self) -> str:
        return f"{self.day} {self.name_en}"


class Participant(models.Model):
    """Somebody who must be there, and when they can be: asked by a link, answered without an account.

    Attributes:
        application: of a speaker or a further defender; `board`: of a host area's officer; `group`: of a judge or
            chair; `session`: the one that a chair leads.
        role: what a defender answers for, in a few words.
        hours: what they said: [{"from": ISO, "to": ISO, "mark": "rather_not" or "cannot"}], instants in UTC; every
            other hour of the event they can. Empty until they answer, and then for "always".
        issue: counts the letters; only the newest link opens.
        answered_by: who of the office answered for them; None for themselves.
        flagged_at: when an answer that breaks the newest timetable came in; None once the office has seen to it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="participants")
    kind = models.CharField(max_length=12, choices=PersonKind)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="participants")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, null=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    session = models.ForeignKey(EventSession, on_delete=models.SET_NULL, null=True, related_name="chairs")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=160)
    role = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    zone = models.CharField(max_length=64, default="Asia/Shanghai")
    language = models.CharField(max_length=8, default="zh-hans")
    hours = models.JSONField(default=list)
    note = models.CharField(max_length=300, blank=True)
    issue = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    flagged_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "application"],
                condition=models.Q(kind="speaker", ended_at__isnull=True),
                name="participant_one_speaker",
            ),
        ]
        indexes = [models.Index(fields=["call", "kind"], name="participant_by_call")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class OrderDraw(models.Model):
    """One draw of the order in which a group pitches (抽签), as it was held; never changed. The newest one counts.

    Attributes:
        public_value: what was typed in before everybody; with `list_digest` it makes `seed`.
        present: who was there, as [{"name", "as"}].
        items: the frozen list, application numbers in ascending order.
        lots: [{"number": application number, "id", "lot": hexadecimal}] in the order drawn.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="order_draws")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.PositiveSmallIntegerField()
    public_value = models.CharField(max_length=200)
    present = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)
    items = models.JSONField()
    list_digest = models.CharField(max_length=64)
    seed = models.CharField(max_length=64)
    lots = models.JSONField()
    drawn_at = models.DateTimeField(default=clock.now)
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="order_draw_once")]

    def __str__(self) -> str:
        return f"{self.call_id} {self.number}"


class Timetable(models.Model):
    """One version of an event's agenda, with what the solver could prove of it.

    A draft is edited by hand (`edits` counts, `steps` keeps each); once published it is never changed. A what-if
    (state `scenario`) is a copy of `based_on` beside it; its `number` counts from 1001 and is never shown as a version.

    Attributes:
        sessions: the set-up's sessions as they stood: [{"key", "day", "room", "opens", "closes", "group", "name_zh",
            "name_en", "chair"}].
        more: what a what-if has beyond the event's set-up: {"halls": [{"key", "name_zh", "name_en"}], "sessions": as
            above}; empty for a version.
        status: optimal | feasible | infeasible | unknown of the solver, or `manual` once it was changed by hand;
            `objective` is then the price of what stands there, and `bound` none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="timetables")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=TimetableState, default=TimetableState.DRAFT)
    status = models.CharField(max_length=16, blank=True)
    objective = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    clashes = models.JSONField(default=list)
    sessions = models.JSONField(default=list)
    name = models.CharField(max_length=80, blank=True)
    more = models.JSONField(default=dict)
    based_on = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="copies")
    edits = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    # Who asked for its publication where the city wants two persons, who released it, and what the office says of it.
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    note_zh = models.CharField(max_length=400, blank=True)
    note_en = models.CharField(max_length=400, blank=True)

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
    """What takes place where and when in one version; half-open [starts_at, ends_at).

    Attributes:
        name_zh, name_en: of an opening or a break; a pitch has its project's title, a host area its name.
        pitch, questions, judging, changeover: its minutes; `ends_at` is when questions and judging are over.
        is_recorded: the pitch is shown from a recording, the questions are live.
        is_pinned: somebody put it here by hand, and re-solving leaves it; `is_locked`: nobody moves it by hand either.
    """

    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="slots")
    kind = models.CharField(max_length=16, choices=ItemKind)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="slots")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, null=True, related_name="slots")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reasons = models.JSONField(default=list)
    name_zh = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    pitch = models.PositiveSmallIntegerField(null=True)
    questions = models.PositiveSmallIntegerField(null=True)
    judging = models.PositiveSmallIntegerField(default=0)
    changeover = models.PositiveSmallIntegerField(default=0)
    is_recorded = models.BooleanField(default=False)
    is_pinned = models.BooleanField(default=False)
    is_locked = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["timetable", "application"], name="slot_one_pitch"),
            models.UniqueConstraint(fields=["timetable", "board"], name="slot_one_board_pitch"),
            models.CheckConstraint(condition=models.Q(starts_at__lt=models.F("ends_at")), name="slot_runs_forward"),
        ]
        indexes = [models.Index(fields=["timetable", "starts_at"], name="slot_by_time")]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_at:%F %H:%M}"


class Announced(models.Model):
    """What the public was last told of one item of a call, over all its published versions.

    `sequence` is iCalendar's (RFC 5545, 3.8.7.4): it rises with every published change of hour, hall or people, never
    falls, and tells a calendar which of two entries with one UID is the newer. `people` are the keys of those who take
    part (`selectors.people.Party.key`). A cancelled item keeps its last hour. `was_starts_at` and `was_room`: where it
    stood before `changed_in` moved it; empty for what was new there.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="announced")
    uid = models.UUIDField()
    kind = models.CharField(max_length=16)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="+")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, null=True, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    people = models.JSONField(default=list)
    sequence = models.PositiveIntegerField(default=0)
    is_cancelled = models.BooleanField(default=False)
    changed_in = models.ForeignKey(Timetable, on_delete=models.PROTECT, related_name="changes")
    changed_at = models.DateTimeField(default=clock.now)
    was_starts_at = models.DateTimeField(null=True)
    was_room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "uid"], name="announced_once")]

    def __str__(self) -> str:
        return f"{self.uid} #{self.sequence}"


class Confirmation(models.Model):
    """What one person, or one host area, says to the hour of an item; `asked_sequence` is the entry that they saw."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(Announced, on_delete=models.PROTECT, related_name="confirmations")
    key = models.CharField(max_length=280)
    part = models.CharField(max_length=12, choices=Part)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, null=True, related_name="+")
    email = models.CharField(max_length=254, blank=True)
    name = models.CharField(max_length=160)
    language = models.CharField(max_length=8)
    zone = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=Answer, default=Answer.WAITING)
    reason = models.CharField(max_length=400, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    asked_sequence = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "key"], name="confirmation_once")]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=models.Q(state="waiting", ended_at__isnull=True),
                name="confirmation_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.state}"


class Feed(models.Model):
    """The secret address of one person's calendar: its id, signed. Taking it back ends it; the next one has another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="feeds")
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=models.Q(ended_at__isnull=True), name="feed_one_each")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Parked(models.Model):
    """An item that has no place yet in a draft: put aside by hand, or newly selected."""

    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="parked")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="+")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, null=True, related_name="+")
    parked_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["timetable", "application"], name="parked_application_once"),
            models.UniqueConstraint(fields=["timetable", "board"], name="parked_board_once"),
            models.CheckConstraint(
                condition=models.Q(application__isnull=False) ^ models.Q(board__isnull=False), name="parked_is_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.timetable_id} {self.application_id or self.board_id}"


class Change(models.Model):
    """One step of editing a draft, to tell who did what and to take it back.

    Attributes:
        number: the draft's `edits` after it.
        before, after: the items that it touched: [{"item": id, "room": key or None where parked, "start": ISO or None,
            "pinned", "locked"}].
        undoes: the step that this one took back.
    """

    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=ChangeKind)
    before = models.JSONField(default=list)
    after = models.JSONField(default=list)
    undoes = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="undone_by")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["timetable", "number"], name="change_once")]

    def __str__(self) -> str:
        return f"{self.timetable_id} {self.number}"


class Solving(models.Model):
    """One run of the solver in the background, for whoever waits or comes back later.

    Attributes:
        base: the version from which it moves little; the result is a new draft, or a what-if where `scenario` names it.
        seconds: how long it may search; `elapsed`, `objective`, `bound`: how far it is, told about once a second.
        problem: why it ended without a result, as an English sentence of the catalogue.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="solvings")
    state = models.CharField(max_length=12, choices=SolvingState, default=SolvingState.WAITING)
    base = models.ForeignKey(Timetable, on_delete=models.SET_NULL, null=True, related_name="+")
    result = models.ForeignKey(Timetable, on_delete=models.SET_NULL, null=True, related_name="+")
    scenario = models.CharField(max_length=80, blank=True)
    fresh = models.BooleanField(default=False)  # from scratch: pins, locks and the former places are not kept
    seed = models.PositiveIntegerField(default=1)
    seconds = models.FloatField(default=5)
    elapsed = models.FloatField(default=0)
    objective = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    problem = models.CharField(max_length=400, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call"], condition=models.Q(state__in=["waiting", "running"]), name="solving_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.state}"
