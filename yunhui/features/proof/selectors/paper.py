"""The auditor's page on paper: the same story, to be filed and read without the platform."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from yunhui.features.proof.selectors.story import Story
from yunhui.features.proof.selectors.told import told
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.parties.selectors import city
from yunhui.pipeline.applications.rules import name_of
from yunhui.pipeline.decisions.enums import Outcome
from yunhui.ui import formats
from yunhui.ui.papers import Block, Column, Heading, Paper, Table, Text, Title


def paper_of(story: Story, language: str, at: datetime) -> Paper:
    """The story in one language, made for a reader at a moment: in short, what was known when, who reviewed, what
    happened with the line of the log. Its words are those of `story_of` for an actor of the same language."""
    with translation.override(language):
        item, host = story.item, city()
        call, title = pick(story.call, "title", language), name_of(item.application, language)
        name = _("The basis of a decision")
        blocks: list[Block] = [
            Title(name, f"{call} · {item.application} · {Outcome(item.outcome).label}"),
            *(Text(part) for part in told(story, language)),
            Heading(_("What was known when")),
            _known(story, language),
            Heading(_("Who was asked to review")),
            _sheets(story, language),
            Heading(_("What happened")),
            _steps(story, language),
            Text(_("Times are Beijing time (UTC+8). The digests of every line, and how to verify them without the "
                   "platform, are in the file that belongs to this paper."), "note"),
        ]  # fmt: skip
        made = _("made on {at}").format(at=formats.moment(at, language, formats.BEIJING, year=True))
        return Paper(
            name=f"{name} · {title}",
            blocks=tuple(blocks),
            lang="en" if language == ENGLISH else "zh",
            foot=" · ".join((story.call.code, f"{item.batch.number}/{item.application}", made)),
            author=pick(host, "office", language) if host else "",
            letter=12.0,
        )


def _known(story: Story, language: str) -> Table:
    columns = (
        Column(_("Moment"), 34, "left"), Column(_("Score sheets"), 26), Column(_("Score"), 12),
        Column(_("Interested"), 14), Column(_("Stood aside"), 14),
    )  # fmt: skip
    rows = tuple(
        (
            "\n".join(filter(None, (one.what, one.who, _moment(one.known.at, language)))),
            " · ".join(formats.score(total) for total in one.known.totals) or "—",
            formats.score(one.known.score) if one.known.score is not None else "—",
            str(one.known.interests),
            str(one.known.conflicts),
        )
        for one in story.moments
    )
    return Table(columns, rows, size=9.5, height=6)


def _sheets(story: Story, language: str) -> Table:
    columns = (Column(_("Expert"), 24, "left"), Column(_("State"), 14), Column(_("When"), 28), Column(_("Total"), 10),
               Column(_("Receipt"), 24, "left"))  # fmt: skip
    rows = tuple(
        (
            one.expert,
            str(one.assignment.get_state_display()),
            _moment(one.assignment.locked_at, language) if one.assignment.locked_at else "—",
            formats.score(one.assignment.total) if one.assignment.total is not None else "—",
            one.receipt[:19] or "—",
        )
        for one in story.sheets
    )
    return Table(columns, rows, size=9.5, height=6)


def _steps(story: Story, language: str) -> Table:
    columns = (Column(_("When"), 27, "left"), Column(_("Who"), 21, "left"), Column(_("What"), 40, "left"),
               Column(_("Line"), 12))  # fmt: skip
    rows = tuple(
        (
            _moment(one.at, language),
            one.who,
            "\n".join(filter(None, (one.what, one.detail))),
            str(one.evidence.entry.pk) if one.evidence else "—",
        )
        for one in story.steps
    )
    return Table(columns, rows, size=9, height=5)


def _moment(at: datetime, language: str) -> str:
    here = formats.local(at, formats.BEIJING)
    return f"{formats.year_day(here.date(), language)} {here:%H:%M}"
