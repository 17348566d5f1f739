"""Writing notices, inside the transaction of what they tell."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet

from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.rules import is_erased
from yunhui.foundation.notices.enums import Channel, DispatchState, NoticeState, Release
from yunhui.foundation.notices.models import Dispatch, Notice, Template
from yunhui.foundation.notices.ports import Letter, LetterError, letter_of, subject_of
from yunhui.foundation.notices.rules import Wishes, check_context, fill, leaves_at, plain, ways_of
from yunhui.foundation.notices.services.carriers import switched_on
from yunhui.foundation.notices.services.composing import PURPOSE
from yunhui.foundation.notices.services.reaching import channels_of, wishes_of
from yunhui.foundation.notices.services.templates import template_now
from yunhui.foundation.outbox.services import tell_all
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import pick

# The states of a dispatch from which it can still be called back.
CALLABLE = (DispatchState.HELD, DispatchState.WAITING, DispatchState.CLAIMED)
_ALIVE = (NoticeState.HELD, NoticeState.RELEASED)
_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A reader who has no account (yet): reached by e-mail alone."""

    email: str
    name: str
    language: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One reader's copy of a letter that goes to many; the fields are the arguments of `write_notice`.

    `zone`: the clock on which its instants are told, where that is not the account's own.
    """

    to: User | Address
    about: tuple[str, object]
    context: Mapping[str, object]
    link: str = ""
    supersedes: str = ""
    call: UUID | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True)
class _Reader:
    user: User | None
    email: str
    name: str
    language: str
    zone: str


@dataclass(frozen=True, slots=True)
class _Saying:
    reader: _Reader
    about: tuple[str, object]
    context: Mapping[str, object]
    link: str
    supersedes: str
    call: UUID | None

    @property
    def key(self) -> tuple[str, object, str]:
        """What a later letter to the same reader takes back."""
        return (self.supersedes, self.reader.user.pk if self.reader.user else None, self.reader.email)


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
    copy = Copy(to=to, about=about, context=context, link=link, supersedes=supersedes, call=call)
    return write_notices(actor=actor, letter=letter, copies=[copy])[0]


def write_notices(*, actor: Actor, letter: str, copies: Sequence[Copy]) -> list[Notice]:
    """Tell many people something by the same letter, each with their own context; at most one copy with the same
    `supersedes` to one reader.

    About ten queries for each 500 readers where every copy names its `call` or all are about the same thing; one more
    for each other thing.

    Raises:
        RuntimeError: outside a transaction.
        LetterError: no such letter, or a context does not fit it.
    """
    sayings = [
        _Saying(_reader(copy.to, copy.zone), copy.about, copy.context, copy.link, copy.supersedes, copy.call)
        for copy in copies
    ]
    return _write(actor, letter_of(letter), sayings)


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
    to = Address(email=email, name=name, language=language, zone=zone)
    copy = Copy(to=to, about=about, context=context, link=link, supersedes=supersedes, call=call)
    return write_notices(actor=actor, letter=letter, copies=[copy])[0]


def call_off(*, actor: Actor, supersedes: str, to: User | None = None) -> int:
    """What a key speaks of is settled: its letters that have not left do not leave, and its notices are no longer new.

    Returns how many notices were called off. Without `to`, those of every reader.

    Raises:
        RuntimeError: outside a transaction.
    """
    _require_transaction()
    notices = Notice.objects.filter(supersede_key=supersedes, state__in=_ALIVE)
    return _supersede(list(_locked(notices.filter(user=to) if to else notices).values_list("pk", flat=True)))


def _write(actor: Actor, letter: Letter, sayings: Sequence[_Saying]) -> list[Notice]:
    _require_transaction()
    for saying in sayings:
        check_context(letter, saying.context)
    _take_back_earlier(sayings)
    template, calls = template_now(letter), _calls_of(sayings)
    notices = [_notice(actor, letter, template, saying, calls.get(saying.about)) for saying in sayings]
    Notice.objects.bulk_create(notices, batch_size=_BATCH)
    _dispatch(notices, letter)
    ring([notice for notice in notices if notice.state == NoticeState.RELEASED])
    return notices


def _notice(actor: Actor, letter: Letter, template: Template, saying: _Saying, call: UUID | None) -> Notice:
    now, is_held, reader = clock.now(), letter.release == Release.HELD, saying.reader
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
        about_type=saying.about[0],
        about_id=str(saying.about[1]),
        call_id=saying.call or call,
        is_private=letter.private,
        is_urgent=letter.urgent,
        supersede_key=saying.supersedes,
        written_at=now,
        written_by_id=actor.user_id,
        released_at=None if is_held else now,
    )
    _say(notice, plain(saying.context), saying.link)
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


def _dispatch(notices: Sequence[Notice], letter: Letter) -> None:
    """The ways by which notices go; when a held one may leave is settled at its release. To an account whose person is
    gone it goes no way."""
    users = [notice.user for notice in notices if notice.user]
    wishes, open_ways = wishes_of(users), switched_on()
    reached = channels_of(users) if open_ways != {Channel.MAIL} else {}
    rows = []
    for notice in notices:
        if notice.user and is_erased(notice.user.email):
            continue
        wish = wishes.get(notice.user_id, Wishes())
        at, in_digest = leaves_at(notice.written_at, notice.zone, wish, is_urgent=notice.is_urgent)
        rows += [
            Dispatch(
                notice=notice,
                channel=way,
                state=DispatchState.HELD if notice.state == NoticeState.HELD else DispatchState.WAITING,
                due_at=at,
                is_digest=in_digest and way == Channel.MAIL,
            )
            for way in ways_of(letter, wish.switched, reached.get(notice.user_id, set()) & open_ways)
        ]
    Dispatch.objects.bulk_create(rows, batch_size=_BATCH)


def ring(notices: Sequence[Notice]) -> None:
    """Let the open pages of the notices' readers ask for their bell again."""
    tell_all([(f"notices:{one.user_id}", one.pk) for one in notices if one.user_id and not one.is_private])


def _take_back_earlier(sayings: Sequence[_Saying]) -> None:
    """What the sayings are the last word on, and has not left, does not leave any more."""
    keys = [saying.key for saying in sayings if saying.supersedes]
    if len(set(keys)) < len(keys):
        raise LetterError("two letters to one reader cannot both be the last word")
    if not keys:
        return
    names, readers, emails = ({key[index] for key in keys} for index in range(3))
    of_reader = Q(user__in=readers - {None}) | Q(user__isnull=True, email__in=emails - {""})
    earlier = Notice.objects.filter(of_reader, supersede_key__in=names, state__in=_ALIVE)
    rows = _locked(earlier).values_list("pk", "supersede_key", "user_id", "email")
    _supersede([pk for pk, *key in rows if tuple(key) in set(keys)])


def _locked(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """Locked in the order of their ids before they change, so that no worker passes between."""
    return notices.order_by("pk").select_for_update(of=("self",))


def _supersede(ids: Sequence[UUID]) -> int:
    """Take locked notices back where they have not left."""
    if ids:
        left = Dispatch.objects.filter(notice_id__in=ids, state__in=CALLABLE)
        left.update(state=DispatchState.SUPERSEDED, settled_at=clock.now())
        Notice.objects.filter(pk__in=ids).update(state=NoticeState.SUPERSEDED, sealed="")
    return len(ids)


def _calls_of(sayings: Sequence[_Saying]) -> dict[tuple[str, object], UUID | None]:
    """The calls to which the things belong that letters are about, where they do not say it themselves."""
    return {about: _call_of(*about) for about in {saying.about for saying in sayings if not saying.call}}


def _call_of(kind: str, about_id: object) -> UUID | None:
    if kind == "call":
        return UUID(str(about_id))
    subject = subject_of(kind)
    return subject.call_of(str(about_id)) if subject else None


def _reader(to: User | Address, zone: str) -> _Reader:
    if isinstance(to, Address):
        return _Reader(None, to.email, to.name, to.language, zone or to.zone)
    return _Reader(to, "", to.name, to.language, zone or to.zone)


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("a notice belongs into the transaction of what it tells")
