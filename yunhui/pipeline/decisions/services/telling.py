"""Letters of a decision: selected, reserve, not selected, moved up, confirmed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q

from yunhui.foundation.accounts.models import User
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.notices.services import write_notice, write_to_address
from yunhui.kernel import actor as actors
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.calls.selectors import days_of_event
from yunhui.pipeline.decisions.enums import BatchState, Outcome
from yunhui.pipeline.decisions.models import Batch, BatchItem

_WORKER = actors.system("decisions")


def tell_result(application_id: UUID, stage_key: str, state: str) -> None:
    """What the end of the decision, or of the public notice, means for one application."""
    row = (
        StagePass.objects.filter(application_id=application_id, stage__key=stage_key, state=state)
        .select_related("stage", "application__call", "application__owner")
        .first()
    )
    if row is None:
        return
    if row.stage.kind == "notice" and state == PassState.PASSED:
        _write("confirmed", row.application, {"days": _days(row.application)})
    if row.stage.kind != "decision":
        return
    item = _item(row.application)
    if item is None:
        return
    was_reserve = item.outcome == Outcome.RESERVE
    if state == PassState.PASSED:
        more = {"until": _until(row.application), "days": _days(row.application)}
        _write("promoted" if was_reserve else "selected", row.application, more)
    elif was_reserve:
        _write("reserve_ended", row.application, {})
    else:
        more = {"count": item.batch.items.count(), "clause": row.application.call.rule_clause}
        _write("declined", row.application, more)


def tell_reserves(batch_id: UUID) -> None:
    """Their place on the list, in its order."""
    batch = Batch.objects.filter(pk=batch_id, state=BatchState.RELEASED).first()
    rows = BatchItem.objects.filter(batch=batch, outcome=Outcome.RESERVE) if batch else BatchItem.objects.none()
    for item in rows.select_related("application__call", "application__owner").order_by("reserve_number"):
        more = {"place": item.reserve_number or 0, "days": _days(item.application)}
        _write("reserve", item.application, more)


def _write(what: str, application: Application, more: Mapping[str, object]) -> None:
    """To everyone who writes the application; where an office entered it, to the address that it names."""
    call = application.call
    common: dict[str, Any] = {
        "actor": _WORKER,
        "letter": f"decisions.{what}",
        "about": ("application", application.pk),
        "context": {
            "call": Both(call.title_zh, call.title_en),
            "title": Both(application.title or application.title_en, application.title_en),
            "number": str(application),
            **more,
        },
        "supersedes": f"result:{application.pk}",
        "call": call.pk,
    }
    people = _people(application)
    for person in people:
        write_notice(to=person, link=f"/my/applications/{application.pk}/", **common)
    if not people and (email := str(application.answers.get("email") or "")):
        language = CHINESE if application.country == "CN" else ENGLISH
        name = application.speaker or application.title
        write_to_address(email=email, name=name[:120], language=language, zone=application.zone, **common)


def _people(application: Application) -> list[User]:
    """The owner and those who write the application with them; nobody where an office entered it."""
    joined = application.collaborators.filter(accepted_at__isnull=False, ended_at__isnull=True)
    hands = Q(pk__in=joined.values("user_id"))
    if application.owner_id:
        hands |= Q(pk=application.owner_id)
    return list(User.objects.filter(hands, is_active=True).order_by("pk"))


def _item(application: Application) -> BatchItem | None:
    released = BatchItem.objects.filter(application=application, batch__state=BatchState.RELEASED)
    return released.select_related("batch").first()


def _until(application: Application) -> object:
    notice = application.passes.filter(stage__kind="notice", state=PassState.OPEN).first()
    return notice.due_at or "" if notice else ""


def _days(application: Application) -> object:
    call = application.call
    return Both(days_of_event(call, CHINESE), days_of_event(call, ENGLISH)) if call.event_days else ""
