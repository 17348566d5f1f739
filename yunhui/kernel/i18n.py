"""Texts that officers write in two languages, and the reader's choice between them."""

from typing import Any

CHINESE = "zh-hans"
ENGLISH = "en"
LANGUAGES = (CHINESE, ENGLISH)


def pick(thing: Any, name: str, language: str) -> str:
    """The text `name` of a row with `name_zh` and `name_en`; the other language where this one is empty."""
    zh, en = str(getattr(thing, f"{name}_zh") or ""), str(getattr(thing, f"{name}_en") or "")
    return (zh or en) if language.startswith("zh") else (en or zh)
