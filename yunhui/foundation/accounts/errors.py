"""Refusals at the doors. None of them tells whether an address has an account."""

from django.utils.translation import gettext_lazy as _

from yunhui.foundation.limits.errors import LimitedError
from yunhui.kernel.errors import DomainError


class HeldError(LimitedError):
    """This address has failed from here so often that it waits; the sentence says how long."""


class CodeError(DomainError):
    """A code that is wrong, used, or too old."""

    status = 422

    def __init__(self) -> None:
        super().__init__("wrong_code", _("This code is not right, or it is too old. Check it, or ask for a new one."))


class ProviderError(DomainError):
    """Another door (WeChat, DingTalk, the province) did not answer, or not as agreed."""

    status = 502

    def __init__(self, reason: str) -> None:
        super().__init__("provider", _("The other service did not confirm who you are. Try again, or use your e-mail."))
        self.reason = reason
