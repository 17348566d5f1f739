"""What stands on one score sheet: the project's brief, the rubric with its anchors, the points and the two notes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yunhui.foundation.formkit.rules import questions_of, read_by, words_of
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import Problem
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.models import ApplicationVersion
from yunhui.pipeline.review.rules import ReviewConfig
from yunhui.pipeline.review.services import NOTE_LENGTH, REASON_LENGTH, clean_scores
from yunhui.ui.fields import Field

# What an expert reads beside the long texts; how to reach the team is never among it.
FACTS = ("employer", "team_size")
HEADING = ("title", "title_en", "group")
LONG = ("long_text", "people")


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion on the sheet: its points, what was given as text, and the anchors as (from, to, words)."""

    key: str
    name: str
    points: int
    value: str
    anchors: list[tuple[str, str, str]]
    error: str

    @property
    def holds(self) -> str:
        """The words of the anchor that holds for the points; empty without points."""
        if not self.value or self.error:
            return ""
        value = Decimal(self.value)
        return next((words for low, high, words in self.anchors if Decimal(low) <= value <= Decimal(high)), "")


@dataclass(frozen=True, slots=True)
class Paper:
    """The sheet as it stands: `total` of the points that are given and valid."""

    lines: list[Line]
    total: str
    points: int
    notes: list[Field]
    wrong: list[Field]


def paper_of(config: ReviewConfig, typed: Mapping[str, Any], language: str, problems: Iterable[Problem] = ()) -> Paper:
    """The sheet with what was typed, or saved, and with each problem beside its line."""
    errors = {problem.field: str(problem.message) for problem in problems}
    kept, _bad = clean_scores(config, dict(typed))
    lines = [
        Line(
            key=one.key,
            name=one.name(language),
            points=one.points,
            value=kept.get(one.key) or str(typed.get(one.key) or ""),
            anchors=[(anchor.low, anchor.high, pick(anchor, "text", language)) for anchor in one.anchors],
            error=errors.get(one.key, ""),
        )
        for one in config.criteria
    ]
    return Paper(
        lines=lines,
        total=f"{sum((Decimal(value) for value in kept.values()), Decimal(0)).normalize():f}",
        points=config.points,
        notes=_notes(typed),
        wrong=[Field(name=line.key, label=line.name, error=line.error) for line in lines if line.error],
    )


def brief_of(version: ApplicationVersion | None, language: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What was submitted, as an expert reads it: the long texts in the order of the form, and the short facts.

    The form says which answers experts read; a version that is older than this setting shows a few facts. Files are
    opened in the reader, and what the sheet's heading says is not said twice.
    """
    if version is None:
        return [], []
    questions = read_by(questions_of(version.form_version.questions), "expert")
    given = [(one, words_of(one, value, language, {})) for one in questions if (value := version.answers.get(one.key))]
    texts = [(one.label(language), text) for one, text in given if one.kind in LONG]
    facts = [
        (one.label(language), text)
        for one, text in given
        if one.kind not in (*LONG, "file") and one.key not in HEADING and (one.readers is not None or one.key in FACTS)
    ]
    return texts, facts


def who_of(version: ApplicationVersion | None, speaker: str, city: str) -> str:
    """Who would speak and from where, as far as the form lets experts know.

    The page that applicants read before they start is made from the same settings: where they are told that no expert
    learns their name, none does. A version that is older than these settings keeps the name back.
    """
    asked = {one.key: one for one in questions_of(version.form_version.questions)} if version else {}
    name, place = asked.get("name"), asked.get("place")
    shown = [
        speaker if name and name.readers is not None and "expert" in name.readers else "",
        city if place and place.is_read_by("expert") else "",
    ]
    return " · ".join(filter(None, shown))


def has_files(version: ApplicationVersion | None) -> bool:
    """Whether the team sent files that experts read."""
    questions = read_by(questions_of(version.form_version.questions), "expert") if version else ()
    return any(version.answers.get(one.key) for one in questions if one.kind == "file") if version else False


def reasons(actor: Actor, typed: Mapping[str, Any], problem: tuple[str, str] = ("", "")) -> dict[str, Field]:
    """The reason fields of abstaining and of recusing; `problem` is the name of one and what is wrong with it."""
    words = {
        "abstain_reason": (
            _("Why do you abstain?"),
            _("One sentence. The talent office reads it, the applicant does not."),
        ),
        "recuse_reason": (
            _("What relation is it?"),
            _("One sentence. The talent office reads it, the applicant does not."),
        ),
    }
    return {
        name: Field(
            name=name,
            label=label,
            help=help_line,
            kind="textarea",
            rows=2,
            required=True,
            value=str(typed.get(name) or ""),
            error=problem[1] if problem[0] == name else "",
            limit=REASON_LENGTH,
        )
        for name, (label, help_line) in words.items()
    }


def short(receipt: str) -> str:
    """A receipt to read out: the first twelve signs of its digest in fours, after the name of the algorithm."""
    algorithm, _colon, digest = receipt.partition(":")
    return f"{algorithm} {digest[:4]} {digest[4:8]} {digest[8:12]}"


def _notes(typed: Mapping[str, Any]) -> list[Field]:
    words = (
        ("note_panel", _("To the panel"), _("The applicant does not see it.")),
        ("note_applicant", _("To the applicant"), _("Without your name.")),
    )
    return [
        Field(
            name=name,
            label=label,
            help=help_line,
            kind="textarea",
            rows=3,
            value=str(typed.get(name) or ""),
            limit=NOTE_LENGTH,
        )
        for name, label, help_line in words
    ]
