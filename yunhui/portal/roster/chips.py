"""What narrows the list now, each as a chip that takes itself away."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from yunhui.portal.funnel import conditions
from yunhui.portal.funnel import words as funnel_words
from yunhui.portal.roster.asked import Asked
from yunhui.portal.roster.filters import KNOWN, Scope, word_of
from yunhui.portal.roster.names import Names


class Chip(NamedTuple):
    """A word and the address of the list without it."""

    word: str
    url: str


def chips_of(scope: Scope, asked: Asked, names: Names) -> list[Chip]:
    """The step of the funnel and every value of the filters, in their order; the groups stand in the tabs."""
    found, bare = [], asked.bare()
    if asked.step in conditions(scope.kinds) and asked.step != "received":
        found.append(Chip(funnel_words()[asked.step], bare.but(step="").url()))
    colon = "：" if scope.actor.language.startswith("zh") else ": "
    for name, values in asked.chosen:
        if name == "group" and len(values) == 1:
            continue
        for value in values:
            word = word_of(scope, name, value, names.word(name, value))
            found.append(Chip(colon.join((str(KNOWN[name].label), word)), bare.without(name, value).url()))
    if asked.q:
        found.append(Chip(_("“%(text)s”") % {"text": asked.q}, bare.but(q="").url()))
    return found
