"""Writing an application with others: invite by a link in a letter, accept, read or write, and go."""

import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import user_with_email
from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text, half_width
from yunhui.foundation.limits.services import take
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.notices.services import write_notice, write_to_address
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import digest
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem, RefusedError, require
from yunhui.pipeline.applications.enums import Right
from yunhui.pipeline.applications.models import Application, Collaborator
from yunhui.pipeline.applications.rules import can_share, is_owner, may
from yunhui.pipeline.applications.services.saving import locked

# An invitation that nobody accepts ends by itself.
LIFETIME = timedelta(days=14)
MOST = 10
_PER_HOUR = 20
_RIGHTS = {str(Right.VIEW): Both("阅读", "read"), str(Right.EDIT): Both("阅读和填写", "read and write")}


@transaction.atomic
def invite_collaborator(
    *, actor: Actor, application_id: UUID, email: str, right: str, secret: str = ""
) -> Collaborator:
    """Send somebody a link by which they join an application; the same address again gets a new link.

    Args:
        secret: what the link carries, where the caller must know it (the demo); else nobody but the letter does.

    Raises:
        NotFoundError: not the actor's.
        RefusedError: not the owner, or the application has ended.
        InvalidError: not an address, the owner's own, already a co-applicant, or too many of them.
        LimitedError: too many invitations in an hour.
    """
    application = locked(actor, application_id)
    require(can_share(actor, application))
    take(f"invite:{actor.user_id or actor.label}", most=_PER_HOUR, seconds=3600)
    address = half_width(clean_text(email)).lower()
    living = list(Collaborator.objects.select_for_update().filter(application=application, ended_at__isnull=True))
    found = next((one for one in living if one.email == address), None)
    if problem := _problem(application, address, right, found, living):
        raise InvalidError([problem])
    secret = secret or secrets.token_urlsafe(24)
    made = found or Collaborator(application=application, email=address)
    made.right, made.secret, made.invited_at = right, _hidden(secret), clock.now()
    made.invited_by_id = actor.user_id
    made.save()
    record(
        actor=actor,
        action="collaborator.invited",
        subject=("application", application.pk),
        after={"collaborator": made.pk, "right": right},
    )
    known = user_with_email(address)
    write_to_address(
        actor=actor,
        letter="applications.invitation",
        email=address,
        name=known.name if known else "",
        language=known.language if known else actor.language,
        zone=known.zone if known else actor.zone,
        about=("application", application.pk),
        context={
            "inviter": actor.name or "Yunhui",
            "call": Both(application.call.title_zh, application.call.title_en),
            "right": _RIGHTS[right],
            "until": made.invited_at + LIFETIME,
        },
        link=f"/my/invitations/{made.pk}/{secret}",
        supersedes=f"invitation:{made.pk}",
    )
    return made


def invitation_of(collaborator_id: UUID, secret: str) -> Collaborator:
    """The living invitation behind a link.

    Raises:
        NotFoundError: there is none, or the secret is not its own.
        DomainError: `invitation_over`: too old, taken back, or accepted by somebody else.
    """
    row = Collaborator.objects.select_related("application__call", "invited_by").filter(pk=collaborator_id).first()
    if row is None or not secrets.compare_digest(row.secret, _hidden(secret)):
        raise NotFoundError("invitation")
    if row.ended_at or (row.accepted_at is None and clock.now() >= row.invited_at + LIFETIME):
        raise DomainError("invitation_over", _("This invitation is over. Ask for a new one."))
    return row


@transaction.atomic
def accept_invitation(*, actor: Actor, collaborator_id: UUID, secret: str) -> Application:
    """Join an application with the account that is signed in; the link works once.

    Raises:
        NotFoundError, DomainError: as `invitation_of`; `already_in`: the actor is in it already.
        RefusedError: not signed in.
    """
    if actor.user_id is None:
        raise RefusedError("not_signed_in", _("Sign in first."))
    Collaborator.objects.select_for_update().filter(pk=collaborator_id).first()
    row = invitation_of(collaborator_id, secret)
    application = row.application
    if row.accepted_at is not None:
        if row.user_id == actor.user_id:
            return application
        raise DomainError("invitation_over", _("This invitation is over. Ask for a new one."))
    if is_owner(actor, application) or may(actor, application, Right.VIEW):
        raise DomainError("already_in", _("You already write this application."))
    row.user_id, row.accepted_at = actor.user_id, clock.now()
    row.save(update_fields=["user", "accepted_at"])
    record(
        actor=actor,
        action="collaborator.accepted",
        subject=("application", application.pk),
        after={"collaborator": row.pk, "right": row.right},
    )
    owner = User.objects.filter(pk=application.owner_id).first() if application.owner_id else None
    if owner:
        write_notice(
            actor=actor,
            letter="applications.joined",
            to=owner,
            about=("application", application.pk),
            context={"name": actor.name or row.email, "email": row.email, "title": title_of(application)},
            link=f"/my/applications/{application.pk}/people/",
        )
    return application


@transaction.atomic
def change_right(*, actor: Actor, application_id: UUID, collaborator_id: UUID, right: str) -> None:
    """Let a co-applicant read only, or write too.

    Raises:
        NotFoundError: no such co-applicant of an application of the actor's.
        RefusedError: not the owner.
    """
    row = _living(actor, application_id, collaborator_id)
    require(can_share(actor, row.application))
    if right in Right.values and row.right != right:
        was, row.right = row.right, right
        row.save(update_fields=["right"])
        record(
            actor=actor,
            action="collaborator.changed",
            subject=("application", application_id),
            before={"collaborator": row.pk, "right": was},
            after={"right": right},
        )


@transaction.atomic
def end_collaboration(*, actor: Actor, application_id: UUID, collaborator_id: UUID) -> None:
    """Take a co-applicant or an invitation out, or leave oneself; what they wrote stays.

    Raises:
        NotFoundError: no such co-applicant of an application of the actor's.
        RefusedError: neither the owner nor the co-applicant.
    """
    row = _living(actor, application_id, collaborator_id)
    if not is_owner(actor, row.application) and (row.user_id is None or row.user_id != actor.user_id):
        raise RefusedError("not_owner", _("Only the person who started the application can do this."))
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    record(
        actor=actor,
        action="collaborator.ended",
        subject=("application", application_id),
        after={"collaborator": row.pk},
    )


def title_of(application: Application) -> Both:
    """What letters call an application, also before it has a name."""
    return Both(application.title or "未命名的项目", application.title_en or application.title or "your project")


def _living(actor: Actor, application_id: UUID, collaborator_id: UUID) -> Collaborator:
    application = locked(actor, application_id)
    row = (
        Collaborator.objects.select_for_update(of=("self",))
        .select_related("application")
        .filter(pk=collaborator_id, application=application, ended_at__isnull=True)
    ).first()
    if row is None:
        raise NotFoundError("collaborator")
    return row


def _problem(
    application: Application, address: str, right: str, found: Collaborator | None, living: list[Collaborator]
) -> Problem | None:
    try:
        validate_email(address)
    except ValidationError:
        return Problem("email", "not_an_email", _("This is not an e-mail address, e.g. name@firm.example."))
    if right not in Right.values:
        return Problem("right", "not_a_choice", _("Choose one of the answers."))
    if application.owner and application.owner.email.lower() == address:
        return Problem("email", "own", _("This is the address of the person who started the application."))
    if found and found.accepted_at:
        return Problem("email", "already_in", _("This person is a co-applicant already."))
    if found is None and len(living) >= MOST:
        return Problem("email", "too_many", _("There are ten co-applicants already. Take one out first."))
    return None


def _hidden(secret: str) -> str:
    return digest(secret.encode(), settings.DIGEST_ALGORITHM)
