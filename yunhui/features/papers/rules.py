"""Who may take which paper out."""

from django.utils.translation import gettext_lazy as _

from yunhui.features.papers.enums import PaperKind
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import Verdict, refused
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_see_inside

# Bank accounts and tax numbers are nobody's business but of who pays.
_OFFICE_ALONE = frozenset({PaperKind.FEES})


def may_print(actor: Actor, call: Call, kind: PaperKind) -> Verdict:
    """Staff of the call; the roster of fees is the talent office's alone."""
    seen = can_see_inside(actor, call)
    if seen and kind in _OFFICE_ALONE and not actor.has_in(Role.OFFICE, ScopeKind.CALL, call.pk):
        return refused("not_office", _("Only the talent office can do this."))
    return seen
