"""Letters of docking: to the officers of a host area, to the applicant, to the talent office."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from yunhui.features.docking import letters
from yunhui.features.docking.enums import ObjectionState
from yunhui.features.docking.models import FirstContact, Objection, Offer
from yunhui.features.docking.rules import last_day
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.selectors import holders
from yunhui.foundation.notices.ports import Both, Letter
from yunhui.foundation.notices.services import Copy, call_off, write_notice, write_notices
from yunhui.kernel.actor import Actor
from yunhui.parties.models import Board
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call


def tell_officers(
    actor: Actor,
    letter: Letter,
    board: Board,
    *,
    about: tuple[str, object],
    context: Mapping[str, object],
    link: str,
    supersedes: str = "",
    call: UUID | None = None,
) -> int:
    """One letter to each officer of a host area, inside the caller's transaction; how many there are."""
    officers = holders(Role.BOARD, ScopeKind.BOARD, board.pk)
    copies = [
        Copy(to=officer, about=about, context=context, link=link, supersedes=supersedes, call=call)
        for officer in officers
    ]
    write_notices(actor=actor, letter=letter.key, copies=copies)
    return len(officers)


def tell_applicant_of_interest(actor: Actor, offer: Offer) -> None:
    """A host area is interested: what it offers is on the applicant's page."""
    _tell_owner(actor, letters.INTERESTED, offer)


def tell_applicant_of_its_end(actor: Actor, offer: Offer) -> None:
    """A host area is no longer interested; its earlier letter does not leave any more."""
    _tell_owner(actor, letters.NO_LONGER, offer)


def tell_officers_of_wish(actor: Actor, offer: Offer, due_at: datetime) -> None:
    """The team would like to talk."""
    context = {"project": title_of(offer.application), "board": name_of(offer.board), "due": last_day(due_at)}
    tell_officers(
        actor,
        letters.WANTS_TO_TALK,
        offer.board,
        about=("offer", offer.pk),
        context=context,
        link=f"/w/offers/{offer.pk}/",
        supersedes=f"docking.wish:{offer.pk}",
        call=offer.application.call_id,
    )


def call_off_wish(actor: Actor, offer: Offer) -> None:
    """The team would rather not talk now: what has not left does not leave."""
    call_off(actor=actor, supersedes=f"docking.wish:{offer.pk}")


def tell_officers_of_end(actor: Actor, application: Application, boards: list[Board]) -> None:
    """The applicant closed the project to some host areas, or withdrew it."""
    for board in boards:
        context = {"call": call_title(application.call), "board": name_of(board), "number": str(application)}
        tell_officers(
            actor,
            letters.ENDED,
            board,
            about=("call", application.call_id),
            context=context,
            link="/w/offers/",
        )


def tell_office_of_objection(actor: Actor, objection: Objection) -> None:
    """An objection waits for the talent office."""
    application = objection.first_contact.application
    for person in holders(Role.OFFICE, ScopeKind.CALL, application.call_id):
        write_notice(
            actor=actor,
            letter=letters.OBJECTION.key,
            to=person,
            about=("call", application.call_id),
            context={"call": call_title(application.call), "number": str(application)},
            link=f"/w/calls/{application.call.code}/docking/objections/{objection.pk}/",
            supersedes=f"docking.objection:{objection.pk}",
        )


def tell_officers_of_decision(actor: Actor, objection: Objection) -> None:
    """Both host areas read the outcome and its reasons, and nothing of each other's evidence."""
    first: FirstContact = objection.first_contact
    upheld = objection.state == ObjectionState.UPHELD
    words = {
        (True, objection.board_id): Both("异议成立，保护转到贵板块", "your objection is upheld; you are protected now"),
        (True, first.board_id): Both("异议成立，保护转到另一板块", "the objection is upheld; the protection passes on"),
        (False, objection.board_id): Both("异议不成立，首谈登记维持", "your objection is dismissed"),
        (False, first.board_id): Both("首谈登记维持", "your first contact stands"),
    }
    call_off(actor=actor, supersedes=f"docking.objection:{objection.pk}")
    for board in (first.board, objection.board):
        offer = Offer.objects.filter(application_id=first.application_id, board=board).first()
        tell_officers(
            actor,
            letters.DECIDED,
            board,
            about=("offer", offer.pk if offer else first.pk),
            context={
                "number": str(first.application),
                "outcome": words[upheld, board.pk],
                "reason": objection.decision,
            },
            link=f"/w/offers/{offer.pk}/" if offer else "/w/offers/",
            call=first.application.call_id,
        )


def title_of(application: Application) -> Both:
    """A project's name in both languages."""
    return Both(application.title or application.title_en, application.title_en)


def name_of(board: Board) -> Both:
    """A host area's name in both languages."""
    return Both(board.name_zh, board.name_en)


def call_title(call: Call) -> Both:
    """A call's name in both languages."""
    return Both(call.title_zh, call.title_en)


def _tell_owner(actor: Actor, letter: Letter, offer: Offer) -> None:
    application = offer.application
    if application.owner is None:
        return
    write_notice(
        actor=actor,
        letter=letter.key,
        to=application.owner,
        about=("application", application.pk),
        context={"project": title_of(application), "board": name_of(offer.board)},
        link=f"/my/applications/{application.pk}/host-areas",
        supersedes=f"docking.interest:{offer.pk}",
    )
