"""Letters about what is missing: to everyone who writes the application, and back to the officer who asked."""

from uuid import UUID

from yunhui.foundation.accounts.models import User
from yunhui.foundation.formkit.rules import questions_of
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.notices.services import write_notice
from yunhui.kernel import actor as actors
from yunhui.kernel.i18n import CHINESE, ENGLISH, pick
from yunhui.pipeline.applications.models import Completion
from yunhui.pipeline.applications.services.sharing import title_of
from yunhui.pipeline.applications.services.telling import hands_of

_WORKER = actors.system("applications")


def tell_owed(completion_id: UUID, letter: str) -> None:
    """What is missing, and until when; nothing where it has been answered meanwhile."""
    completion = _found(completion_id)
    if completion.ended_at is None:
        more: dict[str, object] = {"missing": _missing(completion), "until": completion.due_at}
        if letter == "applications.to_complete":
            more["again"] = completion.again_reason
        _write(letter, completion, more)


def tell_more_time(completion_id: UUID) -> None:
    """Until when, and why."""
    completion = _found(completion_id)
    if completion.ended_at is None:
        said = {"until": completion.due_at, "reason": completion.extension_reason}
        _write("applications.more_time", completion, said)


def tell_not_needed(completion_id: UUID, reason: str) -> None:
    """That the office has taken its request back, and why."""
    _write("applications.not_needed", _found(completion_id), {"reason": reason})


def tell_completed(completion_id: UUID, version: int) -> None:
    """To the officer who asked, while it waits for them."""
    completion = _found(completion_id)
    one, application = completion.stage_pass, completion.stage_pass.application
    officer = User.objects.filter(pk__in=[completion.asked_by_id], is_active=True).first()
    if officer is None or one.due_at is None or one.concluded_at is not None:
        return
    write_notice(
        actor=_WORKER,
        letter="applications.completed",
        to=officer,
        about=("application", application.pk),
        context={"title": title_of(application), "number": str(application), "version": version, "until": one.due_at},
        link=f"/w/calls/{application.call.code}/check/?at={application.pk}",
        supersedes=f"owed:{completion.pk}",
    )


def _write(letter: str, completion: Completion, context: dict[str, object]) -> None:
    application = completion.stage_pass.application
    for person in hands_of(application):
        write_notice(
            actor=_WORKER,
            letter=letter,
            to=person,
            about=("application", application.pk),
            context={"title": title_of(application), "number": str(application), **context},
            link=f"/my/applications/{application.pk}/complete",
            supersedes=f"owed:{completion.pk}",
        )


def _missing(completion: Completion) -> Both:
    application = completion.stage_pass.application
    labels = {one.key: one for one in questions_of(application.form_version.questions)}
    said = {}
    for language in (CHINESE, ENGLISH):
        lines = []
        for item in completion.items.order_by("sort"):
            label = labels[item.question].label(language) if item.question in labels else ""
            colon = "：" if language == CHINESE else ": "
            lines.append(f"- {colon.join(filter(None, (label, pick(item, 'text', language))))}")
        said[language] = "\n".join(lines)
    return Both(said[CHINESE], said[ENGLISH])


def _found(completion_id: UUID) -> Completion:
    rows = Completion.objects.select_related(
        "stage_pass__application__call", "stage_pass__application__form_version", "stage_pass__stage"
    )
    return rows.get(pk=completion_id)
