"""Whether somebody can apply to a call, from a few answers and without an account; each "no" comes with its reason.

The form check decides; this only tells beforehand, so that nobody fills in a long form for nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from yunhui.foundation.formkit.rules import clean_text, number_of
from yunhui.kernel.errors import Problem
from yunhui.kernel.i18n import pick

Kind = Literal["choice", "number", "country"]
Outcome = Literal["yes", "no", "unfinished"]
MOST = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to pick; `ok` says whether one can apply with it."""

    code: str
    label_zh: str
    label_en: str
    ok: bool = True


@dataclass(frozen=True, slots=True)
class Limit:
    """The bounds of a number for those who answered another question with `code`; None is open."""

    code: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class EligibilityQuestion:
    """One question with its rule.

    Attributes:
        low, high: bounds of a number, both included; None is open.
        by, limits: an earlier choice whose answer moves the bounds: where a limit names its code, that one holds.
        only, never: ISO codes of countries and regions; where `only` is empty all are accepted but those in `never`.
        reason_zh, reason_en: why one cannot apply.
        instead_zh, instead_en: what one can do instead.
        clause: of the notice, as it is cited.
    """

    key: str
    kind: Kind
    label_zh: str
    label_en: str
    help_zh: str = ""
    help_en: str = ""
    choices: tuple[Answer, ...] = ()
    low: float | None = None
    high: float | None = None
    by: str = ""
    limits: tuple[Limit, ...] = ()
    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    reason_zh: str = ""
    reason_en: str = ""
    instead_zh: str = ""
    instead_en: str = ""
    clause: str = ""

    def as_stored(self) -> dict[str, Any]:
        """The question as a call keeps it."""
        return asdict(self)

    def bounds(self, answers: Mapping[str, Any]) -> list[tuple[float | None, float | None]]:
        """The bounds that hold under the other answers; while the deciding one is open, all that could."""
        usual = (self.low, self.high)
        given = clean_text(answers.get(self.by)) if self.by else ""
        if self.by and not given:
            return [usual, *((one.low, one.high) for one in self.limits)]
        return [next(((one.low, one.high) for one in self.limits if one.code == given), usual)]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why somebody cannot apply, by one question."""

    question: EligibilityQuestion

    def reason(self, language: str) -> str:
        """The reason in words."""
        return pick(self.question, "reason", language)

    def instead(self, language: str) -> str:
        """What one can do instead; may be empty."""
        return pick(self.question, "instead", language)


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The answer: yes, no with every obstacle, or unfinished with what is missing or no answer."""

    outcome: Outcome
    obstacles: tuple[Obstacle, ...] = ()
    problems: tuple[Problem, ...] = ()


def questions_from(data: Iterable[Mapping[str, Any]]) -> tuple[EligibilityQuestion, ...]:
    """The questions as a call keeps them."""
    return tuple(
        EligibilityQuestion(
            **{
                **row,
                "choices": tuple(Answer(**one) for one in row.get("choices", ())),
                "limits": tuple(Limit(**one) for one in row.get("limits", ())),
                "only": tuple(row.get("only", ())),
                "never": tuple(row.get("never", ())),
            }
        )
        for row in data
    )


def eligible(questions: Iterable[EligibilityQuestion], answers: Mapping[str, Any]) -> Eligibility:
    """Whether one can apply with these answers (texts by the questions' keys).

    One obstacle is enough for a "no", even while other questions are open: no answer to them could change it.
    """
    obstacles, problems = [], []
    for question in questions:
        text = clean_text(answers.get(question.key))
        if problem := _problem(question, text):
            problems.append(problem)
        elif not _holds(question, text, answers):
            obstacles.append(Obstacle(question))
    if obstacles:
        return Eligibility("no", tuple(obstacles), tuple(problems))
    return Eligibility("unfinished", (), tuple(problems)) if problems else Eligibility("yes")


def _problem(question: EligibilityQuestion, text: str) -> Problem | None:
    if not text:
        return Problem(question.key, "required", _("Please answer this."))
    if question.kind == "choice" and text not in {one.code for one in question.choices}:
        return Problem(question.key, "not_a_choice", _("Choose one of the answers."))
    if question.kind == "number" and number_of(text) is None:
        return Problem(question.key, "not_a_number", _("Write a number, e.g. 12."))
    if question.kind == "country" and not (len(text) == 2 and text.isascii() and text.isupper()):
        return Problem(question.key, "not_known", _("Choose one from the list."))
    return None


def _holds(question: EligibilityQuestion, text: str, answers: Mapping[str, Any]) -> bool:
    match question.kind:
        case "choice":
            return any(one.code == text and one.ok for one in question.choices)
        case "number":
            value = number_of(text)
            return value is not None and any(
                (low is None or value >= low) and (high is None or value <= high)
                for low, high in question.bounds(answers)
            )
        case "country":
            return text not in question.never and (not question.only or text in question.only)
