"""Keeping the register of organisations, host areas and people."""

import unicodedata
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.services import set_name
from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.foundation.own.ports import Fate, Holding
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import Vault
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, RefusedError, require
from yunhui.parties.models import Board, City, Jurisdiction, Organisation, Person
from yunhui.parties.rules import can_keep_register, full_name, international, sort_key


@transaction.atomic
def add_jurisdiction(
    *, actor: Actor, code: str, kind: str, name_zh: str, name_en: str, parent: Jurisdiction | None = None, sort: int = 0
) -> Jurisdiction:
    """Hang a node into the tree; `path` is the codes from the root, so that a subtree is a prefix."""
    require(can_keep_register(actor))
    node, made = Jurisdiction.objects.get_or_create(
        code=code,
        defaults={
            "kind": kind,
            "name_zh": name_zh,
            "name_en": name_en,
            "parent": parent,
            "path": f"{parent.path}/{code}" if parent else code,
            "sort": sort,
        },
    )
    if made:
        record(actor=actor, action="jurisdiction.added", subject=("jurisdiction", code), after={"path": node.path})
    return node


@transaction.atomic
def add_organisation(
    *, actor: Actor, kind: str, name_zh: str = "", name_en: str = "", **fields: object
) -> Organisation:
    """Enter an organisation (`country`, `jurisdiction`, `email_domain` as further fields)."""
    require(can_keep_register(actor))
    row = Organisation.objects.create(kind=kind, name_zh=name_zh, name_en=name_en, **fields)
    record(actor=actor, action="organisation.added", subject=("organisation", row.pk), after={"kind": kind})
    return row


@transaction.atomic
def add_board(
    *, actor: Actor, organisation: Organisation, jurisdiction: Jurisdiction, kind: str, **fields: object
) -> Board:
    """Make an organisation a host area (names, industries, what it wants and offers, in both languages)."""
    require(can_keep_register(actor))
    row = Board.objects.create(organisation=organisation, jurisdiction=jurisdiction, kind=kind, **fields)
    record(actor=actor, action="board.added", subject=("board", row.pk), after={"jurisdiction": jurisdiction.pk})
    return row


@transaction.atomic
def change_organisation(*, actor: Actor, organisation_id: UUID, **fields: object) -> Organisation:
    """Change some columns of an organisation; nothing where they say so already.

    Raises:
        RefusedError: not the talent office.
        NotFoundError: there is no such organisation.
    """
    require(can_keep_register(actor))
    row = Organisation.objects.select_for_update(of=("self",)).filter(pk=organisation_id).first()
    if row is None:
        raise NotFoundError("organisation")
    _change(actor, row, "organisation", fields)
    return row


@transaction.atomic
def change_board(*, actor: Actor, board_id: UUID, **fields: object) -> Board:
    """Change some columns of a host area; nothing where they say so already.

    Raises:
        RefusedError: not the talent office.
        NotFoundError: there is no such host area.
    """
    require(can_keep_register(actor))
    row = Board.objects.select_for_update(of=("self",)).filter(pk=board_id).first()
    if row is None:
        raise NotFoundError("host area")
    _change(actor, row, "board", fields)
    return row


def _change(actor: Actor, row: Model, noun: str, fields: Mapping[str, object]) -> None:
    before = {name: getattr(row, name) for name, value in fields.items() if getattr(row, name) != value}
    if not before:
        return
    for name in before:
        setattr(row, name, fields[name])
    row.save(update_fields=list(before))
    after = {name: fields[name] for name in before}
    record(actor=actor, action=f"{noun}.changed", subject=(noun, row.pk), before=before, after=after)


@transaction.atomic
def keep_person(
    *,
    actor: Actor,
    name: str,
    user: User | None = None,
    document: tuple[str, str, str] | None = None,
    phone: str = "",
    bank_account: str = "",
    **fields: object,
) -> Person:
    """Enter a person, or the row that their account already has.

    Args:
        document: (kind, country, number) of an identity document. It, the phone and the bank account are kept
            encrypted and found again by a blind index; neither is ever in the log.

    Raises:
        RefusedError: neither the register's keeper nor the person themself.
    """
    if user is None or actor.user_id != user.pk:
        require(can_keep_register(actor))
    if user is not None and (found := Person.objects.filter(user=user).first()):
        return found
    if document:
        kind, country, number = document
        fields |= {"document_kind": kind, "document_country": country}
        fields |= _sealed("document", number, f"{kind}|{country}|{number.strip().upper()}")
    if phone:
        fields |= _sealed("phone", phone, "".join(c for c in phone if c.isdigit()))
    if bank_account:
        fields |= _sealed("bank", bank_account, "".join(bank_account.split()))
    row = Person.objects.create(name=name, user=user, sort_key=sort_key(name), **fields)
    record(actor=actor, action="person.added", subject=("person", row.pk), after={"user": user.pk if user else None})
    return row


@transaction.atomic
def keep_profile(
    *,
    actor: Actor,
    family_name: str,
    given_name: str,
    family_first: bool,
    name_latin: str = "",
    phone: str = "",
    country: str = "",
) -> Person:
    """What the signed-in person is called and how they can be reached by phone; the account gets the same name.

    Args:
        family_name, given_name: in any script; one of them may be empty.
        name_latin: the name in Latin letters, in the person's own order; for badges and English pages.
        phone: in international form, or as dialled in `country`; empty for none.

    Raises:
        RefusedError: not signed in.
        InvalidError: no name, a part too long, letters that are not Latin, no phone number.
    """
    if actor.user_id is None:
        raise RefusedError("not_signed_in", _("Sign in first."))
    family, given = clean_text(family_name), clean_text(given_name)
    latin, number = clean_text(name_latin), clean_text(phone)
    reachable = international(number, country) if number else ""
    if problems := _profile_problems(family, given, latin, reachable):
        raise InvalidError(problems)
    row = Person.objects.select_for_update().filter(user_id=actor.user_id).first() or Person(user_id=actor.user_id)
    row.family_name, row.given_name, row.family_first = family, given, family_first
    row.name, row.name_latin = full_name(family, given, family_first=family_first), latin
    row.sort_key = sort_key(row.name)
    sealed = _sealed("phone", reachable, "".join(c for c in reachable if c.isdigit())) if reachable else {}
    row.phone_sealed, row.phone_index = sealed.get("phone_sealed", ""), sealed.get("phone_index", "")
    row.save()
    set_name(actor=actor, name=row.name)
    record(actor=actor, action="person.kept", subject=("person", row.pk), after={"phone": bool(reachable)})
    return row


def own_phone(actor: Actor) -> str:
    """The signed-in person's phone number in international form; empty where there is none."""
    row = Person.objects.filter(user_id=actor.user_id).first() if actor.user_id else None
    return str(settings.VAULT.decrypt("person.phone", row.phone_sealed)) if row and row.phone_sealed else ""


def _profile_problems(family: str, given: str, latin: str, phone: str | None) -> list[Problem]:
    problems = []
    if not family and not given:
        problems.append(Problem("family_name", "required", _("Write your name; one part is enough.")))
    for field, text in (("family_name", family), ("given_name", given)):
        if len(text) > 80:
            problems.append(Problem(field, "too_long", _("At most 80 characters.")))
    if latin and not all(c in " -.'’," or unicodedata.name(c, "").startswith("LATIN") for c in latin):
        problems.append(Problem("name_latin", "not_latin", _("Write it in Latin letters, e.g. Yanqiu Shen.")))
    if len(latin) > 120:
        problems.append(Problem("name_latin", "too_long", _("At most 120 characters.")))
    if phone is None:
        sentence = _("This is not a phone number. Begin with + and the code of the country, e.g. +31 6 12345678.")
        problems.append(Problem("phone", "not_a_phone", sentence))
    return problems


def _sealed(column: str, value: str, same: str) -> dict[str, str]:
    """The two columns of a secret: its ciphertext, and the index of the form in which equal ones are equal."""
    purpose = f"person.{column}"
    return {
        f"{column}_sealed": settings.VAULT.encrypt(purpose, value),
        f"{column}_index": settings.VAULT.mac(purpose, same),
    }


@transaction.atomic
def keep_city(*, actor: Actor, jurisdiction: Jurisdiction, **fields: object) -> City:
    """Enter the city's own names and numbers, or change them.

    Raises:
        RefusedError: not the talent office.
    """
    require(can_keep_register(actor))
    row, _made = City.objects.update_or_create(id=1, defaults={"jurisdiction": jurisdiction, **fields})
    record(actor=actor, action="city.kept", subject=("city", 1), after=fields)
    return row


def holding() -> Holding:
    """The register as a part of one's own data."""

    def collect(user: User) -> dict[str, Any]:
        row = Person.objects.filter(user=user).select_related("organisation").first()
        if row is None:
            return {}
        vault: Vault = settings.VAULT
        sealed = {
            name: vault.decrypt(f"person.{name}", text) if (text := getattr(row, f"{name}_sealed")) else ""
            for name in ("phone", "bank", "document")
        }
        names = ("name", "name_latin", "family_name", "given_name", "email", "country", "place", "created_at")
        organisation = str(row.organisation) if row.organisation else ""
        return {**{name: getattr(row, name) for name in names}, **sealed, "organisation": organisation}

    def foretell(user: User) -> Fate:
        gone = _("Your name, phone number, document and bank account in the city's register.")
        return Fate(gone=(str(gone),)) if Person.objects.filter(user=user).exists() else Fate()

    def erase(actor: Actor, user: User) -> None:
        blank: dict[str, object] = dict.fromkeys(
            ("name_latin", "family_name", "given_name", "email", "phone_sealed", "phone_index", "bank_sealed"), ""
        )
        blank |= dict.fromkeys(("bank_index", "document_kind", "document_country", "document_sealed", "place"), "")
        for row in Person.objects.select_for_update().filter(user=user):
            Person.objects.filter(pk=row.pk).update(
                name="—", sort_key="~", document_index=None, organisation=None, **blank
            )
            record(actor=actor, action="person.erased", subject=("person", row.pk))

    return Holding(gettext_lazy("The city's register"), collect, foretell, erase)
