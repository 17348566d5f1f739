from yunhui.kernel.states import Machine
from yunhui.pipeline.objections.enums import ObjectionState as S

OBJECTION = Machine(
    "objection",
    {S.UNPROVED: [S.OPEN], S.OPEN: [S.EXAMINED], S.EXAMINED: [S.UPHELD, S.DISMISSED], S.UPHELD: [], S.DISMISSED: []},
)
WAITING = (S.OPEN, S.EXAMINED)
