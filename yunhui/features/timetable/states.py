from yunhui.features.timetable.enums import TimetableState as S
from yunhui.kernel.states import Machine

TIMETABLE = Machine(
    "timetable",
    {
        S.DRAFT: [S.PUBLISHED, S.SUPERSEDED],
        S.PUBLISHED: [S.SUPERSEDED],
        S.SCENARIO: [S.DISCARDED],
        S.SUPERSEDED: [],
        S.DISCARDED: [],
    },
)
