from django.db import models
from django.utils.translation import gettext_lazy as _


class JurisdictionKind(models.TextChoices):
    """Levels of the one tree; zones and universities hang in it as units."""

    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County or district")
    ZONE = "zone", _("Development zone")
    UNIVERSITY = "university", _("University")
    TOWNSHIP = "township", _("Township")


class OrganisationKind(models.TextChoices):
    """What an organisation is to the city."""

    GOVERNMENT = "government", _("Government")
    UNIVERSITY = "university", _("University or institute")
    FIRM = "firm", _("Firm")
    PARTNER = "partner", _("Partner institution")


class BoardKind(models.TextChoices):
    """A host area is not an administrative region: zones and universities pitch too."""

    COUNTY = "county", _("County or district")
    ZONE = "zone", _("Development zone")
    UNIVERSITY = "university", _("University")
