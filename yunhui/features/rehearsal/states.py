from yunhui.features.rehearsal.enums import MaterialState as S
from yunhui.kernel.states import Machine

MATERIAL = Machine(
    "material",
    {
        S.CHECKING: [S.HANDED_IN, S.FAULTY, S.REPLACED],
        S.FAULTY: [S.REPLACED],
        S.HANDED_IN: [S.ACCEPTED, S.RETURNED, S.REPLACED],
        S.ACCEPTED: [S.RETURNED, S.REPLACED],
        S.RETURNED: [S.ACCEPTED, S.REPLACED],
        S.REPLACED: [],
    },
)
