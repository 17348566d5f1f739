"""Letters of an objection: the objector, the applicant (who learns no name), the office."""

from collections.abc import Mapping
from uuid import UUID

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.selectors import holders
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.notices.services import Address, Copy, write_notices
from yunhui.kernel import actor as actors
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.decisions.selectors import dates_of, people_of
from yunhui.pipeline.objections.enums import ObjectionKind, ObjectionState
from yunhui.pipeline.objections.models import Objection
from yunhui.pipeline.objections.states import WAITING

_WORKER = actors.system("objections")


def tell_filed(objection_id: UUID) -> None:
    """A receipt to who objects, word to the applicant, and the task to the office."""
    objection = _found(objection_id)
    if objection.kind == ObjectionKind.RECHECK:
        _to_asker("objections.recheck_received", objection, {"until": objection.due_at, "text": objection.text})
        tell_office(objection_id)
        return
    _to_objector("objections.received", objection, {"until": objection.due_at, "text": objection.text})
    _to_applicant("objections.stopped", objection, {"call": _call(objection), "until": objection.due_at})
    tell_office(objection_id)


def tell_office(objection_id: UUID) -> None:
    """To everyone who runs the call, while it waits."""
    objection = _found(objection_id)
    if objection.state not in WAITING:
        return
    copies = [
        Copy(
            to=officer,
            about=("public_objection", objection.pk),
            context={**_common(objection), "until": objection.due_at},
            link=f"/w/objections/{objection.pk}/",
            supersedes=f"objection:{objection.pk}",
            call=objection.call_id,
        )
        for officer in holders(Role.OFFICE, ScopeKind.CALL, objection.call_id)
    ]
    is_recheck = objection.kind == ObjectionKind.RECHECK
    letter = "objections.recheck_to_answer" if is_recheck else "objections.to_answer"
    write_notices(actor=_WORKER, letter=letter, copies=copies)


def tell_answered(objection_id: UUID) -> None:
    """The decision with its reasons to who objected; to the applicant what it means for the entry."""
    objection = _found(objection_id)
    answer = {"answer": Both(objection.answer_zh, objection.answer_en)}
    if objection.kind == ObjectionKind.RECHECK:
        is_upheld = objection.state == ObjectionState.UPHELD
        _to_asker("objections.recheck_upheld" if is_upheld else "objections.recheck_dismissed", objection, answer)
        return
    if objection.state == ObjectionState.UPHELD:
        _to_objector("objections.upheld", objection, answer)
        _to_applicant("objections.lost", objection, {"call": _call(objection), **answer})
        return
    _to_objector("objections.dismissed", objection, answer)
    application = objection.application
    notice = application.passes.filter(stage__kind="notice", state=PassState.OPEN, stopped_at__isnull=True).exists()
    until = dates_of([application.pk]).get(application.pk, ("", ""))[0] if notice else ""
    _to_applicant("objections.goes_on", objection, {"notice": until})


def _to_objector(letter: str, objection: Objection, context: Mapping[str, object]) -> None:
    if not objection.email:  # the person has erased their data
        return
    reader = Address(email=objection.email, name=objection.name, language=objection.language, zone=objection.zone)
    copy = Copy(
        to=reader,
        about=("public_objection", objection.pk),
        context={**_common(objection), **context},
        call=objection.call_id,
    )
    write_notices(actor=_WORKER, letter=letter, copies=[copy])


def _to_asker(letter: str, objection: Objection, context: Mapping[str, object]) -> None:
    """The applicant's whole side, on the page of their decision."""
    _to_applicant(letter, objection, {"call": _call(objection), "number": objection.number, **context}, "decision")


def _to_applicant(letter: str, objection: Objection, context: Mapping[str, object], place: str = "") -> None:
    application = objection.application
    copies = [
        Copy(
            to=person,
            about=("application", application.pk),
            context={"title": _title(application), **context},
            link=f"/my/applications/{application.pk}/{place}",
            supersedes=f"objected:{application.pk}",
            call=application.call_id,
        )
        for person in people_of([application.pk])[application.pk]
    ]
    write_notices(actor=_WORKER, letter=letter, copies=copies)


def _common(objection: Objection) -> dict[str, object]:
    """What the objector may read: the number of the entry, and no title that is not public."""
    number = str(objection.application)
    return {
        "call": _call(objection),
        "entry": Both(f"{number} 号", f"No. {number}"),
        "number": objection.number,
    }


def _call(objection: Objection) -> Both:
    return Both(objection.call.title_zh, objection.call.title_en)


def _title(application: Application) -> Both:
    return Both(application.title or application.title_en, application.title_en)


def _found(objection_id: UUID) -> Objection:
    return Objection.objects.select_related("call", "application").get(pk=objection_id)
