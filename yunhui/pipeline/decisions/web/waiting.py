"""What still waits before a call can be decided: in which stage, with whom, how many, since when late."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.pipeline.applications.selectors import Work
from yunhui.pipeline.calls.models import Call


@dataclass(frozen=True, slots=True)
class Waiting:
    """Applications that are not ready for a decision."""

    stage: str
    whom: str
    work: Work


def waiting_in(work: Mapping[tuple[UUID, str], Work], call: Call, sheets_open: int) -> list[Waiting]:
    """The stages of a call that hold applications back, in their order."""
    whom = {
        "screening": (_("Form check"), _("the talent office")),
        "docking": (_("Host-area match"), _("the host areas")),
        "review": (
            _("Expert review"),
            ngettext("the experts, one sheet open", "the experts, %(n)d sheets open", sheets_open) % {"n": sheets_open}
            if sheets_open
            else _("the talent office, which assigns the experts"),
        ),
    }
    return [Waiting(*words, work[(call.pk, kind)]) for kind, words in whom.items() if (call.pk, kind) in work]
