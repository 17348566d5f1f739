"""A call's public timetable with its projects, read once for a page: events, projects, pictures, feeds."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yunhui.features.timetable.enums import ItemKind, TimetableState
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.selectors import Day, Line, agenda, is_over, lines_of, next_session, with_applied
from yunhui.foundation.pagecache.ports import changes_at
from yunhui.kernel import clock
from yunhui.kernel.actor import VISITOR
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.kernel.statements import Kept
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.selectors import calls_visible_to
from yunhui.portal.event import Event


@dataclass(frozen=True, slots=True)
class Programme:
    """A public call and what its published timetable lets everyone see; no lines where none is published."""

    call: Call
    timetable: Timetable | None
    lines: list[Line]
    days: list[Day]
    is_over: bool

    @property
    def projects(self) -> list[Line]:
        """The projects on stage, in the order of the event."""
        return [line for line in self.lines if line.number is not None and line.kind == ItemKind.PITCH]

    @property
    def areas(self) -> list[Line]:
        """The host areas that present themselves."""
        return [line for line in self.lines if line.kind == ItemKind.BOARD_PITCH]

    @property
    def event(self) -> Event | None:
        """The same as an event with figures; None where nothing is published."""
        if self.timetable is None:
            return None
        following = next_session(self.days, clock.now())
        return Event(self.timetable, self.call, self.lines, self.days, self.is_over, following)

    def project(self, number: int) -> Line:
        """One project.

        Raises:
            NotFoundError: none has this number, or it is not public.
        """
        found = next((line for line in self.projects if line.number == number), None)
        if found is None:
            raise NotFoundError("project")
        return found

    def groups(self, language: str) -> list[tuple[str, str, list[Line]]]:
        """(key, name, projects) in the order in which the groups first come on stage."""
        found: dict[str, list[Line]] = {}
        for line in self.projects:
            found.setdefault(line.group_key, []).append(line)
        return [(key, pick(rows[0], "group", language) or _("Projects"), rows) for key, rows in found.items()]


def programme_of(code: str, *, counted: bool = False) -> Programme:
    """The programme of a public call by its code: with the lines, four queries at most.

    Args:
        counted: with the number of applications, which an event's figures need.

    Raises:
        NotFoundError: no such call, or it is not public.
    """
    rows = list(with_applied(_published(code))) if counted else _PUBLISHED.ask(code)
    timetable = rows[0] if rows else None
    if timetable is None:
        call = calls_visible_to(VISITOR).filter(code=code).first()
        if call is None:
            raise NotFoundError("call")
        return Programme(call, None, [], [], is_past(call, clock.now()))
    return read(timetable)


def _published(code: str) -> QuerySet[Timetable]:
    rows = Timetable.objects.filter(state=TimetableState.PUBLISHED, call__code=code)
    return rows.filter(call__in=calls_visible_to(VISITOR).order_by()).select_related("call")


_PUBLISHED: Kept[Timetable] = Kept(_published, "a code")


def read(timetable: Timetable) -> Programme:
    """The programme of a published timetable that was read with its call."""
    now, lines = clock.now(), lines_of(timetable)
    days = agenda(lines, timetable.call.venue_zone)
    over = is_over(timetable, now)
    if not over:
        changes_at(*(line.ends_at for line in lines))
    return Programme(timetable.call, timetable, lines, days, over)


def is_past(call: Call, now: datetime) -> bool:
    """Whether a call's event days lie behind us, also where nothing was published for them."""
    return bool(call.event_days) and max(call.event_days) < now.astimezone(clock.BEIJING).date()
