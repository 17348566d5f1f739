"""Checking a password."""

from django.contrib.auth.hashers import check_password, make_password

from yunhui.foundation.accounts.enums import SecurityKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.services.security import log_security

# Spent on an unknown address too, so that the answer's time does not tell which addresses exist.
_NOBODY = make_password("nobody")


def check_credentials(*, email: str, password: str, address: str | None) -> User | None:
    """The active account of an address and password, or None; both are written to the security log."""
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    good = check_password(password, user.password if user else _NOBODY)
    if user is None or not good:
        log_security(kind=SecurityKind.REFUSED, user=user, email=email[:254], address=address)
        return None
    return user
