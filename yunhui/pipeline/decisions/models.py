"""Decision batches: a ranking frozen with its rule, signed by two people, released at once."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from yunhui.foundation.accounts.models import User
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.calls.models import Call, Group
from yunhui.pipeline.decisions.enums import BatchState, Cause, Conclusion, Outcome, Reply, SeatKind
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.review.models import Assignment


class Batch(models.Model):
    """One proposal for a call. `inputs` is the digest of the scores, interests and rule that it was computed from."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=BatchState, default=BatchState.PROPOSED)
    rule = models.JSONField()
    notes = models.JSONField(default=dict)
    inputs = models.CharField(max_length=80)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    released_at = models.DateTimeField(null=True)
    discarded_at = models.DateTimeField(null=True)
    discarded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    discard_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="batch_number_once"),
            models.UniqueConstraint(fields=["call"], condition=models.Q(state="proposed"), name="batch_one_proposal"),
            models.UniqueConstraint(fields=["call"], condition=models.Q(state="released"), name="batch_one_release"),
        ]

    def __str__(self) -> str:
        return f"{self.call} #{self.number}"


class Placed(models.Model):
    """What is said of one application: its place by the official rule, the reference beside it, and the reason."""

    outcome = models.CharField(max_length=12, choices=Outcome)
    rank = models.PositiveIntegerField(null=True)
    score = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    interests = models.PositiveIntegerField(default=0)
    reserve_number = models.PositiveIntegerField(null=True)
    reference = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    p_in = models.FloatField(null=True)
    is_border = models.BooleanField(default=False)
    reasons = models.JSONField(default=list)

    class Meta:
        abstract = True


class BatchItem(Placed):
    """What a batch says of one application."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="batch_items")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "application"], name="batch_item_once")]
        indexes = [models.Index(fields=["batch", "outcome"], name="batch_item_by_outcome")]

    def __str__(self) -> str:
        return f"{self.application} {self.outcome}"


class Signature(models.Model):
    """One of the two people who release a batch; `on_behalf_of` is the colleague for whom they stood in."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="signatures")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=24)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "user"], name="signed_once"),
            models.UniqueConstraint(fields=["batch", "role"], name="signed_once_a_role"),
        ]

    def __str__(self) -> str:
        return self.role


class Deliberation(models.Model):
    """A sitting (合议) on border projects or equals: what came of it and why. Never changed; a newer one corrects it.

    The database refuses to change or delete it (migration 0002).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="deliberations")
    number = models.PositiveIntegerField()
    conclusion = models.CharField(max_length=12, choices=Conclusion)
    reasons = models.TextField()
    minutes = models.TextField(blank=True)
    held_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="deliberation_number_once")]

    def __str__(self) -> str:
        return f"{self.call} #{self.number}"


class Discussed(models.Model):
    """One project in a sitting: where it stood then, what was said of it, and its place among equals if it got one."""

    deliberation = models.ForeignKey(Deliberation, on_delete=models.PROTECT, related_name="projects")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="deliberations")
    rank = models.PositiveIntegerField(null=True)
    score = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    place = models.PositiveIntegerField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deliberation", "application"], name="discussed_once")]

    def __str__(self) -> str:
        return str(self.application_id)


class Participant(models.Model):
    """Who sat: an expert of the panel or a member of staff; `left` names the applications for which they went out."""

    deliberation = models.ForeignKey(Deliberation, on_delete=models.PROTECT, related_name="participants")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, null=True, related_name="deliberations")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    capacity = models.CharField(max_length=12, choices=SeatKind)
    left = ArrayField(models.UUIDField(), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deliberation", "expert"], condition=models.Q(expert__isnull=False), name="expert_sat_once"
            ),
            models.UniqueConstraint(
                fields=["deliberation", "user"], condition=models.Q(user__isnull=False), name="staff_sat_once"
            ),
        ]

    def __str__(self) -> str:
        return self.capacity


class Ranking(models.Model):
    """The order of one group for one state of its scores, worked out once and read by every page.

    Attributes:
        state: digest of what it rests on: score sheets, interests, who is in the running, the announced rule.
        figures: what stands around the table (`selectors.figures`), and how each expert uses the scale: [{"expert",
            "sheets", "level", "low", "high", "leaning"}].
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="rankings")
    state = models.CharField(max_length=80)
    figures = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=clock.now)
    seconds = models.FloatField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "state"], name="ranking_once")]

    def __str__(self) -> str:
        return f"{self.group} {self.made_at:%H:%M}"


class Ranked(Placed):
    """One application in a live ranking; `position` counts every row of the group from 1, without a rank last.

    `inside` names the measures by which it would have one of its group's places now: official, mean, trimmed,
    reference; `low_criteria` are the keys of criteria under the share that the rule flags.
    """

    ranking = models.ForeignKey(Ranking, on_delete=models.CASCADE, related_name="rows")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    basis = models.CharField(max_length=32, blank=True)
    mean = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    trimmed = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    spread = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    is_wide = models.BooleanField(default=False)
    sheets = models.PositiveIntegerField(default=0)
    low_criteria = models.JSONField(default=list)
    inside = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ranking", "application"], name="ranked_once"),
            models.UniqueConstraint(fields=["ranking", "position"], name="ranked_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.application_id}"


class Approval(models.Model):
    """The paper that leaders signed for a batch (批件): its number and date, and its scan among the batch's files.

    A corrected one takes the place of the one before, which is kept with `replaced_at`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="approvals")
    number = models.CharField(max_length=80)
    signed_on = models.DateField()
    attachment_id = models.UUIDField(null=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch"], condition=models.Q(replaced_at__isnull=True), name="approval_one_for_a_batch"
            )
        ]

    def __str__(self) -> str:
        return self.number


class Confirmation(models.Model):
    """What the applicant answered to the place that the application won; one for each pass of the kind `confirmation`.

    `note` says how the office learned of it, where the office answered for somebody who cannot.
    """

    stage_pass = models.OneToOneField(
        StagePass, on_delete=models.CASCADE, primary_key=True, related_name="confirmation"
    )
    reply = models.CharField(max_length=12, choices=Reply, default=Reply.WAITING)
    note = models.CharField(max_length=400, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reply="waiting", answered_at__isnull=True)
                | ~models.Q(reply="waiting") & models.Q(answered_at__isnull=False),
                name="confirmation_answered_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.reply


class Promotion(models.Model):
    """A reserve that moved up (递补): in whose place, for which cause, from which number of the batch's list."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="promotions")
    number = models.PositiveIntegerField()
    vacated = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="vacated_for")
    promoted = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="promoted_by")
    reserve_number = models.PositiveIntegerField()
    cause = models.CharField(max_length=12, choices=Cause)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="promotion_number_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.promoted}"


class HeldComment(models.Model):
    """A comment of an expert that the office does not pass on to the applicant as it is, and why; ended when it does.

    Names the sheet's assignment, because the comment is that of its locked sheet. With `words` the applicant reads
    these in its place, without them nothing.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="held_comments")
    reason = models.CharField(max_length=400)
    words = models.TextField(blank=True)
    held_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    held_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=models.Q(ended_at__isnull=True), name="comment_held_once"
            )
        ]

    def __str__(self) -> str:
        return self.reason
