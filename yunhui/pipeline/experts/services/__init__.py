"""Commands on the expert library, by what they are about."""

from yunhui.pipeline.experts.services.admitting import (
    admit_expert,
    end_due_suspensions,
    let_go,
    propose_expert,
    resume_expert,
    suspend_expert,
)
from yunhui.pipeline.experts.services.keeping import (
    Particulars,
    Past,
    Tied,
    add_credit_note,
    keep_expert,
    particulars_of,
)
from yunhui.pipeline.experts.services.own import own_data
from yunhui.pipeline.experts.services.paying import (
    PayeeData,
    bring_payee,
    keep_payee,
    payee_from_table,
    payee_problems,
    read_payee,
)

__all__ = [
    "Particulars",
    "Past",
    "PayeeData",
    "Tied",
    "add_credit_note",
    "admit_expert",
    "bring_payee",
    "end_due_suspensions",
    "keep_expert",
    "keep_payee",
    "let_go",
    "own_data",
    "particulars_of",
    "payee_from_table",
    "payee_problems",
    "propose_expert",
    "read_payee",
    "resume_expert",
    "suspend_expert",
]
