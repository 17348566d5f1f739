"""Why a paper cannot be printed now."""

from typing import Any

from yunhui.kernel.errors import DomainError


class NotReadyError(DomainError):
    """What the paper needs is not there yet, or still sealed; the message says which and what to do."""

    def __init__(self, message: Any) -> None:
        super().__init__("not_ready", message)
