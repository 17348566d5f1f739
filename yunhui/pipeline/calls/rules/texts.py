"""The texts of a call in both languages, and which of them fell behind the other."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from yunhui.pipeline.calls.models import Call, Group
from yunhui.pipeline.calls.rules.checking import questions_now

Pair = tuple[str, str]
COLUMNS = ("title", "summary", "undertaking")


def pairs_of(call: Call, groups: Iterable[Group]) -> dict[str, Pair]:
    """Every text that officers write, by its path (`summary`, `before.runs`, `form.title.help`), as (zh, en)."""
    return {
        **{name: (getattr(call, f"{name}_zh"), getattr(call, f"{name}_en")) for name in COLUMNS},
        **dict(_pairs("before", call.before)),
        **dict(_pairs("eligibility", call.eligibility)),
        **{f"groups.{group.key}.name": (group.name_zh, group.name_en) for group in groups},
        **dict(_pairs("form", [asdict(question) for question in questions_now(call)])),
    }


def stale_after(before: Mapping[str, Pair], after: Mapping[str, Pair], stale: Mapping[str, str]) -> dict[str, str]:
    """Which texts are behind after a change: {path: the language that is behind}.

    A text falls behind when the other language alone was changed, and catches up when it is changed itself. A text that
    is missing in one language is not behind but missing.
    """
    found = {}
    for path, (zh, en) in after.items():
        old_zh, old_en = before.get(path, (zh, en))
        behind = stale.get(path, "")
        if zh != old_zh and en != old_en:
            behind = ""
        elif zh != old_zh:
            behind = "" if behind == "zh" else "en"
        elif en != old_en:
            behind = "" if behind == "en" else "zh"
        if behind and zh.strip() and en.strip():
            found[path] = behind
    return found


def _pairs(path: str, value: Any) -> Iterator[tuple[str, Pair]]:
    if isinstance(value, Mapping):
        for name, text in value.items():
            if name.endswith("_zh"):
                yield f"{path}.{name[:-3]}", (str(text or ""), str(value.get(f"{name[:-3]}_en") or ""))
            elif isinstance(text, Mapping | list | tuple):
                yield from _pairs(f"{path}.{name}", text)
    elif isinstance(value, list | tuple):
        for number, one in enumerate(value):
            if isinstance(one, Mapping):
                yield from _pairs(f"{path}.{one.get('key') or one.get('code') or number}", one)
