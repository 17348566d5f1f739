from yunhui.kernel.states import Machine
from yunhui.pipeline.applications.enums import ApplicationState as A
from yunhui.pipeline.applications.enums import PassState as P

APPLICATION = Machine(
    "application",
    {
        A.DRAFT: [A.IN_PROGRESS, A.WITHDRAWN],
        A.IN_PROGRESS: [A.SELECTED, A.RESERVE, A.DECLINED, A.WITHDRAWN],
        A.RESERVE: [A.SELECTED, A.DECLINED, A.WITHDRAWN],
        A.SELECTED: [A.CLOSED, A.LAPSED, A.WITHDRAWN],
        A.DECLINED: [],
        A.CLOSED: [],
        A.LAPSED: [],
        A.WITHDRAWN: [],
    },
)
STAGE_PASS = Machine(
    "stage pass",
    {
        P.WAITING: [P.OPEN, P.SKIPPED],
        P.OPEN: [P.PASSED, P.FAILED, P.RETURNED],
        P.RETURNED: [P.OPEN, P.FAILED],
        P.PASSED: [],
        P.FAILED: [],
        P.SKIPPED: [],
    },
)
OPEN_STATES = (A.DRAFT, A.IN_PROGRESS, A.RESERVE, A.SELECTED)
# On these passes somebody has to act, while the application is in one of these states: the open pass of a reserve
# waits for a place, not for work.
AT_WORK = (P.OPEN, P.RETURNED)
WAITING_FOR_WORK = (A.IN_PROGRESS, A.SELECTED)
