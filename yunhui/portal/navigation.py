"""Where each audience can go: the public head and foot, and the workbench rail by task."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yunhui.features.proof.rules import EXAMINERS
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.actor import Actor
from yunhui.pipeline.reading.rules.emergency import WATCHERS
from yunhui.ui.frame import Link, RailLink, RailSection

_CALL = re.compile(r"^/w/calls/(?!new/)([\w-]+)/")


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
                Task("/w/calls/", "list", _("All calls"), staff),
                Task("/w/calls/new", "plus", _("Make a call"), (Role.OFFICE,)),
                Task("/w/enquiries/", "msg", _("Questions"), (Role.OFFICE,)),
                Task("/w/imports/", "upload", _("Bring in a table"), (Role.OFFICE, Role.SYSTEM_ADMIN)),
                Task("/w/offers/", "hand", _("Host-area match"), (Role.BOARD,)),
                Task("/w/recommended/", "plus", _("Recommend a project"), (Role.BOARD,)),
                Task("/w/pool/", "grid", _("Project pool"), (Role.BOARD,)),
                Task("/w/rehearsal/", "video", _("Getting ready for the stage"), (Role.BOARD,)),
                Task("/w/reviews/", "pen", _("Expert review"), (Role.EXPERT,)),
                Task("/w/panel/", "users", _("My panels"), (Role.EXPERT,)),
                Task("/my/timetable/", "cal", _("My hours at events"), (Role.BOARD, Role.EXPERT)),
            ),
        ),
        (
            _("Look up"),
            (
                Task("/w/experts/", "users", _("Expert library"), staff),
                Task("/w/site/", "globe", _("Public site"), (Role.OFFICE, Role.APPROVER)),
                Task("/w/calendar/", "clock", _("Working days"), (Role.OFFICE, Role.APPROVER)),
                Task("/w/proof/", "shield", _("Decisions and their proof"), EXAMINERS),
                Task(
                    "/w/emergency/",
                    "eye",
                    _("Emergency reading"),
                    (Role.APPROVER, *WATCHERS),
                ),
                Task("/w/health/", "settings", _("Health of the city"), (Role.SYSTEM_ADMIN,)),
                Task("/w/outbox/", "msg", _("Outbox"), (Role.OFFICE,)),
                Task("/w/accounts/", "users", _("Accounts and roles"), (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)),
                Task("/w/invitations/", "plus", _("Invitations"), (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)),
                Task("/w/recertification/", "check", _("Roles to look at"), (Role.SECURITY_ADMIN,)),
                Task("/w/held/", "pause", _("Held back"), (Role.SECURITY_ADMIN,)),
                Task("/w/security/", "lock", _("Security log"), (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)),
                Task("/w/audit/", "doc", _("Security-audit log"), (Role.AUDIT_ADMIN,)),
            ),
        ),
    )


def _of_call(code: str) -> tuple[Task, ...]:
    staff = (Role.OFFICE, Role.APPROVER, Role.CHAIR)
    return (
        Task(f"/w/calls/{code}/", "list", _("Applications"), staff),
        Task(f"/w/calls/{code}/check/", "check", _("Form check"), (Role.OFFICE,)),
        Task(f"/w/calls/{code}/docking/", "hand", _("Host-area match"), staff),
        Task(f"/w/calls/{code}/assignment/", "users", _("Assignment"), (Role.OFFICE, Role.CHAIR)),
        Task(f"/w/calls/{code}/panel/", "users", _("Panel of experts"), staff),
        Task(f"/w/calls/{code}/round/", "lock", _("Round of review"), staff),
        Task(f"/w/calls/{code}/progress/", "clock", _("Progress of the review"), staff),
        Task(f"/w/calls/{code}/scores/", "eye", _("Scores to look at"), staff),
        Task(f"/w/calls/{code}/ranking/", "rank", _("Ranking"), staff),
        Task(f"/w/calls/{code}/deliberations/", "msg", _("Deliberations"), staff),
        Task(f"/w/calls/{code}/papers/", "doc", _("Papers"), staff),
        Task(f"/w/calls/{code}/batch/", "pen", _("Decision batch"), staff),
        Task(f"/w/calls/{code}/places/", "check", _("Places and reserves"), staff),
        Task(f"/w/calls/{code}/objections/", "flag", _("Objections"), staff),
        Task(f"/w/calls/{code}/comments/", "msg", _("Comments for applicants"), staff),
        Task(f"/w/calls/{code}/timetable/", "cal", _("Timetable"), staff),
        Task(f"/w/calls/{code}/rehearsal/", "video", _("Who is ready"), staff),
        Task(f"/w/calls/{code}/faq/", "msg", _("Answers for everyone"), (Role.OFFICE,)),
        Task(f"/w/calls/{code}/setup/", "settings", _("Make and amend"), (Role.OFFICE,)),
    )


def tasks_of(actor: Actor) -> list[Task]:
    """Every page of the rail that the actor has, outside of a single call."""
    return [task for _title, tasks in _tasks() for task in tasks if actor.has(*task.roles)]


def rail_for(actor: Actor, path: str) -> list[RailSection]:
    """The sections of the rail that the actor has something in; inside a call, its pages too."""
    if not actor.grants:
        return []
    inside = _CALL.match(path)
    groups = [*_tasks()[:2], (_("This call"), _of_call(inside.group(1))), *_tasks()[2:]] if inside else _tasks()
    known = [(title, [task for task in tasks if actor.has(*task.roles)]) for title, tasks in groups]
    # A call's ranking lies under the call, and the call under all calls: the longest address is where the reader is.
    here = max(
        (task.url for _title, tasks in known for task in tasks if _is_current(task.url, path)), key=len, default=""
    )
    return [
        RailSection(title, [RailLink(task.url, task.icon, task.label, None, task.url == here) for task in tasks])
        for title, tasks in known
        if tasks
    ]


def public_links(lang: str, path: str) -> list[Link]:
    """The head of the public site."""
    rows = (
        ("", _("This year")),
        ("timetable/", _("Timetable")),
        ("projects/", _("Projects")),
        ("areas/", _("Areas and policies")),
        ("how-to-apply/", _("How to apply")),
        ("figures/", _("In figures")),
    )
    return [Link(f"/{lang}/{tail}", label, _is_current(f"/{lang}/{tail}", path)) for tail, label in rows]


def role_word(actor: Actor) -> str:
    """The actor's roles in words, for the menu."""
    words = [str(label) for value, label in Role.choices if actor.has(value)]
    return "、".join(words) if actor.language.startswith("zh") else ", ".join(words)


def _is_current(url: str, path: str) -> bool:
    return path == url if url.count("/") <= 2 else path.startswith(url)
