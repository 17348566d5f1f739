"""Words that the office's pages and the public page of a call share."""

from typing import Any

from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.models import Amendment
from yunhui.pipeline.calls.rules import part_name
from yunhui.ui import formats


def spoken(changes: list[dict[str, str]], language: str) -> list[tuple[str, str, str, str]]:
    """The changes of an amendment in the reader's language: (part, label, old, new)."""
    end = "zh" if language.startswith("zh") else "en"
    return [(part_name(one["part"]), one[f"label_{end}"], one[f"old_{end}"], one[f"new_{end}"]) for one in changes]


def amendment_words(row: Amendment, reader: Actor) -> dict[str, Any]:
    """An amendment in the reader's language and on their clock: number, at, why, changes."""
    return {
        "number": row.number,
        "at": formats.moment(row.announced_at, reader.language, reader.zone, year=True),
        "why": pick(row, "why", reader.language),
        "changes": spoken(row.changes, reader.language),
    }
