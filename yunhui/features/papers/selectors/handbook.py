"""会议手册: agenda, projects as far as each consent allows, host areas, rules of the stage, how to connect."""

from django.utils import translation
from django.utils.translation import gettext as _

from yunhui.features.papers.selectors.desk import Choice, Desk, Shelf
from yunhui.features.papers.selectors.handbook_words import CHINESE_WORDS, ENGLISH_WORDS, Words
from yunhui.features.papers.selectors.stage import LANGUAGES, Stage, stage_of
from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.selectors import Day, Line, Run, agenda, lines_of
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.selectors import days_of_event
from yunhui.ui import formats
from yunhui.ui.papers import Block, Column, Heading, Pair, Paper, Table, Text, Title

_WORDS: dict[str, Words] = {"zh": CHINESE_WORDS, "en": ENGLISH_WORDS}


def shelf(desk: Desk) -> Shelf:
    """One in each language."""
    if not desk.counts.stage:
        return Shelf(missing=_("The timetable is not published yet."))
    return Shelf((Choice("zh", _("Chinese")), Choice("en", _("English"))))


def paper(desk: Desk, about: str) -> Paper:
    """The handbook in one language.

    Raises:
        NotFoundError: the timetable is not public.
    """
    stage = stage_of(desk)
    if stage.timetable is None:
        raise NotFoundError("timetable")
    language, say = LANGUAGES[about], _WORDS[about]
    with translation.override(language):
        lines = lines_of(stage.timetable)
    call = pick(desk.call, "title", language)
    pitches = [line for line in lines if line.kind == ItemKind.PITCH]
    days = agenda(lines, desk.call.venue_zone)
    blocks: list[Block] = [
        Title(f"{call}\n{say.name}" if about == "zh" else f"{call}: {say.name}", days_of_event(desk.call, language)),
        Heading(say.agenda),
        *(block for day in days for block in _day(stage, day, language, say)),
        Heading(say.projects),
        Text(say.projects_note, "note"),
        _projects(stage, pitches, language, say),
        *(block for line in pitches if line.summary for block in _project(line, language, say)),
    ]
    areas = [line for line in lines if line.kind == ItemKind.BOARD_PITCH]
    if areas:
        blocks += [Heading(say.areas), Text(say.listed(line.title(language) for line in areas))]
    blocks += [Heading(say.rules), *(Text(rule) for rule in say.stage_rules)]
    if connect := stage.connect(language):
        blocks += [Heading(say.connect), Text(connect)]
    blocks += [Heading(say.contact), *_contact(desk, language, say)]
    return Paper(
        name=f"{say.name}-{about}",
        blocks=tuple(blocks),
        lang=about,
        author=desk.office,
        letter=16 if about == "zh" else 12,
    )


def _day(stage: Stage, day: Day, language: str, say: Words) -> list[Block]:
    columns = (Column(say.time, 18), Column(say.hall, 16), Column(say.item, 66, "left"))
    rows = [
        _row(stage, run, language, say)
        for run in sorted(
            (run for session in day.sessions for run in session.runs),
            key=lambda run: (run.starts_at, run.room(language)),
        )
    ]
    return [Heading(formats.day(day.date, language), 2), Table(columns, tuple(rows), size=11)]


def _row(stage: Stage, run: Run, language: str, say: Words) -> tuple[str, str, str]:
    span = f"{stage.time(run.starts_at)}–{stage.time(run.ends_at)}"
    if run.kind == ItemKind.PITCH:
        what = f"{run.group(language) or say.pitches}{say.count.format(n=len(run.lines))}"
    elif run.kind == ItemKind.BOARD_PITCH:
        what = f"{say.areas_present}{say.count.format(n=len(run.lines))}"
    else:
        what = run.lines[0].title(language)
    return span, run.room(language), what


def _projects(stage: Stage, pitches: list[Line], language: str, say: Words) -> Table:
    columns = (
        Column(say.time, 19),
        Column(say.item, 41, "left"),
        Column(say.field, 22, "left"),
        Column(say.country, 18, "left"),
    )
    rows = tuple(
        (
            f"{formats.short_day(formats.local(line.starts_at, stage.zone).date(), language)}\n"
            f"{stage.time(line.starts_at)} {pick(line, 'room', language)}",
            f"{line.title(language)}\n{line.team}".strip(),
            pick(line, "group", language),
            pick(line, "country", language),
        )
        for line in pitches
    )
    return Table(columns, rows, size=10.5)


def _project(line: Line, language: str, say: Words) -> list[Block]:
    facts = [pick(line, "group", language), pick(line, "country", language), line.team]
    blocks: list[Block] = [
        Heading(line.title(language), 2),
        Text(say.dot.join(fact for fact in facts if fact), "plain"),
    ]
    return [*blocks, Text(line.summary)] if line.summary else blocks


def _contact(desk: Desk, language: str, say: Words) -> list[Block]:
    city = desk.city
    if city is None:
        return []
    rows = (
        (say.office, pick(city, "office", language)),
        (say.address, pick(city, "address", language)),
        (say.email, city.email),
    )
    return [Pair(label, text) for label, text in rows if text]
