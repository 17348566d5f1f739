"""What an expert typed, as it is kept: points in halves, notes as plain text."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from yunhui.foundation.formkit.rules import clean_text
from yunhui.kernel.errors import InvalidError, Problem
from yunhui.pipeline.review.rules import ReviewConfig

NOTES = ("note_panel", "note_applicant")
NOTE_LENGTH = 4_000
REASON_LENGTH = 400


def clean_scores(config: ReviewConfig, scores: Mapping[str, Any]) -> tuple[dict[str, str], list[Problem]]:
    """Scores as plain decimal text for the criteria that have one, and what is not in halves from 0 to the points."""
    kept: dict[str, str] = {}
    problems: list[Problem] = []
    for criterion in config.criteria:
        text = clean_text(scores.get(criterion.key)).replace(",", ".")
        if not text:
            continue
        try:
            value = Decimal(text)
            fits = value.is_finite() and 0 <= value <= criterion.points and value % Decimal("0.5") == 0
        except InvalidOperation:
            fits = False
        if fits:
            kept[criterion.key] = f"{value.normalize():f}"
        else:
            text = _("Give 0 to %(points)d points, in halves.") % {"points": criterion.points}
            problems.append(Problem(criterion.key, "out_of_range", text))
    return kept, problems


def clean_notes(notes: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """Notes as plain text, and which are too long."""
    kept = {name: clean_text(text) for name, text in notes.items()}
    problems = [
        Problem(name, "too_long", _("Shorten this to %(most)d characters.") % {"most": NOTE_LENGTH})
        for name, text in kept.items()
        if len(text) > NOTE_LENGTH
    ]
    return kept, problems


def clean_reason(text: str, field: str = "reason") -> str:
    """A reason as plain text.

    Raises:
        InvalidError: none, or too long.
    """
    reason = clean_text(text)
    if not reason:
        raise InvalidError([Problem(field, "required", _("Say why in a few words; the talent office reads it."))])
    if len(reason) > REASON_LENGTH:
        words = _("Shorten this to %(most)d characters.") % {"most": REASON_LENGTH}
        raise InvalidError([Problem(field, "too_long", words)])
    return reason
