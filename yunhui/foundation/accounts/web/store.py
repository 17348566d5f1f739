"""The session and its account as every request reads them: Django's own, with statements that are built once."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from yunhui.foundation.accounts.models import User
from yunhui.kernel.statements import Kept

_SESSION: Kept[Session] = Kept(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now),
    "key",
    datetime(2000, 1, 1, tzinfo=UTC),
)
_USER: Kept[User] = Kept(lambda pk: User.objects.filter(pk=pk), UUID(int=0))


class SessionStore(db.SessionStore):
    """Sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        # Django's clock, not ours: by it Django wrote when the session ends.
        found = _SESSION.ask(self.session_key, timezone.now())
        if not found:
            self._session_key = None
        return found[0] if found else None


class Accounts(ModelBackend):
    """Accounts with a password."""

    def get_user(self, user_id: Any) -> User | None:
        """The account of a session, unless it was closed."""
        found = _USER.ask(user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None
