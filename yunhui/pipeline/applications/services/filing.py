"""Files of an application: sent in pieces or by a plain form, joined to the answer that asks for them, taken away.

While the form is open a file joins its answer at once. For a request to complete it only lies ready; the answers that
are sent with the completion name it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.files.models import Attachment, Upload
from yunhui.foundation.files.selectors import attachments_of
from yunhui.foundation.files.services import attach_sent, begin_upload, finish_upload, remove_attachment
from yunhui.foundation.formkit.rules import Question
from yunhui.foundation.limits.services import take
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError, require
from yunhui.kernel.verdict import ALLOWED, Verdict
from yunhui.pipeline.applications.enums import Right
from yunhui.pipeline.applications.models import Application, Completion
from yunhui.pipeline.applications.rules import can_edit, may
from yunhui.pipeline.applications.services.saving import asked_of, locked, save_draft

OWNER = "application"


def can_attach(actor: Actor, application: Application) -> Verdict:
    """Who may change the form, while it is open; and while something is owed, who may write the completion."""
    verdict = can_edit(actor, application)
    if verdict or not may(actor, application, Right.EDIT):
        return verdict
    owed = Completion.objects.filter(stage_pass__application=application, ended_at__isnull=True)
    return ALLOWED if owed.exists() else verdict


def file_question(actor: Actor, application_id: UUID, key: str) -> tuple[Application, Question]:
    """One of the actor's own applications, and its question that takes files.

    Raises:
        NotFoundError: no such application of theirs, or it asks no such thing.
    """
    application = Application.objects.select_related("call", "form_version").filter(pk=application_id).first()
    if application is None or not may(actor, application, Right.VIEW):
        raise NotFoundError("application")
    question = next((one for one in asked_of(application) if one.key == key and one.kind == "file"), None)
    if question is None:
        raise NotFoundError("question")
    return application, question


def begin_file(*, actor: Actor, application_id: UUID, key: str, name: str, size: int, mark: str = "") -> Upload:
    """A place for a file that comes in pieces; the same file goes on where it was cut.

    Raises:
        NotFoundError: not the actor's.
        RefusedError: nothing can be added now.
        DomainError: `files_full`: as many files as the question takes; and those of `begin_upload`.
    """
    application, question = file_question(actor, application_id, key)
    require(can_attach(actor, application))
    _has_room(application, question)
    return begin_upload(
        actor=actor, name=name, size=size, mark=mark, owner=(OWNER, application.pk), slot=key, accept=question.accept
    )


def finish_file(*, actor: Actor, application_id: UUID, key: str, upload_id: UUID) -> Attachment | None:
    """Examine what has arrived whole and let it join its answer; None while bytes are missing. Twice is once.

    Raises:
        NotFoundError: not the actor's.
        FileRefused: the file is not taken.
    """
    application, question = file_question(actor, application_id, key)
    attachment = finish_upload(actor=actor, upload_id=upload_id)
    if attachment and (attachment.owner_id, attachment.slot) != (str(application.pk), key):
        raise NotFoundError("upload")
    if attachment:
        _change_answer(actor, application, question, lambda ids: [*ids, str(attachment.pk)])
    return attachment


def attach_whole(*, actor: Actor, application_id: UUID, key: str, path: Path, name: str) -> Attachment:
    """Take a file that a plain form has sent at once.

    Raises:
        NotFoundError: not the actor's.
        RefusedError: nothing can be added now.
        DomainError: `files_full`; FileRefused: the file is not taken; LimitedError: too many in an hour.
    """
    application, question = file_question(actor, application_id, key)
    require(can_attach(actor, application))
    _has_room(application, question)
    take(f"upload:{actor.user_id}", most=120, seconds=3600)
    owner = (OWNER, application.pk)
    attachment = attach_sent(actor=actor, path=path, name=name, owner=owner, slot=key, accept=question.accept)
    _change_answer(actor, application, question, lambda ids: [*ids, str(attachment.pk)])
    return attachment


@transaction.atomic
def remove_file(*, actor: Actor, application_id: UUID, key: str, attachment_id: UUID) -> None:
    """Take a file away from its answer; its bytes go too, unless a submitted version names it. Twice is once.

    Raises:
        NotFoundError: not the actor's.
        RefusedError: nothing can be changed now.
    """
    application, question = file_question(actor, application_id, key)
    require(can_attach(actor, application))
    gone = str(attachment_id)
    _change_answer(actor, application, question, lambda ids: [one for one in ids if one != gone])
    if not attachments_of(OWNER, application.pk).filter(pk=attachment_id).exists():
        return
    if not any(gone in _ids(version.answers.get(key)) for version in application.versions.all()):
        remove_attachment(actor=actor, attachment_id=attachment_id)


def _change_answer(
    actor: Actor, application: Application, question: Question, change: Callable[[list[str]], list[str]]
) -> None:
    if not can_edit(actor, application):
        return  # lies ready for a completion
    with transaction.atomic():
        ids = _ids(locked(actor, application.pk).answers.get(question.key))
        changed = list(dict.fromkeys(change(ids)))
        if changed != ids:
            save_draft(actor=actor, application_id=application.pk, answers={question.key: changed})


def _has_room(application: Application, question: Question) -> None:
    if len(_ids(application.answers.get(question.key))) >= question.max_length:
        raise DomainError("files_full", _("There are as many files here as the call takes. Remove one first."))


def _ids(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []
