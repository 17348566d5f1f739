"""iCalendar (RFC 5545, 5546, 7986): one writer for feeds, files and the entries that travel with letters.

Instants are in UTC, so that no table of zones can be out of date; the calendar shows them on its owner's clock.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Yunhui//Timetable//EN"
# How often a calendar that subscribes should look again.
LOOK_AGAIN = timedelta(hours=1)


class Method(StrEnum):
    """What a calendar does with the entries (RFC 5546): show them, ask its owner to come, take them back."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Somebody in an entry."""

    email: str
    name: str


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One item. `sequence` and `changed_at` come from what was announced: they never go back."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str = ""
    description: str = ""
    category: str = ""
    url: str = ""
    is_cancelled: bool = False
    is_confirmed: bool = True
    organiser: Mailbox | None = None
    attendee: Mailbox | None = None

    def cancelled(self) -> "CalendarEntry":
        """The same entry, taken back after it was last written: the next number, and not yet counted anywhere."""
        return self if self.is_cancelled else replace(self, is_cancelled=True, sequence=self.sequence + 1)


def calendar_of(
    entries: Iterable[CalendarEntry], *, name: str, method: Method = Method.PUBLISH, address: str = ""
) -> bytes:
    """A calendar as bytes, its lines folded by octets and ended by CRLF.

    Args:
        name: what subscribers see it as.
        address: where it is found again.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", str(method))
    if method == Method.PUBLISH:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", LOOK_AGAIN, parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", LOOK_AGAIN)
        if address:
            calendar.add("source", address, parameters={"value": "URI"})
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    stamp = entry.changed_at.astimezone(UTC).replace(microsecond=0)
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", entry.summary)
    status = "CANCELLED" if entry.is_cancelled else "CONFIRMED" if entry.is_confirmed else "TENTATIVE"
    event.add("status", status)
    for key in ("location", "description", "url"):
        if value := getattr(entry, key):
            event.add(key, value)
    if entry.category:
        event.add("categories", [entry.category])
    if entry.organiser:
        event["organizer"] = _mailbox(entry.organiser)
    if entry.attendee:
        address = _mailbox(entry.attendee)
        address.params["role"] = vText("REQ-PARTICIPANT")
        address.params["partstat"] = vText("ACCEPTED" if entry.is_confirmed else "NEEDS-ACTION")
        # The answer comes by the link in the letter: one place, in which the office sees it.
        address.params["rsvp"] = vText("FALSE")
        event.add("attendee", address, encode=False)
    return event


def _mailbox(box: Mailbox) -> vCalAddress:
    address = vCalAddress(f"mailto:{box.email}")
    # RFC 5545 3.2: a quotation mark cannot stand in a parameter, not even quoted.
    address.params["cn"] = vText(" ".join(box.name.replace('"', "'").split()))
    return address


def joined(facts: Sequence[str]) -> str:
    """Facts of a description beside each other."""
    return " · ".join(fact for fact in facts if fact)
