"""Writing into a draft by several pages of one expert: nothing is overwritten that its writer had not seen.

The same bargain as in an application's form: each criterion and note has a revision, a page says against which one it
writes, and what cannot be written stays beside what stands until the expert has chosen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from yunhui.pipeline.review.models import ScoreSheet
from yunhui.pipeline.review.services.cleaning import NOTES

# So many other texts of one field are kept; only as many pages with unseen changes could make more.
_MOST_OTHERS = 8


@dataclass(frozen=True, slots=True)
class Writing:
    """Which page writes, and as which of its writings: it may write over its own, and late arrivals are let go.

    `known` has the token of each field as the page last saw it; None writes over whatever stands (programs).
    """

    known: Mapping[str, str] | None = None
    tab: str = ""
    number: int = 0


def value_of(sheet: ScoreSheet, key: str) -> str:
    """What stands in a field."""
    return str(getattr(sheet, key)) if key in NOTES else str(sheet.scores.get(key, ""))


def token_of(sheet: ScoreSheet | None, key: str) -> str:
    """The revision of a field with a check sum of what it says: `3.9a1f03c2`."""
    if sheet is None:
        return f"0.{_sum('')}"
    return f"{(sheet.revisions.get(key) or {}).get('n', 0)}.{_sum(value_of(sheet, key))}"


def merge(sheet: ScoreSheet, typed: Mapping[str, str], writing: Writing, now: datetime) -> set[str]:
    """Write fields into a draft that is at hand.

    Returns:
        The fields that another page has changed since; what was typed is kept among the others.
    """
    apart = set()
    for key, value in typed.items():
        mark = sheet.revisions.get(key) or {}
        token = (writing.known or {}).get(key, "")
        if value == value_of(sheet, key):
            _drop(sheet, key, writing.tab)
        elif writing.known is None or _may_write(sheet, key, mark, token, writing):
            _write(sheet, key, value, mark, writing, now)
        elif not _is_late(mark, writing) and token.partition(".")[2] != _sum(value):
            _set_aside(sheet, key, value, writing, now)
            apart.add(key)
    return apart


def settle(sheet: ScoreSheet, key: str, tabs: set[str]) -> None:
    """The others of some pages are done with."""
    _keep(sheet, key, [one for one in sheet.others.get(key, []) if one["tab"] not in tabs])


def _may_write(sheet: ScoreSheet, key: str, mark: Mapping[str, object], token: str, writing: Writing) -> bool:
    if not token or token == token_of(sheet, key):
        return True
    return bool(writing.tab) and mark.get("tab") == writing.tab and not _is_late(mark, writing)


def _is_late(mark: Mapping[str, object], writing: Writing) -> bool:
    """Whether the same page has sent something newer already."""
    return bool(writing.tab) and mark.get("tab") == writing.tab and writing.number < int(str(mark.get("s", 0)))


def _write(
    sheet: ScoreSheet, key: str, value: str, mark: Mapping[str, object], writing: Writing, now: datetime
) -> None:
    if key in NOTES:
        setattr(sheet, key, value)
    elif value:
        sheet.scores[key] = value
    else:
        sheet.scores.pop(key, None)
    count = int(str(mark.get("n", 0))) + 1
    sheet.revisions[key] = {"n": count, "at": now.isoformat(), "tab": writing.tab, "s": writing.number}
    _drop(sheet, key, writing.tab)


def _set_aside(sheet: ScoreSheet, key: str, value: str, writing: Writing, now: datetime) -> None:
    others = [one for one in sheet.others.get(key, []) if one["tab"] != writing.tab]
    if not any(one["text"] == value for one in others):
        tab = writing.tab or f"{now.timestamp():.6f}"
        _keep(sheet, key, [*others, {"tab": tab, "text": value, "at": now.isoformat()}][-_MOST_OTHERS:])


def _drop(sheet: ScoreSheet, key: str, tab: str) -> None:
    """What a page has set aside is done with once what it says stands."""
    standing = value_of(sheet, key)
    left = [one for one in sheet.others.get(key, []) if one["tab"] != tab and one["text"] != standing]
    _keep(sheet, key, left)


def _keep(sheet: ScoreSheet, key: str, others: list[dict[str, str]]) -> None:
    if others:
        sheet.others[key] = others
    else:
        sheet.others.pop(key, None)


def _sum(text: str) -> str:
    return f"{crc32(text.encode('utf-8', 'surrogatepass')):08x}"
