"""Commands on applications: start, submit, withdraw."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.models import User
from yunhui.foundation.audit.services import record
from yunhui.foundation.codes.selectors import known_among, zones_of_places
from yunhui.foundation.files.selectors import ids_of
from yunhui.foundation.formkit.models import FormVersion
from yunhui.foundation.formkit.rules import clean_answers, clean_text
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import digest
from yunhui.kernel.errors import InvalidError, Problem, require
from yunhui.parties.models import Person
from yunhui.pipeline.applications.enums import ApplicationState, Channel
from yunhui.pipeline.applications.events import ApplicationSubmitted, ApplicationWithdrawn
from yunhui.pipeline.applications.models import Application, ApplicationVersion
from yunhui.pipeline.applications.ports import submit_problems
from yunhui.pipeline.applications.rules import can_start, can_submit, can_withdraw, columns_of, search_of
from yunhui.pipeline.applications.services.beginning import enter_stages
from yunhui.pipeline.applications.services.passes import end_open_passes
from yunhui.pipeline.applications.services.saving import Posted, asked_of, locked, take_posted
from yunhui.pipeline.applications.services.standing import keep_standing
from yunhui.pipeline.applications.states import APPLICATION
from yunhui.pipeline.calls.models import Call, Group
from yunhui.pipeline.calls.rules import can_run_call

_NEXT = "UPDATE calls_call SET last_number = last_number + 1 WHERE id = %s RETURNING last_number"


@transaction.atomic
def start_application(
    *, actor: Actor, call: Call, person: Person | None = None, channel: str = Channel.SELF, **fields: Any
) -> Application:
    """A new draft in an open call; a person who has a draft there gets that one.

    Raises:
        RefusedError: not signed in, or the call is not open.
    """
    require(can_start(actor, call))
    if actor.user_id:
        User.objects.select_for_update().get(pk=actor.user_id)  # a double click makes one draft
        found = Application.objects.filter(call=call, owner_id=actor.user_id, state=ApplicationState.DRAFT).first()
        if found:
            return found
    application = Application.objects.create(
        call=call, owner_id=actor.user_id, person=person, form_version=form_of(call), channel=channel, **fields
    )
    record(actor=actor, action="application.started", subject=("application", application.pk))
    return application


@transaction.atomic
def submit_application(
    *,
    actor: Actor,
    application_id: UUID,
    answers: Mapping[str, Any] | None = None,
    posted: Posted | None = None,
    key: str = "",
) -> ApplicationVersion:
    """Submit a draft, or a new version of what was submitted, by the server's clock.

    The same answers twice are one version, and so is the same `key` twice, whatever came between: a double click, a
    second try after a lost connection. The first submission gives the number and opens the first stage.

    Args:
        answers: written over what is saved, for programs.
        posted: what the page held, saved with the submission; where it is refused, nothing of it is saved here.
        key: names this attempt; made by the page that holds the button.

    Raises:
        NotFoundError: not the actor's.
        RefusedError: the call is not open, or the application no longer editable, or not the actor's to submit.
        InvalidError: every question that needs correction, and what the rooms above find.
    """
    application = locked(actor, application_id)
    is_first = application.state == ApplicationState.DRAFT  # what was never submitted has no version to look for
    if key and not is_first and (found := application.versions.filter(key=key).first()):
        return found
    require(can_submit(actor, application))
    if posted is not None:
        take_posted(actor, application, posted)
    cleaned, problems = cleaned_of(application, {**application.answers, **(answers or {})})
    prefetch_related_objects([application.call], "stages")
    unsettled = [Problem(one, "two_texts", _two_texts()) for one in application.others if one in cleaned]
    if problems := [*unsettled, *problems, *submit_problems(actor, application)]:
        raise InvalidError(problems)
    return enter_version(actor, application, cleaned, key)


@transaction.atomic
def import_application(*, actor: Actor, call: Call, answers: dict[str, Any], **fields: Any) -> Application:
    """Enter an application that came on another way (a file, paper), complete or not; the form check judges it.

    Raises:
        RefusedError: not the talent office.
        InvalidError: not even a title and a group.
    """
    require(can_run_call(actor, call))
    application = Application.objects.create(
        call=call, form_version=form_of(call), channel=Channel.IMPORT, answers=answers, **fields
    )
    cleaned, problems = cleaned_of(application, answers)
    if lacking := [problem for problem in problems if problem.field in ("title", "group")]:
        raise InvalidError(lacking)
    enter_version(actor, application, cleaned)
    return application


def problems_of(application: Application) -> list[Problem]:
    """What the form check would find in the answers as they stand."""
    return cleaned_of(application, application.answers)[1]


def cleaned_of(application: Application, answers: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """The answers of an application cleaned by its form version, and what is wrong with them."""
    questions = asked_of(application)
    known = known_among(str(answers.get(one.key) or "") for one in questions if one.kind in ("country", "place"))
    if any(one.kind == "file" and answers.get(one.key) for one in questions):
        known["file"] = ids_of("application", application.pk)
    return clean_answers(questions, answers, known=known)


def enter_version(actor: Actor, application: Application, cleaned: dict[str, Any], key: str = "") -> ApplicationVersion:
    """Let cleaned answers stand as the next version, inside the caller's transaction and after its rule.

    The number of the call is taken last: its row is what all submissions wait for.
    """
    mark = digest(json.dumps(cleaned, sort_keys=True, ensure_ascii=False).encode(), settings.DIGEST_ALGORITHM)
    now, was = clock.now(), application.state
    last = None if was == ApplicationState.DRAFT else application.versions.order_by("-number").first()
    if last and last.digest == mark:
        return last
    place = str(cleaned.get("place") or "")
    columns = columns_of(cleaned, zones_of_places([place]) if place else {})
    group = Group.objects.get(call=application.call, key=cleaned["group"])
    version = ApplicationVersion.objects.create(
        application=application,
        number=last.number + 1 if last else 1,
        form_version=application.form_version,
        answers=cleaned,
        digest=mark,
        submitted_at=now,
        submitted_by_id=actor.user_id,
        key=key[:64],
    )
    if was == ApplicationState.DRAFT:
        enter_stages(actor=actor, call=application.call, application_ids=[application.pk])
        APPLICATION.check(was, ApplicationState.IN_PROGRESS)
        application.state = ApplicationState.IN_PROGRESS
        application.number = _next_number(application.call)
        application.submitted_at = now
    application.group, application.answers, application.saved_at = group, cleaned, now
    for name, value in columns.items():
        setattr(application, name, value)
    application.search = search_of(application)
    application.save()
    record(
        actor=actor,
        action="application.submitted",
        subject=("application", application.pk),
        before={"state": was},
        after={"state": application.state, "number": application.number, "version": version.number, "digest": mark},
    )
    publish(
        actor=actor,
        event=ApplicationSubmitted(str(application.pk), str(application.call_id), version.number),
        topics=(("call", application.call_id),),
    )
    return version


@transaction.atomic
def withdraw_application(*, actor: Actor, application_id: UUID, reason: str = "") -> Application:
    """Take an application back; it is free at any open point, and free of reasons.

    Raises:
        NotFoundError: not the actor's.
        RefusedError: it has ended already.
    """
    application = locked(actor, application_id)
    if application.state == ApplicationState.WITHDRAWN:
        return application
    require(can_withdraw(actor, application))
    was = application.state
    APPLICATION.check(was, ApplicationState.WITHDRAWN)
    application.state = ApplicationState.WITHDRAWN
    application.save(update_fields=["state"])
    end_open_passes(application, "withdrawn")
    keep_standing([application.pk])
    record(
        actor=actor,
        action="application.withdrawn",
        subject=("application", application.pk),
        before={"state": was},
        after={"state": application.state, "reason": clean_text(reason)[:400]},
    )
    publish(
        actor=actor,
        event=ApplicationWithdrawn(str(application.pk), str(application.call_id), was),
        topics=(("call", application.call_id),),
    )
    return application


def form_of(call: Call) -> FormVersion:
    """The form that a published call asks."""
    assert call.form_version is not None, "a published call has a form"
    return call.form_version


def _next_number(call: Call) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [call.pk])
        number: int = cursor.fetchone()[0]
    return number


def _two_texts() -> Any:
    return _("Two texts were written here. Choose which one counts.")
