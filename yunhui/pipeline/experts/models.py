"""The expert library: who can be asked, where they work and worked, to whom they are tied, and how they are paid."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from yunhui.foundation.accounts.models import User
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id
from yunhui.parties.models import Organisation, Person
from yunhui.pipeline.experts.enums import AffiliationKind, CreditKind, ExpertState, Level, TieKind


class Expert(models.Model):
    """A person in the expert library (专家库).

    Attributes:
        industries, terms: fields by the city's codes, and in free words.
        profile: texts (fields, works) by which the fit to an application is computed.
        is_active: whether somebody can be asked; true just while the state is admitted.
        suspended_until: when a suspension ends by itself; None lasts until the office ends it.
        search: the words under which the library finds them, see `rules.search_of`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="expert")
    title_zh = models.CharField(max_length=80, blank=True)
    title_en = models.CharField(max_length=80, blank=True)
    level = models.CharField(max_length=12, choices=Level, blank=True)
    industries = ArrayField(models.CharField(max_length=24), default=list)
    terms = ArrayField(models.CharField(max_length=60), default=list)
    languages = ArrayField(models.CharField(max_length=8), default=list)
    zone = models.CharField(max_length=64, default="Asia/Shanghai")
    profile = ArrayField(models.TextField(), default=list)
    state = models.CharField(max_length=12, choices=ExpertState, default=ExpertState.ADMITTED)
    state_reason = models.CharField(max_length=300, blank=True)
    suspended_until = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    admitted_at = models.DateTimeField(null=True)
    search = SearchVectorField(null=True, editable=False)

    class Meta:
        indexes = [
            GinIndex(fields=["search"], name="expert_by_words"),
            models.Index(fields=["state"], name="expert_by_state"),
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class Affiliation(models.Model):
    """An organisation to which an expert belongs or belonged; `until` None: still does. Years of the calendar.

    `organisation` names it where the register knows it; `name` is always what it is called.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=AffiliationKind, default=AffiliationKind.EMPLOYED)
    since = models.PositiveSmallIntegerField(null=True)
    until = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(since__isnull=True)
                | models.Q(until__isnull=True)
                | models.Q(since__lte=models.F("until")),
                name="affiliation_runs_forward",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.since or ''}–{self.until or ''}"


class Tie(models.Model):
    """A person to whom an expert is tied; `until` is the last year of it (the last paper), None: still so."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="ties")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=TieKind)
    until = models.PositiveSmallIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class CreditNote(models.Model):
    """What the office noted on an expert's credit (信用); never changed, and read by the office alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="credit_notes")
    kind = models.CharField(max_length=8, choices=CreditKind)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%F}"


class Payee(models.Model):
    """How an expert is paid and taxed, as they entered it themselves. Names, numbers and banks are encrypted, each
    value with the id of its algorithm; `*_tail` are the last characters, shown where the whole is masked."""

    expert = models.OneToOneField(Expert, on_delete=models.CASCADE, primary_key=True, related_name="payee")
    is_resident = models.BooleanField(default=True)
    holder_sealed = models.TextField()
    bank_sealed = models.TextField()
    account_sealed = models.TextField()
    account_tail = models.CharField(max_length=4)
    document_kind = models.CharField(max_length=16)
    document_country = models.CharField(max_length=2)
    document_sealed = models.TextField()
    document_tail = models.CharField(max_length=4)
    changed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"…{self.account_tail}"
