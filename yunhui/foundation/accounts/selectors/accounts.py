"""Reads of accounts."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import ADMINISTRATORS, Role, ScopeKind
from yunhui.foundation.accounts.models import Loan, RoleGrant, User
from yunhui.foundation.accounts.ports import grounds
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor, Grant
from yunhui.kernel.errors import NotFoundError, RefusedError
from yunhui.kernel.statements import Kept


def actor_of(
    user: User,
    request_id: str = "",
    assurance: int = 1,
    *,
    proved_at: datetime | None = None,
    acting: Loan | None = None,
) -> Actor:
    """The actor of an account, with the grants that are live now (one query).

    With `acting`, a loan that `loan_in_force` found: the account acts for its lender, with the lent role and no other.
    """
    if acting is not None:
        lent = acting.grant
        grants = _unfolded([Grant(lent.role, lent.scope_kind, lent.scope_id)])
    else:
        grants = _unfolded([Grant(*row) for row in _GRANTS.ask(user.pk, clock.now())])
    return Actor(
        user_id=user.pk,
        label="user",
        grants=grants,
        language=user.language,
        zone=user.zone,
        name=user.name,
        assurance=assurance,
        proved_at=proved_at,
        request_id=request_id,
        on_behalf_of=acting.lender_id if acting else None,
    )


def _unfolded(held: list[Grant]) -> frozenset[Grant]:
    """A role in a jurisdiction is a role in everything inside it: calls, host areas. One query for each kind, and only
    for those who hold such a role."""
    found = set(held)
    wide = [one for one in held if one.scope_kind == ScopeKind.JURISDICTION]
    for kind, ground in grounds().items() if wide else ():
        for one in wide:
            found |= {Grant(one.role, kind, str(thing)) for thing in ground.inside([one.scope_id])}
    return frozenset(found)


def loan_in_force(loan_id: str, user: User) -> Loan | None:
    """A loan to this account, while it lasts and the lender holds the role (one query)."""
    now = clock.now()
    rows = Loan.objects.select_related("grant", "lender").filter(
        borrower=user, ended_at__isnull=True, starts_at__lte=now, ends_at__gt=now, grant__in=live_grants()
    )
    try:
        return rows.filter(pk=UUID(loan_id), lender__is_active=True).first()
    except ValueError:
        return None


def live_grants(now: datetime | None = None) -> QuerySet[RoleGrant]:
    """The grants that are in force now: not ended, and their own date has not come."""
    return RoleGrant.objects.filter(Q(until__isnull=True) | Q(until__gt=now or clock.now()), ended_at__isnull=True)


_GRANTS: Kept[tuple[str, str, str]] = Kept(
    lambda user, now: live_grants(now).filter(user_id=user).values_list("role", "scope_kind", "scope_id"),
    UUID(int=0),
    datetime(2000, 1, 1, tzinfo=UTC),
)


def holders(role: str, scope_kind: str = "", scope_id: object = "") -> QuerySet[User]:
    """The active accounts that hold a role now: anywhere, or (with a scope) for this very thing or the whole city.

    `holders(Role.BOARD, ScopeKind.BOARD, board.pk)` are the officers of a host area, `holders(Role.OFFICE,
    ScopeKind.CALL, call.pk)` the office of a call: those of the whole city and those of this call. For notices; a
    page must not show it to a reader whose rule does not allow them to know.
    """
    grants = _grants_of([role], scope_kind, scope_id)
    return User.objects.filter(pk__in=grants.values("user_id"), is_active=True).order_by("name", "pk")


def holders_by_role(roles: Sequence[str], scope_kind: str = "", scope_id: object = "") -> list[tuple[str, User]]:
    """(role, account) of everybody who holds one of some roles, as `holders` finds them: by role, then by name."""
    rows = _grants_of(roles, scope_kind, scope_id).filter(user__is_active=True).select_related("user")
    found = {(roles.index(one.role), one.user.name, one.user_id): one.user for one in rows}
    return [(roles[place], user) for (place, _name, _id), user in sorted(found.items(), key=lambda pair: pair[0])]


def _grants_of(roles: Sequence[str], scope_kind: str, scope_id: object) -> QuerySet[RoleGrant]:
    rows = live_grants().filter(role__in=roles)
    if scope_kind and scope_kind != ScopeKind.CITY:
        ground = grounds().get(scope_kind)
        codes = list(ground.around(scope_id)) if ground else []
        rows = rows.filter(
            Q(scope_kind=ScopeKind.CITY)
            | Q(scope_kind=scope_kind, scope_id=str(scope_id))
            | Q(scope_kind=ScopeKind.JURISDICTION, scope_id__in=codes)
        )
    elif scope_kind:
        rows = rows.filter(scope_kind=ScopeKind.CITY)
    return rows


def user_of(user_id: UUID) -> User | None:
    """An account by id, for the session."""
    return User.objects.filter(pk=user_id, is_active=True).first()


def users_with_grants(actor: Actor, text: str = "", role: str = "") -> QuerySet[User]:
    """Every account with its live grants, for the administrators; only those whose name or address holds `text`, and
    who hold `role` somewhere.

    Raises:
        RefusedError: the actor is none of them.
    """
    if not (actor.is_system or actor.has(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)):
        raise RefusedError("not_admin", _("Only the administrators see accounts."))
    live = live_grants().order_by("role", "pk")
    rows = User.objects.prefetch_related(Prefetch("grants", live)).order_by("name", "email")
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(email__icontains=text))
    return rows.filter(pk__in=live.filter(role=role).values("user_id")) if role else rows


def account_for(actor: Actor, user_id: UUID) -> User:
    """One account with its live grants, for the administrators.

    Raises:
        RefusedError: the actor is none of them.
        NotFoundError: there is no such account.
    """
    user = users_with_grants(actor).filter(pk=user_id).first()
    if user is None:
        raise NotFoundError("account")
    return user


def user_with_email(email: str) -> User | None:
    """An active account by its address."""
    return User.objects.filter(email__iexact=email, is_active=True).first()


def names_of(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names behind account ids, for pages whose rule has let their reader see who acted."""
    return dict(User.objects.filter(pk__in={one for one in ids if one}).values_list("pk", "name"))


def ids_matching(actor: Actor, text: str) -> list[UUID]:
    """The accounts whose name or address holds a text, for the administrators.

    Raises:
        RefusedError: the actor is none of them.
    """
    if not (actor.is_system or actor.has(*ADMINISTRATORS)):
        raise RefusedError("not_admin", _("Only the administrators see accounts."))
    return list(
        User.objects.filter(Q(name__icontains=text) | Q(email__icontains=text)).values_list("pk", flat=True)[:200]
    )
