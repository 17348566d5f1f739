"""The rules that cannot all be kept, as sentences in the active language."""

from typing import Any

from django.utils.translation import gettext

from yunhui.decide.timetable.words import SENTENCES
from yunhui.features.timetable.models import Timetable


def clashes_of(timetable: Timetable) -> list[list[str]]:
    """One list of sentences for each clash; the catalogue knows the brain's own sentences."""
    return [[_said(rule) for rule in clash] for clash in timetable.clashes]


def _said(rule: dict[str, Any]) -> str:
    sentence = SENTENCES[rule["code"]]
    return gettext(sentence).format(**rule["parameters"])
