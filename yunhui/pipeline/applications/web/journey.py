"""What happens next and by when, in the applicant's words."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.foundation.codes.selectors import Calendar, calendar_from
from yunhui.kernel import clock
from yunhui.kernel.i18n import CHINESE, pick
from yunhui.pipeline.applications.enums import ApplicationState, PassState
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.applications.rules import is_open
from yunhui.pipeline.applications.states import APPLICATION
from yunhui.pipeline.calls.models import Call, Stage
from yunhui.ui import formats
from yunhui.ui.reader import Reads
from yunhui.ui.tags.lists import Event

SCREENING = "screening"
CONFIRMATION = "confirmation"
_RUNNING = (PassState.OPEN, PassState.RETURNED)
# The reasons of passes that ended because the application did.
_CUT = frozenset(APPLICATION.endings)


@dataclass(frozen=True, slots=True)
class Next:
    """The next thing that happens to one application: sentences, by when where that is known, and who has to act.

    `url` is the page on which the applicant does it, relative to the application's own, and `action` what to press.
    """

    lines: tuple[str, ...]
    by: str = ""
    due: formats.Due | None = None
    who: str = ""
    url: str = ""
    action: str = ""


def standing(application: Application) -> str:
    """Where the application stands, as one would tell its applicant."""
    if what_was_missing(application):
        return _("It did not pass the form check")
    return {
        ApplicationState.DRAFT: _("Not submitted yet"),
        ApplicationState.IN_PROGRESS: _("Your application is in"),
        ApplicationState.SELECTED: _("You are selected"),
        ApplicationState.RESERVE: _("You are on the reserve list"),
        ApplicationState.DECLINED: _("Not selected this time"),
        ApplicationState.CLOSED: _("Completed"),
        ApplicationState.LAPSED: _("Your place has lapsed"),
        ApplicationState.WITHDRAWN: _("You withdrew this application"),
    }[ApplicationState(application.state)]


def what_was_missing(application: Application) -> str:
    """What the office wrote when the application did not pass the form check; empty where it did."""
    failed = [one for one in _passes(application) if one.state == PassState.FAILED and one.stage.kind == SCREENING]
    return failed[0].reason if failed and failed[0].reason not in _CUT else ""


def next_of(application: Application, reader: Reads) -> Next:
    """What comes next for an application whose call and passes are at hand; no query of its own."""
    if application.state == ApplicationState.DRAFT:
        return _next_of_draft(application.call, reader)
    if application.state in APPLICATION.endings:
        return Next(())
    if application.state == ApplicationState.RESERVE:
        return Next((_("If a place becomes free, you move up"),))
    passes = _passes(application)
    running = [one for one in passes if one.state in _RUNNING]
    if not running:
        waiting = [one for one in passes if one.state == PassState.WAITING]
        return Next(tuple(_title(one.stage, reader) for one in waiting[:1]))
    if owed := next((one for one in running if one.state == PassState.RETURNED), None):
        return _next_of_owed(owed, reader)
    if place := next((one for one in running if one.stage.kind == CONFIRMATION), None):
        return _next_of_place(place, reader)
    due = max((one.due_at for one in running if one.due_at), default=None)
    titles = tuple(_title(one.stage, reader) for one in running)
    return Next(titles, _by(due, reader) if due else "", who=_who({one.stage.kind for one in running}))


def timeline_of(application: Application, reader: Reads) -> list[Event]:
    """Every step from the start to the pitch, with the dates that hold or are expected, and the working days left."""
    submitted = application.submitted_at
    calendar = calendar_from(clock.now())
    start = [Event(_("You started"), "", "done")]
    if submitted is None:
        return start + _steps_of_draft(application, reader, calendar)
    steps = [*start, Event(_("You submitted"), _day(submitted, reader), "done")]
    steps += [step for one in _shown(application) for step in _past_or_present(one, reader, calendar)]
    if application.state in APPLICATION.endings:
        return [*steps, Event(standing(application), _ended(application, reader), "now")]
    if application.state == ApplicationState.RESERVE:
        return [*steps, Event(standing(application), _("If a place becomes free, you move up"), "now")]
    return steps + _to_come(application, reader, calendar)


def _who(kinds: set[str]) -> str:
    """Who has to act, and that the applicant has not."""
    names = {
        SCREENING: _("the talent office"),
        "docking": _("the host areas"),
        "review": _("the experts"),
        "decision": _("the panel and the office director"),
    }
    if not kinds & names.keys():
        return ""
    comma = _(" and ")
    acting = comma.join(name for kind, name in names.items() if kind in kinds)
    return _("It is with {who}. There is nothing for you to do.").format(who=acting)


def _next_of_owed(owed: StagePass, reader: Reads) -> Next:
    """The applicant owes something (补正): their clock runs, the office's stands still."""
    due = None
    if owed.due_at:
        due = formats.due(owed.due_at, clock.now(), reader.language, reader.zone, watch_days=3)
    return Next(
        (_("You complete what is missing"),),
        _by(owed.due_at, reader) if owed.due_at else "",
        due,
        _("It is with you. Our clock stands still until then."),
        "complete",
        _("Complete what is missing"),
    )


def _next_of_place(place: StagePass, reader: Reads) -> Next:
    """The applicant has won a place, and confirms it or not."""
    due = None
    if place.due_at:
        due = formats.due(place.due_at, clock.now(), reader.language, reader.zone, watch_days=3)
    return Next(
        (_("You confirm your place"),),
        _by(place.due_at, reader) if place.due_at else "",
        due,
        _("It is with you. A place that nobody confirms goes to the next reserve."),
        "place",
        _("Confirm your place"),
    )


def _next_of_draft(call: Call, reader: Reads) -> Next:
    if not is_open(call):
        return Next((_("This call has closed. What you wrote is kept."),))
    if call.closes_at is None:
        return Next((_("Finish and submit"),))
    by = _("by {when}").format(when=formats.moment(call.closes_at, reader.language, reader.zone))
    due = formats.due(call.closes_at, clock.now(), reader.language, reader.zone, watch_days=3)
    return Next((_("Finish and submit"),), by, due)


def _steps_of_draft(application: Application, reader: Reads, calendar: Calendar) -> list[Event]:
    call = application.call
    if application.state == ApplicationState.WITHDRAWN:
        return [Event(standing(application), "", "now")]
    if call.closes_at is None or not is_open(call):
        return [Event(_("The call closed"), _day(call.closes_at, reader) if call.closes_at else "", "now")]
    when = _("by {when}").format(when=formats.moment(call.closes_at, reader.language, reader.zone))
    stages = sorted(call.stages.all(), key=lambda one: (one.ordinal, one.pk))
    return [
        Event(_("You submit"), when, "now"),
        *_forecast(stages, call, call.closes_at, _("by {when} at the latest"), reader, calendar),
    ]


def _to_come(application: Application, reader: Reads, calendar: Calendar) -> list[Event]:
    passes = _passes(application)
    waiting = [one.stage for one in passes if one.state == PassState.WAITING]
    dates = [one.due_at for one in passes if one.state in _RUNNING and one.due_at]
    base = max([clock.now(), *dates])
    return _forecast(waiting, application.call, base, _("expected by {when}"), reader, calendar)


def _forecast(
    stages: list[Stage], call: Call, base: datetime, words: str, reader: Reads, calendar: Calendar
) -> list[Event]:
    """Stages that have not opened, each dated by the working days of those before it; the last is on the event days."""
    if not stages:
        return []
    events: list[Event] = []
    last = max(stage.ordinal for stage in stages)
    for ordinal, of_ordinal in groupby(stages, lambda one: one.ordinal):
        side_by_side = list(of_ordinal)
        if ordinal == last and call.event_days:
            when = _event_days(call.event_days, reader)
        else:
            base = calendar.add(base, max(stage.working_days for stage in side_by_side))
            when = words.format(when=_last_day(base, reader))
        events += [Event(_title(stage, reader), _when(stage, when, reader)) for stage in side_by_side]
    return events


def _past_or_present(one: StagePass, reader: Reads, calendar: Calendar) -> list[Event]:
    title = _title(one.stage, reader)
    if one.state == PassState.RETURNED:
        when = _dated(one.due_at, reader, calendar) if one.due_at else ""
        return [
            Event(_("You complete what is missing"), when, "now"),
            Event(title, _("stands still until you have; then the days that were left go on")),
        ]
    if one.state == PassState.OPEN:
        when = _dated(one.due_at, reader, calendar) if one.due_at else ""
        return [Event(title, _when(one.stage, when, reader), "now")]
    if one.state == PassState.WAITING or one.concluded_at is None:
        return []
    return [Event(title, _("done {day}").format(day=_day(one.concluded_at, reader)), "done")]


def _dated(at: datetime, reader: Reads, calendar: Calendar) -> str:
    """By when, and how many working days of the city are left, today among them."""
    words, now = _by(at, reader), clock.now()
    if now >= at:
        return words
    today = formats.local(now, formats.BEIJING).date()
    last = formats.local(at - timedelta(microseconds=1), formats.BEIJING).date()
    left = calendar.count(today - timedelta(days=1), last)
    days = ngettext("{n} working day left", "{n} working days left", left).format(n=left)
    return _("{by} ({left})").format(by=words, left=days)


def _shown(application: Application) -> list[StagePass]:
    """The passes that came to their own end or run: what an ending cut off is not shown as done."""
    passes = [one for one in _passes(application) if one.state != PassState.SKIPPED]
    return [one for one in passes if not (one.state == PassState.FAILED and one.reason in _CUT)]


def _passes(application: Application) -> list[StagePass]:
    """The passes at hand in the order of the call's stages, also of those side by side."""
    return sorted(application.passes.all(), key=lambda one: (one.stage.ordinal, one.stage_id))


def _ended(application: Application, reader: Reads) -> str:
    ends = [one.concluded_at for one in application.passes.all() if one.concluded_at]
    return _day(max(ends), reader) if ends else ""


def _title(stage: Stage, reader: Reads) -> str:
    return _sentences(stage, reader)[0]


def _when(stage: Stage, when: str, reader: Reads) -> str:
    rest = _sentences(stage, reader)[1]
    end = "。" if reader.language == CHINESE else ". "
    return end.join(filter(None, (when, rest)))


def _sentences(stage: Stage, reader: Reads) -> tuple[str, str]:
    """The stage in the applicant's words: the first sentence is its title, the rest its explanation."""
    text = pick(stage, "applicant", reader.language)
    for mark in ("；", "。", ". "):
        head, found, tail = text.partition(mark)
        if found and tail.strip():
            return head, tail.strip()
    return text, ""


def _by(at: datetime, reader: Reads) -> str:
    day = _last_day(at, reader)
    if clock.now() >= at:
        return _("was due {day}; it takes longer").format(day=day)
    return _("by {when}").format(when=day)


def _last_day(at: datetime, reader: Reads) -> str:
    """The day that a deadline of midnight ends, on the reader's own calendar."""
    return _words_of(formats.local(at - timedelta(microseconds=1), reader.zone).date(), reader)


def _day(at: datetime, reader: Reads) -> str:
    return _words_of(formats.local(at, reader.zone).date(), reader)


def _words_of(day: date, reader: Reads) -> str:
    this_year = formats.local(clock.now(), reader.zone).year
    return formats.day(day, reader.language, year=day.year != this_year)


def _event_days(days: list[date], reader: Reads) -> str:
    first, *others = sorted(days)
    if not others:
        return _words_of(first, reader)
    head, tail = formats.day(first, reader.language), _words_of(others[-1], reader)
    if reader.language == CHINESE:  # the year stands before the first day there, behind the last day here
        head, tail = _words_of(first, reader), formats.day(others[-1], reader.language)
    return _("{first} to {last}").format(first=head, last=tail)
