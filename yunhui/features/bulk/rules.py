"""What a bulk action is, and what it says before it is done."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from yunhui.kernel.crypto import digest

# So many at once are done within the request and in one transaction; more go on in the worker, a piece at a time.
SMALL = 200
PIECE = 50
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """What will happen to one application: whether anything, and the sentence that says what, or why not."""

    application_id: UUID
    number: int
    name: str
    does: bool
    says: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What an action will do to some applications, in the order of their numbers."""

    action: str
    params: Mapping[str, Any]
    lines: list[Line]

    @property
    def todo(self) -> list[Line]:
        """Those to which something happens."""
        return [line for line in self.lines if line.does]

    @property
    def skipped(self) -> list[Line]:
        """Those that stay as they are."""
        return [line for line in self.lines if not line.does]

    @property
    def digest(self) -> str:
        """A mark of exactly this plan as it was shown: what happens to which application, sentence by sentence."""
        lines = [[str(line.application_id), line.does, line.says] for line in self.lines]
        content = [self.action, dict(self.params), lines]
        return digest(json.dumps(content, sort_keys=True).encode(), settings.DIGEST_ALGORITHM)
