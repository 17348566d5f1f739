"""Which consents a call needs, who gives them, and the texts that they name."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.rules import is_owner
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_run_call
from yunhui.pipeline.consents.enums import Purpose, Source
from yunhui.pipeline.consents.rules.face import Face, face_of, paragraphs_of
from yunhui.pipeline.consents.rules.texts import CURRENT, NO_TEXT, TEXTS, Text, text_of

__all__ = [
    "CURRENT",
    "NO_TEXT",
    "TEXTS",
    "Face",
    "Text",
    "can_change",
    "can_give",
    "can_note",
    "face_of",
    "needed_for",
    "needed_of",
    "paragraphs_of",
    "text_of",
]

# A call that reviews cannot do so without experts who read; one that docks cannot without host areas.
_BY_KIND = {"review": Purpose.EXPERTS, "docking": Purpose.BOARDS}


def needed_of(kinds: Iterable[str]) -> tuple[Purpose, ...]:
    """The consents without which a call with such stages cannot do what it announces."""
    present = set(kinds)
    return tuple(purpose for kind, purpose in _BY_KIND.items() if kind in present)


def needed_for(call: Call) -> tuple[Purpose, ...]:
    """The consents that an application to this call needs before it is submitted."""
    return needed_of(stage.kind for stage in call.stages.all())


def can_change(actor: Actor, application: Application) -> Verdict:
    """The applicant alone, who answers for the team; co-applicants see what was decided."""
    if is_owner(actor, application):
        return ALLOWED
    return refused("not_owner", _("Only the applicant gives and revokes consents; ask them."))


def can_give(actor: Actor, application: Application) -> Verdict:
    """Like `can_change`, while there is something to read: not for what was withdrawn."""
    verdict = can_change(actor, application)
    if verdict and application.state == ApplicationState.WITHDRAWN:
        return refused("withdrawn", _("This application is withdrawn; nobody reads it, and no consent is needed."))
    return verdict


def can_note(actor: Actor, application: Application, source: str) -> Verdict:
    """The talent office enters what was given elsewhere, never in the applicant's name on this platform."""
    if source == Source.APPLICANT:
        return can_give(actor, application)
    return can_run_call(actor, application.call)


def consequence_of(purpose: str, *, is_needed: bool) -> Any:
    """What revoking a consent means for the application itself, before it is done."""
    if is_needed:
        return _NEEDED[Purpose(purpose)]
    return _FREE[Purpose(purpose)]


_NEEDED = {
    Purpose.EXPERTS: _(
        "No expert reads it from now on. Score sheets that are locked stay; without enough of them the project cannot "
        "be ranked. Your application stays submitted; you may also withdraw it."
    ),
    Purpose.BOARDS: _(
        "No host area reads it from now on, and none is asked any more. Without the interest that the call asks for "
        "the project cannot be selected. Your application stays submitted; you may also withdraw it."
    ),
}
_FREE = {
    Purpose.EXPERTS: _("No expert reads it from now on."),
    Purpose.BOARDS: _("This host area reads nothing more from now on; the others are not told."),
    Purpose.FIRMS: _("No firm and no investor reads it from now on."),
    Purpose.PUBLICATION: _(
        "From the next time somebody opens them, the public pages show number, field and country or region only. What "
        "others have copied cannot be called back."
    ),
    Purpose.RECORDING: _(
        "Your pitch is not recorded. What was recorded before is deleted unless a rule of archives forbids."
    ),
}
