from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What a letter is for. A reader may switch off reminders and news, never the rest."""

    ACTION = "action", _("Something to do by a day")
    RESULT = "result", _("A result or a decision")
    ACCOUNT = "account", _("Your account")
    REMINDER = "reminder", _("A reminder")
    NEWS = "news", _("News")


OPTIONAL = (Kind.REMINDER, Kind.NEWS)


class Release(models.TextChoices):
    """Who lets a letter leave."""

    AUTO = "auto", _("By rule")
    HELD = "held", _("By a person")


class Channel(models.TextChoices):
    """The ways a letter travels beside the bell, which always has it."""

    MAIL = "mail", pgettext_lazy("channel", "E-mail")
    SMS = "sms", _("SMS")
    WECOM = "wecom", _("WeCom")
    DINGTALK = "dingtalk", _("DingTalk")


class NoticeState(models.TextChoices):
    """What became of a notice as a whole; only a released one is in its reader's list."""

    HELD = "held", _("Waiting for release")
    RELEASED = "released", pgettext_lazy("letter", "Released")
    SUPERSEDED = "superseded", _("Superseded")
    DISCARDED = "discarded", pgettext_lazy("letter", "Discarded")


class DispatchState(models.TextChoices):
    """One notice on one channel. From `handing` on it cannot be called back."""

    HELD = "held", _("Waiting for release")
    WAITING = "waiting", _("Waiting to leave")
    CLAIMED = "claimed", _("About to leave")
    HANDING = "handing", _("Being handed over")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Arrived")
    REFUSED = "refused", _("Refused")
    BOUNCED = "bounced", _("Came back")
    UNSURE = "unsure", _("Not known whether it left")
    SUPERSEDED = "superseded", _("Superseded")
    DISCARDED = "discarded", pgettext_lazy("letter", "Discarded")
