"""The event that the home page speaks of: its agenda, the counts behind its headline, and their definitions."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.selectors import Day, Line, Session, agenda, event_at, is_over, lines_of, next_session
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.models import Call
from yunhui.portal.spoken import rounded, spoken
from yunhui.ui import formats


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that the city quotes: shown, exact where it is rounded, what it counts, and where its rows are."""

    key: str
    shown: str
    exact: str
    label: str
    more: str
    definition: str
    rows_url: str


@dataclass(frozen=True, slots=True)
class Event:
    """A public timetable read once."""

    timetable: Timetable
    call: Call
    lines: list[Line]
    days: list[Day]
    is_over: bool
    next: Session | None

    @property
    def first(self) -> Session | None:
        """The first pitches of all."""
        return next((one for day in self.days for one in day.sessions if one.kind == ItemKind.PITCH), None)

    def of(self, kind: str) -> list[Line]:
        """The items of one kind."""
        return [line for line in self.lines if line.kind == kind]


def read_event(now: datetime) -> Event | None:
    """The event that runs now or comes next, else the last one: three queries."""
    timetable = event_at(now)
    if timetable is None:
        return None
    lines = lines_of(timetable)
    days = agenda(lines, timetable.call.venue_zone)
    return Event(timetable, timetable.call, lines, days, is_over(timetable, now), next_session(days, now))


# English names of countries that a sentence gives an article.
_WITH_ARTICLE = frozenset(
    ("Czech Republic", "Netherlands", "Philippines", "United Arab Emirates", "United Kingdom", "United States")
)


def headline(event: Event, language: str) -> tuple[str, str]:
    """Two lines made of counts: 三十二个项目 / 来自十个国家和地区."""
    pitches = event.of(ItemKind.PITCH)
    names = {pick(line, "country", language) for line in pitches} - {""}
    n, days, count = len(names), len(event.days), len(pitches)
    projects = ngettext("{n} project", "{n} projects", count).format(n=spoken(count, language))
    length = ngettext("{n} day", "{n} days", days).format(n=spoken(days, language))
    first = _("{days}, {projects},").format(days=length, projects=projects)
    if n == 1:
        place = names.pop()
        return capfirst(first), _("from {place}").format(place=f"the {place}" if place in _WITH_ARTICLE else place)
    return capfirst(first), ngettext("from {n} country or region", "from {n} countries and regions", n).format(
        n=spoken(n, language)
    )


def figures_of(event: Event, cities: int, lang: str, language: str) -> list[Figure]:
    """The figures of an event; `cities` is the number of dots on its map."""

    def words(n: int) -> str:
        return formats.number(n, language)

    pitches, areas = event.of(ItemKind.PITCH), event.of(ItemKind.BOARD_PITCH)
    applied: int = event.timetable.applied  # type: ignore[attr-defined]  # annotated by event_at
    countries = len({line.country_zh for line in pitches} - {""})
    humane = sum(line.is_humane for line in pitches)
    agenda_url = f"/{lang}/timetable/{event.call.code}/"
    places = _("{countries}, {cities}").format(
        countries=ngettext("{n} country or region", "{n} countries and regions", countries).format(n=words(countries)),
        cities=ngettext("{n} city", "{n} cities", cities).format(n=words(cities)),
    )
    return [
        Figure(
            "applied",
            rounded(applied) or words(applied),
            words(applied),
            ngettext("project applied", "projects applied", applied),
            "",
            _("Every application that was submitted and numbered, whatever became of it; drafts are not counted."),
            "",
        ),
        Figure(
            "on-stage",
            words(len(pitches)),
            words(len(pitches)),
            ngettext("project on stage", "projects on stage", len(pitches)),
            places,
            _("Selected projects with an hour in the published timetable; one that withdraws is taken out. Countries, "
              "regions and cities are where the speakers are when they pitch."),
            agenda_url,
        ),
        Figure(
            "areas",
            words(len(areas)),
            words(len(areas)),
            ngettext("host area presents itself", "host areas present themselves", len(areas)),
            "",
            _("Counties, districts, zones and universities of the city that present in the published timetable."),
            f"/{lang}/areas/",
        ),
        Figure(
            "daytime",
            words(humane),
            words(humane),
            ngettext("pitch in the speaker’s own day", "pitches in the speaker’s own day", humane),
            _("of {n}, between 08:00 and 22:00 there").format(n=words(len(pitches))),
            _("Pitches wholly between 08:00 and 22:00, questions included, on the clock of the speaker’s city."),
            agenda_url,
        ),
    ]  # fmt: skip
