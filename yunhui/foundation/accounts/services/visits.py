"""Open sessions: begun, seen, ended by their owner or by a new password."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import transaction

from yunhui.foundation.accounts.enums import SecurityKind
from yunhui.foundation.accounts.models import User, Visit
from yunhui.foundation.accounts.services.security import log_security
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError

LONGEST = timedelta(hours=12)


@transaction.atomic
def begin_visit(*, user: User, session_key: str, address: str | None, device: str, single: bool) -> Visit:
    """Note an open session; with `single` every other session of the account ends."""
    if single:
        end_visits(user=user, keep=session_key, address=address)
    now = clock.now()
    visit, _fresh = Visit.objects.update_or_create(
        session_key=session_key,
        defaults={"user": user, "address": address, "device": device[:80], "began_at": now, "seen_at": now},
    )
    return visit


def see_visit(*, session_key: str) -> None:
    """Note that a session is in use; asked at most once a minute."""
    Visit.objects.filter(session_key=session_key).update(seen_at=clock.now())


def forget_visit(*, session_key: str) -> None:
    """Its owner signed out, or it idled too long."""
    Visit.objects.filter(session_key=session_key).delete()


@transaction.atomic
def end_visit(*, actor: Actor, session_key: str, address: str | None) -> None:
    """End one of the actor's own sessions.

    Raises:
        NotFoundError: there is none.
    """
    visit = Visit.objects.select_related("user").filter(session_key=session_key, user_id=actor.account).first()
    if visit is None:
        raise NotFoundError("session")
    _end([visit.session_key])
    log_security(kind=SecurityKind.SESSION_ENDED, user=visit.user, email=visit.user.email, address=address)


@transaction.atomic
def end_visits(*, user: User, keep: str = "", address: str | None = None) -> int:
    """End an account's sessions, all but `keep`; how many."""
    keys = list(Visit.objects.filter(user=user).exclude(session_key=keep).values_list("session_key", flat=True))
    if keys:
        _end(keys)
        note = str(len(keys))
        log_security(kind=SecurityKind.SESSION_ENDED, user=user, email=user.email, address=address, note=note)
    return len(keys)


def sweep_visits() -> int:
    """Forget the sessions that have outlived their longest time; how many."""
    Session.objects.filter(expire_date__lt=clock.now()).delete()
    return Visit.objects.filter(began_at__lt=clock.now() - LONGEST).delete()[0]


def _end(keys: list[str]) -> None:
    Session.objects.filter(session_key__in=keys).delete()
    Visit.objects.filter(session_key__in=keys).delete()
