"""What experts are called on the pages of staff: by name, by number while the list of their panel is sealed."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from yunhui.kernel.actor import Actor
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.panels.rules import can_see_panel


def names_of_experts(actor: Actor, call: Call, expert_ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """Expert -> what they are called: one query, none while the list is sealed."""
    ids = list(expert_ids)
    if not can_see_panel(actor, call):
        return numbered(ids)
    return dict(Expert.objects.filter(pk__in=ids).values_list("pk", "person__name"))


def called(actor: Actor, call: Call, known: Mapping[UUID, str]) -> Mapping[UUID, str]:
    """The same for names that are at hand."""
    return known if can_see_panel(actor, call) else numbered(known)


def numbered(expert_ids: Iterable[UUID]) -> dict[UUID, str]:
    """A number for each, in an order that says nothing."""
    return {key: _("Expert %(n)d") % {"n": number} for number, key in enumerate(sorted(expert_ids, key=str), 1)}
