"""What a visitor may see of a project: the one place where consent to publication becomes words on a public page."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from yunhui.kernel.i18n import CHINESE, ENGLISH, pick
from yunhui.pipeline.consents.enums import Level


@dataclass(frozen=True, slots=True)
class Face:
    """A project as everyone may know it. Without consent there is its number; each `level` has those before it.

    `title_*` is never empty: where the title is not public it says the number. `team` is what the team or its speaker
    is called, `summary` is in the language or languages that the applicant wrote; both are empty unless they consent.
    Employer, picture, answers and contact details are not here on purpose: no consent opens them.
    """

    number: int
    level: str
    title_zh: str
    title_en: str
    team: str = ""
    summary: str = ""

    @property
    def is_titled(self) -> bool:
        """Whether the title is the project's own."""
        return bool(self.level)

    def title(self, language: str) -> str:
        """The title in the reader's language, else the other."""
        return pick(self, "title", language)


class Known(Protocol):
    """What of a project a face is made of."""

    @property
    def number(self) -> int | None: ...
    @property
    def title(self) -> str: ...
    @property
    def title_en(self) -> str: ...
    @property
    def speaker(self) -> str: ...
    @property
    def summary(self) -> str: ...


def face_of(project: Known, level: str | None, clean: Callable[[str], str] = str) -> Face:
    """The face of a project that takes part in public.

    Args:
        level: what `selectors.publication_of` or `publication_in` say of it; nothing where there is no consent.
        clean: takes words out that may not be published (`ports.public_words`).
    """
    number = project.number or 0
    if not level:
        return Face(number, "", f"项目{number:04d}", f"Project {number:04d}")
    return Face(
        number=number,
        level=str(level),
        title_zh=clean(project.title or project.title_en),
        title_en=clean(project.title_en or project.title),
        team=clean(project.speaker) if level in (Level.TEAM, Level.SUMMARY) else "",
        summary=clean(project.summary) if level == Level.SUMMARY else "",
    )


def paragraphs_of(text: str, language: str) -> list[tuple[str, str]]:
    """The paragraphs of a text that its author wrote in one language or in both: (language, paragraph).

    Those in the reader's language come first; where there are some, the others are left out.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = [(CHINESE if _is_chinese(line) else ENGLISH, line) for line in lines]
    own = [one for one in found if one[0] == language]
    return own or found


_CHINESE = re.compile("[\u3400-\u9fff]")


def _is_chinese(line: str) -> bool:
    """Whether at least every fifth letter is a Chinese character: names and units are Latin in both languages."""
    return len(_CHINESE.findall(line)) * 5 >= sum(map(str.isalpha, line)) > 0
