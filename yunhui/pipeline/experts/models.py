"""The expert library."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from yunhui.kernel.ids import new_id
from yunhui.parties.models import Person


class Expert(models.Model):
    """A person in the expert library (专家库)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="expert")
    title_zh = models.CharField(max_length=80, blank=True)
    title_en = models.CharField(max_length=80, blank=True)
    industries = ArrayField(models.CharField(max_length=24), default=list)
    profile = ArrayField(models.TextField(), default=list)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return str(self.person_id)
