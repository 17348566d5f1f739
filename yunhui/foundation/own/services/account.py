"""What the account itself and the log hold of a person."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.foundation.accounts.models import Factor, Identity, SecurityEvent, User, Visit
from yunhui.foundation.accounts.selectors import live_grants
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.own.ports import Fate, Holding
from yunhui.kernel.actor import Actor

_MOST = 5_000  # lines of a log


def collect(user: User) -> dict[str, Any]:
    """The account, how it is opened, and what it did."""
    return {
        "id": user.pk,
        "email": user.email,
        "name": user.name,
        "language": user.language,
        "zone": user.zone,
        "created_at": user.created_at,
        "second_factors": list(Factor.objects.filter(user=user).values("kind", "added_at")),
        "other_doors": list(Identity.objects.filter(user=user).values("provider", "name", "linked_at")),
        "open_sessions": list(Visit.objects.filter(user=user).values("began_at", "seen_at", "address", "device")),
        "security_log": list(
            SecurityEvent.objects.filter(user=user).order_by("-at").values("at", "kind", "address")[:_MOST]
        ),
        "what_you_did": list(
            AuditEntry.objects.filter(actor_id=user.pk).order_by("-seq").values("at", "action", "subject_type")[:_MOST]
        ),
    }


def foretell(user: User) -> Fate:
    """The account ends; the logs stay, without a name."""
    blocked: tuple[str, ...] = ()
    if live_grants().filter(user=user).exists():
        blocked = (_("You hold a role in this city. The security administrator ends it first; then you can go on."),)
    return Fate(
        gone=(_("Your name, e-mail address, password, second factors and other ways to sign in."),),
        kept=(
            (
                _("The security log, six months long."),
                _("The Cybersecurity Law has every network keep it for at least that long."),
            ),
            (
                _("The security-audit log, with a number in place of you."),
                _("It proves that nobody changed a decision afterwards. It never held your name."),
            ),
        ),
        blocked=blocked,
    )


def erase(actor: Actor, user: User) -> None:
    """The orchestrator ends the account itself, last of all."""


def holding() -> Holding:
    """For `register_holding`."""
    return Holding(gettext_lazy("Your account"), collect, foretell, erase)
