"""Offers as a host area sees them in lists: the project, why it came, and how long an answer has."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.features.docking.enums import OfferState
from yunhui.features.docking.models import Offer
from yunhui.features.docking.selectors import in_the_running, inbox_of
from yunhui.features.docking.web.countdown import countdown, last_day
from yunhui.foundation.codes.models import Code
from yunhui.foundation.codes.selectors import Calendar
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.ui import formats
from yunhui.ui.formats import Due
from yunhui.ui.tags.lists import Tab

HOME = "/w/offers/"
LIGHTS = {
    OfferState.INTERESTED: "full",
    OfferState.NOT_INTERESTED: "dash",
    OfferState.LAPSED: "r",
    OfferState.PENDING: "ring",
}
# The states of the offers behind each tab of the inbox.
TABS = {
    "waiting": (OfferState.PENDING,),
    "answered": (OfferState.INTERESTED, OfferState.NOT_INTERESTED),
    "late": (OfferState.LAPSED,),
}


@dataclass(frozen=True, slots=True)
class Row:
    """An offer in the inbox, or at the head of its page."""

    offer: Offer
    title: str
    call: str
    group: str
    country: str
    why: str
    light: Due
    until: str

    @property
    def url(self) -> str:
        """The page of the offer."""
        return f"{HOME}{self.offer.pk}/"


def row_of(offer: Offer, actor: Actor, countries: Mapping[str, Code], calendar: Calendar) -> Row:
    """An offer with what its reader needs; no query of its own."""
    application = offer.application
    country = countries.get(application.country)
    light = Due(LIGHTS[OfferState(offer.state)], str(OfferState(offer.state).label))
    if application.state == ApplicationState.WITHDRAWN:
        light = Due("n", _("Withdrawn by the applicant"))
    elif offer.state == OfferState.PENDING and application.state != ApplicationState.IN_PROGRESS:
        light = Due("n", _("No answer needed"))
    elif offer.state == OfferState.PENDING:
        light = countdown(offer.due_at, calendar)
    return Row(
        offer=offer,
        title=title_of(offer, actor),
        call=pick(application.call, "title", actor.language),
        group=pick(application.group, "name", actor.language) if application.group else "",
        country=pick(country, "name", actor.language) if country else "",
        why=_why(offer, actor),
        light=light,
        until=formats.day(last_day(offer.due_at), actor.language),
    )


def title_of(offer: Offer, actor: Actor) -> str:
    """The project's name in the reader's language, where it has one."""
    application = offer.application
    return (application.title_en if actor.language == ENGLISH else "") or application.title


def _why(offer: Offer, actor: Actor) -> str:
    """Why this project came to this host area, from what was weighed when it was offered."""
    group = pick(offer.application.group, "name", actor.language) if offer.application.group else ""
    load = int(offer.why.get("load", 0))
    before = _("the first project of this call for you")
    if load:
        before = ngettext("one project of this call came to you before", "{n} came to you before", load).format(n=load)
    if offer.why.get("same"):
        first = _("{group} is one of your industries").format(group=group)
    else:
        most = offer.application.call.max_boards
        first = _("Fewer than {most} host areas name {group}, and yours had the fewest projects").format(
            most=most, group=group
        )
    return _("{reason}; {before}.").format(reason=first, before=before)


def behind(tab: str) -> Q:
    """The offers of a tab. What has ended waits for no answer; silence about what was withdrawn is nobody's fault."""
    condition = Q(state__in=TABS[tab])
    if tab == "waiting":
        return condition & in_the_running()
    return condition if tab == "answered" else condition & ~Q(application__state=ApplicationState.WITHDRAWN)


def tabs_of(actor: Actor, chosen: str) -> tuple[list[Tab], dict[str, int]]:
    """The views of the inbox and how many offers each has (one query)."""
    numbers = inbox_of(actor).order_by().aggregate(**{tab: Count("pk", filter=behind(tab)) for tab in TABS})
    words = {"waiting": _("Waiting for you"), "answered": _("Answered"), "late": _("No answer in time")}
    tabs = [
        Tab(HOME if tab == "waiting" else f"{HOME}?show={tab}", word, numbers[tab], tab == chosen)
        for tab, word in words.items()
        if tab != "late" or numbers[tab] or tab == chosen
    ]
    return tabs, numbers
