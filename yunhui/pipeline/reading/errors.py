from typing import Any

from django.utils.translation import gettext_lazy as _

from yunhui.kernel.errors import DomainError


class UndertakingNeeded(DomainError):
    """Before anything opens, its reader undertakes to keep it confidential; once for each call."""

    status = 403

    def __init__(self, application_id: Any) -> None:
        super().__init__("undertaking_needed", _("First read what you undertake as a reader of this call's plans."))
        self.door = f"/r/{application_id}/undertaking"
