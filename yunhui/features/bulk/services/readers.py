"""Who reads a letter about an application: its applicant, those who write it with them, and its contact address."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from yunhui.foundation.accounts.models import User
from yunhui.foundation.notices.services import Address
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.pipeline.applications.models import Application, Collaborator

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader, by their account or by an address alone."""

    to: User | Address

    @property
    def shown(self) -> str:
        """How a preview names them: with the address where there is no account."""
        return self.to.name if isinstance(self.to, User) else f"{self.to.name} <{self.to.email}>"


def readers_of(ids: Iterable[UUID]) -> dict[UUID, list[Reader]]:
    """The readers of some applications, each once: the applicant first, then co-applicants in the order in which they
    were invited, then the contact address.

    A co-applicant is one who has accepted and has not left; nobody writes to an invited one, whose address somebody
    else gave. The contact address is the answer `email`, which the form asks for to be reached by; not of a project
    that a host area recommended and nobody has taken up, because the host area wrote it there. Four queries.
    """
    rows = list(
        Application.objects.filter(pk__in=list(ids)).values_list(
            "pk", "owner_id", "referred_by_id", "speaker", "zone", "answers__email"
        )
    )
    joined = Collaborator.objects.filter(
        application__in=[row[0] for row in rows], ended_at=None, user__isnull=False, accepted_at__isnull=False
    )
    partners: dict[UUID, list[UUID | None]] = {}
    for application_id, user_id in joined.order_by("invited_at", "pk").values_list("application_id", "user_id"):
        partners.setdefault(application_id, []).append(user_id)
    users: dict[UUID | None, User] = dict(
        User.objects.in_bulk([*(row[1] for row in rows), *(one for many in partners.values() for one in many)])
    )
    known = {user.email.lower(): user for user in User.objects.filter(email__in=[_address(row[5]) for row in rows])}
    found: dict[UUID, list[Reader]] = {}
    for pk, owner_id, referred_by, speaker, zone, email in rows:
        accounts = [users.get(one) for one in (owner_id, *partners.get(pk, ()))]
        found[pk] = [Reader(user) for user in accounts if user and user.is_active]
        address = _address(email)
        is_theirs = owner_id is not None or referred_by is None
        if address and is_theirs and address not in {user.email.lower() for user in accounts if user}:
            found[pk].append(Reader(_at(address, speaker, zone, known.get(address))))
    return found


def _at(address: str, name: str, zone: str, known: User | None) -> Address:
    """An address with the language and the clock that fit: of the account that has it, else of the applicant."""
    if known:
        return Address(email=address, name=known.name, language=known.language, zone=known.zone)
    chinese = _HAN.search(name) or zone == settings.TIME_ZONE_OF_CITY
    return Address(email=address, name=name or address, language=CHINESE if chinese else ENGLISH, zone=zone)


def _address(answer: object) -> str:
    return str(answer or "").strip().lower()
