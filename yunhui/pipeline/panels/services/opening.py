"""Opening the list, and signing in."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, Problem, RefusedError, require
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.experts.rules import is_self
from yunhui.pipeline.panels.enums import SeatState
from yunhui.pipeline.panels.events import PanelOpened
from yunhui.pipeline.panels.models import Panel, Seat, SignIn
from yunhui.pipeline.panels.rules import can_open_panel, can_sign_in, pledge_of
from yunhui.pipeline.panels.services.inviting import seat_for_update, write
from yunhui.pipeline.panels.services.settling import panel_for_update


@transaction.atomic
def open_panel(*, actor: Actor, call: Call) -> Panel:
    """Open the sign-in: the list is no longer sealed, and who accepted is told. Twice is once.

    Raises:
        RefusedError: neither the office director nor the panel leader.
        DomainError: `nobody`: nobody has accepted yet.
    """
    require(can_open_panel(actor, call))
    panel = panel_for_update(call)
    if panel.opened_at is not None:
        return panel
    accepted = list(
        Seat.objects.filter(call=call, state=SeatState.ACCEPTED).select_related("call", "expert__person__user")
    )
    if not accepted:
        raise DomainError("nobody", _("Nobody has accepted an invitation yet: there is no list to open."))
    panel.opened_at, panel.opened_by_id = clock.now(), actor.user_id
    panel.save(update_fields=["opened_at", "opened_by"])
    for seat in accepted:
        write(actor, seat, "panels.opened", {}, link="/w/panel/")
    record(actor=actor, action="panel.opened", subject=("call", call.pk), after={"experts": len(accepted)})
    publish(actor=actor, event=PanelOpened(str(call.pk)), topics=(("call", call.pk),))
    return panel


@transaction.atomic
def sign_in(*, actor: Actor, seat_id: UUID, name: str, version: str) -> SignIn:
    """Sign in (签到) under the undertaking that was shown. Twice is once.

    Args:
        name: as the expert signs; must be their name in the library, in either script.
        version: of the undertaking that was shown.

    Raises:
        NotFoundError: there is no such invitation.
        RefusedError: somebody else's.
        DomainError: `not_open`, `not_on_panel`; `text_changed`: another text stands now.
        InvalidError: not the expert's name.
    """
    seat = seat_for_update(seat_id)
    if not is_self(actor, seat.expert):
        raise RefusedError("not_yours", _("This invitation is somebody else's."))
    if done := SignIn.objects.filter(seat=seat).first():
        return done
    panel = Panel.objects.get(call=seat.call_id)
    verdict = can_sign_in(seat, panel)
    if not verdict:
        raise DomainError(verdict.code, verdict.reason)
    pledge = pledge_of(panel)
    if version != pledge.version:
        raise DomainError("text_changed", _("The undertaking was changed meanwhile. Read it again, then sign."))
    person = seat.expert.person
    if _plain(name) not in {_plain(person.name), _plain(person.name_latin)} - {""}:
        sentence = _("Sign with your name as it stands above the text.")
        raise InvalidError([Problem("name", "other_name", sentence)])
    row = SignIn.objects.create(
        seat=seat,
        name=clean_text(name),
        language=actor.language,
        text_zh=pledge.text_zh,
        text_en=pledge.text_en,
        text_version=pledge.version,
    )
    record(
        actor=actor,
        action="panel.signed_in",
        subject=("call", seat.call_id),
        after={"seat": seat.pk, "text": pledge.version},
    )
    return row


def _plain(name: str) -> str:
    return "".join(clean_text(name).casefold().split())
