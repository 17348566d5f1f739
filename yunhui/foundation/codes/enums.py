from django.db import models
from django.utils.translation import gettext_lazy as _


class Scheme(models.TextChoices):
    """The schemes of `Code`."""

    COUNTRY = "country", _("Country or region")
    INDUSTRY = "industry", _("Industry")
