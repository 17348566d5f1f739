"""Forms as frozen versions."""

from django.db import models

from yunhui.kernel import clock


class FormVersion(models.Model):
    """One published version of a form; never changed once something points at it.

    `questions` is a list of objects as `rules.Question` describes them; `digest` covers it.
    """

    form = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    questions = models.JSONField()
    digest = models.CharField(max_length=80)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="form_version_once")]

    def __str__(self) -> str:
        return f"{self.form} v{self.number}"
