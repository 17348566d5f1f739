"""The set-up as it is typed: rows of halls, sessions and breaks, lengths, burdens."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.rules.pattern import RoomPlan
from yunhui.features.timetable.rules.setting import PRESETS, Pattern, Pause, Prices, Setting, Stretch, session_key
from yunhui.kernel.errors import Problem
from yunhui.pipeline.calls.models import Group

MORE = 2
PRICES = ("hours", "rather_not", "late", "pieces", "halls", "balance", "moved")


@dataclass(frozen=True)
class Row:
    """One row of a table of the form: what is typed in it, and what is wrong with it."""

    n: int
    values: Mapping[str, Any]
    errors: Sequence[str] = ()
    is_new: bool = False


@dataclass
class Typed:
    """A parsed form: the set-up as far as it can be read, the problems, and which typed row each part came from."""

    setting: Setting
    problems: list[Problem] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)


def typed_setting(typed: Mapping[str, str], now: Setting, groups: Sequence[Group]) -> Typed:
    """Read the form; rows that are empty or struck out are left out, what cannot be read is a problem at its row."""
    found = Typed(now)
    halls = _halls(typed, found)
    sessions = _sessions(typed, found, now)
    pauses = _pauses(typed, found)
    prices = {name: _number(typed.get(f"price-{name}", ""), found, "prices") for name in PRICES}
    late_from = _time(typed.get("price-late_from", "")) or time(18)
    answer_by = None
    if typed.get("answer_by"):
        try:
            answer_by = datetime.fromisoformat(typed["answer_by"]).replace(tzinfo=ZoneInfo(now.zone))
        except ValueError:
            found.problems.append(Problem("answer_by", "not_time", _("Write a day and a time.")))
    found.setting = replace(
        now,
        rooms=tuple(halls),
        sessions=tuple(sessions),
        pauses=tuple(pauses),
        pattern=_pattern(typed, "", found),
        group_patterns={
            group.key: _pattern(typed, f"-{group.key}", found)
            for group in groups
            if typed.get(f"preset-{group.key}", "same") != "same"
        },
        board_pitch=_number(typed.get("board_pitch", ""), found, "board_pitch"),
        prices=Prices(**prices, late_from=late_from.hour * 60 + late_from.minute),
        order_by_draw="order_by_draw" in typed,
        answer_by=answer_by,
        edits=_number(typed.get("edits", "0"), found, "edits"),
    )
    return found


def rows_of(setting: Setting, typed: Mapping[str, str], errors: Mapping[str, list[str]]) -> dict[str, list[Row]]:
    """The rows of the three tables, as typed or as kept, with some empty ones to add more."""
    kept = {
        "hall": [asdict(room) for room in setting.rooms],
        "session": [{**one.stored, "key": one.key, "locked": "1" if one.is_locked else ""} for one in setting.sessions],
        "pause": [
            {
                "kind": one.kind,
                "name_zh": one.name_zh,
                "name_en": one.name_en,
                "day": one.day.isoformat(),
                "starts": f"{one.starts:%H:%M}" if one.starts else "",
                "minutes": str(one.minutes),
                "room": one.room,
            }
            for one in setting.pauses
        ],
    }
    found: dict[str, list[Row]] = {}
    for name, values in kept.items():
        if typed:
            count = _count(typed, name)
            given = [
                {key.rpartition("-")[2]: value for key, value in typed.items() if key.startswith(f"{name}-{n}-")}
                for n in range(count)
            ]
            found[name] = [
                Row(n, one, errors.get(f"{name}-{n}", []), not any(one.values())) for n, one in enumerate(given)
            ]
        else:
            found[name] = [Row(n, one) for n, one in enumerate(values)]
            last = len(values)
            found[name] += [Row(last + more, {}, is_new=True) for more in range(MORE)]
    return found


def pattern_values(pattern: Pattern | None, typed: Mapping[str, str], tail: str) -> dict[str, str]:
    """What stands in the fields of one pattern."""
    if typed:
        names = ("preset", "pitch", "questions", "judging", "changeover", "recorded")
        return {name: typed.get(f"{name}{tail}", "") for name in names}
    if pattern is None:
        return {"preset": "same", "changeover": "2"}
    known = {one.name for one in PRESETS}
    return {
        "preset": pattern.name if pattern.name in known else "own",
        "pitch": str(pattern.pitch),
        "questions": str(pattern.questions),
        "judging": str(pattern.judging),
        "changeover": str(pattern.changeover),
        "recorded": "1" if pattern.recorded else "",
    }


def _count(typed: Mapping[str, str], name: str) -> int:
    numbers = [int(key.split("-")[1]) for key in typed if key.startswith(f"{name}-") and key.split("-")[1].isdigit()]
    return min(max(numbers, default=-1) + 1, 200)


def _cells(typed: Mapping[str, str], name: str, n: int, *keys: str) -> list[str]:
    return [typed.get(f"{name}-{n}-{key}", "").strip() for key in keys]


def _halls(typed: Mapping[str, str], found: Typed) -> list[RoomPlan]:
    halls, keys = list[RoomPlan](), {typed.get(f"hall-{n}-key", "") for n in range(_count(typed, "hall"))}
    for n in range(_count(typed, "hall")):
        key, zh, en, gone = _cells(typed, "hall", n, "key", "name_zh", "name_en", "gone")
        if gone or not (zh or en):
            continue
        if not key:
            key = next(f"hall-{k}" for k in range(1, 300) if f"hall-{k}" not in keys)
            keys.add(key)
        found.rows[f"hall-{len(halls)}"] = n
        halls.append(RoomPlan(key[:40], zh[:80], en[:80]))
    return halls


def _sessions(typed: Mapping[str, str], found: Typed, now: Setting) -> list[Stretch]:
    sessions, taken = list[Stretch](), set[str]()
    for n in range(_count(typed, "session")):
        key, day, room, opens, closes, group, zh, en, locked, gone = _cells(
            typed,
            "session",
            n,
            "key",
            "day",
            "room",
            "opens",
            "closes",
            "group",
            "name_zh",
            "name_en",
            "locked",
            "gone",
        )
        if gone or not (opens or closes):
            continue
        on, first, last = _date(day), _time(opens), _time(closes)
        if on is None or first is None or last is None:
            found.problems.append(Problem(f"session-{n}", "not_time", _("Choose a day, and write the times as 09:00.")))
            continue
        made = key if key and key not in taken else _fresh(session_key(on, room, first), taken)
        taken.add(made)
        found.rows[f"session-{len(sessions)}"] = n
        sessions.append(Stretch(made, on, room, first, last, group, zh[:80], en[:80], bool(locked)))
    return sessions


def _fresh(key: str, taken: set[str]) -> str:
    return next(one for n in range(100) if (one := key if n == 0 else f"{key[:21]}~{n}") not in taken)


def _pauses(typed: Mapping[str, str], found: Typed) -> list[Pause]:
    pauses = list[Pause]()
    for n in range(_count(typed, "pause")):
        kind, zh, en, day, starts, minutes, room, gone = _cells(
            typed, "pause", n, "kind", "name_zh", "name_en", "day", "starts", "minutes", "room", "gone"
        )
        if gone or not (zh or en or minutes):
            continue
        on, at = _date(day), _time(starts)
        if on is None or (starts and at is None) or not minutes.isdecimal():
            words = _("Choose a day, give the minutes, and write the time as 12:00 or leave it empty.")
            found.problems.append(Problem(f"pause-{n}", "not_time", words))
            continue
        found.rows[f"pause-{len(pauses)}"] = n
        which = ItemKind.OPENING if kind == ItemKind.OPENING else ItemKind.BREAK
        pauses.append(Pause(which, zh[:80], en[:80], on, min(int(minutes), 9999), at, room))
    return pauses


def _pattern(typed: Mapping[str, str], tail: str, found: Typed) -> Pattern:
    where = f"pattern{tail}"
    preset = next((one for one in PRESETS if one.name == typed.get(f"preset{tail}")), None)
    changeover = _number(typed.get(f"changeover{tail}", "2") or "2", found, where)
    recorded = f"recorded{tail}" in typed
    if preset is not None:
        return replace(preset, changeover=changeover, recorded=recorded)
    pitch, questions, judging = (
        _number(typed.get(f"{name}{tail}", "") or "0", found, where) for name in ("pitch", "questions", "judging")
    )
    return Pattern(pitch, questions, judging, changeover, recorded)


def _number(text: str, found: Typed, where: str) -> int:
    plain = text.strip()
    if plain.isdecimal() and len(plain) <= 6:
        return int(plain)
    found.problems.append(Problem(where, "not_whole", _("Write a whole number.")))
    return 0


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
