"""Where each audience can go: the public head and foot, and the workbench rail by task."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.actor import Actor
from yunhui.ui.frame import Link, RailLink, RailSection


@dataclass(frozen=True, slots=True)
class Task:
    """An entry of the rail: where, its icon, its words, and the roles that have it."""

    url: str
    icon: str
    label: str
    roles: tuple[str, ...]


def _tasks() -> tuple[tuple[str | None, tuple[Task, ...]], ...]:
    staff = (Role.OFFICE, Role.APPROVER, Role.CHAIR)
    return (
        (None, (Task("/w/", "home", _("Today"), (*staff, Role.BOARD, Role.EXPERT)),)),
        (
            _("Calls"),
            (
                Task("/w/calls/", "list", _("Calls and applications"), staff),
                Task("/w/offers/", "hand", _("Host-area match"), (Role.BOARD,)),
                Task("/w/reviews/", "pen", _("Expert review"), (Role.EXPERT,)),
            ),
        ),
        (
            _("Look up"),
            (
                Task("/w/accounts/", "users", _("Accounts and roles"), (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)),
                Task("/w/security/", "lock", _("Security log"), (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)),
                Task("/w/audit/", "doc", _("Security-audit log"), (Role.AUDIT_ADMIN,)),
            ),
        ),
    )


def rail_for(actor: Actor, path: str) -> list[RailSection]:
    """The sections of the rail that the actor has something in."""
    sections = []
    for title, tasks in _tasks():
        links = [
            RailLink(task.url, task.icon, task.label, None, _is_current(task.url, path))
            for task in tasks
            if actor.has(*task.roles)
        ]
        if links:
            sections.append(RailSection(title, links))
    return sections


def public_links(lang: str, path: str) -> list[Link]:
    """The head of the public site."""
    rows = (("", _("This year")), ("calls/", _("Calls")), ("timetable/", _("Timetable")), ("areas/", _("Host areas")))
    return [Link(f"/{lang}/{tail}", label, _is_current(f"/{lang}/{tail}", path)) for tail, label in rows]


def role_word(actor: Actor) -> str:
    """The actor's roles in words, for the menu."""
    words = [str(label) for value, label in Role.choices if actor.has(value)]
    return "、".join(words) if actor.language.startswith("zh") else ", ".join(words)


def _is_current(url: str, path: str) -> bool:
    return path == url if url.count("/") <= 2 else path.startswith(url)
