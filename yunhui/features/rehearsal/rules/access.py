"""Who may do what with a rehearsal."""

from django.utils.translation import gettext_lazy as _

from yunhui.features.rehearsal.models import Appearance
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused
from yunhui.pipeline.applications.enums import ApplicationState, Right
from yunhui.pipeline.applications.rules import may
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_run_call, can_see_inside

# Whoever followed the secret link of a letter; the page has checked it.
BY_LINK = actors.system("rehearsal-link")


def can_plan(actor: Actor, call: Call) -> Verdict:
    """The talent office plans rehearsals, invites and judges what is handed in."""
    return can_run_call(actor, call)


def can_see(actor: Actor, call: Call) -> Verdict:
    """Staff of the call see who is ready."""
    return can_see_inside(actor, call)


def can_prepare(actor: Actor, appearance: Appearance) -> Verdict:
    """The speaker's side: the team of the project, the officers of the host area, whoever has the link, the office on
    their behalf; until the event is over."""
    if not (_is_theirs(actor, appearance) or can_run_call(actor, appearance.call)):
        return refused("not_speaker", _("Only the speaker’s own side can do this."))
    return is_open(appearance)


def is_open(appearance: Appearance) -> Verdict:
    """Whether there is still something to prepare for."""
    application, days = appearance.application, appearance.call.event_days
    if application is not None and application.state not in (ApplicationState.SELECTED, ApplicationState.CLOSED):
        return refused("not_on_stage", _("This project is not on the stage any more, so nothing is left to prepare."))
    if days and clock.now() >= clock.end_of_day(max(days)):
        return refused("event_over", _("The event is over; nothing is left to prepare."))
    return ALLOWED


def _is_theirs(actor: Actor, appearance: Appearance) -> bool:
    if actor.is_system:
        return True
    if appearance.application is not None:
        return may(actor, appearance.application, Right.EDIT)
    return actor.has_in(Role.BOARD, ScopeKind.BOARD, appearance.board_id)
