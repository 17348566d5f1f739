from django.db import models
from django.utils.translation import gettext_lazy as _


class CallState(models.TextChoices):
    """A call is drafted, frozen by publication, closed in the end."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CLOSED = "closed", _("Closed")


class RankBy(models.TextChoices):
    """The official rules a call can announce."""

    MEAN = "mean", _("Plain mean inside the group")
    TRIMMED_MEAN = "trimmed_mean", _("Mean without the highest and the lowest, inside the group")
    RANK_SUM = "rank_sum", _("Sum of ranks inside the group")


class Gate(models.TextChoices):
    """How a stage is concluded: a closed list."""

    MANUAL = "manual", _("By a person")
    THRESHOLD = "threshold", _("By a threshold")
    TOP_N = "top_n", _("The first of a ranking")
    ALL = "all", _("Everyone passes")


class OnFail(models.TextChoices):
    """What a failed pass means for the application."""

    DECLINE = "decline", _("It ends the application")
    WEIGH = "weigh", _("The decision weighs it")
    LAPSE = "lapse", _("A selected application lapses")


class Track(models.TextChoices):
    """What a group asks of its projects, where a call tells the two apart."""

    INNOVATION = "innovation", _("Innovation")
    VENTURE = "venture", _("Start-up")


class FullTime(models.TextChoices):
    """Whether those who are supported work in the city full time."""

    FULL = "full", _("Full time in the city")
    PART = "part", _("Part time is possible")
    EITHER = "either", _("Full or part time, as you agree with the host area")
