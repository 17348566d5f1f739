"""What somebody answered to “Can I apply?”: carried in their session until they start, then kept in words.

Words in both languages, not codes: the questions of a call may be amended later, what was answered then may not.
"""

from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any

from yunhui.foundation.formkit.rules import clean_text, number_of
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.pipeline.calls.rules.eligibility import EligibilityQuestion

_IN_SESSION = "can_i_apply"
# Of so many calls the answers are carried; whoever asks about more starts in none of them.
_MOST_CALLS = 5

Names = Mapping[str, Mapping[str, str]]


def carry(session: MutableMapping[str, Any], code: str, answers: Mapping[str, str]) -> None:
    """Carry the answers to one call's questions; none forgets them."""
    carried = {one: given for one, given in session.get(_IN_SESSION, {}).items() if one != code}
    if answers:
        carried[code] = dict(answers)
    if carried or _IN_SESSION in session:
        session[_IN_SESSION] = dict(list(carried.items())[-_MOST_CALLS:])


def carried(session: Mapping[str, Any], code: str) -> dict[str, str]:
    """The answers that are carried for a call."""
    return dict(session.get(_IN_SESSION, {}).get(code, {}))


def told_in_words(
    questions: Iterable[EligibilityQuestion], answers: Mapping[str, str], countries: Names
) -> list[dict[str, str]]:
    """The answers as they are kept: [{"key", "label_zh", "label_en", "text_zh", "text_en"}], only what was answered.

    Args:
        countries: names of countries and regions: language -> ISO code -> name.
    """
    rows = []
    for one in questions:
        if text := clean_text(answers.get(one.key)):
            text_zh, text_en = _words(one, text, countries)
            rows.append(
                {
                    "key": one.key,
                    "label_zh": one.label_zh,
                    "label_en": one.label_en,
                    "text_zh": text_zh,
                    "text_en": text_en,
                }
            )
    return rows


def _words(question: EligibilityQuestion, text: str, countries: Names) -> tuple[str, str]:
    if question.kind == "country":
        return countries[CHINESE].get(text, text), countries[ENGLISH].get(text, text)
    for choice in question.choices:
        if choice.code == text:
            return choice.label_zh, choice.label_en
    number = number_of(text) if question.kind == "number" else None  # as it was read: full-width digits are digits
    return (text, text) if number is None else (f"{number}", f"{number}")
