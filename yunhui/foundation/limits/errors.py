"""The refusal of somebody who asks too often."""

from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.kernel.errors import DomainError


class LimitedError(DomainError):
    """Too many in too short a time; `seconds` says how long to wait."""

    status = 429

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, ceil(seconds))
        super().__init__("limited", _sentence(self.seconds))


def _sentence(seconds: int) -> str:
    minutes = ceil(seconds / 60)
    if minutes >= 120:
        return _("That was too often. Try again in %(n)s hours.") % {"n": ceil(minutes / 60)}
    return ngettext(
        "That was too often. Try again in one minute.", "That was too often. Try again in %(n)s minutes.", minutes
    ) % {"n": minutes}
