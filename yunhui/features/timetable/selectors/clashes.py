"""The rules that cannot all be kept, as sentences in the active language."""

from django.utils.translation import gettext

from yunhui.decide.timetable.words import SENTENCES
from yunhui.features.timetable.models import Timetable


def clashes_of(timetable: Timetable) -> list[list[str]]:
    """One list of sentences for each clash; the catalogue knows the brain's own sentences."""
    return [
        [gettext(SENTENCES[rule["code"]]).format(**rule["parameters"]) for rule in clash] for clash in timetable.clashes
    ]
