"""The programme as everyone may read it, on A4 or for the pocket, in one language."""

from django.utils import translation
from django.utils.translation import gettext as _

from yunhui.features.papers.selectors.desk import Choice, Desk, Shelf
from yunhui.features.papers.selectors.stage import LANGUAGES, stage_of
from yunhui.features.timetable.selectors import lines_of
from yunhui.features.timetable.selectors.papers import PROGRAMME, words_of
from yunhui.kernel.errors import NotFoundError
from yunhui.ui.papers import POCKET, Sheets


def shelf(desk: Desk) -> Shelf:
    """Two sizes in two languages."""
    if not desk.counts.stage:
        return Shelf(missing=_("The timetable is not published yet."))
    return Shelf(
        (
            Choice("zh.a4", _("Chinese, A4")),
            Choice("zh.pocket", _("Chinese, for the pocket"), _("A6; print it as a booklet")),
            Choice("en.a4", _("English, A4")),
            Choice("en.pocket", _("English, for the pocket"), _("A6; print it as a booklet")),
        )
    )


def paper(desk: Desk, about: str) -> Sheets:
    """One of them, with nothing but what each applicant lets everyone see.

    Raises:
        NotFoundError: the timetable is not public.
    """
    timetable = stage_of(desk).timetable
    lang, _dot, size = about.partition(".")
    if timetable is None:
        raise NotFoundError("timetable")
    language = LANGUAGES[lang]
    with translation.override(language):
        words = words_of(timetable, lines_of(timetable), language)
        name = _("Programme")
    return Sheets(f"{name}-{lang}-{size}", POCKET if size == "pocket" else PROGRAMME, words)
