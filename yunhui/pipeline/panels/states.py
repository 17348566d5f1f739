"""Which way an invitation goes."""

from yunhui.kernel.states import Machine
from yunhui.pipeline.panels.enums import FeeState, SeatState

SEAT = Machine(
    "seat",
    {
        SeatState.RESERVE: (SeatState.INVITED, SeatState.CANCELLED),
        SeatState.INVITED: (SeatState.ACCEPTED, SeatState.DECLINED, SeatState.LAPSED, SeatState.CANCELLED),
        # Who accepted may still have to step back, until they have signed in.
        SeatState.ACCEPTED: (SeatState.DECLINED, SeatState.CANCELLED),
    },
)
FEE = Machine("fee", {FeeState.LISTED: (FeeState.SENT,), FeeState.SENT: (FeeState.PAID, FeeState.LISTED)})
