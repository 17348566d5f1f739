"""Who comes and goes in the demo city: two people invited, a colleague on leave, an address that was guessed at."""

from datetime import timedelta

from django.db import transaction

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import RoleGrant
from yunhui.foundation.accounts.selectors import actor_of, user_with_email
from yunhui.foundation.accounts.services import check_credentials, grant_role, invite_staff, lend_role
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor, Grant
from yunhui.recipes.demo.city import DemoCity, account

_GUESSES = 11
_FROM = "192.0.2.44"  # an address of documentation (RFC 5737)


@transaction.atomic
def staff_changes(*, actor: Actor, city: DemoCity) -> None:
    """Proposals that wait, a role that ends, one that nobody looked at for a year, one that is lent, and a hold."""
    keeper, officer = user_with_email("system-admin@demo.example"), user_with_email("office@demo.example")
    assert keeper is not None
    assert officer is not None
    board = Grant(Role.BOARD, ScopeKind.BOARD, str(city.boards[2].pk))
    for email, name, grant in (
        ("ke.liang@demo.example", "梁可", Grant(Role.OFFICE)),
        ("yufei.ruan@demo.example", "阮羽飞", board),
    ):
        invite_staff(actor=actor_of(keeper), email=email, name=name, grants=[grant])
    away = account(actor, "office-2", "苏禾")
    row = grant_role(actor=actor, user=away, role=Role.OFFICE, until=clock.now() + timedelta(days=200))
    lend_role(
        actor=actor_of(away),
        grant_id=row.pk,
        to_email=officer.email,
        starts_at=clock.now() - timedelta(days=1),
        ends_at=clock.now() + timedelta(days=9),
        reason="年休假",
    )
    long_ago = clock.now() - timedelta(days=380)
    RoleGrant.objects.filter(user__email="approver@demo.example").update(granted_at=long_ago)
    at = clock.now() - timedelta(minutes=75)
    for turn in range(_GUESSES):  # somebody patient: each time as soon as the wait is over
        with clock.travel(at):
            check_credentials(email="admin@demo.example", password="guessed", address=_FROM)  # noqa: S106 - refused
        at += timedelta(minutes=1 + 2 ** (turn - 4) if turn >= 4 else 0)
