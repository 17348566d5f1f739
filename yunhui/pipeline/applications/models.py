"""Run rows: applications, their versions, and their passes through the stages."""

from django.db import models

from yunhui.foundation.accounts.models import User
from yunhui.foundation.formkit.models import FormVersion
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id
from yunhui.parties.models import Organisation, Person
from yunhui.pipeline.applications.enums import ApplicationState, Channel, PassState
from yunhui.pipeline.calls.models import Call, Group, Stage


class Application(models.Model):
    """One team's answer to one call. The columns from `title` on repeat the answers for lists and search."""

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
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField(null=True)
    is_wild_card = models.BooleanField(default=False)
    title = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    speaker = models.CharField(max_length=160, blank=True)
    country = models.CharField(max_length=2, blank=True)
    place = models.CharField(max_length=40, blank=True)
    zone = models.CharField(max_length=64, default="Asia/Shanghai")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="application_number_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"]) | models.Q(number__isnull=False),
                name="application_submitted_has_number",
            ),
        ]
        indexes = [models.Index(fields=["call", "state", "number"], name="application_by_call")]

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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.application} v{self.number}"


class StagePass(models.Model):
    """One application in one stage."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="passes")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="passes")
    state = models.CharField(max_length=12, choices=PassState, default=PassState.WAITING)
    opened_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "stage"], name="pass_once")]
        indexes = [models.Index(fields=["stage", "state", "due_at"], name="pass_by_stage")]

    def __str__(self) -> str:
        return f"{self.application} {self.state}"
