"""What a call settles beside its official rule: how a batch is released, what the public notice shows.

The kinds `decision` and `notice` read these settings of their stages; what a call does not say is as usual.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from yunhui.pipeline.calls.models import Stage

# By the kind of the step: name of the setting -> (its words, what is usual).
YES_OR_NO: Mapping[str, Mapping[str, tuple[Any, bool]]] = {
    "decision": {
        "needs_approval": (gettext_lazy("The signed paper is attached before a batch is released"), False),
        "promotes_at_once": (gettext_lazy("The next reserve moves up by itself"), True),
        "comments_to_all": (gettext_lazy("Who is selected or in reserve reads the experts’ comments too"), False),
        "own_mean": (gettext_lazy("Who is not selected reads their own mean"), False),
    },
    "notice": {
        "areas": (gettext_lazy("The public notice names the interested host areas"), False),
        "reserves": (gettext_lazy("The public notice has the reserve list"), False),
        "again": (gettext_lazy("Who moves up has a public notice of their own"), True),
        "rank": (gettext_lazy("The public notice shows the rank"), False),
        "score": (gettext_lazy("The public notice shows the score"), False),
    },
}


def chosen_in(stage: Stage) -> dict[str, bool]:
    """The settings of a step as they hold; empty for a kind that has none."""
    known = YES_OR_NO.get(stage.kind, {})
    return {name: bool(stage.config.get(name, usual)) for name, (_words, usual) in known.items()}


def words_of_choice(kind: str, name: str) -> str:
    """What a setting is called."""
    return str(YES_OR_NO[kind][name][0])
