"""The decision, the public notice and the confirmation of places as stage kinds."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from yunhui.kernel.actor import Actor
from yunhui.pipeline.calls.ports import register
from yunhui.pipeline.decisions.rules import DecisionConfig, NoticeConfig
from yunhui.pipeline.decisions.services.places import open_confirmations


class Decision:
    """Opened passes wait for a batch; its release concludes them."""

    code = "decision"

    def problems(self, config: dict[str, Any]) -> list[str]:
        """Yes or no to each setting of `DecisionConfig`; the rule itself stands on the call."""
        return _problems(config, dict.fromkeys(DecisionConfig.__slots__, bool))

    def on_open(self, *, actor: Actor, pass_ids: list[UUID]) -> None:
        """Nothing is decided before somebody proposes a batch."""


class Notice:
    """Public notice (公示): the list is open for objections until the pass is due."""

    code = "notice"

    def problems(self, config: dict[str, Any]) -> list[str]:
        """What is shown, yes or no, and the working days for an answer; the stage's own working days are the period."""
        kinds = dict.fromkeys(NoticeConfig.__slots__, bool)
        found = _problems(config, {**kinds, "answer_days": int})
        days = config.get("answer_days", 1)
        return found + ([] if found or days in range(1, 61) else ["not 1 to 60: answer_days"])

    def on_open(self, *, actor: Actor, pass_ids: list[UUID]) -> None:
        """The open pass is the notice."""


class Confirming:
    """Selected applicants confirm by the deadline that they take part; a place that nobody confirms lapses."""

    code = "confirmation"

    def problems(self, config: dict[str, Any]) -> list[str]:
        """Nothing to configure; the stage's working days are the time for it."""
        return _problems(config, {})

    def on_open(self, *, actor: Actor, pass_ids: list[UUID]) -> None:
        """Each waits for its answer."""
        open_confirmations(pass_ids)


def _problems(config: Mapping[str, Any], known: Mapping[str, type]) -> list[str]:
    unknown = [f"unknown setting {key}" for key in config if key not in known]
    return unknown + [f"not a {kind.__name__}: {key}" for key, kind in known.items()
                      if key in config and type(config[key]) is not kind]  # fmt: skip


def register_kinds() -> None:
    """Called when the room is ready."""
    register(Decision())
    register(Notice())
    register(Confirming())
