"""Objecting: anybody, with a name and an address, to one entry; the clock of this entry stops, and of no other."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.codes.selectors import add_working_days
from yunhui.foundation.files.errors import FileRefused
from yunhui.foundation.files.services import attach_sent
from yunhui.foundation.formkit.rules import clean_text
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require
from yunhui.kernel.ids import new_id
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.rules import NoticeConfig
from yunhui.pipeline.decisions.services import stop_notice
from yunhui.pipeline.objections.events import ObjectionFiled
from yunhui.pipeline.objections.models import Objection
from yunhui.pipeline.objections.rules import MOST_FILES, can_object, problems_of
from yunhui.pipeline.objections.selectors import OWNER
from yunhui.pipeline.objections.states import WAITING

ACCEPTED = ("pdf", "image")


def file_objection(
    *,
    actor: Actor,
    application_id: UUID,
    name: str,
    email: str,
    text: str,
    phone: str = "",
    files: Sequence[tuple[str, Path]] = (),
) -> Objection:
    """Object to an entry on public notice. The same text from the same address to the same entry is one objection.

    Args:
        files: (name, path) of PDF or pictures, three at most; they are examined like every file that comes in.

    Raises:
        NotFoundError: no such entry on public notice.
        RefusedError: its public notice is over.
        InvalidError: no name, no address, too little to check, or a file that is not taken.
    """
    name, email, text, phone = (clean_text(one) for one in (name, email, text, phone))
    problems = problems_of(name, email, phone, text)
    if len(files) > MOST_FILES:
        problems.append(Problem("files", "many_files", _("At most 3 files.")))
    if problems:
        raise InvalidError(problems)
    application = Application.objects.filter(pk=application_id).first()
    if application is None:
        raise NotFoundError("entry")
    objection_id = new_id()
    _keep_files(actor, objection_id, files)
    return _file(actor, application, objection_id, {"name": name, "email": email, "text": text, "phone": phone})


@transaction.atomic
def _file(actor: Actor, application: Application, objection_id: UUID, typed: dict[str, str]) -> Objection:
    call = Call.objects.select_for_update().get(pk=application.call_id)
    notice = StagePass.objects.filter(application=application, stage__kind="notice", opened_at__isnull=False).first()
    if notice is None:
        raise NotFoundError("entry")
    same = Objection.objects.filter(
        application=application, email__iexact=typed["email"], text=typed["text"], state__in=WAITING
    ).first()
    if same is not None:
        return same  # the button was pressed twice
    require(can_object(notice))
    now = clock.now()
    due = add_working_days(now, NoticeConfig.of_call(call).answer_days)
    last = Objection.objects.filter(call=call).aggregate(last=Max("number"))["last"] or 0
    objection = Objection.objects.create(
        pk=objection_id,
        call=call,
        application=application,
        number=last + 1,
        user_id=actor.user_id,
        language=actor.language,
        zone=actor.zone,
        filed_at=now,
        due_at=due,
        **typed,
    )
    stop_notice(actor=actor, application_id=application.pk, until=due)
    record(
        actor=actor,
        action="public_objection.filed",
        subject=("public_objection", objection.pk),
        after={"application": str(application.pk), "number": objection.number, "due_at": due.isoformat()},
    )
    publish(
        actor=actor,
        event=ObjectionFiled(str(objection.pk), str(call.pk), str(application.pk)),
        topics=(("call", call.pk),),
    )
    return objection


def _keep_files(actor: Actor, objection_id: UUID, files: Sequence[tuple[str, Path]]) -> None:
    for name, path in files:
        try:
            attach_sent(actor=actor, path=path, name=name, owner=(OWNER, objection_id), accept=ACCEPTED)
        except FileRefused as error:
            raise InvalidError([Problem("files", error.code, error.message)]) from error
