"""Applications that somebody else began: a host area recommends a project (县区推荐), the office brings in a table.

They belong to nobody until their applicant takes them over by a link, with an account of their own. What a host area
has written stays a draft: the applicant alone submits it, and gives the consents.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.selectors import user_with_email
from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import as_kept, clean_text, half_width, questions_of
from yunhui.foundation.limits.services import take
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.notices.services import write_to_address
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock, tickets
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem, require
from yunhui.kernel.i18n import CHINESE
from yunhui.parties.models import Board
from yunhui.pipeline.applications.enums import ApplicationState, Channel
from yunhui.pipeline.applications.events import ApplicationClaimed
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.rules import can_refer, can_screen, columns_of
from yunhui.pipeline.applications.services.sharing import title_of
from yunhui.pipeline.applications.services.submitting import form_of
from yunhui.pipeline.calls.models import Call

LIFETIME = timedelta(days=60)
PER_DAY = 60
_NEEDED = ("title", "name", "email")


@transaction.atomic
def refer_application(*, actor: Actor, board: Board, call: Call, answers: Mapping[str, Any]) -> Application:
    """Begin an application on an applicant's behalf and send them the link by which they take it over.

    Raises:
        RefusedError: not an officer of the host area, or the call is not open for recommendations.
        InvalidError: no title, no name, no address; or the host area has recommended the address already.
        LimitedError: too many in a day.
    """
    require(can_refer(actor, board, call))
    form = form_of(call)
    kept = {one.key: as_kept(one, answers[one.key]) for one in questions_of(form.questions) if one.key in answers}
    address = half_width(clean_text(kept.get("email"))).lower()
    kept["email"] = address
    problems = [Problem(key, "required", _("Please fill this in.")) for key in _NEEDED if not kept.get(key)]
    if address and (problem := _address_problem(address, board, call)):
        problems.append(problem)
    if problems:
        raise InvalidError(problems)
    take(f"refer:{board.pk}", most=PER_DAY, seconds=86_400)
    columns = columns_of(kept, {})
    application = Application.objects.create(
        call=call,
        form_version=form,
        channel=Channel.BOARD,
        referred_by=board,
        answers=kept,
        title=columns["title"],
        speaker=columns["speaker"],
    )
    after = {"board": str(board.pk)}
    record(actor=actor, action="application.referred", subject=("application", application.pk), after=after)
    _send(actor, application, "applications.referred")
    return application


@transaction.atomic
def resend_claim(*, actor: Actor, board: Board, application_id: UUID) -> Application:
    """Send the link of a recommended application anew.

    Raises:
        NotFoundError: this host area has recommended no such application, or it is taken over.
        RefusedError: the call has closed.
        LimitedError: too many in a day.
    """
    rows = Application.objects.select_for_update(of=("self",)).select_related("call", "referred_by")
    application = rows.filter(pk=application_id, referred_by=board, owner__isnull=True).first()
    if application is None:
        raise NotFoundError("application")
    require(can_refer(actor, board, application.call))
    take(f"refer:{board.pk}", most=PER_DAY, seconds=86_400)
    _send(actor, application, "applications.referred")
    return application


@transaction.atomic
def send_claims(*, actor: Actor, application_ids: Iterable[UUID]) -> int:
    """Write to the applicants of imported applications that they can take them over; how many letters.

    Applications without an address, and those that are taken over, are left out.

    Raises:
        RefusedError: not the call's office.
    """
    rows = Application.objects.select_related("call", "referred_by").filter(pk__in=list(application_ids))
    count = 0
    for application in rows.filter(owner__isnull=True, number__isnull=False).order_by("number"):
        require(can_screen(actor, application))
        if str(application.answers.get("email") or ""):
            _send(actor, application, "applications.claim")
            count += 1
    return count


@transaction.atomic
def make_claim_link(*, actor: Actor, application_id: UUID) -> str:
    """The path of the link by which an applicant without an address takes an application over, for the office to hand
    out; each making is logged.

    Raises:
        NotFoundError: no such application for the office, or it is taken over.
    """
    application = Application.objects.select_related("call").filter(pk=application_id, owner__isnull=True).first()
    if application is None or application.number is None or not can_screen(actor, application):
        raise NotFoundError("application")
    record(actor=actor, action="claim.made", subject=("application", application.pk))
    return _link(application)


def claimed_by(ticket: str) -> Application:
    """The application of a link, whoever holds it, to show what it is.

    Raises:
        NotFoundError: the link is not ours, or its time is over.
    """
    found = Application.objects.select_related("call", "referred_by").filter(pk=_id_of(ticket)).first()
    if found is None:
        raise NotFoundError("application")
    return found


@transaction.atomic
def claim_application(*, actor: Actor, ticket: str) -> Application:
    """Take an application over. A second press finds it done.

    Raises:
        NotFoundError: the link is not ours, its time is over, or nobody is signed in.
        DomainError: `claimed`: somebody else has taken it over.
    """
    rows = Application.objects.select_for_update(of=("self",)).select_related("call")
    application = rows.filter(pk=_id_of(ticket)).first()
    if application is None or actor.user_id is None:
        raise NotFoundError("application")
    if application.owner_id == actor.user_id:
        return application
    if application.owner_id is not None or application.state == ApplicationState.WITHDRAWN:
        raise DomainError("claimed", _("This application has been taken over already. Ask the talent office."))
    application.owner_id = actor.user_id
    application.save(update_fields=["owner"])
    record(actor=actor, action="application.claimed", subject=("application", application.pk))
    publish(actor=actor, event=ApplicationClaimed(str(application.pk), str(application.call_id)))
    return application


def _send(actor: Actor, application: Application, letter: str) -> None:
    call, board = application.call, application.referred_by
    address = str(application.answers.get("email") or "")
    known = user_with_email(address)
    context: dict[str, object] = {
        "call": Both(call.title_zh, call.title_en),
        "title": title_of(application),
        "until": clock.now() + LIFETIME,
    }
    if letter == "applications.referred" and board:
        context["board"] = Both(board.name_zh, board.name_en)
    else:
        context["number"] = str(application)
    write_to_address(
        actor=actor,
        letter=letter,
        email=address,
        name=known.name if known else application.speaker,
        language=known.language if known else CHINESE,
        zone=known.zone if known else settings.TIME_ZONE_OF_CITY,
        about=("application", application.pk),
        context=context,
        link=_link(application),
        supersedes=f"claim:{application.pk}",
    )


def _address_problem(address: str, board: Board, call: Call) -> Problem | None:
    try:
        validate_email(address)
    except ValidationError:
        return Problem("email", "not_an_email", _("This is not an e-mail address, e.g. name@firm.example."))
    same = Application.objects.filter(call=call, referred_by=board, answers__email=address)
    if same.exclude(state=ApplicationState.WITHDRAWN).exists():
        return Problem("email", "referred", _("Your host area has recommended this person already: see the list."))
    return None


def _link(application: Application) -> str:
    ticket = tickets.sign([f"claim:{application.pk}"], key=settings.SECRET_KEY, now=clock.now(), lifetime=LIFETIME)
    return f"/my/claims/{ticket}"


def _id_of(ticket: str) -> UUID:
    try:
        topics = tickets.read(ticket, key=settings.SECRET_KEY, now=clock.now())
        found = next(topic for topic in topics if topic.startswith("claim:"))
        return UUID(found.removeprefix("claim:"))
    except (tickets.BadTicket, StopIteration, ValueError) as problem:
        raise NotFoundError("application") from problem
