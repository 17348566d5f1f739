"""The two sides of a conflict as plain data: what an expert belongs to, and whom and what an application names."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from yunhui.foundation.formkit.rules.people import rows_of
from yunhui.pipeline.applications.models import Application, Collaborator
from yunhui.pipeline.conflicts.enums import ConflictSource, Where
from yunhui.pipeline.conflicts.rules.addresses import address_key, house_of
from yunhui.pipeline.conflicts.rules.names import name_keys
from yunhui.pipeline.conflicts.rules.organisations import organisation_keys
from yunhui.pipeline.experts.enums import AffiliationKind, TieKind
from yunhui.pipeline.experts.models import Affiliation, Expert

# Whoever left a house or wrote together longer ago than this is free to judge.
YEARS = 3
_TIES = {
    TieKind.SUPERVISOR: ConflictSource.SUPERVISOR,
    TieKind.STUDENT: ConflictSource.SUPERVISOR,
    TieKind.COAUTHOR: ConflictSource.COAUTHOR,
    TieKind.FAMILY: ConflictSource.FAMILY,
    TieKind.PARTNER: ConflictSource.FIRM,
}


@dataclass(frozen=True, slots=True)
class House:
    """An organisation as one side names it: `source` says what it is to an expert, `until` the year in which they
    left; `where` in which part of an application it stands."""

    text: str
    keys: frozenset[str]
    pk: UUID | None = None
    source: str = ConflictSource.ORGANISATION
    until: int | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A person as one side names them: `source` says what they are to an expert, who for themself is PERSON."""

    text: str
    keys: frozenset[str]
    pk: UUID | None = None
    source: str = ConflictSource.PERSON
    until: int | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """What can meet the other side's: people, organisations, addresses with where they stand, accounts; of an expert
    the jurisdictions (`areas`) that they work for, of an application those in which it lies (`places`): each by its
    path in the tree, with its name, and of a place where it stands."""

    pk: UUID
    people: tuple[Name, ...]
    houses: tuple[House, ...]
    addresses: tuple[tuple[str, str], ...]
    accounts: frozenset[UUID] = field(default_factory=frozenset)
    areas: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[str, str, str], ...] = ()
    domains: tuple[tuple[str, str], ...] = ()


def side_of_expert(expert: Expert, year: int, areas: tuple[tuple[str, str], ...] = ()) -> Side:
    """An expert with person, organisation, `affiliations` and `ties` at hand; `areas` are path and name of the
    jurisdictions of the host areas for which the expert's account works. What ended more than `YEARS` before `year` is
    left out."""
    person = expert.person
    organisation = person.organisation
    houses = [_house(one) for one in expert.affiliations.all() if one.until is None or one.until >= year - YEARS]
    if organisation is not None:
        names = (organisation.name_zh, organisation.name_en)
        houses.append(House(str(organisation), organisation_keys(*names), organisation.pk))
    people = [Name(person.name, name_keys(person.name, person.name_latin), person.pk)]
    people += [
        Name(tie.name, name_keys(tie.name), tie.person_id, _TIES[TieKind(tie.kind)], tie.until)
        for tie in expert.ties.all()
        if tie.until is None or tie.until >= year - YEARS
    ]
    addresses = {one for one in (person.email, person.user.email if person.user else "") if one}
    domains = {(house_of(one), one.rpartition("@")[2]) for one in addresses}
    if organisation is not None and organisation.email_domain:
        domains.add((house_of(organisation.email_domain), organisation.email_domain))
    return Side(
        pk=expert.pk,
        people=tuple(people),
        houses=tuple(houses),
        addresses=tuple(sorted((key, one) for one in addresses if (key := address_key(one)))),
        accounts=frozenset([person.user_id] if person.user_id else ()),
        areas=areas,
        domains=tuple(sorted((house, text) for house, text in domains if house)),
    )


def side_of_application(application: Application, collaborators: list[Collaborator]) -> Side:
    """An application with person, organisation and `referred_by` at hand, each with its jurisdiction, and its living
    co-applicants."""
    answers = application.answers
    speaker = str(answers.get("name") or application.speaker)
    person = application.person
    latin = person.name_latin if person is not None and person.name == speaker else ""
    people = [Name(speaker, name_keys(speaker, latin), application.person_id, where=Where.SPEAKER)]
    employer = str(answers.get("employer") or "")
    houses = [House(employer, organisation_keys(employer), where=Where.EMPLOYER)] if employer.strip() else []
    for value in answers.values():
        for row in rows_of(value):
            people.append(Name(row["name"], name_keys(row["name"]), where=Where.TEAM))
            if row["affiliation"]:
                houses.append(House(row["affiliation"], organisation_keys(row["affiliation"]), where=Where.AFFILIATION))
    if (organisation := application.organisation) is not None:
        names = (organisation.name_zh, organisation.name_en)
        houses.append(House(str(organisation), organisation_keys(*names), organisation.pk, where=Where.ORGANISATION))
    if (board := application.referred_by) is not None:
        houses.append(House(board.name_zh, frozenset(), board.organisation_id, where=Where.HOST))
    email = str(answers.get("email") or "")
    addresses = [(email, Where.ADDRESS), *((one.email, Where.COLLABORATOR) for one in collaborators)]
    accounts = (application.owner_id, *(one.user_id for one in collaborators))
    return Side(
        pk=application.pk,
        people=tuple(people),
        houses=tuple(houses),
        addresses=tuple((key, where) for text, where in addresses if (key := address_key(text))),
        accounts=frozenset(one for one in accounts if one is not None),
        places=tuple(_places(application)),
        domains=tuple((house, text) for text, _where in addresses if (house := house_of(text))),
    )


def _places(application: Application) -> Iterator[tuple[str, str, str]]:
    """Where an application lies: with the host area that recommended it, and where its organisation has its seat."""
    if (board := application.referred_by) is not None:
        yield board.jurisdiction.path, board.name_zh, Where.HOST
    if (organisation := application.organisation) is not None and (node := organisation.jurisdiction) is not None:
        yield node.path, node.name_zh, Where.SEAT


def _house(one: Affiliation) -> House:
    names = (one.name, *((one.organisation.name_zh, one.organisation.name_en) if one.organisation else ()))
    source = ConflictSource.FIRM if one.kind == AffiliationKind.HOLDING else ConflictSource.ORGANISATION
    return House(one.name, organisation_keys(*names), one.organisation_id, source, one.until)
