"""Run rows: applications, their versions, and their passes through the stages."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from yunhui.foundation.accounts.models import User
from yunhui.foundation.formkit.models import FormVersion
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id
from yunhui.parties.models import Board, Organisation, Person
from yunhui.pipeline.applications.enums import ApplicationState, Channel, CompletionEnd, PassState, Right
from yunhui.pipeline.calls.models import Call, Group, Stage


class Application(models.Model):
    """One team's answer to one call. The columns from `title` on repeat the answers for lists and search.

    `revisions` says of each answer how often it was written, by whom and when: {key: {"n": 3, "by": account id or None,
    "at": ISO}}. `others` keeps what was written against an older revision, until a person has chosen:
    {key: [{"tab": the page that wrote it, "text": as typed, "by", "at"}]}.

    `told` is what was answered to “Can I apply?” before it was started: nothing, or {"at": ISO, "answers": [{"key",
    "label_zh", "label_en", "text_zh", "text_en"}]}.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="applications")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="applications")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="applications")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="applications")
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=12, choices=ApplicationState, default=ApplicationState.DRAFT)
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.SELF)
    # Which host area recommended it, and what the sender of a table calls it: never twice in a call.
    referred_by = models.ForeignKey(Board, on_delete=models.PROTECT, null=True, related_name="referred")
    reference = models.CharField(max_length=80, blank=True)
    answers = models.JSONField(default=dict)
    revisions = models.JSONField(default=dict)
    others = models.JSONField(default=dict)
    told = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)  # of the close of the call, while it is a draft
    is_wild_card = models.BooleanField(default=False)
    title = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    speaker = models.CharField(max_length=160, blank=True)
    country = models.CharField(max_length=2, blank=True)
    place = models.CharField(max_length=40, blank=True)
    zone = models.CharField(max_length=64, default="Asia/Shanghai")
    # Who of the office looks after it, and the words under which it is found (`rules.search_of`).
    keeper = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="kept_applications")
    search = SearchVectorField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="application_number_once"),
            models.UniqueConstraint(
                fields=["call", "reference"], condition=~models.Q(reference=""), name="application_reference_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"]) | models.Q(number__isnull=False),
                name="application_submitted_has_number",
            ),
        ]
        indexes = [
            models.Index(fields=["call", "state", "number"], name="application_by_call"),
            GinIndex(fields=["search"], name="application_by_words", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"{self.number or 0:04d}"


class ApplicationVersion(models.Model):
    """What was submitted, each time: never changed."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    digest = models.CharField(max_length=80)
    submitted_at = models.DateTimeField()
    submitted_by_id = models.UUIDField(null=True)
    key = models.CharField(max_length=64, blank=True)  # names the attempt: the same one twice is one version

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="version_once"),
            models.UniqueConstraint(fields=["application", "key"], condition=~models.Q(key=""), name="version_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.application} v{self.number}"


class Collaborator(models.Model):
    """A co-applicant: invited by e-mail, bound to the account that accepts, until `ended_at`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="collaborators")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="collaborations")
    email = models.EmailField(max_length=254)
    right = models.CharField(max_length=8, choices=Right, default=Right.VIEW)
    secret = models.CharField(max_length=80)  # digest of what the invitation's link carries
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField(default=clock.now)
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "email"], condition=models.Q(ended_at__isnull=True), name="collaborator_once"
            ),
            models.UniqueConstraint(
                fields=["application", "user"],
                condition=models.Q(ended_at__isnull=True, user__isnull=False),
                name="collaborator_person_once",
            ),
        ]
        indexes = [models.Index(fields=["user", "ended_at"], name="collaborator_by_user")]

    def __str__(self) -> str:
        return f"{self.email} {self.right}"


class Acknowledgement(models.Model):
    """That a person read what applying to a call means; `version` is the digest of the text that they read."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="acknowledgements")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.CharField(max_length=80)
    language = models.CharField(max_length=8)
    acknowledged_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "user", "version"], name="acknowledged_once"),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.user_id}"


class OfficeNote(models.Model):
    """What the office writes down about an application for itself; a note is taken back, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="office_notes")
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=2000)
    written_at = models.DateTimeField(default=clock.now)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["application", "written_at"], name="office_note_by_application")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.written_at:%Y-%m-%d}"


class StagePass(models.Model):
    """One application in one stage.

    `due_at` is when whoever has to act must have acted: while the applicant owes something (`returned`) that is the
    applicant, and the office's clock stands still with `days_left` working days since `stopped_at`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="passes")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="passes")
    state = models.CharField(max_length=12, choices=PassState, default=PassState.WAITING)
    opened_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    days_left = models.PositiveIntegerField(null=True)
    concluded_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "stage"], name="pass_once")]
        indexes = [models.Index(fields=["stage", "state", "due_at"], name="pass_by_stage")]

    def __str__(self) -> str:
        return f"{self.application} {self.state}"


class Standing(models.Model):
    """Where a submitted application stands, in one narrow row for lists: what its passes, offers and score sheets say.

    The services that change those keep it in the same transaction (`services.standing`). `steps` are the passes that no
    longer wait, in the order of the stages, as "kind:state"; `due_at` is when the first open one is due, while somebody
    has to act on it. `answers` are the states of its offers in the city's order of host areas, `interests` how many are
    interested; of the `sheets_wanted` (scored or still to score) `sheets_locked` are scored, with their mean.
    """

    application = models.OneToOneField(Application, on_delete=models.CASCADE, primary_key=True, related_name="standing")
    steps = ArrayField(models.CharField(max_length=40), default=list)
    due_at = models.DateTimeField(null=True)
    answers = ArrayField(models.CharField(max_length=16), default=list)
    interests = models.PositiveSmallIntegerField(default=0)
    sheets_locked = models.PositiveSmallIntegerField(default=0)
    sheets_wanted = models.PositiveSmallIntegerField(default=0)
    mean = models.DecimalField(max_digits=9, decimal_places=6, null=True)

    def __str__(self) -> str:
        return f"{self.application_id} {' '.join(self.steps)}"


class Completion(models.Model):
    """One request to complete an application (一次性告知 · 补正): what is missing, by when, and how it ended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stage_pass = models.ForeignKey(StagePass, on_delete=models.PROTECT, related_name="completions")
    number = models.PositiveIntegerField()
    asked_at = models.DateTimeField(default=clock.now)
    asked_by_id = models.UUIDField(null=True)
    # Why a second request was needed, although all should have been said at once.
    again_reason = models.CharField(max_length=400, blank=True)
    days = models.PositiveIntegerField()
    due_at = models.DateTimeField()
    extension_reason = models.CharField(max_length=400, blank=True)
    reminded_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=CompletionEnd, blank=True)
    ended_at = models.DateTimeField(null=True)
    version = models.ForeignKey(ApplicationVersion, on_delete=models.PROTECT, null=True, related_name="+")
    reply = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stage_pass", "number"], name="completion_once"),
            models.UniqueConstraint(
                fields=["stage_pass"], condition=models.Q(ended_at__isnull=True), name="completion_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=models.Q(ended_at__isnull=True), name="completion_by_due")]

    def __str__(self) -> str:
        return f"{self.stage_pass} · {self.number}"


class CompletionItem(models.Model):
    """One thing that is missing: a question of the form (none: about the whole), and the words for it."""

    completion = models.ForeignKey(Completion, on_delete=models.PROTECT, related_name="items")
    sort = models.PositiveIntegerField()
    question = models.CharField(max_length=64, blank=True)
    text_zh = models.CharField(max_length=400, blank=True)
    text_en = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["completion", "sort"], name="completion_item_once"),
            models.CheckConstraint(condition=~models.Q(text_zh="", text_en=""), name="completion_item_says_something"),
        ]

    def __str__(self) -> str:
        return self.question
