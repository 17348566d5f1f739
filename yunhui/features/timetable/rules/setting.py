"""How an event is set up: halls, sessions, breaks, lengths, and what each unmet wish costs. Times are the venue's."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.rules.pattern import HUMANE_PRICE, ROOM_PRICE, RUN_PRICE, RoadshowConfig, RoomPlan


@dataclass(frozen=True, slots=True)
class Pattern:
    """Minutes of one project: pitch, questions, judging, and until the next may begin.

    `recorded`: the pitch is shown from a recording, the questions are live (播放+答辩).
    """

    pitch: int = 8
    questions: int = 5
    judging: int = 0
    changeover: int = 2
    recorded: bool = False

    @property
    def minutes(self) -> int:
        """For how long the people are bound."""
        return self.pitch + self.questions + self.judging

    @property
    def name(self) -> str:
        """8+5, 10+9+1."""
        parts = [self.pitch, self.questions, *([self.judging] if self.judging else [])]
        return "+".join(str(part) for part in parts)

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Pattern":
        """From a row's JSON; what it lacks is the default's."""
        return cls(**{key: stored[key] for key in asdict(cls()) if key in stored})


# domain.md §6.3: the product's default, two contests' rounds, the final of Hainan, the station of Taicang.
PRESETS = (Pattern(8, 5), Pattern(8, 7), Pattern(8, 12), Pattern(5, 5), Pattern(10, 9, 1))


@dataclass(frozen=True, slots=True)
class Prices:
    """What unmet wishes cost, in points that only compare with each other.

    Attributes:
        hours: each minute outside 08:00–22:00 on somebody's own clock.
        rather_not: an item in hours that one of its people would rather not take.
        late: a host area that begins after `late_from` (minutes after midnight).
        pieces, halls: each further piece of a group, each further hall of it.
        balance: each minute that the fullest day has more than the emptiest.
        moved: each item that is elsewhere than before.
    """

    hours: int = HUMANE_PRICE
    rather_not: int = 150
    late: int = 120
    late_from: int = 18 * 60
    pieces: int = RUN_PRICE
    halls: int = ROOM_PRICE
    balance: int = 2
    moved: int = 30

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Prices":
        """From a row's JSON; what it lacks is the default's."""
        return cls(**{key: stored[key] for key in asdict(cls()) if key in stored})


@dataclass(frozen=True, slots=True)
class Stretch:
    """One session: a hall open on a day; `group` is a group's key, or empty for every group; `chair` a name."""

    key: str
    day: date
    room: str
    opens: time
    closes: time
    group: str = ""
    name_zh: str = ""
    name_en: str = ""
    is_locked: bool = False
    chair: str = ""

    @property
    def stored(self) -> dict[str, Any]:
        """As a version keeps it."""
        return {
            **asdict(self),
            "day": self.day.isoformat(),
            "opens": f"{self.opens:%H:%M}",
            "closes": f"{self.closes:%H:%M}",
        }


@dataclass(frozen=True, slots=True)
class Pause:
    """An opening or a break; without `starts` it begins with its day, without `room` all halls pause."""

    kind: ItemKind
    name_zh: str
    name_en: str
    day: date
    minutes: int
    starts: time | None = None
    room: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """The whole set-up of one event. `group_patterns` are by group key."""

    zone: str
    days: tuple[date, ...]
    rooms: tuple[RoomPlan, ...]
    sessions: tuple[Stretch, ...]
    pauses: tuple[Pause, ...] = ()
    pattern: Pattern = Pattern()
    group_patterns: Mapping[str, Pattern] = field(default_factory=dict)
    board_pitch: int = 5
    prices: Prices = Prices()
    order_by_draw: bool = False
    answer_by: datetime | None = None
    edits: int = 0

    def pattern_of(self, group: str) -> Pattern:
        """The pattern of a group, its own or the event's."""
        return self.group_patterns.get(group, self.pattern)

    def instant(self, day: date, at: time) -> datetime:
        """A time of a day on the venue's clock, aware."""
        return datetime.combine(day, at, ZoneInfo(self.zone))

    def span(self, session: Stretch) -> tuple[datetime, datetime]:
        """When a session opens and closes."""
        return self.instant(session.day, session.opens), self.instant(session.day, session.closes)

    def begins(self, pause: Pause) -> datetime | None:
        """When a pause begins; None on a day without sessions."""
        if pause.starts is not None:
            return self.instant(pause.day, pause.starts)
        halls = [one for one in self.sessions if one.day == pause.day and pause.room in ("", one.room)]
        return min((self.span(one)[0] for one in halls), default=None)

    def paused(self, room: str) -> Iterator[tuple[datetime, datetime]]:
        """The pauses of one hall as half-open stretches of time."""
        for pause in self.pauses:
            begins = self.begins(pause)
            if begins is not None and pause.room in ("", room):
                yield begins, begins + timedelta(minutes=pause.minutes)


def setting_from(config: RoadshowConfig, days: tuple[date, ...], zone: str) -> Setting:
    """The set-up that a recipe offers: every hall open in every block of every day, one opening on the first."""
    sessions = tuple(
        Stretch(session_key(day, room.key, opens), day, room.key, opens, closes)
        for day in days
        for opens, closes in config.blocks
        for room in config.rooms
    )
    opening = (Pause(ItemKind.OPENING, "开幕", "Opening", days[0], config.opening),) if days and config.opening else ()
    return Setting(
        zone=zone,
        days=days,
        rooms=config.rooms,
        sessions=sessions,
        pauses=opening,
        pattern=Pattern(config.pitch, config.questions, 0, config.changeover),
        board_pitch=config.board_pitch,
    )


def session_key(day: date, room: str, opens: time) -> str:
    """A short name of a session that stays with it."""
    return f"{day:%m%d}{opens:%H%M}-{room}"[:24]


def without(span: tuple[datetime, datetime], taken: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """What is left of a stretch of time when others are cut out of it, in order; half-open."""
    left, (start, end) = [], span
    for begins, ends in sorted(taken):
        if begins > start:
            left.append((start, min(begins, end)))
        start = max(start, ends)
        if start >= end:
            return [one for one in left if one[0] < one[1]]
    left.append((start, end))
    return [one for one in left if one[0] < one[1]]


def with_prices(setting: Setting, **prices: int) -> Setting:
    """The same set-up with some prices changed."""
    return replace(setting, prices=replace(setting.prices, **prices))
