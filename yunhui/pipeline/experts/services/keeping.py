"""What the library says of an expert: entered by the office, or by the expert on their own page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_of
from yunhui.foundation.formkit.rules import clean_text, half_width
from yunhui.foundation.outbox.services import publish
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require
from yunhui.parties.models import Organisation, Person
from yunhui.parties.rules import sort_key
from yunhui.parties.services import keep_person
from yunhui.pipeline.experts.enums import AffiliationKind, CreditKind, ExpertState, Level, TieKind
from yunhui.pipeline.experts.events import ExpertChanged
from yunhui.pipeline.experts.models import Affiliation, CreditNote, Expert, Tie
from yunhui.pipeline.experts.rules import LANGUAGES, can_keep_library, is_self, search_of

MOST_ROWS = 30
_YEARS = range(1940, 2101)


@dataclass(frozen=True, slots=True)
class Past:
    """An organisation as it is written down; years or None, `until` None: still there."""

    name: str
    kind: str = AffiliationKind.EMPLOYED
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Tied:
    """A person to whom the expert is tied, as it is written down."""

    name: str
    kind: str
    until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """Everything that stands on an expert's page; `email` and `name` are the office's alone to change."""

    name: str = ""
    name_latin: str = ""
    email: str = ""
    country: str = ""
    title_zh: str = ""
    title_en: str = ""
    level: str = ""
    industries: Sequence[str] = ()
    terms: Sequence[str] = ()
    languages: Sequence[str] = ()
    zone: str = "Asia/Shanghai"
    profile: str = ""
    affiliations: Sequence[Past] = ()
    ties: Sequence[Tied] = ()


@transaction.atomic
def keep_expert(*, actor: Actor, particulars: Particulars, expert_id: UUID | None = None) -> Expert:
    """Enter somebody as proposed, or change what the library says of them. The whole page is given: what it leaves out
    is taken away.

    The office changes all; experts their own titles, fields, languages, organisations and ties.

    Raises:
        RefusedError: neither the talent office nor the expert themself.
        NotFoundError: there is no such expert.
        InvalidError: every problem with its field.
    """
    row = _found(actor, expert_id) if expert_id else None
    by_office = bool(can_keep_library(actor))
    if row is None or not is_self(actor, row):
        require(can_keep_library(actor))
    if problems := _problems(particulars, row, by_office=by_office):
        raise InvalidError(problems)
    is_new = row is None
    if row is None:
        person = keep_person(
            actor=actor,
            name=clean_text(particulars.name),
            name_latin=clean_text(particulars.name_latin),
            email=half_width(clean_text(particulars.email)).lower(),
            country=particulars.country,
        )
        row = Expert(person=person, state=ExpertState.PROPOSED, is_active=False, proposed_by_id=actor.user_id)
    elif by_office:
        _keep_person(row.person, particulars)
    before = {} if is_new else _snapshot(row)
    row.title_zh, row.title_en = clean_text(particulars.title_zh), clean_text(particulars.title_en)
    row.level, row.zone = particulars.level, particulars.zone
    row.industries, row.terms = list(particulars.industries), [clean_text(one) for one in particulars.terms]
    row.languages = list(particulars.languages)
    row.profile = [one.strip() for one in particulars.profile.split("\n\n") if one.strip()]
    row.save()
    _keep_rows(row, particulars)
    _keep_search(row)
    after = _snapshot(row)
    changed = sorted(name for name in after if before.get(name) != after[name])
    if is_new or changed:
        action = "expert.proposed" if is_new else "expert.changed"
        record(actor=actor, action=action, subject=("expert", row.pk), after={"fields": changed})
        publish(actor=actor, event=ExpertChanged(str(row.pk)))
    return row


@transaction.atomic
def add_credit_note(*, actor: Actor, expert_id: UUID, kind: str, reason: str) -> CreditNote:
    """Note something on an expert's credit (信用): read by the office alone, never changed.

    Raises:
        RefusedError: not the talent office.
        NotFoundError: there is no such expert.
        InvalidError: no kind or no reason.
    """
    require(can_keep_library(actor))
    row = _found(actor, expert_id)
    text, problems = clean_text(reason), []
    if kind not in CreditKind.values:
        problems.append(Problem("kind", "not_a_choice", _("Choose one of the answers.")))
    if not text:
        problems.append(Problem("reason", "required", _("Say what happened in a sentence; it is kept.")))
    if len(text) > 300:
        problems.append(Problem("reason", "too_long", _("At most 300 characters.")))
    if problems:
        raise InvalidError(problems)
    note = CreditNote.objects.create(expert=row, kind=kind, reason=text, by_id=actor.user_id)
    record(actor=actor, action="expert.noted", subject=("expert", row.pk), after={"note": note.pk, "kind": kind})
    return note


def particulars_of(row: Expert) -> Particulars:
    """Everything that stands on an expert's page now; person, `affiliations` and `ties` are at hand."""
    person = row.person
    return Particulars(
        name=person.name,
        name_latin=person.name_latin,
        email=person.email,
        country=person.country,
        title_zh=row.title_zh,
        title_en=row.title_en,
        level=row.level,
        industries=list(row.industries),
        terms=list(row.terms),
        languages=list(row.languages),
        zone=row.zone,
        profile="\n\n".join(row.profile),
        affiliations=[Past(one.name, one.kind, one.since, one.until) for one in row.affiliations.all()],
        ties=[Tied(one.name, one.kind, one.until) for one in row.ties.all()],
    )


def _found(actor: Actor, expert_id: UUID) -> Expert:
    rows = Expert.objects.select_for_update(of=("self",)).select_related("person__organisation", "person__user")
    row = rows.filter(pk=expert_id).first()
    if row is None or not (can_keep_library(actor) or is_self(actor, row)):
        raise NotFoundError("expert")
    return row


def _keep_person(person: Person, particulars: Particulars) -> None:
    person.name, person.name_latin = clean_text(particulars.name), clean_text(particulars.name_latin)
    person.sort_key = sort_key(person.name)
    person.email, person.country = half_width(clean_text(particulars.email)).lower(), particulars.country
    person.save(update_fields=["name", "name_latin", "sort_key", "email", "country"])


def _keep_rows(row: Expert, particulars: Particulars) -> None:
    """Organisations and ties as they are given; those that stay as they were keep their row."""
    known = {(one.name, one.kind, one.since, one.until): one.pk for one in Affiliation.objects.filter(expert=row)}
    wanted = {(clean_text(one.name), one.kind, one.since, one.until) for one in particulars.affiliations}
    Affiliation.objects.filter(pk__in=[pk for key, pk in known.items() if key not in wanted]).delete()
    registered = _registered({name for name, *_rest in wanted})
    Affiliation.objects.bulk_create(
        Affiliation(expert=row, organisation=registered.get(name), name=name, kind=kind, since=since, until=until)
        for name, kind, since, until in sorted(wanted - known.keys(), key=str)
    )
    ties = {(one.name, one.kind, one.until): one.pk for one in Tie.objects.filter(expert=row)}
    tied = {(clean_text(one.name), one.kind, one.until) for one in particulars.ties}
    Tie.objects.filter(pk__in=[pk for key, pk in ties.items() if key not in tied]).delete()
    Tie.objects.bulk_create(
        Tie(expert=row, name=name, kind=kind, until=until) for name, kind, until in sorted(tied - ties.keys(), key=str)
    )


def _registered(names: set[str]) -> dict[str, Organisation]:
    """Of some names those that just one organisation of the register has, in either language."""
    rows = Organisation.objects.filter(Q(name_zh__in=names) | Q(name_en__in=names)).order_by("pk") if names else []
    found: dict[str, list[Organisation]] = {}
    for one in rows:
        for name in {one.name_zh, one.name_en} & names:
            found.setdefault(name, []).append(one)
    return {name: rows[0] for name, rows in found.items() if len(rows) == 1}


def _keep_search(row: Expert) -> None:
    rows = Affiliation.objects.filter(expert=row).select_related("organisation")
    names = [name for one in rows for name in (one.name, *_names(one.organisation))]
    current = next((one.organisation for one in rows if one.until is None and one.organisation), None)
    if current and row.person.organisation_id != current.pk and not row.person.organisation_id:
        row.person.organisation = current
        row.person.save(update_fields=["organisation"])
    row.search = search_of(row, names)
    row.save(update_fields=["search"])


def _names(organisation: Organisation | None) -> tuple[str, ...]:
    return (organisation.name_zh, organisation.name_en) if organisation else ()


def _snapshot(row: Expert) -> dict[str, Any]:
    """What the log compares: which parts changed, never what they say."""
    person = row.person
    return {
        "name": (person.name, person.name_latin),
        "email": person.email,
        "country": person.country,
        "title": (row.title_zh, row.title_en, row.level),
        "fields": (sorted(row.industries), sorted(row.terms)),
        "languages": sorted(row.languages),
        "zone": row.zone,
        "profile": list(row.profile),
        "affiliations": sorted(map(str, row.affiliations.values_list("name", "kind", "since", "until"))),
        "ties": sorted(map(str, row.ties.values_list("name", "kind", "until"))),
    }


def _problems(given: Particulars, row: Expert | None, *, by_office: bool) -> list[Problem]:
    problems = []
    if by_office:
        if not clean_text(given.name):
            problems.append(Problem("name", "required", _("Write the name.")))
        email = half_width(clean_text(given.email)).lower()
        if not _is_email(email):
            problems.append(
                Problem("email", "not_an_email", _("This is not an e-mail address, e.g. name@firm.example."))
            )
        elif Expert.objects.filter(person__email__iexact=email).exclude(pk__in=[row.pk] if row else []).exists():
            problems.append(Problem("email", "taken", _("An expert with this address is in the library already.")))
        if given.country and given.country not in codes_of(Scheme.COUNTRY):
            problems.append(Problem("country", "not_a_choice", _("Choose one of the answers.")))
    for name, text, most in (
        ("name", given.name, 120),
        ("name_latin", given.name_latin, 120),
        ("title_zh", given.title_zh, 80),
        ("title_en", given.title_en, 80),
        ("profile", given.profile, 8000),
    ):
        if len(text) > most:
            problems.append(Problem(name, "too_long", _("At most %(most)s characters.") % {"most": most}))
    if given.level and given.level not in Level.values:
        problems.append(Problem("level", "not_a_choice", _("Choose one of the answers.")))
    if not given.industries:
        problems.append(Problem("industries", "required", _("Choose one industry at least.")))
    elif set(given.industries) - codes_of(Scheme.INDUSTRY).keys():
        problems.append(Problem("industries", "not_a_choice", _("Choose among the city's industries.")))
    if not given.languages or set(given.languages) - set(LANGUAGES):
        problems.append(Problem("languages", "required", _("Choose one language at least.")))
    if len(given.terms) > MOST_ROWS or any(len(one) > 60 for one in given.terms):
        problems.append(Problem("terms", "too_long", _("At most 30 fields of 60 characters each.")))
    return problems + _row_problems(given)


def _row_problems(given: Particulars) -> list[Problem]:
    problems = []
    for field, rows, kinds in (
        ("affiliations", given.affiliations, AffiliationKind.values),
        ("ties", given.ties, TieKind.values),
    ):
        if len(rows) > MOST_ROWS:
            problems.append(Problem(field, "too_many", _("At most 30 lines.")))
        for one in rows:
            years = [year for year in (getattr(one, "since", None), one.until) if year is not None]
            if not clean_text(one.name) or len(one.name) > 120 or one.kind not in kinds:
                problems.append(Problem(field, "wrong_line", _("Each line needs a name and a kind: see the help.")))
                break
            if any(year not in _YEARS for year in years) or years != sorted(years):
                problems.append(Problem(field, "wrong_year", _("Years are written 2019–2023, the earlier one first.")))
                break
    return problems


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
