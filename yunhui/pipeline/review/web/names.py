"""What experts are called on pages of the assignment: by name, or by number while the panel's list is sealed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.models import Call, Stage
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.panels.rules import can_see_panel
from yunhui.pipeline.panels.selectors import panel_of


@dataclass(frozen=True, slots=True)
class Names:
    """How one page calls experts: `numbers` of the panel's members while its list is sealed, else nothing."""

    language: str
    is_sealed: bool
    numbers: dict[UUID, int] = field(default_factory=dict)

    def of(self, expert: Expert) -> str:
        """The name, or while the list is sealed the number that the expert has on every page."""
        if not self.is_sealed:
            return expert.person.name
        return _("Expert {number:02d}").format(number=self.numbers.get(expert.pk, 0))

    def unit(self, expert: Expert) -> str:
        """The organisation; nothing while the list is sealed."""
        organisation = expert.person.organisation
        if self.is_sealed or organisation is None:
            return ""
        return pick(organisation, "name", self.language) or str(organisation)


def names_for(actor: Actor, stage: Stage) -> Names:
    """The names of the experts of a review as its reader may know them; no query for the stage of `review_of`."""
    if not hasattr(stage, "is_sealed") or actor.is_system:
        return _names(actor, stage.call)
    numbers = {pk: number for number, pk in enumerate(stage.panel_ids, 1)} if stage.is_sealed else {}  # type: ignore[attr-defined]
    return Names(actor.language, stage.is_sealed, numbers)


def name_experts(actor: Actor, call: Call) -> Callable[[Expert], str]:
    """The same for pages of rooms below."""
    return _names(actor, call).of


def _names(actor: Actor, call: Call) -> Names:
    if can_see_panel(actor, call):
        return Names(actor.language, False)
    ids = panel_of(call).order_by("pk").values_list("pk", flat=True)
    return Names(actor.language, True, {pk: number for number, pk in enumerate(ids, 1)})
