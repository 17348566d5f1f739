from django.utils.translation import gettext_lazy as _

from yunhui.kernel.errors import DomainError


class StaleError(DomainError):
    """What was shown is no longer what would happen."""

    def __init__(self) -> None:
        super().__init__(
            "stale", _("Something has changed since this was shown, so nothing was done. Look at it again.")
        )
