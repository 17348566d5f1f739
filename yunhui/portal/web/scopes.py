"""Where a role can be held, in words: for the administrators' lists and forms."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import pick
from yunhui.parties.selectors import boards, jurisdictions
from yunhui.pipeline.calls.selectors import calls_visible_to
from yunhui.ui.fields import Field

CITY = f"{ScopeKind.CITY}:"
Scopes = dict[tuple[str, str], str]


def scopes_for(actor: Actor, kinds: Collection[str] = tuple(ScopeKind)) -> Scopes:
    """(kind, id) -> its name: the whole city first, then jurisdictions, host areas and calls; a query for each of the
    `kinds` that are asked for."""
    found: Scopes = {(ScopeKind.CITY, ""): _("The whole city")}
    for node in jurisdictions() if ScopeKind.JURISDICTION in kinds else ():
        found[(ScopeKind.JURISDICTION, node.pk)] = _("Jurisdiction: %(name)s") % {
            "name": pick(node, "name", actor.language)
        }
    for board in boards() if ScopeKind.BOARD in kinds else ():
        name = pick(board, "name", actor.language)
        found[(ScopeKind.BOARD, str(board.pk))] = _("Host area: %(name)s") % {"name": name}
    for call in calls_visible_to(actor) if ScopeKind.CALL in kinds else ():
        found[(ScopeKind.CALL, str(call.pk))] = _("Call: %(name)s") % {"name": pick(call, "title", actor.language)}
    return found


def where_of(scopes: Scopes, kind: str, scope_id: str) -> str:
    """The name of a scope; empty for the whole city, the id of something that is gone."""
    return "" if kind == ScopeKind.CITY else scopes.get((kind, scope_id), scope_id)


def role_fields(scopes: Scopes, role: str, scope: str, wrong: tuple[str, str]) -> list[Field]:
    """Which role, and where; `scope` is `kind:id`."""
    return [
        Field(
            name="role",
            label=_("Role"),
            kind="select",
            value=role,
            required=True,
            choices=[("", _("Choose")), *((value, str(label)) for value, label in Role.choices)],
            error=wrong[1] if wrong[0] == "role" else "",
        ),
        Field(
            name="scope",
            label=_("Where it is held"),
            kind="select",
            value=scope,
            required=True,
            choices=[(f"{kind}:{pk}", name) for (kind, pk), name in scopes.items()],
            error=wrong[1] if wrong[0] == "scope" else "",
        ),
    ]


def last_day_field(value: str, error: str = "") -> Field:
    """The last day of a role, or none."""
    return Field(
        name="until",
        label=_("Last day"),
        kind="date",
        value=value,
        minimum=clock.now().astimezone(clock.BEIJING).date().isoformat(),
        help=_("Leave it empty for a role without an end."),
        error=error,
    )


def day_of(text: str) -> date | None:
    """A day as a form sends it.

    Raises:
        ValueError: something else was typed.
    """
    return date.fromisoformat(text) if text else None
