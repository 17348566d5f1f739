"""Languages, states and years in words."""

from django.utils.translation import gettext as _

from yunhui.kernel.i18n import pick
from yunhui.pipeline.experts.enums import ExpertState
from yunhui.pipeline.experts.models import Affiliation

LIGHTS = {
    ExpertState.PROPOSED: "half",
    ExpertState.ADMITTED: "full",
    ExpertState.SUSPENDED: "y",
    ExpertState.LEFT: "dash",
}


def language_word(code: str) -> str:
    """A language in the reader's language."""
    return {
        "zh": _("Chinese"),
        "en": _("English"),
        "de": _("German"),
        "fr": _("French"),
        "ja": _("Japanese"),
        "ko": _("Korean"),
        "ru": _("Russian"),
        "es": _("Spanish"),
    }.get(code, code)


def house_name(one: Affiliation, language: str) -> str:
    """An organisation of an expert, as the register calls it in the reader's language, else as it was written."""
    return (pick(one.organisation, "name", language) if one.organisation else "") or one.name


def years_word(since: int | None, until: int | None) -> str:
    """2019–2023, since 2019, until 2023; empty where no year is known."""
    if since and until:
        return f"{since}–{until}" if since != until else str(since)
    if since:
        return _("since %(year)s") % {"year": since}
    return _("until %(year)s") % {"year": until} if until else ""
