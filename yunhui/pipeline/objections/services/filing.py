"""Objecting: anybody, with a name and an address that is proved, to one entry; the clock of this entry stops, and of no
other."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Purpose
from yunhui.foundation.accounts.services import ask_code, use_code
from yunhui.foundation.audit.services import record
from yunhui.foundation.files.errors import FileRefused
from yunhui.foundation.files.selectors import attachments_of
from yunhui.foundation.files.services import attach_sent, remove_attachment
from yunhui.foundation.formkit.rules import clean_text
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require
from yunhui.kernel.ids import new_id
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.services import stop_notice
from yunhui.pipeline.objections.enums import ObjectionState
from yunhui.pipeline.objections.models import Objection
from yunhui.pipeline.objections.rules import MOST_FILES, can_file_at_once, can_object, problems_of
from yunhui.pipeline.objections.selectors import OWNER, own_particulars
from yunhui.pipeline.objections.services.counting import count_in
from yunhui.pipeline.objections.states import OBJECTION, WAITING

ACCEPTED = ("pdf", "image")
# How long an objection waits for its code before it is removed.
UNPROVED_FOR = timedelta(days=1)

Files = Sequence[tuple[str, Path]]


def file_objection(
    *, actor: Actor, application_id: UUID, name: str, email: str, text: str, phone: str = "", files: Files = ()
) -> Objection:
    """Object to an entry on public notice where the address needs no proof: it is the actor's own, or the office enters
    what reached it on paper. The same text from the same address to the same entry is one objection.

    Args:
        files: (name, path) of PDF or pictures, three at most; they are examined like every file that comes in.

    Raises:
        NotFoundError: no such entry on public notice.
        RefusedError: its public notice is over, or the address is somebody else's.
        InvalidError: no name, no address, too little to check, or a file that is not taken.
    """
    application, typed = _checked(application_id, name, email, text, phone, files)
    require(can_file_at_once(actor, application.call, own_particulars(actor).get("email", ""), typed["email"]))
    objection_id = new_id()
    keep_files(actor, objection_id, files)
    return _file(actor, application, objection_id, typed)


def begin_objection(
    *,
    actor: Actor,
    application_id: UUID,
    name: str,
    email: str,
    text: str,
    address: str | None,
    phone: str = "",
    files: Files = (),
) -> Objection:
    """Keep an objection until its code comes back; until then it does not count, and the code is on its way.

    Args:
        address: where the request comes from, for the limits.

    Raises: as `file_objection`, and
        LimitedError: too many codes for this address or from here.
    """
    application, typed = _checked(application_id, name, email, text, phone, files)
    same = _the_same(application, typed, (*WAITING, ObjectionState.UNPROVED))
    if same is not None and (same.state != ObjectionState.UNPROVED or attachments_of(OWNER, same.pk).exists()):
        return same
    objection_id = same.pk if same else new_id()
    keep_files(actor, objection_id, files)
    return same or _begin(actor, application, objection_id, typed, address)


def confirm_objection(*, actor: Actor, objection_id: UUID, typed: str, address: str | None) -> Objection:
    """The code came back: the objection counts from now on. Confirming again changes nothing.

    Raises:
        NotFoundError: no such objection, or removed because its code did not come within a day.
        CodeError: wrong, used, too old, or tried too often; ask for another.
        RefusedError: the public notice ended meanwhile.
    """
    found = Objection.objects.filter(pk=objection_id).first()
    if found is None or found.code_id is None:
        raise NotFoundError("objection")
    if found.state != ObjectionState.UNPROVED:
        return found
    require(can_object(notice_of(found.application_id)))
    use_code(code_id=found.code_id, typed=typed, purpose=Purpose.PROOF, address=address)
    return _confirm(actor, objection_id)


@transaction.atomic
def send_another_code(*, actor: Actor, objection_id: UUID, address: str | None) -> Objection:
    """Another code to the same address; the one before is worth nothing any more.

    Raises:
        NotFoundError: no objection that waits for its code.
        LimitedError: too many codes for this address or from here.
    """
    rows = Objection.objects.select_for_update(of=("self",)).filter(state=ObjectionState.UNPROVED)
    objection = rows.filter(pk=objection_id).first()
    if objection is None:
        raise NotFoundError("objection")
    objection.code_id = _ask(actor, objection.pk, _particulars(objection), objection.email, address)
    objection.save(update_fields=["code_id"])
    return objection


def sweep_unproved() -> int:
    """Remove objections whose code did not come back within a day, with their files; swept. How many."""
    rows = Objection.objects.filter(state=ObjectionState.UNPROVED, filed_at__lt=clock.now() - UNPROVED_FOR).values_list(
        "pk", flat=True
    )
    return sum(_remove(pk) for pk in rows[:200])


@transaction.atomic
def _remove(objection_id: UUID) -> int:
    rows = Objection.objects.select_for_update(of=("self",), skip_locked=True)
    found = rows.filter(pk=objection_id, state=ObjectionState.UNPROVED).first()
    if found is None:
        return 0
    for one in attachments_of(OWNER, objection_id):
        remove_attachment(actor=actors.system("sweep"), attachment_id=one.pk)
    found.delete()
    return 1


@transaction.atomic
def _begin(
    actor: Actor, application: Application, objection_id: UUID, typed: dict[str, str], address: str | None
) -> Objection:
    require(can_object(notice_of(application.pk)))
    objection = Objection(
        pk=objection_id,
        call_id=application.call_id,
        application=application,
        state=ObjectionState.UNPROVED,
        user_id=actor.user_id,
        language=actor.language,
        zone=actor.zone,
        **typed,
    )
    objection.code_id = _ask(actor, objection_id, _particulars(objection), objection.email, address)
    objection.save()
    return objection


@transaction.atomic
def _confirm(actor: Actor, objection_id: UUID) -> Objection:
    call = Call.objects.select_for_update(of=("self",)).get(objections__pk=objection_id)
    objection = Objection.objects.select_for_update(of=("self",)).select_related("application").get(pk=objection_id)
    if objection.state != ObjectionState.UNPROVED:
        return objection
    require(can_object(notice_of(objection.application_id)))
    OBJECTION.check(objection.state, ObjectionState.OPEN)
    return counts(actor, call, objection)


@transaction.atomic
def _file(actor: Actor, application: Application, objection_id: UUID, typed: dict[str, str]) -> Objection:
    call = Call.objects.select_for_update().get(pk=application.call_id)
    same = _the_same(application, typed, WAITING)
    if same is not None:
        return same  # the button was pressed twice
    require(can_object(notice_of(application.pk)))
    is_own = own_particulars(actor).get("email", "").lower() == typed["email"].lower()
    objection = Objection(
        pk=objection_id,
        call=call,
        application=application,
        user_id=actor.user_id if is_own else None,
        language=actor.language,
        zone=actor.zone,
        **typed,
    )
    return counts(actor, call, objection)


def counts(actor: Actor, call: Call, objection: Objection, since: datetime | None = None) -> Objection:
    """From now on: a number, a day by which it is answered, and the clock of its entry stands still."""
    count_in(actor=actor, call=call, objection=objection, since=since)
    assert objection.due_at is not None
    stop_notice(actor=actor, application_id=objection.application_id, until=objection.due_at)
    return objection


def _checked(
    application_id: UUID, name: str, email: str, text: str, phone: str, files: Files
) -> tuple[Application, dict[str, str]]:
    """The entry, and what was typed, cleaned."""
    name, email, text, phone = (clean_text(one) for one in (name, email, text, phone))
    problems = problems_of(name, email, phone, text)
    if len(files) > MOST_FILES:
        problems.append(Problem("files", "many_files", _("At most 3 files.")))
    if problems:
        raise InvalidError(problems)
    application = Application.objects.select_related("call").filter(pk=application_id).first()
    if application is None or notice_of(application_id) is None:
        raise NotFoundError("entry")
    return application, {"name": name, "email": email, "text": text, "phone": phone}


def notice_of(application_id: UUID) -> StagePass | None:
    """The public notice of an application, running or over."""
    rows = StagePass.objects.filter(application=application_id, stage__kind="notice", opened_at__isnull=False)
    return rows.first()


def _the_same(application: Application, typed: dict[str, str], states: Sequence[str]) -> Objection | None:
    rows = Objection.objects.filter(application=application, state__in=states)
    return rows.filter(email__iexact=typed["email"], text=typed["text"]).first()


def _particulars(objection: Objection) -> dict[str, Any]:
    return {"name": objection.name, "language": objection.language, "zone": objection.zone}


def _ask(actor: Actor, objection_id: UUID, said: dict[str, Any], email: str, address: str | None) -> UUID:
    row = ask_code(actor=actor, purpose=Purpose.PROOF, email=email, address=address, particulars=said)
    record(actor=actor, action="public_objection.begun", subject=("public_objection", objection_id))
    return row.pk


def keep_files(actor: Actor, objection_id: UUID, files: Files) -> None:
    """Keep papers with an objection.

    Raises:
        InvalidError: a file that is not taken.
    """
    for name, path in files:
        try:
            attach_sent(actor=actor, path=path, name=name, owner=(OWNER, objection_id), accept=ACCEPTED)
        except FileRefused as error:
            raise InvalidError([Problem("files", error.code, error.message)]) from error
