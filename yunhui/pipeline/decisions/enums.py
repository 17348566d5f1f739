from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BatchState(models.TextChoices):
    """A batch is provisional until two people have released it."""

    PROPOSED = "proposed", _("Proposed")
    RELEASED = "released", _("Released")
    DISCARDED = "discarded", _("Discarded")


class Outcome(models.TextChoices):
    """What a batch says of an application."""

    SELECTED = "selected", _("Selected")
    RESERVE = "reserve", _("Reserve")
    UNDECIDED = "undecided", _("A tie to decide")
    DECLINED = "declined", _("Not selected")
    INELIGIBLE = "ineligible", _("A gate is not passed")


class Conclusion(models.TextChoices):
    """What came of a deliberation (合议)."""

    KEPT = "kept", _("The order stands")
    ORDERED = "ordered", _("An order of equals")
    PROPOSED = "proposed", _("A proposal to weigh, within the announced rule")


class SeatKind(models.TextChoices):
    """In which capacity somebody took part in a deliberation."""

    LEADER = "leader", _("Panel leader")
    EXPERT = "expert", _("Expert of the panel")
    OFFICE = "office", _("Talent office")


class Reply(models.TextChoices):
    """What became of a place that was won."""

    WAITING = "waiting", _("Not answered yet")
    CONFIRMED = "confirmed", pgettext_lazy("a place", "Confirmed")
    DECLINED = "declined", _("Given up")
    LAPSED = "lapsed", _("Not confirmed in time")


class Cause(models.TextChoices):
    """Why a place became free."""

    WITHDRAWN = "withdrawn", _("The project withdrew")
    DECLINED = "declined", _("The place was given up")
    LAPSED = "lapsed", _("The place was not confirmed in time")
    OBJECTION = "objection", _("An objection was upheld")
