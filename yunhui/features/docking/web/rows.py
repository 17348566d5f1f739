"""Offers as a host area sees them in lists: the project, why it came, and how long an answer or a talk has."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.features.docking.enums import OfferState, Origin, TaskState, Wish
from yunhui.features.docking.models import Offer
from yunhui.features.docking.rules import is_open
from yunhui.features.docking.selectors import in_the_running, inbox_of, is_owed, task_of
from yunhui.features.docking.web.countdown import countdown, last_day, lateness
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
    OfferState.CLOSED: "n",
}
TABS = ("waiting", "talks", "answered", "late")
_CHOICES = (
    "application__call__code",
    "application__call__title_zh",
    "application__call__title_en",
    "application__group__industry",
    "application__group__name_zh",
    "application__group__name_en",
)
_OWED = (TaskState.OPEN, TaskState.OVERDUE)
# While there is something to decide, a team may still say that it would like to talk.
_ALIVE = Q(application__state__in=(ApplicationState.IN_PROGRESS, ApplicationState.SELECTED, ApplicationState.RESERVE))


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
    owed: Due | None
    owed_by: str

    @property
    def url(self) -> str:
        """The page of the offer."""
        return f"{HOME}{self.offer.pk}/"


def row_of(offer: Offer, actor: Actor, country: str, calendar: Calendar) -> Row:
    """An offer with what its reader needs; no query of its own."""
    application = offer.application
    return Row(
        offer=offer,
        title=title_of(offer, actor),
        call=pick(application.call, "title", actor.language),
        group=pick(application.group, "name", actor.language) if application.group else "",
        country=country,
        why=_why(offer, actor),
        light=light_of(offer, calendar),
        until=formats.day(last_day(offer.due_at), actor.language),
        owed=owed_of(offer, calendar),
        owed_by=_talk_day(offer, actor),
    )


def title_of(offer: Offer, actor: Actor) -> str:
    """The project's name in the reader's language, where it has one."""
    application = offer.application
    return (application.title_en if actor.language == ENGLISH else "") or application.title


def light_of(offer: Offer, calendar: Calendar) -> Due:
    """The light of an answer, or of the time that it has."""
    application = offer.application
    if application.state == ApplicationState.WITHDRAWN:
        return Due("n", _("Withdrawn by the applicant"))
    if offer.state == OfferState.PENDING and application.state != ApplicationState.IN_PROGRESS:
        return Due("n", _("No answer needed"))
    if offer.state == OfferState.PENDING:
        return countdown(offer.due_at, calendar)
    return Due(LIGHTS[OfferState(offer.state)], str(OfferState(offer.state).label))


def owed_of(offer: Offer, calendar: Calendar) -> Due | None:
    """The light of the first talk that an interest owes; None where there is no interest."""
    task = task_of(offer)
    if task is None or offer.state != OfferState.INTERESTED:
        return None
    if offer.application.state == ApplicationState.WITHDRAWN or task.state == TaskState.ENDED:
        return Due("n", _("no talk owed"))
    if task.state == TaskState.DONE:
        return Due("g", _("first talk held"))
    release = getattr(offer, "release", None)
    if release is None:
        return Due("ring", _("waits for the team’s word"))
    if release.wish == Wish.NOT_NOW or release.closed_at is not None:
        return Due("n", _("no talk owed"))
    if task.state == TaskState.OVERDUE:
        return lateness(task.due_at, calendar)
    return countdown(task.due_at, calendar)


def _talk_day(offer: Offer, actor: Actor) -> str:
    """The last day of a first talk whose clock runs, or ran out; empty where none is owed."""
    task = task_of(offer)
    if task is None or task.state not in _OWED or not is_open(offer, getattr(offer, "release", None)):
        return ""
    return formats.day(last_day(task.due_at), actor.language)


def _why(offer: Offer, actor: Actor) -> str:
    """Why this project came to this host area, from what was weighed when it was offered."""
    group = pick(offer.application.group, "name", actor.language) if offer.application.group else ""
    fits = _("{group} is one of your industries").format(group=group) if offer.why.get("same") else ""
    if offer.origin == Origin.PICKED:
        return _("{reason}.").format(reason=_join(_("Your host area picked it from the pool"), fits))
    if offer.origin == Origin.OFFICE:
        said = str(offer.why.get("reason") or "")
        return _("{reason}.").format(reason=_join(_("The talent office asks you"), said.rstrip("。.") or fits))
    load = int(offer.why.get("load", 0))
    before = _("the first project of this call for you")
    if load:
        before = ngettext("one project of this call came to you before", "{n} came to you before", load).format(n=load)
    if not fits:
        most = offer.application.call.max_boards
        fits = _("Fewer than {most} host areas name {group}, and yours had the fewest projects").format(
            most=most, group=group
        )
    return _("{reason}; {before}.").format(reason=fits, before=before)


def _join(first: str, second: str) -> str:
    return _("{reason}; {before}").format(reason=first, before=second) if second else first


def behind(tab: str) -> Q:
    """The offers of a tab. What has ended waits for no answer; silence about what was withdrawn is nobody's fault."""
    return {
        "waiting": Q(state=OfferState.PENDING) & in_the_running(),
        "talks": is_owed() | (Q(state=OfferState.INTERESTED, task__state__in=_OWED, release=None) & _ALIVE),
        "answered": Q(state__in=(OfferState.INTERESTED, OfferState.NOT_INTERESTED)),
        "late": Q(state=OfferState.LAPSED) & ~Q(application__state=ApplicationState.WITHDRAWN),
    }[tab]


@dataclass(frozen=True, slots=True)
class Overview:
    """A host area's inbox counted: the number of each view and of `overdue` talks, and what it can be narrowed by."""

    numbers: Mapping[str, int]
    calls: Mapping[str, str]
    groups: Mapping[str, str]


def overview_of(actor: Actor, narrowed: Q | None = None) -> Overview:
    """Count the inbox by call and field in one scan; what narrows the numbers leaves the choices whole (one query)."""
    kept = narrowed or Q()
    counts = {tab: Count("pk", filter=behind(tab) & kept) for tab in TABS}
    overdue = Count("pk", filter=behind("talks") & kept & Q(task__state=TaskState.OVERDUE))
    rows = inbox_of(actor).order_by().values_list(*_CHOICES).annotate(**counts, overdue=overdue)
    numbers = dict.fromkeys((*TABS, "overdue"), 0)
    calls: dict[str, str] = {}
    groups: dict[str, str] = {}
    is_chinese = actor.language != ENGLISH
    for code, call_zh, call_en, industry, group_zh, group_en, *counted in rows:
        calls[code] = call_zh if is_chinese else call_en
        if industry:
            groups[industry] = group_zh if is_chinese else group_en
        for name, number in zip(numbers, counted, strict=True):
            numbers[name] += number
    return Overview(numbers, calls, groups)


def tabs_of(numbers: Mapping[str, int], chosen: str, asked: Mapping[str, str] | None = None) -> list[Tab]:
    """The views of the inbox with how many offers each has; `asked` stays in their links."""
    words = {
        "waiting": _("Waiting for you"),
        "talks": _("First talks"),
        "answered": _("Answered"),
        "late": _("No answer in time"),
    }
    return [
        Tab(address(tab, asked or {}), word, numbers[tab], tab == chosen)
        for tab, word in words.items()
        if tab not in ("late", "talks") or numbers[tab] or tab == chosen
    ]


def address(tab: str, asked: Mapping[str, str]) -> str:
    """Where a view of the inbox is, with what narrows it."""
    query = {"show": "" if tab == "waiting" else tab, **asked}
    text = urlencode({name: value for name, value in query.items() if value})
    return f"{HOME}?{text}" if text else HOME
