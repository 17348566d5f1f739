"""How tables of each kind are checked and written."""

from yunhui.features.imports.enums import Kind
from yunhui.features.imports.models import ImportRun
from yunhui.features.imports.services.kinds.applications import Applications
from yunhui.features.imports.services.kinds.boards import Boards
from yunhui.features.imports.services.kinds.experts import Experts
from yunhui.features.imports.services.kinds.organisations import Organisations
from yunhui.features.imports.services.kinds.reading import Bringer
from yunhui.features.imports.services.kinds.staff import Staff
from yunhui.kernel.actor import Actor


def bringer_of(actor: Actor, run: ImportRun) -> Bringer:
    """What knows how to check and write this run."""
    match run.kind:
        case Kind.APPLICATIONS:
            return Applications(actor, run)
        case Kind.BOARDS:
            return Boards(actor, run)
        case Kind.ORGANISATIONS:
            return Organisations(actor, run)
        case Kind.EXPERTS:
            return Experts(actor, run)
    return Staff(actor, run)
