"""Keeping the register of organisations, host areas and people."""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from yunhui.foundation.accounts.models import User
from yunhui.foundation.audit.services import record
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError, require
from yunhui.parties.models import Board, City, Jurisdiction, Organisation, Person
from yunhui.parties.rules import can_keep_register, sort_key


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
