"""Who brings in which tables."""

from django.utils.translation import gettext_lazy as _

from yunhui.features.imports.enums import Kind
from yunhui.foundation.accounts.rules import can_manage_accounts
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import Verdict, refused
from yunhui.parties.rules import can_keep_register
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_run_call
from yunhui.pipeline.experts.rules import can_keep_library


def can_import(actor: Actor, kind: str, call: Call | None = None) -> Verdict:
    """Applications: the office of the call. Host areas and organisations: who keeps the register. Experts: who keeps
    the library. Staff: who makes accounts, the roles being granted afterwards by who grants them."""
    if kind == Kind.APPLICATIONS:
        return can_run_call(actor, call) if call else refused("no_call", _("Choose the call."))
    if kind == Kind.EXPERTS:
        return can_keep_library(actor)
    return can_manage_accounts(actor) if kind == Kind.STAFF else can_keep_register(actor)


def kinds_for(actor: Actor) -> list[Kind]:
    """The kinds of tables that the actor may bring in, somewhere."""
    kinds: list[Kind] = [one for one in Kind if one != Kind.APPLICATIONS and can_import(actor, one)]
    return [Kind.APPLICATIONS, *kinds] if actor.is_system or actor.has("office") else kinds
