"""A check list in the reader's words: lights, what each says, and what one's next deadline is."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from yunhui.features.rehearsal.enums import Item, Light, Outcome
from yunhui.features.rehearsal.rules import Line
from yunhui.features.rehearsal.selectors import Readiness
from yunhui.kernel.i18n import pick
from yunhui.ui import formats

LIGHTS = {
    Light.READY: "g",
    Light.LOOK: "half",
    Light.CHECKING: "half",
    Light.BOOKED: "half",
    Light.RETURNED: "y",
    Light.MISSING: "ring",
    Light.LATE: "r",
    Light.UNNEEDED: "dash",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of one speaker's check list: its light and its word; `detail` below it."""

    item: str
    label: str
    light: str
    word: str
    detail: str
    due_at: datetime | None
    is_theirs: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One speaker or host area; `cells` maps lines to lights, in the order of the check list."""

    one: Readiness
    name: str
    number: str
    team: str
    group: str
    stage: str
    cells: tuple[Cell, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing is left to do."""
        return self.one.is_ready

    @property
    def open(self) -> list[Cell]:
        """What the speaker still has to do."""
        return [cell for cell in self.cells if cell.is_theirs]

    @property
    def next_due(self) -> datetime | None:
        """The first deadline of what is open."""
        return min((cell.due_at for cell in self.open if cell.due_at), default=None)

    def cell(self, item: str) -> Cell | None:
        """One line, where the check list has it."""
        return next((cell for cell in self.cells if cell.item == item), None)

    def under(self, items: list[str]) -> list[Cell | None]:
        """The cells in the order of a table's columns."""
        return [self.cell(item) for item in items]


def row_of(one: Readiness, language: str, *, is_theirs: bool = False) -> Row:
    """One speaker in the reader's words; `is_theirs` where the speaker reads it: what waits for the office is handed
    in for them."""
    application = one.appearance.application
    return Row(
        one=one,
        name=one.name(language),
        number=str(application) if application else "",
        team=application.speaker if application else "",
        group=pick(application.group, "name", language) if application and application.group else "",
        stage=_short(one.hour.starts_at, one, language) if one.hour else "",
        cells=tuple(_cell(one, line, language, is_theirs) for line in one.lines),
    )


def _cell(one: Readiness, line: Line, language: str, is_theirs: bool) -> Cell:
    return Cell(
        item=str(line.item),
        label=str(Item(line.item).label),
        light=LIGHTS[line.light],
        word=_("handed in") if is_theirs and line.light == Light.LOOK else _word(one, line),
        detail=_detail(one, line, language),
        due_at=line.due_at,
        is_theirs=line.is_theirs,
        is_done=line.is_done,
    )


def _word(one: Readiness, line: Line) -> str:
    if line.item == Item.RECORDING and line.light == Light.READY:
        return _("may be recorded") if one.appearance.recording == "" else _("do not record")
    if line.item == Item.SLOT:
        return {
            Light.UNNEEDED: _("not published yet"),
            Light.RETURNED: _("cannot come"),
            Light.READY: _("confirmed"),
        }.get(line.light, str(line.light.label).lower())
    if line.item == Item.REHEARSAL:
        if one.outcome == Outcome.ABSENT and line.light in (Light.RETURNED, Light.LATE):
            return _("did not come")
        if line.light == Light.READY:
            return _("tested")
    return str(line.light.label).lower()


def _detail(one: Readiness, line: Line, language: str) -> str:
    if line.item == Item.REHEARSAL and one.time is not None and not line.is_done:
        return _short(one.time.starts_at, one, language)
    if line.item == Item.PHONE and one.appearance.phone_tail:
        return f"…{one.appearance.phone_tail}"
    return ""


def _short(at: datetime, one: Readiness, language: str) -> str:
    """On the venue's clock: 12月3日 09:00."""
    local = formats.local(at, one.appearance.call.venue_zone)
    return f"{formats.short_day(local.date(), language)} {local:%H:%M}"
