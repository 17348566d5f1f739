"""Who reads the page, as far as words and clocks need to know: a language and a zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

from django.utils.translation import get_language

from yunhui.kernel.i18n import CHINESE, ENGLISH

BEIJING = "Asia/Shanghai"


class Reads(Protocol):
    """Whatever can be the context's `reader`: an actor, or a `Reader`."""

    @property
    def language(self) -> str:
        """zh-hans or en."""

    @property
    def zone(self) -> str:
        """An IANA zone."""


@dataclass(frozen=True)
class Reader:
    """A reader of whom nothing else is known."""

    language: str = CHINESE
    zone: str = BEIJING


def reader_of(context: Mapping[str, Any]) -> Reads:
    """The reader of a template context; the active language in Beijing when nobody set one."""
    given = context.get("reader")
    if given:
        return cast(Reads, given)
    return Reader(CHINESE if (get_language() or CHINESE).startswith("zh") else ENGLISH)
