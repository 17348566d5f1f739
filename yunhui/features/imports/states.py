from yunhui.features.imports.enums import RunState as R
from yunhui.kernel.states import Machine

RUN = Machine(
    "import",
    {
        R.CHECKING: [R.CHECKED, R.CANCELLED],
        R.CHECKED: [R.CHECKING, R.WRITING, R.CANCELLED],
        R.WRITING: [R.DONE],
        R.DONE: [],
        R.CANCELLED: [],
    },
)
