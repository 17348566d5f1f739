"""The talks of a page as HTML: written here, because a template takes ten times as long for dozens."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from yunhui.features.timetable.web.words import Talk
from yunhui.pipeline.consents.rules import paragraphs_of
from yunhui.ui import sprite
from yunhui.ui.reader import reader_of
from yunhui.ui.tags.marks import tag

register = template.Library()


@register.simple_tag(takes_context=True)
def talks(context: Mapping[str, Any], shown: Iterable[Talk], summaries: bool = False) -> SafeString:
    """`{% talks run.talks %}`: rows of a list, each with its hours and its star; with their summaries if asked.

    The page gives `venue`, the name of the venue's clock; `call`; and `by_browser`, whether the reader's own clock is
    added by script.
    """
    venue, star = escape(context["venue"]), sprite.icon("star")
    own = ""
    if context.get("by_browser"):
        own = (
            f' data-zone="{escape(context["call"].venue_zone)}" data-short data-own=" · {escape(_("{time} for you"))}"'
        )
    mine = _("My programme: %(title)s")
    language = reader_of(context).language if summaries else ""
    rows = [_row(talk, venue, own, star, mine, language) for talk in shown]
    return mark_safe("".join(rows))  # noqa: S308 every part is escaped


def _row(talk: Talk, venue: str, own: str, star: str, mine: str, language: str) -> str:
    title, at = escape(talk.title), escape(talk.iso)
    linked = f'<a class="t" href="{escape(talk.url)}">{title}</a>' if talk.url else title
    changed = f" {tag(talk.change, 'y')}" if talk.change else ""
    who = " · ".join(escape(part) for part in _who(talk) if part)
    outside = f" {sprite.light('y', _('outside 08:00–22:00 there'))}" if talk.outside else ""
    if talk.own:
        clock = f" · {escape(talk.own)}"
    else:
        clock = f'<time class="sr" datetime="{at}"{own}></time>' if own else ""
    summary = ""
    if language and talk.text:
        paragraphs = (escape(text) for _lang, text in paragraphs_of(talk.text, language))
        summary = f'<p class="small soft">{"<br>".join(paragraphs)}</p>'
    return (
        f'<li class="talk" id="{escape(talk.id)}"><div><div class="strong">{linked}{changed}</div>'
        f'<div class="who">{who}{outside}</div>'
        f'<div class="clk"><b><time datetime="{at}">{escape(talk.span)}</time></b> {venue}{clock}</div>{summary}</div>'
        f'<button class="star" type="button" aria-pressed="false" data-star="{escape(talk.id)}" hidden '
        f'aria-label="{escape(mine % {"title": talk.title})}">{star}</button></li>'
    )


def _who(talk: Talk) -> tuple[str, ...]:
    return talk.team, talk.country, talk.there, _("recorded pitch, live questions") if talk.is_recorded else ""
