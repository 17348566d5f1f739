"""The left rail: by task, for each role."""

from typing import Any

from yunhui.kernel.actor import Actor


def rail_for(actor: Actor, path: str) -> list[Any]:
    return []
