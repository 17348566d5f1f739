"""Ways to look at the list that every office needs, before anybody has saved one."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from yunhui.portal.roster.asked import Asked


class View(NamedTuple):
    """A name and what it asks."""

    name: str
    asked: Asked


def default_views() -> list[View]:
    """The views that come with the house."""
    queries = {
        _("Everything"): "",
        _("Due this week"): "due=late&due=today&due=week&sort=due",
        _("Late"): "due=late&sort=due",
        _("Forms to check"): "check=open&sort=due",
        _("Waiting for the applicant"): "check=returned&sort=due",
        _("Waiting for host areas or experts"): "stage=docking&stage=review&sort=due",
        _("Mine"): "keeper=me&sort=due",
        _("Best scores"): "step=reviewed&sort=-score",
    }
    return [View(name, Asked.of_text(query)) for name, query in queries.items()]


def default_view_word(asked: Asked) -> str:
    """The name of the view that asks the same, "" where none does."""
    core = _core(asked)
    return next((view.name for view in default_views()[1:] if _core(view.asked) == core), "")


def _core(asked: Asked) -> tuple[object, ...]:
    return (asked.chosen, asked.step, asked.q, asked.sort or "due")
