"""Whether a text can be a letter's."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.notices.ports import Letter
from yunhui.foundation.notices.rules.text import has_stray_braces, variables_in
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import Problem
from yunhui.kernel.verdict import ALLOWED, Verdict, refused

LONGEST = {"subject": 120, "body": 6_000, "sms": 300}


def can_word_letters(actor: Actor) -> Verdict:
    """The talent office of the whole city: a letter's text is the same in every call."""
    if actor.is_system or actor.has_in(Role.OFFICE, ScopeKind.CITY, ""):
        return ALLOWED
    return refused("not_city_office", _("The talent office of the city words the letters."))


def problems_of(letter: Letter, texts: Mapping[str, str]) -> list[Problem]:
    """What is wrong with the texts of a letter: missing, too long, a variable that it does not have.

    The same facts must be said in both languages: a variable of one body that the other leaves out is a problem.
    """
    known = {one.name for one in letter.variables}
    found: list[Problem] = []
    sentence: object
    for name, text in texts.items():
        part = name.partition("_")[0]
        if not text and (part != "sms" or letter.sms_zh):
            found.append(Problem(name, "required", _("Both languages are needed: readers choose theirs.")))
        elif over := max(0, len(text) - LONGEST[part]):
            sentence = _("%(over)d characters too many. Shorten it; nothing is lost.") % {"over": over}
            found.append(Problem(name, "too_long", sentence))
        elif unknown := sorted(variables_in(text) - known):
            sentence = _("This letter has no variable {{ %(name)s }}. Take one from the list.") % {"name": unknown[0]}
            found.append(Problem(name, "unknown_variable", sentence))
        elif has_stray_braces(text):
            sentence = _("Write a variable as {{ name }}, with two braces on each side.")
            found.append(Problem(name, "braces", sentence))
    bodies = {"body_zh", "body_en"} & set(texts)
    if len(bodies) == 2 and bodies.isdisjoint(problem.field for problem in found):
        found += _unequal(texts["body_zh"], texts["body_en"])
    return found


def _unequal(zh: str, en: str) -> list[Problem]:
    sentence = _("The other language says {{ %(name)s }}, this one does not.")
    only_zh, only_en = sorted(variables_in(zh) - variables_in(en)), sorted(variables_in(en) - variables_in(zh))
    found = [Problem("body_en", "unequal", sentence % {"name": only_zh[0]})] if only_zh else []
    return found + ([Problem("body_zh", "unequal", sentence % {"name": only_en[0]})] if only_en else [])
