"""What makes a set-up senseless, each problem at its field, with what to do."""

from collections.abc import Iterator
from dataclasses import asdict
from itertools import combinations

from django.utils.translation import gettext_lazy as _

from yunhui.features.timetable.rules.setting import Pattern, Setting
from yunhui.kernel.errors import Problem

LONGEST = 120


def problems_of(setting: Setting) -> list[Problem]:
    """Every problem; fields are named `hall-n`, `session-n`, `pause-n`, `pattern`, `pattern-<group>`, `board_pitch`,
    `prices`, n counting from 0."""
    return [
        *_halls(setting),
        *_sessions(setting),
        *_pauses(setting),
        *_pattern("pattern", setting.pattern),
        *(one for key, pattern in setting.group_patterns.items() for one in _pattern(f"pattern-{key}", pattern)),
        *_rest(setting),
    ]


def _halls(setting: Setting) -> Iterator[Problem]:
    if not setting.rooms:
        yield Problem("hall-0", "no_hall", _("An event needs at least one hall."))
    for index, room in enumerate(setting.rooms):
        if not (room.name_zh and room.name_en):
            yield Problem(f"hall-{index}", "two_names", _("A hall needs its name in both languages."))


def _sessions(setting: Setting) -> Iterator[Problem]:
    if not setting.sessions:
        yield Problem("session-0", "no_session", _("Open at least one hall for some hours."))
    for index, one in enumerate(setting.sessions):
        if one.opens >= one.closes:
            yield Problem(f"session-{index}", "backwards", _("A session must end after it begins."))
        if one.day not in setting.days:
            yield Problem(f"session-{index}", "day", _("Choose one of the event's days."))
        if one.room not in {room.key for room in setting.rooms}:
            yield Problem(f"session-{index}", "hall", _("Choose one of the halls."))
        if bool(one.name_zh) != bool(one.name_en):
            yield Problem(f"session-{index}", "two_names", _("Name the session in both languages, or in neither."))
    for (first, one), (second, other) in combinations(enumerate(setting.sessions), 2):
        if (one.day, one.room) == (other.day, other.room) and one.opens < other.closes and other.opens < one.closes:
            words = _("This session overlaps with number %(n)s in the same hall.") % {"n": first + 1}
            yield Problem(f"session-{second}", "overlap", words)


def _pauses(setting: Setting) -> Iterator[Problem]:
    for index, one in enumerate(setting.pauses):
        field = f"pause-{index}"
        if not (one.name_zh and one.name_en):
            yield Problem(field, "two_names", _("An opening or a break needs its name in both languages."))
        if not 1 <= one.minutes <= 8 * 60:
            yield Problem(field, "minutes", _("Give it between 1 minute and 8 hours."))
        if one.day not in setting.days:
            yield Problem(field, "day", _("Choose one of the event's days."))
        elif setting.begins(one) is None:
            yield Problem(field, "closed", _("No hall is open on that day."))
        if one.room and one.room not in {room.key for room in setting.rooms}:
            yield Problem(field, "hall", _("Choose one of the halls."))


def _pattern(field: str, pattern: Pattern) -> Iterator[Problem]:
    parts = (pattern.pitch, pattern.questions, pattern.judging, pattern.changeover)
    if any(part < 0 or part > LONGEST for part in parts):
        yield Problem(field, "minutes", _("Minutes lie between 0 and 120."))
    elif pattern.minutes == 0:
        yield Problem(field, "empty", _("A project needs at least one minute for its pitch or its questions."))


def _rest(setting: Setting) -> Iterator[Problem]:
    if not 0 <= setting.board_pitch <= LONGEST:
        yield Problem("board_pitch", "minutes", _("Minutes lie between 0 and 120."))
    prices = asdict(setting.prices)
    if any(not 0 <= prices[name] <= 10_000 for name in prices):
        yield Problem("prices", "price", _("A burden is a whole number from 0 to 10,000."))
