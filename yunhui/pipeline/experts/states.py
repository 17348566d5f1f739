"""Which way somebody goes through the library."""

from yunhui.kernel.states import Machine
from yunhui.pipeline.experts.enums import ExpertState

EXPERT = Machine(
    "expert",
    {
        ExpertState.PROPOSED: (ExpertState.ADMITTED, ExpertState.LEFT),
        ExpertState.ADMITTED: (ExpertState.SUSPENDED, ExpertState.LEFT),
        ExpertState.SUSPENDED: (ExpertState.ADMITTED, ExpertState.LEFT),
        ExpertState.LEFT: (ExpertState.ADMITTED,),
    },
)
