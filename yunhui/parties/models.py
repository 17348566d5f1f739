"""People and organisations as the city knows them, and the one jurisdiction tree."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from yunhui.foundation.accounts.models import User
from yunhui.kernel import clock
from yunhui.kernel.ids import new_id
from yunhui.parties.enums import BoardKind, JurisdictionKind, OrganisationKind


class Jurisdiction(models.Model):
    """A node of the tree province › city › county › township, with zones and universities as units."""

    code = models.CharField(primary_key=True, max_length=24)
    kind = models.CharField(max_length=16, choices=JurisdictionKind)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=200, db_index=True)
    sort = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.code


class Organisation(models.Model):
    """A government unit, university, firm or partner institution."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16, choices=OrganisationKind)
    name_zh = models.CharField(max_length=160, blank=True)
    name_en = models.CharField(max_length=160, blank=True)
    country = models.CharField(max_length=2, default="CN")
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, null=True, related_name="+")
    email_domain = models.CharField(max_length=120, blank=True)
    # Unified social credit code (GB 32100), 18 characters; organisations abroad have none.
    credit_code = models.CharField(max_length=18, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name_zh="", name_en=""), name="organisation_has_a_name"),
            models.UniqueConstraint(
                fields=["credit_code"], condition=~models.Q(credit_code=""), name="organisation_credit_code_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name_zh or self.name_en


class Board(models.Model):
    """A pitching area of the city (板块, "host area")."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="board")
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="boards")
    kind = models.CharField(max_length=16, choices=BoardKind)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    industries = ArrayField(models.CharField(max_length=24), default=list)
    wants_zh = models.CharField(max_length=200, blank=True)
    wants_en = models.CharField(max_length=200, blank=True)
    offers_zh = models.CharField(max_length=200, blank=True)
    offers_en = models.CharField(max_length=200, blank=True)
    sort = models.IntegerField(default=0)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name_zh


class Person(models.Model):
    """A person, once, whatever roles they have. Identity, phone and bank columns are encrypted, with a blind index.

    `name` is what the person is called; where they said which part is the family name and which comes first, it is
    made of the two (`rules.full_name`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, null=True, related_name="person")
    name = models.CharField(max_length=120)
    name_latin = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=80, blank=True)
    given_name = models.CharField(max_length=80, blank=True)
    family_first = models.BooleanField(default=True)
    sort_key = models.CharField(max_length=160, db_index=True)
    email = models.EmailField(max_length=254, blank=True)
    phone_sealed = models.TextField(blank=True)
    phone_index = models.CharField(max_length=120, blank=True, db_index=True)
    bank_sealed = models.TextField(blank=True)
    bank_index = models.CharField(max_length=120, blank=True, db_index=True)
    document_kind = models.CharField(max_length=16, blank=True)
    document_country = models.CharField(max_length=2, blank=True)
    document_sealed = models.TextField(blank=True)
    document_index = models.CharField(max_length=120, null=True, unique=True)
    country = models.CharField(max_length=2, blank=True)
    place = models.CharField(max_length=40, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="people")
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name


class City(models.Model):
    """The city that runs this platform: one row, with the names and numbers that its pages show."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    site_zh = models.CharField(max_length=80)
    site_en = models.CharField(max_length=80)
    office_zh = models.CharField(max_length=120)
    office_en = models.CharField(max_length=120)
    address_zh = models.CharField(max_length=160, blank=True)
    address_en = models.CharField(max_length=160, blank=True)
    email = models.EmailField(blank=True)
    latitude = models.DecimalField(max_digits=6, decimal_places=3)
    longitude = models.DecimalField(max_digits=6, decimal_places=3)
    icp = models.CharField(max_length=60, blank=True)
    police = models.CharField(max_length=60, blank=True)
    code = models.CharField(max_length=60, blank=True)
    mark = models.URLField(max_length=200, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="city_is_one")]

    def __str__(self) -> str:
        return self.site_zh
