"""Languages, states and years in words."""

from django.utils.translation import gettext as _

from yunhui.pipeline.experts.enums import ExpertState

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


def years_word(since: int | None, until: int | None) -> str:
    """2019–2023, since 2019, until 2023; empty where no year is known."""
    if since and until:
        return f"{since}–{until}" if since != until else str(since)
    if since:
        return _("since %(year)s") % {"year": since}
    return _("until %(year)s") % {"year": until} if until else ""
