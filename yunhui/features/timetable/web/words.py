"""How a pitch and its clocks are put into words for a reader."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.selectors import Line, Run, Session
from yunhui.kernel.i18n import pick
from yunhui.ui import formats


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads: language, own zone, and the venue's zone beside which all other clocks are told.

    `code` of the call leads to the pages of its projects; `marks` says by uid what changed with the version.
    """

    language: str
    zone: str
    venue: str
    code: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)

    @property
    def lang(self) -> str:
        """The language as addresses have it."""
        return "zh" if formats.is_chinese(self.language) else "en"

    def there(self, at: datetime, zone: str) -> str:
        """Another zone's wall clock, with its day where it is not the venue's: 21:00, 11日21:00, Wed 21:00."""
        local, home = formats.local(at, zone), formats.local(at, self.venue)
        if local.date() == home.date():
            return formats.clock(at, zone)
        if formats.is_chinese(self.language):
            return f"{local.day}日{formats.clock(at, zone)}"
        return f"{formats.day(local.date(), self.language).split()[0]} {formats.clock(at, zone)}"

    def own(self, at: datetime) -> str:
        """The reader's clock in words, empty where it shows what the venue's shows."""
        if formats.utc_offset(at, self.zone) == formats.utc_offset(at, self.venue):
            return ""
        return _("{time} for you").format(time=self.there(at, self.zone))

    def span(self, starts_at: datetime, ends_at: datetime) -> str:
        """16:30–17:28 on the venue's clock."""
        dash = "—" if formats.is_chinese(self.language) else "–"
        return f"{formats.clock(starts_at, self.venue)}{dash}{formats.clock(ends_at, self.venue)}"


@dataclass(frozen=True, slots=True)
class Talk:
    """One item as a page shows it; `text` is its summary as the applicant wrote it, in one language or in both."""

    id: str
    title: str
    country: str
    team: str
    text: str
    there: str
    own: str
    clock: str
    span: str
    iso: str
    outside: bool
    number: int | None = None
    url: str = ""
    change: str = ""
    is_recorded: bool = False


@dataclass(frozen=True, slots=True)
class RunWords:
    """One run as a page shows it."""

    group: str
    room: str
    span: str
    talks: tuple[Talk, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class SessionWords:
    """One row of the agenda; `title` and `names` where it is not made of pitches."""

    kind: str
    span: str
    own: str
    starts_at: datetime
    runs: tuple[RunWords, ...]
    title: str = ""
    names: tuple[str, ...] = ()
    ends_at: datetime | None = None
    day: str = ""
    is_next: bool = False
    place: str = ""
    change: str = ""


def talk_of(line: Line, reading: Reading) -> Talk:
    """One line in words."""
    is_pitch = line.kind == ItemKind.PITCH and bool(line.zone)
    there = reading.there(line.starts_at, line.zone) if is_pitch else ""
    return Talk(
        id=f"p-{line.uid[:8]}",
        title=line.title(reading.language),
        country=pick(line, "country", reading.language),
        team=line.team,
        text=line.summary,
        there=_("{time} there").format(time=there) if there else "",
        own=reading.own(line.starts_at),
        clock=formats.clock(line.starts_at, reading.venue),
        span=reading.span(line.starts_at, line.ends_at),
        iso=formats.local(line.starts_at, reading.venue).isoformat(),
        outside=not line.is_humane,
        number=line.number,
        url=f"/{reading.lang}/projects/{reading.code}/{line.number}/" if reading.code and line.number else "",
        change=reading.marks.get(line.uid, ""),
        is_recorded=line.is_recorded,
    )


def session_of(session: Session, reading: Reading, minutes: int = 0) -> SessionWords:
    """One row of the agenda in words; `minutes` is what each host area has."""
    runs = tuple(_run_of(run, reading) for run in session.runs)
    first = session.runs[0]
    title, names = "", tuple[str, ...]()
    if session.kind == ItemKind.BOARD_PITCH:
        title = _("Host areas present, {n} minutes each").format(n=minutes) if minutes else _("Host areas present")
        names = tuple(line.title(reading.language) for line in first.lines)
    elif session.kind != ItemKind.PITCH:
        title = first.lines[0].title(reading.language)
    halls = dict.fromkeys(run.room(reading.language) for run in session.runs)
    return SessionWords(
        kind=session.kind,
        place=("、" if formats.is_chinese(reading.language) else ", ").join(halls),
        span=reading.span(session.starts_at, session.ends_at),
        own=reading.own(session.starts_at),
        starts_at=session.starts_at,
        runs=runs,
        title=title,
        names=names,
        ends_at=session.ends_at,
        day=formats.day(formats.local(session.starts_at, reading.venue).date(), reading.language),
        change=", ".join(dict.fromkeys(words for line in first.lines if (words := reading.marks.get(line.uid))))
        if title
        else "",
    )


def _run_of(run: Run, reading: Reading) -> RunWords:
    return RunWords(
        group=run.group(reading.language),
        room=run.room(reading.language),
        span=reading.span(run.starts_at, run.ends_at),
        talks=tuple(talk_of(line, reading) for line in run.lines),
        key=run_key(run, reading.venue) if run.kind == ItemKind.PITCH else "",
    )


def run_key(run: Run, venue: str) -> str:
    """The name of a run in addresses: its day, hour and hall on the venue's clock, e.g. 0610-1500-hall-1."""
    return f"{formats.local(run.starts_at, venue):%m%d-%H%M}-{run.lines[0].room_key}"
