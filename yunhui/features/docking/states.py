from yunhui.features.docking.enums import FirstContactState as F
from yunhui.features.docking.enums import ObjectionState as B
from yunhui.features.docking.enums import OfferState as S
from yunhui.features.docking.enums import TaskState as T
from yunhui.kernel.states import Machine

# Within its window a host area takes an interest back, or a no; the talent office gives silence more time.
OFFER = Machine(
    "offer",
    {
        S.PENDING: [S.INTERESTED, S.NOT_INTERESTED, S.LAPSED, S.CLOSED],
        S.INTERESTED: [S.NOT_INTERESTED, S.CLOSED],
        S.NOT_INTERESTED: [S.PENDING, S.CLOSED],
        S.LAPSED: [S.PENDING, S.CLOSED],
        S.CLOSED: [S.PENDING],  # offered anew by the office, after the applicant let it read again
    },
)
TASK = Machine(
    "docking task",
    {
        T.OPEN: [T.DONE, T.OVERDUE, T.ENDED],
        T.OVERDUE: [T.DONE, T.OPEN, T.ENDED],
        T.DONE: [],
        T.ENDED: [T.OPEN],
    },
)
FIRST_CONTACT = Machine("first contact", {F.STANDING: [F.OVERTURNED, F.EXPIRED], F.OVERTURNED: [], F.EXPIRED: []})
OBJECTION = Machine("objection", {B.OPEN: [B.UPHELD, B.DISMISSED], B.UPHELD: [], B.DISMISSED: []})
