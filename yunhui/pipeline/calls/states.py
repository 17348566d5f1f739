from yunhui.kernel.states import Machine
from yunhui.pipeline.calls.enums import CallState

CALL = Machine(
    "call",
    {
        CallState.DRAFT: [CallState.PUBLISHED],
        CallState.PUBLISHED: [CallState.CLOSED],
        CallState.CLOSED: [],
    },
)
