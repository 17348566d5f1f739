"""Which conflicts of interest the records show between experts and applications."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from yunhui.pipeline.conflicts.enums import ConflictSource, Where
from yunhui.pipeline.conflicts.rules.names import may_be_one
from yunhui.pipeline.conflicts.rules.organisations import Lookalikes
from yunhui.pipeline.conflicts.rules.sides import House, Name, Side

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing seen: `expert_text` on the expert's side, `project_text` on the application's, `where` it stands
    there; `is_sure` where it leaves no doubt. `until`: the year in which the expert's tie ended."""

    expert: UUID
    application: UUID
    source: str
    where: str
    expert_text: str
    project_text: str
    is_sure: bool
    until: int | None = None

    def as_stored(self) -> dict[str, object]:
        """The finding as a line of `Conflict.evidence`."""
        line: dict[str, object] = {"expert": self.expert_text, "project": self.project_text, "where": str(self.where)}
        return line | ({"until": self.until} if self.until is not None else {})


def findings(experts: Sequence[Side], applications: Iterable[Side]) -> Iterator[Finding]:
    """Everything that joins an expert and an application.

    Accounts, addresses, registered people and organisations, and organisations of one name are sure. A name shared by
    two people, a name of an organisation that only looks alike, and a domain are questions for the office. The experts
    are indexed once: the work grows with what is found, not with experts times applications.
    """
    index = _Index(experts)
    for application in applications:
        seen: set[tuple[UUID, str, str, str]] = set()
        for one in _of_application(index, application):
            key = (one.expert, str(one.source), str(one.where), one.project_text)
            if key not in seen:
                seen.add(key)
                yield one


class _By(Generic[T]):
    """Things of experts by their keys."""

    def __init__(self) -> None:
        self._rows: dict[object, list[tuple[UUID, T]]] = defaultdict(list)

    def add(self, key: object, expert: UUID, thing: T) -> None:
        self._rows[key].append((expert, thing))

    def under(self, keys: Iterable[object]) -> Iterator[tuple[UUID, T]]:
        for key in keys:
            yield from self._rows.get(key, ())


class _Index:
    """All experts by what can meet an application."""

    def __init__(self, experts: Sequence[Side]) -> None:
        self.people, self.houses, self.rest, self.areas = _By[Name](), _By[House](), _By[str](), _By[str]()
        texts: dict[str, list[tuple[UUID, House]]] = defaultdict(list)
        for side in experts:
            for person in side.people:
                for key in (*person.keys, person.pk):
                    if key is not None:
                        self.people.add(key, side.pk, person)
            for house in side.houses:
                for key in (*house.keys, house.pk):
                    if key is not None:
                        self.houses.add(key, side.pk, house)
                texts[house.text].append((side.pk, house))
            for key, text in (*side.addresses, *side.domains):
                self.rest.add(key, side.pk, text)
            for pk in side.accounts:
                self.rest.add(pk, side.pk, "")
            for path, name in side.areas:
                self.areas.add(path, side.pk, name)
        self.texts = texts
        self.lookalikes = Lookalikes(texts)


def _of_application(index: _Index, application: Side) -> Iterator[Finding]:
    pk, speaker = application.pk, application.people[0].text if application.people else ""
    for expert, _text in index.rest.under(application.accounts):
        yield Finding(expert, pk, ConflictSource.PERSON, Where.COLLABORATOR, speaker, speaker, True)
    for key, where in application.addresses:
        for expert, text in index.rest.under([key]):
            yield Finding(expert, pk, ConflictSource.PERSON, where, text, key, True)
    for path, place, where in application.places:
        for expert, area in index.areas.under(_upwards(path)):
            yield Finding(expert, pk, ConflictSource.OFFICER, where, area, place, True)
    for person in application.people:
        yield from _of_person(index, pk, person)
    for house in application.houses:
        yield from _of_house(index, pk, house)
    for domain, text in application.domains:
        for expert, own in index.rest.under([domain]):
            yield Finding(expert, pk, ConflictSource.DOMAIN, Where.ADDRESS, own.rpartition("@")[2], _tail(text), True)


def _of_person(index: _Index, pk: UUID, person: Name) -> Iterator[Finding]:
    if person.pk is not None:
        for expert, other in index.people.under([person.pk]):
            yield Finding(expert, pk, other.source, person.where, other.text, person.text, True, other.until)
    for expert, other in index.people.under(person.keys):
        if may_be_one(other.keys, person.keys):
            # Somebody of the team who bears the expert's own name would be a co-applicant, else the applicant.
            own = other.source == ConflictSource.PERSON and person.where == Where.TEAM
            source = ConflictSource.TEAM if own else other.source
            yield Finding(expert, pk, source, person.where, other.text, person.text, False, other.until)


def _of_house(index: _Index, pk: UUID, house: House) -> Iterator[Finding]:
    keys = (*house.keys, *((house.pk,) if house.pk is not None else ()))
    for expert, other in index.houses.under(keys):
        source = ConflictSource.OFFICER if house.where == Where.HOST else other.source
        yield Finding(expert, pk, source, house.where, other.text, house.text, True, other.until)
    for text in index.lookalikes.alike(house.text):
        for expert, other in index.texts[text]:
            if not other.keys & house.keys:
                yield Finding(expert, pk, other.source, house.where, other.text, house.text, False, other.until)


def _upwards(path: str) -> Iterator[str]:
    """A jurisdiction and all in which it lies: who works for an area works for everything inside it."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def _tail(address: str) -> str:
    return address.strip().rpartition("@")[2].casefold()
