from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OfferState(models.TextChoices):
    """A host area's answer; silence is an answer with its own name."""

    PENDING = "pending", _("Awaiting answer")
    INTERESTED = "interested", _("Interested")
    NOT_INTERESTED = "not_interested", _("Not interested for now")
    LAPSED = "lapsed", _("No answer in time")
    CLOSED = "closed", _("Closed by the applicant")


class Origin(models.TextChoices):
    """How a project came to a host area."""

    RULE = "rule", _("Offered by the call's rule")
    PICKED = "picked", _("Picked from the pool")
    OFFICE = "office", _("Offered by the talent office")
    RECOMMENDED = "recommended", _("Recommended by the host area")


class NoCode(models.TextChoices):
    """Why a host area is not interested for now: a short list that can be counted."""

    INDUSTRY = "industry", _("Not one of our industries")
    SITE = "site", _("No suitable site or carrier now")
    STAGE = "stage", _("Too early, or too late, for us")
    POLICY = "policy", _("Our policies do not cover it")
    SIMILAR = "similar", _("We support a similar project")
    OTHER = "other", _("Another reason")


class TaskState(models.TextChoices):
    """What an interest owes: a first talk, held and registered."""

    OPEN = "open", _("First talk to be held")
    OVERDUE = "overdue", _("First talk overdue")
    DONE = "done", _("First talk held")
    ENDED = "ended", _("No longer owed")


class Way(models.TextChoices):
    """How two sides talked."""

    VIDEO = "video", _("Video meeting")
    PHONE = "phone", _("Phone")
    VISIT = "visit", _("Meeting in person")
    WRITING = "writing", _("In writing")


class Outcome(models.TextChoices):
    """What a talk came to."""

    ONWARD = "onward", _("Both want to go on")
    WAITS = "waits", _("Depends on something")
    ENDED = "ended", _("Does not go on")


class Wish(models.TextChoices):
    """The applicant's word to an interested host area."""

    TALK = "talk", _("I would like to talk")
    NOT_NOW = "not_now", pgettext_lazy("talk", "Not now")


class FirstContactState(models.TextChoices):
    """A registered first contact protects its host area until a day."""

    STANDING = "standing", _("Protected")
    OVERTURNED = "overturned", _("Passed to another host area")
    EXPIRED = "expired", _("Protection over")


class ObjectionState(models.TextChoices):
    """Another host area's objection, as the talent office decided it."""

    OPEN = "open", _("To be decided")
    UPHELD = "upheld", _("Upheld")
    DISMISSED = "dismissed", _("Dismissed")


class ReminderKind(models.TextChoices):
    """What a host area was written about an offer; each once for each deadline."""

    NEW = "new", _("New project")
    ANSWER_3 = "answer_3", _("Three working days to answer")
    ANSWER_1 = "answer_1", _("One working day to answer")
    TASK_3 = "task_3", _("Three working days to talk")
    TASK_1 = "task_1", _("One working day to talk")
    TASK_0 = "task_0", _("First talk overdue")
