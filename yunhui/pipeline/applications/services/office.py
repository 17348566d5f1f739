"""What the office sets on an application beside its form check: group, channel, wild card, keeper, notes."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import holders
from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.foundation.outbox.services import tell
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem, require
from yunhui.pipeline.applications.models import Application, OfficeNote
from yunhui.pipeline.applications.rules import NOTE_LENGTH, can_keep, can_regroup, can_take_back_note
from yunhui.pipeline.calls.models import Group


@transaction.atomic
def move_to_group(*, actor: Actor, application_id: UUID, group_key: str) -> Application:
    """Put an application into another group of its call; what the applicant submitted stays as it was written.

    Raises:
        NotFoundError: no such application or group.
        RefusedError: not the talent office, or the decision has begun.
    """
    row = _locked(actor, application_id)
    require(can_regroup(actor, row))
    group = Group.objects.filter(call=row.call_id, key=group_key).first()
    if group is None:
        raise NotFoundError("group")
    before = {"group": row.group.key if row.group else None}
    row.group = group
    return _set(actor, row, "application.regrouped", ["group"], before, {"group": group.key})


@transaction.atomic
def set_channel(*, actor: Actor, application_id: UUID, channel: str = "", wild_card: bool | None = None) -> Application:
    """Say how an application came (empty: as it is), and whether it holds a wild card of its group (None: as it is).

    Raises:
        NotFoundError: no such application.
        RefusedError: not the talent office, or the application has ended.
        DomainError: `no_wild_card`: the group has none left.
    """
    row = _locked(actor, application_id)
    require(can_keep(actor, row))
    before = {"channel": row.channel, "wild_card": row.is_wild_card}
    row.channel = channel or row.channel
    if wild_card and not row.is_wild_card:
        _require_wild_card(row)
    row.is_wild_card = row.is_wild_card if wild_card is None else wild_card
    after = {"channel": row.channel, "wild_card": row.is_wild_card}
    return _set(actor, row, "application.rechannelled", ["channel", "is_wild_card"], before, after)


@transaction.atomic
def give_to_keeper(*, actor: Actor, application_id: UUID, keeper_id: UUID | None) -> Application:
    """Say who of the office looks after an application; None for nobody.

    Raises:
        NotFoundError: no such application, or nobody of its office.
        RefusedError: not the talent office.
    """
    row = _locked(actor, application_id)
    require(can_keep(actor, row))
    if keeper_id and not holders(Role.OFFICE, ScopeKind.CALL, row.call_id).filter(pk=keeper_id).exists():
        raise NotFoundError("colleague")
    before = {"keeper": str(row.keeper_id or "")}
    row.keeper_id = keeper_id
    return _set(actor, row, "application.kept", ["keeper"], before, {"keeper": str(keeper_id or "")})


@transaction.atomic
def write_note(*, actor: Actor, application_id: UUID, text: str) -> OfficeNote:
    """Write down something about an application that only the office reads.

    Raises:
        NotFoundError: no such application.
        RefusedError: not the talent office.
        InvalidError: nothing written, or too long.
    """
    row = _locked(actor, application_id)
    require(can_keep(actor, row, ended=True))
    words = clean_text(text)
    if not words:
        raise InvalidError([Problem("text", "required", _("Write the note first."))])
    if (over := len(words) - NOTE_LENGTH) > 0:
        sentence = _("%(over)d characters too many. Shorten it; nothing is lost.") % {"over": over}
        raise InvalidError([Problem("text", "too_long", sentence)])
    author = User.objects.filter(pk=actor.user_id).first() if actor.user_id else None
    note = OfficeNote.objects.create(application=row, author=author, text=words)
    record(actor=actor, action="office_note.written", subject=("application", row.pk), after={"note": str(note.pk)})
    return note


@transaction.atomic
def take_back_note(*, actor: Actor, note_id: UUID) -> OfficeNote:
    """Take one's own note back; that there was one stays in the log.

    Raises:
        NotFoundError: no such note for this actor.
        RefusedError: it is another's.
    """
    found = OfficeNote.objects.select_for_update(of=("self",)).select_related("application__call")
    note = found.filter(pk=note_id, taken_back_at__isnull=True).first()
    if note is None or not can_keep(actor, note.application, ended=True):
        raise NotFoundError("note")
    require(can_take_back_note(actor, note))
    note.taken_back_at = clock.now()
    note.save(update_fields=["taken_back_at"])
    record(
        actor=actor,
        action="office_note.taken_back",
        subject=("application", note.application_id),
        after={"note": str(note.pk)},
    )
    return note


def _locked(actor: Actor, application_id: UUID) -> Application:
    """The submitted application, locked; to others than its office there is none."""
    found = Application.objects.select_for_update(of=("self",)).select_related("call", "group")
    row = found.filter(pk=application_id, number__isnull=False).first()
    if row is None or not can_keep(actor, row, ended=True):
        raise NotFoundError("application")
    return row


def _require_wild_card(row: Application) -> None:
    if row.group_id is None:
        raise DomainError("no_wild_card", _("Without a group there are no wild cards."))
    group = Group.objects.select_for_update().get(pk=row.group_id)
    used = Application.objects.filter(group=group, is_wild_card=True).exclude(pk=row.pk).count()
    if used >= group.wild_cards:
        raise DomainError("no_wild_card", _("The group's wild cards are all given."))


def _set(
    actor: Actor, row: Application, action: str, fields: list[str], before: dict[str, Any], after: dict[str, Any]
) -> Application:
    if before == after:
        return row
    row.save(update_fields=fields)
    record(actor=actor, action=action, subject=("application", row.pk), before=before, after=after)
    tell("call", row.call_id)
    return row
