"""The security log: who came in, who was refused, what changed on an account."""

from yunhui.foundation.accounts.models import SecurityEvent, User


def log_security(*, kind: str, user: User | None, email: str, address: str | None, note: str = "") -> None:
    """Append a line to the security log; `address` is the network address, None where the platform itself acts."""
    SecurityEvent.objects.create(kind=kind, user=user, email=email[:254], address=address, note=note[:200])
