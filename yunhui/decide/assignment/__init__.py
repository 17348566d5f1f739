"""Which expert reads which application: hard rules first, then fairness, then fit, each choice with its reason.

`assign(from_matrix(…))` is the way in; `reasons` and `why_not` explain, `repair` mends after somebody declines.
"""

from yunhui.decide.assignment.choose import MODES, Assignment, Mode, assign
from yunhui.decide.assignment.problem import Inconsistent, Problem, from_matrix, from_pairs, pin
from yunhui.decide.assignment.reasons import PassedOver, Reason, reasons
from yunhui.decide.assignment.repair import Repair, repair
from yunhui.decide.assignment.shortage import Shortage
from yunhui.decide.assignment.spread import Spread
from yunhui.decide.assignment.why_not import WhyNot, why_not

__all__ = [
    "MODES",
    "Assignment",
    "Inconsistent",
    "Mode",
    "PassedOver",
    "Problem",
    "Reason",
    "Repair",
    "Shortage",
    "Spread",
    "WhyNot",
    "assign",
    "from_matrix",
    "from_pairs",
    "pin",
    "reasons",
    "repair",
    "why_not",
]
