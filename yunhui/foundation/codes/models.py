"""Reference data with dates: countries and regions, industries, places, working days."""

from django.db import models


class Code(models.Model):
    """An entry of a scheme, in both languages."""

    scheme = models.CharField(max_length=24)
    code = models.CharField(max_length=24)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    parent = models.CharField(max_length=24, blank=True)
    sort = models.IntegerField(default=0)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="code_once")]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.code}"


class Place(models.Model):
    """A city where people sit: its clock and its dot on the map."""

    code = models.CharField(primary_key=True, max_length=40)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    zone = models.CharField(max_length=64)
    latitude = models.DecimalField(max_digits=6, decimal_places=3)
    longitude = models.DecimalField(max_digits=6, decimal_places=3)

    def __str__(self) -> str:
        return self.code


class CalendarDay(models.Model):
    """A day that differs from the week: a holiday on a weekday, or a working Saturday or Sunday. Officers edit it."""

    day = models.DateField(primary_key=True)
    is_working = models.BooleanField()
    name_zh = models.CharField(max_length=60, blank=True)
    name_en = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.day} {self.is_working}"
