"""Who may fill a sheet, close a round, and open a locked sheet again."""

from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.calls.models import Call, Stage
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment


def is_own(actor: Actor, assignment: Assignment) -> bool:
    """Whether the task is the actor's own."""
    return actor.user_id is not None and assignment.expert.person.user_id == actor.user_id


def round_is_closed(stage: Stage) -> bool:
    """Whether the stage's round is closed and takes no sheet any more; a query, unless `review_round` came with the
    stage."""
    return hasattr(stage, "review_round")


def can_score(actor: Actor, assignment: Assignment) -> Verdict:
    """The expert of the task, while it and its round are open and the application is in the running; a task in the
    place of one set aside is open after the round too."""
    if not is_own(actor, assignment):
        return refused("not_yours", _("This is not your score sheet."))
    is_over = assignment.in_place_of_id is None and round_is_closed(assignment.stage)
    if assignment.state == AssignmentState.MISSED or (assignment.state == AssignmentState.OPEN and is_over):
        return refused("round_closed", _("The round is closed: it takes no score any more. Ask the panel leader."))
    if assignment.state != AssignmentState.OPEN:
        return refused("sheet_closed", _("This sheet is closed; what stands in it no longer changes."))
    if assignment.application.state != ApplicationState.IN_PROGRESS:
        return refused("application_ended", _("The application is no longer under review."))
    return ALLOWED


def can_assign(actor: Actor, call: Call) -> Verdict:
    """The panel leader or the talent office."""
    if _holds(actor, call, Role.CHAIR, Role.OFFICE):
        return ALLOWED
    return refused("not_chair", _("Only the talent office or the panel leader assigns experts."))


def can_close_round(actor: Actor, call: Call) -> Verdict:
    """The panel leader or the talent office."""
    if _holds(actor, call, Role.CHAIR, Role.OFFICE):
        return ALLOWED
    return refused("not_chair", _("Only the panel leader or the talent office closes a round."))


def can_replace_sheet(actor: Actor, call: Call) -> Verdict:
    """The talent office: it has confirmed the conflict for which the sheet counts no more."""
    if _holds(actor, call, Role.OFFICE):
        return ALLOWED
    return refused("not_office", _("Only the talent office opens a place again after the round is closed."))


def can_reopen_sheet(actor: Actor, assignment: Assignment) -> Verdict:
    """The panel leader, while the sheet is locked, its round open and the application in the running."""
    if not _holds(actor, assignment.stage.call, Role.CHAIR):
        return refused("not_chair", _("Only the panel leader opens a locked sheet again."))
    if assignment.state != AssignmentState.LOCKED:
        return refused("not_locked", _("This sheet is not locked."))
    if round_is_closed(assignment.stage):
        return refused("round_closed", _("The round is closed: its sheets stand."))
    if assignment.application.state != ApplicationState.IN_PROGRESS:
        return refused("application_ended", _("The application is no longer under review."))
    return ALLOWED


def can_lead_discussion(actor: Actor, stage: Stage) -> Verdict:
    """The panel leader writes in every discussion of their call, until its round is closed."""
    if not _holds(actor, stage.call, Role.CHAIR):
        return refused("not_chair", _("Only the panel leader and the experts of the project write here."))
    if round_is_closed(stage):
        return refused("round_closed", _("The round is closed, and with it the discussion."))
    return ALLOWED


def _holds(actor: Actor, call: Call, *roles: str) -> bool:
    return actor.is_system or any(actor.has_in(role, ScopeKind.CALL, call.pk) for role in roles)
