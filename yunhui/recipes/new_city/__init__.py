"""A real, empty city from one file: its names, its host areas and its first people, and nothing invented."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import Invitation, User
from yunhui.foundation.accounts.selectors import invitation_letter
from yunhui.foundation.accounts.services import grant_role, invite_staff
from yunhui.foundation.codes.services import load_codes
from yunhui.kernel.actor import Actor
from yunhui.parties.models import Board, Jurisdiction
from yunhui.parties.services import add_board, add_jurisdiction, add_organisation, keep_city
from yunhui.recipes import cloud_roadshow
from yunhui.recipes.new_city.plan import Area, CityPlan, Person

__all__ = ["Founded", "found_city"]


@dataclass(frozen=True, slots=True)
class Founded:
    """Who was asked in: address, role, and the link that lets them set their password (empty: they came in before)."""

    email: str
    role: str
    link: str


@transaction.atomic
def found_city(*, actor: Actor, plan: CityPlan) -> Sequence[Founded]:
    """Enter a city and ask its first people in; the same plan twice changes nothing, a changed one only what differs.

    The three administrators and the office are granted their roles here, because nobody stands above them yet; every
    later role goes through the security administrator.

    Raises:
        RefusedError: not the city's machinery.
        DomainError: one person would hold two of the three administrators' roles.
    """
    load_codes(actor=actor)
    province = add_jurisdiction(
        actor=actor,
        code=plan.province.code,
        kind="province",
        name_zh=plan.province.name_zh,
        name_en=plan.province.name_en,
    )
    city = add_jurisdiction(
        actor=actor,
        code=plan.city.code,
        kind="city",
        name_zh=plan.city.name_zh,
        name_en=plan.city.name_en,
        parent=province,
    )
    keep_city(actor=actor, jurisdiction=city, **plan.texts)
    areas = {area.code: _area(actor, city, sort, area) for sort, area in enumerate(plan.areas)}
    cloud_roadshow.programme(actor=actor, jurisdiction=city)
    return [_person(actor, one, areas) for one in plan.people]


def _area(actor: Actor, city: Jurisdiction, sort: int, area: Area) -> Board:
    node = add_jurisdiction(
        actor=actor,
        code=area.code,
        kind=area.kind,
        name_zh=area.name_zh,
        name_en=area.name_en,
        parent=city,
        sort=sort,
    )
    if found := Board.objects.filter(jurisdiction=node).first():
        return found
    organisation = add_organisation(
        actor=actor,
        kind="university" if area.kind == "university" else "government",
        name_zh=area.name_zh,
        name_en=area.name_en,
        jurisdiction=node,
        email_domain=area.email_domain,
    )
    return add_board(
        actor=actor,
        organisation=organisation,
        jurisdiction=node,
        kind=area.kind,
        name_zh=area.name_zh,
        name_en=area.name_en,
        industries=list(area.industries),
        sort=sort,
        **area.texts,
    )


def _person(actor: Actor, person: Person, areas: dict[str, Board]) -> Founded:
    user = User.objects.filter(email__iexact=person.email).first()
    invitation = Invitation.objects.filter(user=user).first() if user else None
    if invitation is None:
        invitation = invite_staff(actor=actor, email=person.email, name=person.name, language=person.language)
    board = areas.get(person.area)
    grant_role(
        actor=actor,
        user=invitation.user,
        role=person.role,
        scope_kind=ScopeKind.BOARD if board else ScopeKind.CITY,
        scope_id=board.pk if board else "",
    )
    letter = invitation_letter(invitation.pk, invitation.issue)
    return Founded(person.email, str(Role(person.role).label), letter.path if letter else "")
