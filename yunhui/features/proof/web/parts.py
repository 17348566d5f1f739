"""The way to “your decision” on the applicant's page."""

from typing import Any

from django.utils.translation import gettext_lazy

from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.ports import FormPart, register_status_part
from yunhui.pipeline.decisions.selectors.feedback import feedback_for

# Before the batch there is nothing to know yet; who withdraws before has no decision.
_DECIDED = (
    ApplicationState.SELECTED, ApplicationState.RESERVE, ApplicationState.DECLINED, ApplicationState.CLOSED,
    ApplicationState.LAPSED,
)  # fmt: skip


def register_parts() -> None:
    """Called when the room is ready."""
    register_status_part(
        "proof",
        FormPart(
            template="proof/parts/own.html",
            anchor="decision",
            title=gettext_lazy("Your decision"),
            context=_context,
            is_complete=lambda actor, application: True,
            rank=6,
        ),
    )


def _context(actor: Actor, application: Application) -> dict[str, Any]:
    if application.number is None or application.state not in _DECIDED:
        return {}
    return {
        "decision_url": f"/my/applications/{application.pk}/decision",
        "feedback": feedback_for(actor, application),
    }
