from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EnquiryState(models.TextChoices):
    """A question to the office; asking again in the same thread opens it anew."""

    OPEN = "open", pgettext_lazy("question", "Awaiting answer")
    ANSWERED = "answered", pgettext_lazy("question", "Answered")
    MERGED = "merged", _("Joined with another question")
    CLOSED = "closed", _("Closed without an answer")


class MessageKind(models.TextChoices):
    """What was written in a thread; notes stay inside the office."""

    QUESTION = "question", _("Question asked")
    ANSWER = "answer", _("The office's answer")
    NOTE = "note", _("Note inside the office")
