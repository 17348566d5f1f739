"""What stands against an officer's change of a timetable."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunhui.decide.timetable.trying import Trial
from yunhui.kernel.errors import DomainError


class ConflictError(DomainError):
    """A place that breaks rules; `trial` says which, with code and parameters."""

    status = 422

    def __init__(self, trial: Trial) -> None:
        super().__init__("conflict", _("That place breaks a rule."))
        self.trial = trial


class ChangedMeanwhileError(DomainError):
    """Somebody else changed the draft since the page was made; nothing was done. `by` is their name, `at` when."""

    def __init__(self, by: str, at: datetime | None, kind: Any = "") -> None:
        super().__init__(
            "changed_meanwhile",
            _("Somebody changed this draft meanwhile. Here is how it stands now; press again if you wish."),
        )
        self.by, self.at, self.kind = by, at, kind
