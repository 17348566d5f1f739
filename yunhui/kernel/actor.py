"""Who acts: passed to every service and every selector."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

# How long a second factor that was just confirmed is good for what asks for it again.
FRESH = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role inside a scope: the whole city, or one thing of `scope_kind` named by `scope_id`."""

    role: str
    scope_kind: str = "city"
    scope_id: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the system) with roles, as known at the start of one request or task.

    Attributes:
        user_id: the account, or None for a visitor and for the system.
        label: how the audit names the actor where no account does (`visitor`, `system:worker`).
        assurance: 0 visitor, 1 password or e-mail, 2 second factor.
        request_id: joins the rows of one request, its tasks and its facts.
        proved_at: when the second factor was last confirmed in this session.
        on_behalf_of: the colleague for whom the account acts, with the role that they lent and no other.
    """

    user_id: UUID | None
    label: str
    grants: frozenset[Grant] = frozenset()
    language: str = "zh-hans"
    zone: str = "Asia/Shanghai"
    name: str = ""
    assurance: int = 0
    request_id: str = ""
    on_behalf_of: UUID | None = None
    proved_at: datetime | None = None
    _roles: frozenset[str] = field(default=frozenset(), compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_roles", frozenset(grant.role for grant in self.grants))

    @property
    def is_signed_in(self) -> bool:
        """Whether an account stands behind the actor."""
        return self.user_id is not None

    @property
    def account(self) -> UUID:
        """The account's id, where a page or a rule has made sure that somebody is signed in."""
        assert self.user_id is not None, "nobody is signed in"
        return self.user_id

    @property
    def is_system(self) -> bool:
        """Whether the city's own machinery acts (tasks, sweeps, the command line)."""
        return self.label.startswith("system")

    def is_fresh(self, now: datetime) -> bool:
        """Whether a second factor was confirmed a moment ago: asked for where a role is given or data leaves."""
        return self.is_system or (self.proved_at is not None and now - self.proved_at < FRESH)

    def has(self, *roles: str) -> bool:
        """Whether the actor holds any of the roles, in whatever scope."""
        return not self._roles.isdisjoint(roles)

    def has_in(self, role: str, scope_kind: str, scope_id: object) -> bool:
        """Whether the actor holds the role for the whole city or for this very thing."""
        return Grant(role) in self.grants or Grant(role, scope_kind, str(scope_id)) in self.grants

    def scope_ids(self, role: str, scope_kind: str) -> frozenset[str]:
        """The ids of the things of one kind in which the actor holds the role."""
        return frozenset(g.scope_id for g in self.grants if g.role == role and g.scope_kind == scope_kind)

    def within(self, request_id: str) -> "Actor":
        """The same actor, inside another request."""
        return replace(self, request_id=request_id)


VISITOR = Actor(user_id=None, label="visitor")


def system(label: str, request_id: str = "") -> Actor:
    """The city's own machinery, e.g. `system("worker")`; it reads and writes for no person."""
    return Actor(user_id=None, label=f"system:{label}", request_id=request_id, assurance=2)
