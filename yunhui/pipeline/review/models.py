"""Assignments, score sheets, and the rounds that take them."""

from django.db import models
from django.db.models.functions import Greatest, Least

from yunhui.foundation.accounts.models import User
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Stage
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.review.enums import AssignmentState, MoveKind, PinKind, PlanKind, PlanMode, PlanState


class Assignment(models.Model):
    """An expert judges an application in a stage. `fit` and `why` say why this one.

    `edition` counts how often the sheet was opened for scoring: 1 at first, one more each time it is opened again. The
    sheet that stands is the locked one of the current edition. `set_aside_at` says since when it counts no more,
    because its expert's conflict of interest was confirmed after it was locked. `in_place_of` is the task whose sheet
    was set aside and in whose place this one was opened after the round.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="assignments")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="assignments")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="assignments")
    state = models.CharField(max_length=12, choices=AssignmentState, default=AssignmentState.OPEN)
    fit = models.FloatField()
    why = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=clock.now)
    total = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    locked_at = models.DateTimeField(null=True)
    edition = models.PositiveIntegerField(default=1)
    set_aside_at = models.DateTimeField(null=True)
    in_place_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replacements")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stage", "application", "expert"], name="assignment_once"),
            models.UniqueConstraint(
                fields=["in_place_of"],
                condition=models.Q(state__in=("open", "locked", "set_aside")),
                name="assignment_replaced_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state="locked", total__isnull=False, locked_at__isnull=False)
                | ~models.Q(state="locked"),
                name="locked_assignment_has_total",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state="set_aside", set_aside_at__isnull=False, total__isnull=False, locked_at__isnull=False
                )
                | ~models.Q(state="set_aside") & models.Q(set_aside_at__isnull=True),
                name="set_aside_assignment_has_time",
            ),
        ]
        indexes = [models.Index(fields=["expert", "state"], name="assignment_by_expert")]

    def __str__(self) -> str:
        return f"{self.application} {self.state}"


class ScoreSheet(models.Model):
    """One saved state of a sheet: the draft of an edition, until it is locked and never changes again (a trigger of the
    database refuses it, whoever asks).

    Attributes:
        revisions: for each criterion and note {"n", "at", "tab", "s"}: how often it was written, when, and from which
            page, as which of that page's writings.
        others: what another page wrote meanwhile and could not be written over, by criterion or note:
            [{"tab", "text", "at"}]; a sheet with others cannot be locked.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="sheets")
    revision = models.PositiveIntegerField()
    edition = models.PositiveIntegerField(default=1)
    scores = models.JSONField(default=dict)
    note_panel = models.TextField(blank=True)
    note_applicant = models.TextField(blank=True)
    revisions = models.JSONField(default=dict)
    others = models.JSONField(default=dict)
    is_locked = models.BooleanField(default=False)
    receipt = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "revision"], name="sheet_revision_once"),
            models.UniqueConstraint(
                fields=["assignment", "edition"], condition=models.Q(is_locked=True), name="sheet_locked_once"
            ),
        ]
        indexes = [models.Index(fields=["receipt"], condition=models.Q(is_locked=True), name="sheet_by_receipt")]

    def __str__(self) -> str:
        return f"r{self.revision}"


class Reopening(models.Model):
    """A panel leader let an expert change a locked sheet: the sheet of `edition` stays as it was."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="reopenings")
    edition = models.PositiveIntegerField()
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "edition"], name="reopening_once")]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.edition}"


class Round(models.Model):
    """The end of a stage's scoring. Where there is a row, the round is closed: it takes no sheet any more, and the
    database refuses one.

    Attributes:
        sheets, missed: how many sheets stand, and how many tasks were still open.
        reason: why it was closed without them; empty where none was open.
        digest: of all receipts that stand, in the order of their assignments.
    """

    stage = models.OneToOneField(Stage, on_delete=models.PROTECT, related_name="review_round")
    closed_at = models.DateTimeField(default=clock.now)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sheets = models.PositiveIntegerField()
    missed = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=400, blank=True)
    digest = models.CharField(max_length=80)

    def __str__(self) -> str:
        return str(self.stage_id)


class AssignmentPlan(models.Model):
    """Who would judge what, drawn up before it stands: a whole assignment, or a repair of the one that stands.

    `pairs` are those that would be added, as [application, expert, fit, why], and `removed` those that would be taken
    back, as [application, expert]. `shortages` are applications that get too few: [{"application", "wanted", "got",
    "conflicts", "may", "full", "same_organisation", "lacking"}]. `figures`: lowest and total fit and what a repair
    changes of them. `settings`: how many experts for each application, and the most for each expert. `basis` is the
    digest of everything that it rests on: a plan whose basis has changed cannot stand.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="assignment_plans")
    kind = models.CharField(max_length=8, choices=PlanKind, default=PlanKind.WHOLE)
    mode = models.CharField(max_length=8, choices=PlanMode, default=PlanMode.FAIR)
    state = models.CharField(max_length=12, choices=PlanState, default=PlanState.DRAFT)
    seed = models.BigIntegerField(null=True)
    settings = models.JSONField(default=dict)
    pairs = models.JSONField(default=list)
    removed = models.JSONField(default=list)
    shortages = models.JSONField(default=list)
    figures = models.JSONField(default=dict)
    basis = models.CharField(max_length=80)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stage"], condition=models.Q(state=PlanState.DRAFT), name="assignment_plan_one_draft"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class AssignmentPin(models.Model):
    """What a plan must or must not do, fixed by hand with a reason, until it is lifted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="assignment_pins")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="assignment_pins")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="assignment_pins")
    kind = models.CharField(max_length=8, choices=PinKind)
    reason = models.CharField(max_length=400)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "application", "expert"],
                condition=models.Q(lifted_at__isnull=True),
                name="assignment_pin_once",
            )
        ]

    def __str__(self) -> str:
        return self.kind


class AssignmentMove(models.Model):
    """One change of who judges what, with its reason: never changed."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="assignment_moves")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="assignment_moves")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="assignment_moves")
    kind = models.CharField(max_length=12, choices=MoveKind)
    reason = models.CharField(max_length=400, blank=True)
    plan = models.ForeignKey(AssignmentPlan, on_delete=models.PROTECT, null=True, related_name="moves")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["stage", "-at"], name="assignment_move_by_stage"),
            models.Index(fields=["application", "-at"], name="assignment_move_by_project"),
        ]

    def __str__(self) -> str:
        return self.kind


class Remark(models.Model):
    """What an expert or the panel leader wrote in the discussion of one project. It only takes new rows, and applicants
    never read it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="remarks")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="remarks")
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="remarks")
    text = models.TextField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["stage", "application", "at"], name="remark_by_application")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.at}"


class Comparison(models.Model):
    """An expert's own answer to “is this one above that one?”; for the expert alone, it changes no score."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="comparisons")
    above = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    below = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    is_even = models.BooleanField(default=False)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.F("expert"),
                models.F("stage"),
                Least("above", "below"),
                Greatest("above", "below"),
                name="comparison_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.above_id} > {self.below_id}"


class MaskedTitle(models.Model):
    """What experts of a blind review read in the place of a title that tells who applies, as the office wrote it."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="masked_titles")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="masked_titles")
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stage", "application"], name="masked_title_once")]

    def __str__(self) -> str:
        return self.title_zh
