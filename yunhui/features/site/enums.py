from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ArticleKind(models.TextChoices):
    """What an officer writes for everyone."""

    NEWS = "news", _("News")
    PAGE = "page", pgettext_lazy("of the site", "Page")


class ArticleState(models.TextChoices):
    """Where the text that officers work on stands; what everyone reads is the published version beside it."""

    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Waits for a second person")
    PUBLISHED = "published", pgettext_lazy("article", "Public")
    TAKEN_DOWN = "taken_down", _("Taken down")


class PartnerKind(models.TextChoices):
    """In which part somebody takes part; printed in this order."""

    HOST = "host", _("Hosts")
    CO_HOST = "co_host", _("Co-hosts")
    SUPPORT = "support", _("Supported by")
    PARTNER = "partner", _("Partners")


# Pages that every site has: their names are part of addresses and of links in the frame of the site.
STANDARD = ("how-to-apply", "about", "privacy", "accessibility")
