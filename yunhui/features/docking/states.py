from yunhui.features.docking.enums import OfferState as S
from yunhui.kernel.states import Machine

OFFER = Machine(
    "offer",
    {
        S.PENDING: [S.INTERESTED, S.NOT_INTERESTED, S.LAPSED],
        S.INTERESTED: [],
        S.NOT_INTERESTED: [],
        S.LAPSED: [],
    },
)
