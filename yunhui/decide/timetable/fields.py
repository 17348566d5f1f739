"""Takes a JSON value apart, keeps its path, and collects every complaint instead of stopping at the first."""

from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import Any

from yunhui.decide.timetable.clocks import NoSuchTime, from_wall, known_zones


class Fields:
    """A JSON object at a path. Each question names a key; `done` complains of the keys that nobody asked for.

    A value that cannot be read is complained of and answered by the default, so that reading goes on.
    """

    def __init__(self, value: Any, path: str, complaints: list[str]) -> None:
        self.path, self.complaints = path, complaints
        self._asked: set[str] = set()
        self.value: dict[str, Any] = value if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            self.complain("", f"an object {{…}} is needed here, not {_kind(value)}")

    def complain(self, key: str, text: str) -> None:
        dot = "." if key and not key.startswith("[") else ""
        self.complaints.append(f"{self.path}{dot}{key}: {text}")

    def has(self, key: str) -> bool:
        """Whether the key is there and not null."""
        self._asked.add(key)
        return self.value.get(key) is not None

    def text(self, key: str, default: str | None = None) -> str:
        """A string, not empty; a number is taken for an id. Without a default it must be there."""
        if not self.has(key):
            if default is None:
                self.complain(key, "is missing; give a text")
            return default or ""
        return self._word(key, self.value[key])

    def words(self, key: str) -> tuple[str, ...] | None:
        """A list of strings, or None if left out; one string alone is a list of one."""
        if not self.has(key):
            return None
        value = self.value[key]
        listed = value if isinstance(value, list) else [value]
        return tuple(self._word(f"{key}[{index}]", one) for index, one in enumerate(listed))

    def number(self, key: str, default: int | None = None) -> int:
        """A whole number; without a default it must be there."""
        if not self.has(key):
            if default is None:
                self.complain(key, "is missing; give a whole number")
            return default or 0
        value = self.value[key]
        if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
            self.complain(key, f"{value!r} is not a whole number")
            return default or 0
        return int(value)

    def price(self, key: str = "price") -> int | None:
        """A price, or None where it is left out and the matter is a rule."""
        return self.number(key) if self.has(key) else None

    def flag(self, key: str) -> bool:
        value = self.value[key] if self.has(key) else False
        if not isinstance(value, bool):
            self.complain(key, f"{value!r} is neither true nor false")
        return value is True

    def objects(self, key: str, *, needed: bool = False) -> list["Fields"]:
        """A list of objects; left out, it is empty."""
        if not self.has(key):
            if needed:
                self.complain(key, "is missing; give a list […]")
            return []
        value = self.value[key]
        if not isinstance(value, list):
            self.complain(key, f"a list […] is needed here, not {_kind(value)}")
            return []
        return [Fields(one, f"{self.path}.{key}[{index}]", self.complaints) for index, one in enumerate(value)]

    def child(self, key: str) -> "Fields":
        return Fields(self.value.get(key), f"{self.path}.{key}", self.complaints)

    def day(self, key: str) -> date:
        written = self.text(key)
        try:
            return date.fromisoformat(written)
        except ValueError:
            if written:
                self.complain(key, f'"{written}" is not a date; write it as 2026-06-11')
        return date(1970, 1, 1)

    def clock(self, key: str, default: int | None = None) -> int | None:
        """Minutes after midnight of "HH:MM", to "24:00"; None if unreadable or left out without a default."""
        if default is not None and not self.has(key):
            return default
        written = self.text(key)
        hours, colon, minutes = written.partition(":")
        if colon and len(minutes) == 2 and hours.isdecimal() and minutes.isdecimal():
            found = int(hours) * 60 + int(minutes)
            if int(minutes) < 60 and found <= 1440:
                return found
        if written:
            self.complain(key, f'"{written}" is not a time of day; write it as 09:00')
        return default

    def instant(self, key: str, zone: str) -> datetime | None:
        """A date and time with Z or an offset, or on the clocks of `zone`; answers in UTC, None if unreadable."""
        written = self.text(key)
        if not written:
            return None
        try:
            found = datetime.fromisoformat(written)
        except ValueError:
            self.complain(key, f'"{written}" is not a time; write 2026-06-11T09:00, with Z or an offset if not local')
            return None
        if found.second or found.microsecond:
            self.complain(key, f'"{written}" has seconds; give whole minutes')
            return None
        if found.tzinfo is not None:
            return found.astimezone(UTC)
        if zone not in known_zones():
            return None  # the zone itself is complained of where it stands
        try:
            return from_wall(found, zone)
        except NoSuchTime as wrong:
            self.complain(key, str(wrong))
        return None

    def done(self) -> None:
        """Complain of every key that was not asked for: a misspelt rule must not be lost in silence."""
        for key in self.value:
            if key not in self._asked:
                near = get_close_matches(key, self._asked, 1, 0.6)
                known = f'did you mean "{near[0]}"?' if near else f"known are {', '.join(sorted(self._asked))}"
                self.complain(key, f"is not part of the format; {known}")

    def _word(self, key: str, value: Any) -> str:
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str) or not value:
            self.complain(key, f"{value!r} is not a text, or is empty")
            return ""
        return value


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
