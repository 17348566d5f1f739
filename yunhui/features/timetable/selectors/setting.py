"""How a call's event is set up, from its own rows or from the stage's configuration."""

from yunhui.features.timetable.rules.setting import Setting
from yunhui.features.timetable.selectors.frames import frame_of
from yunhui.pipeline.calls.models import Call


def setting_of(call: Call) -> Setting:
    """The set-up of a call's event: one query.

    Raises:
        NotFoundError: the call has no roadshow.
    """
    return frame_of(call).setting
