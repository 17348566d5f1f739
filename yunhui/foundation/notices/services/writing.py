"""Writing notices, inside the transaction of what they tell."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.rules import is_erased
from yunhui.foundation.notices.enums import Channel, DispatchState, NoticeState, Release
from yunhui.foundation.notices.models import Dispatch, Notice
from yunhui.foundation.notices.ports import Letter, letter_of, subject_of
from yunhui.foundation.notices.rules import check_context, fill, leaves_at, plain, ways_of
from yunhui.foundation.notices.services.carriers import switched_on
from yunhui.foundation.notices.services.composing import PURPOSE
from yunhui.foundation.notices.services.reaching import reached_by, wishes_of
from yunhui.foundation.notices.services.templates import template_now
from yunhui.foundation.outbox.services import tell
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import pick

# The states of a dispatch from which it can still be called back.
CALLABLE = (DispatchState.HELD, DispatchState.WAITING, DispatchState.CLAIMED)


@dataclass(frozen=True, slots=True)
class _Reader:
    user: User | None
    email: str
    name: str
    language: str
    zone: str


def write_notice(
    *,
    actor: Actor,
    letter: str,
    to: User,
    about: tuple[str, object],
    context: Mapping[str, object],
    link: str = "",
    supersedes: str = "",
    call: UUID | None = None,
) -> Notice:
    """Tell one person something: in their list of notices, and by the channels of their wishes.

    Args:
        letter: the key of a registered letter.
        about: (type, id) of the thing, e.g. ("application", id).
        context: just the letter's variables; see `ports.Variable` for their types.
        link: where the button leads, a path of the platform.
        supersedes: names what this letter says the last word on; earlier ones to the same reader with the same key
            that have not left do not leave any more.
        call: the call that it belongs to, where `about` does not lead to it.

    Raises:
        RuntimeError: outside a transaction.
        LetterError: no such letter, or the context does not fit it.
    """
    reader = _Reader(to, "", to.name, to.language, to.zone)
    return _write(actor, letter_of(letter), reader, about, context, link, supersedes, call)


def write_to_address(
    *,
    actor: Actor,
    letter: str,
    email: str,
    name: str,
    language: str,
    zone: str,
    about: tuple[str, object],
    context: Mapping[str, object],
    link: str = "",
    supersedes: str = "",
    call: UUID | None = None,
) -> Notice:
    """Write to somebody who has no account (yet): by e-mail alone. The rest as in `write_notice`."""
    reader = _Reader(None, email, name, language, zone)
    return _write(actor, letter_of(letter), reader, about, context, link, supersedes, call)


def call_off(*, actor: Actor, supersedes: str, to: User | None = None) -> int:
    """What a key speaks of is settled: its letters that have not left do not leave, and its notices are no longer new.

    Returns how many notices were called off. Without `to`, those of every reader.

    Raises:
        RuntimeError: outside a transaction.
    """
    _require_transaction()
    notices = Notice.objects.filter(supersede_key=supersedes, state__in=(NoticeState.HELD, NoticeState.RELEASED))
    return _supersede(notices.filter(user=to) if to else notices)


def _write(
    actor: Actor,
    letter: Letter,
    reader: _Reader,
    about: tuple[str, object],
    context: Mapping[str, object],
    link: str,
    supersedes: str,
    call: UUID | None,
) -> Notice:
    _require_transaction()
    check_context(letter, context)
    if supersedes:
        earlier = Notice.objects.filter(supersede_key=supersedes, user=reader.user, email=reader.email)
        _supersede(earlier.filter(state__in=(NoticeState.HELD, NoticeState.RELEASED)))
    values, template = plain(context), template_now(letter)
    now, is_held = clock.now(), letter.release == Release.HELD
    notice = Notice(
        letter=letter.key,
        template=template,
        kind=letter.kind,
        state=NoticeState.HELD if is_held else NoticeState.RELEASED,
        user=reader.user,
        email=reader.email,
        name=reader.name,
        language=reader.language,
        zone=reader.zone,
        about_type=about[0],
        about_id=str(about[1]),
        call_id=call or _call_of(*about),
        is_private=letter.private,
        is_urgent=letter.urgent,
        supersede_key=supersedes,
        written_at=now,
        written_by_id=actor.user_id,
        released_at=None if is_held else now,
    )
    _say(notice, values, link)
    notice.save(force_insert=True)
    _dispatch(notice, letter, now, is_held=is_held)
    if not is_held:
        ring(notice)
    return notice


def _say(notice: Notice, values: dict[str, Any], link: str) -> None:
    """Put the words into a notice; those of a private letter are sealed and never lie open in a row."""
    template, reading = notice.template, (notice.language, notice.zone)
    subject = fill(pick(template, "subject", notice.language), values, *reading, short=True)
    body = fill(pick(template, "body", notice.language), values, *reading)
    if notice.is_private:
        notice.sealed = settings.VAULT.encrypt(PURPOSE, json.dumps({"context": values, "link": link}))
        return
    notice.context, notice.link, notice.subject, notice.body = values, link, subject[:400], body


def _dispatch(notice: Notice, letter: Letter, now: datetime, *, is_held: bool) -> None:
    """The ways by which a notice goes; when a held one may leave is settled at its release. To an account whose person
    is gone it goes no way."""
    if notice.user and is_erased(notice.user.email):
        return
    wishes, open_ways = wishes_of(notice.user), switched_on()
    reached = reached_by(notice.user) & open_ways if open_ways != {Channel.MAIL} else set()
    at, in_digest = leaves_at(now, notice.zone, wishes, is_urgent=notice.is_urgent)
    Dispatch.objects.bulk_create(
        Dispatch(
            notice=notice,
            channel=way,
            state=DispatchState.HELD if is_held else DispatchState.WAITING,
            due_at=at,
            is_digest=in_digest and way == Channel.MAIL,
        )
        for way in ways_of(letter, wishes.switched, reached)
    )


def ring(notice: Notice) -> None:
    """Let the open pages of a notice's reader ask for their bell again."""
    if notice.user_id and not notice.is_private:
        tell(f"notices:{notice.user_id}", notice.pk)


def _supersede(notices: Any) -> int:
    """Take notices back where they have not left; the rows are locked first, so that no worker passes between."""
    ids = list(notices.order_by("pk").select_for_update().values_list("pk", flat=True))
    if ids:
        now = clock.now()
        left = Dispatch.objects.filter(notice_id__in=ids, state__in=CALLABLE)
        left.update(state=DispatchState.SUPERSEDED, settled_at=now)
        Notice.objects.filter(pk__in=ids).update(state=NoticeState.SUPERSEDED, sealed="")
    return len(ids)


def _call_of(kind: str, about_id: object) -> UUID | None:
    if kind == "call":
        return UUID(str(about_id))
    subject = subject_of(kind)
    return subject.call_of(str(about_id)) if subject else None


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("a notice belongs into the transaction of what it tells")
