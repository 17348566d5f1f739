"""The office's outbox: every letter with what became of it on each channel."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.notices.enums import Channel, DispatchState, NoticeState
from yunhui.foundation.notices.models import Dispatch, Notice, Trouble
from yunhui.foundation.notices.ports import all_letters, still_sealed
from yunhui.foundation.notices.rules import can_see_outbox
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError, require

# What the tabs of the outbox hold: the states of a letter's dispatches. One letter may be in two of them, when its
# e-mail was sent and its SMS refused.
TABS: dict[str, tuple[DispatchState, ...]] = {
    "held": (DispatchState.HELD,),
    "waiting": (DispatchState.WAITING, DispatchState.CLAIMED, DispatchState.HANDING),
    "sent": (DispatchState.SENT, DispatchState.DELIVERED),
    "refused": (DispatchState.REFUSED, DispatchState.UNSURE),
    "bounced": (DispatchState.BOUNCED,),
    "superseded": (DispatchState.SUPERSEDED, DispatchState.DISCARDED),
}


def outbox_of(actor: Actor) -> QuerySet[Notice]:
    """The letters that the actor keeps, the newest first: the city's, or those of the actor's calls.

    Raises:
        RefusedError: not of the office.
    """
    require(can_see_outbox(actor))
    rows = Notice.objects.order_by("-written_at", "-pk")
    if actor.is_system or actor.has_in(Role.OFFICE, ScopeKind.CITY, ""):
        return rows
    return rows.filter(call_id__in=[UUID(one) for one in actor.scope_ids(Role.OFFICE, ScopeKind.CALL)])


def within(
    rows: QuerySet[Notice],
    *,
    tab: str = "",
    letter: str = "",
    channel: str = "",
    call_id: UUID | None = None,
    q: str = "",
) -> QuerySet[Notice]:
    """Letters narrowed by tab, kind of letter, channel, call, and a text in reader's name, address or subject."""
    if tab in TABS or channel in Channel.values:
        going = Dispatch.objects.filter(notice=OuterRef("pk"))
        if tab in TABS:
            going = going.filter(state__in=TABS[tab])
        if channel in Channel.values:
            going = going.filter(channel=channel)
        rows = rows.filter(Exists(going))
    if letter:
        rows = rows.filter(letter=letter)
    if call_id:
        rows = rows.filter(call_id=call_id)
    if q:
        words = Q(name__icontains=q) | Q(email__icontains=q) | Q(user__email__icontains=q) | Q(subject__icontains=q)
        rows = rows.filter(words).exclude(letter__in=_sealed_letters())
    return rows


def hides_reader(notice: Notice) -> bool:
    """Whether the outbox does not say to whom a letter goes: to look for a name does not find it either."""
    return notice.letter in _sealed_letters()


def _sealed_letters() -> list[str]:
    return [one.key for one in all_letters() if one.hides_reader]


def counted_by_state(rows: QuerySet[Notice]) -> dict[str, int]:
    """How many of some letters are in each tab, and in all (one query)."""
    counts = {tab: Count("pk", filter=Q(dispatches__state__in=states), distinct=True) for tab, states in TABS.items()}
    found: dict[str, int] = rows.order_by().aggregate(all=Count("pk", distinct=True), **counts)
    return found


def letter_in_outbox(actor: Actor, notice_id: UUID) -> Notice:
    """One letter with its template and reader.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    rows = outbox_of(actor).select_related("template", "user", "settled_by")
    found = rows.prefetch_related("dispatches__attempts").filter(pk=notice_id).first()
    if found is None:
        raise NotFoundError("letter")
    return found


def next_held(actor: Actor, notice: Notice) -> UUID | None:
    """The held letter after this one, in the order of the outbox; None at the end."""
    rows = outbox_of(actor).filter(state=NoticeState.HELD).exclude(pk=notice.pk)
    older = rows.filter(written_at__lte=notice.written_at, pk__lt=notice.pk)
    return (older.first() or rows.first() or Notice(id=None)).pk


def troubles(actor: Actor) -> QuerySet[Trouble]:
    """The addresses from which letters come back, the latest first, for the office of the city.

    Raises:
        RefusedError: not of the office.
    """
    require(can_see_outbox(actor))
    return Trouble.objects.order_by("-since", "-pk")


def sealed_among(rows: Sequence[Trouble]) -> frozenset[int]:
    """Those of some addresses that nobody may read yet: a letter that hides its reader came back from them, and who
    was asked in its call is still secret. An address that refused letters before it is no secret."""
    asked = Dispatch.objects.filter(channel=Channel.MAIL, notice__letter__in=_sealed_letters())
    found = asked.annotate(email=Lower("address")).filter(email__in=[one.email for one in rows])
    letters = list(found.values_list("email", "notice__call_id", "notice__written_at"))
    sealed = still_sealed({call for _email, call, _at in letters if call}) if letters else frozenset()
    return frozenset(
        row.pk
        for row in rows
        if any(email == row.email and call in sealed and at <= row.since for email, call, at in letters)
    )
