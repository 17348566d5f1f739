"""Letters to applicants: the receipt, the reminder of a draft, a withdrawal, the results of stages."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.models import User
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.notices.services import Copy, write_notice, write_notices
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.i18n import CHINESE, ENGLISH, pick
from yunhui.pipeline.applications.enums import ApplicationState, PassState
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.applications.services.sharing import title_of
from yunhui.pipeline.calls.enums import CallState, OnFail
from yunhui.pipeline.calls.models import Call, Stage
from yunhui.ui import formats

# Days before the close of a call on which the owner of a draft is reminded.
REMINDERS = (7, 3, 1)
_BATCH = 200
_WORKER = actors.system("applications")


def tell_submitted(application_id: UUID, version: int) -> None:
    """The receipt of a version, to everyone who writes the application."""
    application = _found(application_id)
    row = application.versions.get(number=version)
    call = application.call
    _write(
        "applications.submitted",
        application,
        {
            "call": _both(call),
            "title": title_of(application),
            "number": str(application),
            "version": version,
            "at": row.submitted_at,
            "digest": row.digest,
            "closes": call.closes_at if call.closes_at and clock.now() < call.closes_at else "",
        },
        supersedes=f"receipt:{application.pk}",
    )


def tell_withdrawn(application_id: UUID) -> None:
    """That it is withdrawn, to everyone who writes it; a draft that nobody else has seen needs no letter."""
    application = _found(application_id)
    if application.number is not None:
        _write(
            "applications.withdrawn",
            application,
            {"call": _both(application.call), "title": title_of(application), "at": clock.now()},
        )


def tell_stage(application_id: UUID, stage_key: str, state: str) -> None:
    """The result of a stage that decides by itself. Stages that a later decision weighs say nothing before it; the
    decision and what follows it have letters of their own; who has ended otherwise has been told so."""
    application = _found(application_id)
    row = (
        StagePass.objects.select_related("stage").filter(application=application, stage__key=stage_key, state=state)
    ).first()
    if row is None or row.stage.kind in ("decision", "notice", "confirmation") or row.stage.on_fail == OnFail.WEIGH:
        return
    names = Both(row.stage.name_zh, row.stage.name_en)
    common = {"title": title_of(application), "number": str(application), "stage": names}
    if state == PassState.FAILED and application.state in (ApplicationState.DECLINED, ApplicationState.LAPSED):
        _write("applications.stage_failed", application, {**common, "reason": row.reason})
    elif state == PassState.PASSED and application.state in (
        ApplicationState.IN_PROGRESS,
        ApplicationState.SELECTED,
    ):
        _write("applications.stage_passed", application, {**common, "next": _next(application)})


def remind_drafts() -> int:
    """Remind the owners of drafts 7, 3 and 1 days before their call closes, each once; how many were reminded."""
    now, count = clock.now(), 0
    for days in sorted(REMINDERS):
        ahead = timedelta(days=days)
        due = Application.objects.filter(
            Q(reminded_at__isnull=True) | Q(reminded_at__lt=F("call__closes_at") - ahead),
            state=ApplicationState.DRAFT,
            owner__isnull=False,
            saved_at__lt=F("call__closes_at") - ahead,  # who wrote since needs no reminder
            call__state=CallState.PUBLISHED,
            call__closes_at__gt=now,
            call__closes_at__lte=now + ahead,
        )
        while ids := list(due.values_list("pk", flat=True)[:_BATCH]):
            count += sum(_remind(one) for one in ids)
    return count


@transaction.atomic
def _remind(application_id: UUID) -> int:
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("call", "owner")
        .filter(pk=application_id, state=ApplicationState.DRAFT)
    ).first()
    if application is None or application.owner is None:
        return 0
    application.reminded_at = clock.now()
    application.save(update_fields=["reminded_at"])
    assert application.call.closes_at is not None, "only calls that close are reminded of"
    write_notice(
        actor=_WORKER,
        letter="applications.closes_soon",
        to=application.owner,
        about=("application", application.pk),
        context={
            "call": _both(application.call),
            "title": title_of(application),
            "closes": application.call.closes_at,
        },
        link=f"/my/applications/{application.pk}/",
        supersedes=f"closes-soon:{application.pk}",
    )
    return 1


def _write(letter: str, application: Application, context: dict[str, object], supersedes: str = "") -> None:
    copies = [
        Copy(
            to=person,
            about=("application", application.pk),
            context=context,
            link=f"/my/applications/{application.pk}/",
            supersedes=supersedes,
            call=application.call_id,
        )
        for person in hands_of(application)
    ]
    write_notices(actor=_WORKER, letter=letter, copies=copies)


def hands_of(application: Application) -> Iterable[User]:
    """The owner and the co-applicants; nobody where an office entered it for people without an account."""
    joined = application.collaborators.filter(accepted_at__isnull=False, ended_at__isnull=True)
    ids = [one for one in (*joined.values_list("user_id", flat=True), application.owner_id) if one]
    return User.objects.filter(pk__in=ids, is_active=True).order_by("pk")


def _next(application: Application) -> Both:
    """What follows, and by when: the stages that are open now."""
    rows = application.passes.filter(state=PassState.OPEN).select_related("stage").order_by("stage__ordinal", "stage")
    stages = [(one.stage, one.due_at) for one in rows]
    if not stages:
        return Both("")
    said = {language: _said([one for one, _due in stages], language) for language in (CHINESE, ENGLISH)}
    due = max((at for _one, at in stages if at), default=None)
    if due:
        for language in said:
            with translation.override(language):
                day = formats.day(formats.last_day(due, formats.BEIJING), language)
                said[language] = _("{what}, by {when}").format(what=said[language], when=day)
    return Both(f"接下来：{said[CHINESE]}。", f"Next: {said[ENGLISH]}.")


def _said(stages: list[Stage], language: str) -> str:
    mark = "；" if language == CHINESE else "; "
    return mark.join(pick(one, "applicant", language).rstrip("。.") for one in stages)


def _both(call: Call) -> Both:
    return Both(call.title_zh, call.title_en)


def _found(application_id: UUID) -> Application:
    return Application.objects.select_related("call").get(pk=application_id)
