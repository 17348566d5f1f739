"""The entries of people's own calendars: what they were asked to, on one person's feed or in one letter."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from yunhui.features.timetable.enums import Answer
from yunhui.features.timetable.models import Confirmation, Feed
from yunhui.features.timetable.selectors.calendars import CalendarEntry, Mailbox, Method, calendar_of, joined
from yunhui.features.timetable.selectors.letters import hour_link, id_behind
from yunhui.features.timetable.selectors.lines import is_on_stage
from yunhui.features.timetable.selectors.publication import PARTS, what_of
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.notices.ports import Both, Enclosure, signature
from yunhui.kernel import clock, tickets
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.ui import formats

_FEED_LASTS = timedelta(days=800)


def hours_asked(actor: Actor) -> QuerySet[Confirmation]:
    """What the actor, or a host area for which they act, is or was asked to, the earliest first."""
    boards = actor.scope_ids(Role.BOARD, ScopeKind.BOARD)
    asked = Q(user_id=actor.user_id) if actor.user_id else Q(pk__in=[])
    rows = _with_items(Confirmation.objects.filter(asked | Q(board_id__in=boards)))
    return rows.order_by("item__starts_at", "pk")


def hour_asked(confirmation_id: UUID) -> Confirmation:
    """One of them, for whoever came by its link.

    Raises:
        NotFoundError: there is none.
    """
    row = _with_items(Confirmation.objects.filter(pk=confirmation_id)).first()
    if row is None:
        raise NotFoundError("hour")
    return row


def moment_words(row: Confirmation, language: str) -> tuple[str, str]:
    """When it begins on the person's own clock, and on the venue's where that shows another time (else empty)."""
    venue = row.item.call.venue_zone
    own, there = (
        f"{formats.moment(row.item.starts_at, language, zone)}{_gap(language)}{formats.clock_name(zone, language)}"
        for zone in (row.zone, venue)
    )
    same = formats.utc_offset(row.item.starts_at, row.zone) == formats.utc_offset(row.item.starts_at, venue)
    return (there, "") if same else (own, there)


def is_over(row: Confirmation, now: datetime) -> bool:
    """Whether nobody is asked any more: past, cancelled, or for others to do."""
    return is_cancelled(row) or row.item.starts_at <= now


def is_cancelled(row: Confirmation) -> bool:
    """Whether they need not come."""
    return row.ended_at is not None or row.item.is_cancelled or not is_on_stage(row.item)


def hour_behind(ticket: str) -> Confirmation:
    """What a link from a letter leads to.

    Raises:
        NotFoundError: the link is not ours, or its time is over.
    """
    return hour_asked(id_behind(ticket, "hour", clock.now()))


def feed_path(feed: Feed, lang: str) -> str:
    """The secret address of a calendar: the same for as long as it is not taken back."""
    ticket = tickets.sign([f"feed:{feed.pk}"], key=settings.SECRET_KEY, now=feed.made_at, lifetime=_FEED_LASTS)
    return f"/feeds/{lang}/{ticket}.ics"


def feed_behind(ticket: str) -> tuple[Feed, Actor]:
    """A feed that was not taken back, with whoever reads it.

    Raises:
        NotFoundError: not ours, or taken back.
    """
    pk = id_behind(ticket, "feed", clock.now())
    feed = Feed.objects.filter(pk=pk, ended_at__isnull=True, user__is_active=True).select_related("user").first()
    if feed is None:
        raise NotFoundError("feed")
    return feed, actor_of(feed.user)


def own_feed(actor: Actor) -> Feed | None:
    """The actor's calendar address, if they have one."""
    return Feed.objects.filter(user_id=actor.user_id, ended_at__isnull=True).first() if actor.user_id else None


def own_calendar(actor: Actor, language: str) -> bytes:
    """Everything to which the actor is asked, with what was cancelled as such."""
    with translation.override(language):
        entries = [entry_for(row, language) for row in hours_asked(actor)]
        return calendar_of(entries, name=_("My timetable"))


def enclosure_for(confirmation_id: str) -> Enclosure | None:
    """What a letter about an hour carries: the entry as it stands when the letter leaves."""
    row = _with_items(Confirmation.objects.filter(pk=confirmation_id)).first()
    if row is None:
        return None
    language = _language(row)
    method = Method.CANCEL if is_cancelled(row) else Method.REQUEST
    with translation.override(language):
        content = calendar_of([entry_for(row, language, invited=True)], name="", method=method)
    return Enclosure("invite.ics", content, "text/calendar", {"method": str(method)})


def entry_for(row: Confirmation, language: str, *, invited: bool = False) -> CalendarEntry:
    """One hour as its person's calendar has it; `invited`: with organiser and attendee, as a letter needs them."""
    item, call = row.item, row.item.call
    there = ""
    if formats.utc_offset(item.starts_at, row.zone) != formats.utc_offset(item.starts_at, call.venue_zone):
        venue = formats.clock_name(call.venue_zone, language)
        there = f"{formats.moment(item.starts_at, language, call.venue_zone)} {venue}"
    state = {Answer.WAITING: _("Not confirmed yet"), Answer.NO: _("You cannot come")}.get(Answer(row.state), "")
    link = f"{settings.PUBLIC_URL.rstrip('/')}{hour_link(row.pk, row.asked_at)}"
    signed = signature()
    organiser = Mailbox(signed.email or f"noreply@{_host()}", _own(signed.office, language)) if invited else None
    attendee = Mailbox(_email(row), row.name) if invited and _email(row) else None
    entry = CalendarEntry(
        uid=uid_in_calendars(str(item.uid), call.code),
        sequence=item.sequence,
        changed_at=max(item.changed_at, row.asked_at),
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        summary=_own(what_of(item.application, item.board, item.kind), language),
        location=pick(item.room, "name", language),
        description=joined([pick(call, "title", language), _own(PARTS[row.part], language), there, state]),
        url=link,
        is_cancelled=item.is_cancelled or row.ended_at is not None,
        is_confirmed=row.state == Answer.YES,
        organiser=organiser,
        attendee=attendee,
    )
    return entry if is_on_stage(item) else entry.cancelled()


def uid_in_calendars(uid: str, code: str) -> str:
    """The UID of an item in every calendar that has it, over all versions."""
    return f"{uid}@{code}.yunhui"


def _with_items(rows: QuerySet[Confirmation]) -> QuerySet[Confirmation]:
    return rows.select_related("user", "board", "item__call", "item__application", "item__board", "item__room")


def _email(row: Confirmation) -> str:
    return row.user.email if row.user else row.email


def _language(row: Confirmation) -> str:
    return row.user.language if row.user else row.language


def _own(both: Both, language: str) -> str:
    return (both.en or both.zh) if language == ENGLISH else (both.zh or both.en)


def _gap(language: str) -> str:
    return "，" if formats.is_chinese(language) else ", "


def _host() -> str:
    return settings.PUBLIC_URL.split("//")[-1].split("/")[0].split(":")[0]
