"""Commands on rehearsals: planning, inviting, what speakers say and hand in, checking films, judging."""

from yunhui.features.rehearsal.services.checking import check_film, check_waiting, limits_of
from yunhui.features.rehearsal.services.handing import begin_material, finish_material, hand_in_whole, keep_material
from yunhui.features.rehearsal.services.inviting import (
    can_remind,
    invite_speakers,
    remind_of_rehearsals,
    remind_speakers,
)
from yunhui.features.rehearsal.services.judging import TrialResult, accept_material, record_trial, return_material
from yunhui.features.rehearsal.services.planning import Planned, add_times, drop_times, enrol_speakers, keep_plan
from yunhui.features.rehearsal.services.speaking import (
    Words,
    assign_time,
    choose_time,
    free_time,
    keep_phone,
    keep_words,
    open_phone,
    wish_no_recording,
)

__all__ = [
    "Planned",
    "TrialResult",
    "Words",
    "accept_material",
    "add_times",
    "assign_time",
    "begin_material",
    "can_remind",
    "check_film",
    "check_waiting",
    "choose_time",
    "drop_times",
    "enrol_speakers",
    "finish_material",
    "free_time",
    "hand_in_whole",
    "invite_speakers",
    "keep_material",
    "keep_phone",
    "keep_plan",
    "keep_words",
    "limits_of",
    "open_phone",
    "record_trial",
    "remind_of_rehearsals",
    "remind_speakers",
    "return_material",
    "wish_no_recording",
]
