from yunhui.kernel.states import Machine
from yunhui.pipeline.decisions.enums import BatchState as B

BATCH = Machine("batch", {B.PROPOSED: [B.RELEASED, B.DISCARDED], B.RELEASED: [], B.DISCARDED: []})
