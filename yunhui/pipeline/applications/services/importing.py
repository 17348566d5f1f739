"""Entering many applications that came on another way (a table), and changing them while nobody has taken them over."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F

from yunhui.foundation.audit.services import record
from yunhui.foundation.codes.selectors import known_codes, zones_of_places
from yunhui.foundation.formkit.rules import clean_answers, questions_of
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import digest
from yunhui.kernel.errors import InvalidError, require
from yunhui.kernel.rows import insert_rows, update_rows
from yunhui.parties.models import Board
from yunhui.pipeline.applications.enums import ApplicationState, Channel, PassState
from yunhui.pipeline.applications.events import ApplicationsImported
from yunhui.pipeline.applications.models import Application, ApplicationVersion
from yunhui.pipeline.applications.rules import columns_of, search_of
from yunhui.pipeline.applications.services.beginning import enter_stages
from yunhui.pipeline.applications.services.submitting import form_of
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_run_call

# Without these an application has no place in the call.
_NEEDED = ("title", "group")


@dataclass(frozen=True, slots=True)
class Entry:
    """An application to enter: its answers, what the sender calls it, and the host area that recommends it."""

    answers: Mapping[str, Any]
    reference: str = ""
    referred_by: Board | None = None


@transaction.atomic
def import_many(*, actor: Actor, call: Call, entries: Sequence[Entry]) -> list[Application]:
    """Enter applications, complete or not; the form check judges them. They belong to no account.

    One entry in the log and one fact for all of them; numbers follow the order of the entries.

    Raises:
        RefusedError: not the call's office.
        InvalidError: an entry without a title or a group of the call; nothing is entered then.
    """
    require(can_run_call(actor, call))
    form, now = form_of(call), clock.now()
    questions, known, zones = questions_of(form.questions), known_codes(), zones_of_places()
    groups = {group.key: group for group in call.groups.all()}
    first = _numbers(call, len(entries))
    applications = []
    for number, entry in enumerate(entries, first):
        cleaned, problems = clean_answers(questions, entry.answers, known=known)
        if lacking := [problem for problem in problems if problem.field in _NEEDED]:
            raise InvalidError(lacking)
        application = Application(
            call=call,
            form_version=form,
            channel=Channel.BOARD if entry.referred_by else Channel.IMPORT,
            referred_by=entry.referred_by,
            reference=entry.reference,
            number=number,
            state=ApplicationState.IN_PROGRESS,
            submitted_at=now,
        )
        _fill(application, cleaned, zones, now)
        application.group = groups[cleaned["group"]]
        applications.append(application)
    insert_rows(applications)
    insert_rows([_version(actor, one, 1) for one in applications])
    ids = [one.pk for one in applications]
    record(
        actor=actor,
        action="applications.imported",
        subject=("call", call.pk),
        after={"applications": ids, "first": first},
    )
    event = ApplicationsImported(str(call.pk), [str(pk) for pk in ids])
    publish(actor=actor, event=event, topics=(("call", call.pk),))
    enter_stages(actor=actor, call=call, application_ids=ids)
    return applications


@transaction.atomic
def change_many(*, actor: Actor, call: Call, changes: Mapping[UUID, Mapping[str, Any]]) -> set[UUID]:
    """Give imported applications new versions in which some answers differ; what is not named stays as it is.

    Returns:
        The ids of those that were changed: not those that an applicant has taken over, whose form check is decided, or
        who would lose title or group.

    Raises:
        RefusedError: not the call's office.
    """
    require(can_run_call(actor, call))
    rows = list(
        Application.objects.select_for_update(of=("self",))
        .select_related("form_version", "call")
        .filter(call=call, pk__in=list(changes), owner__isnull=True, state=ApplicationState.IN_PROGRESS)
        .filter(passes__stage__kind="screening", passes__state=PassState.OPEN)
        .order_by("pk")
    )
    known, zones, now = known_codes(), zones_of_places(), clock.now()
    groups = {group.key: group for group in call.groups.all()}
    counts = dict(
        ApplicationVersion.objects.filter(application__in=rows).values_list("application").annotate(count=Count("pk"))
    )
    changed = []
    for row in rows:
        questions = questions_of(row.form_version.questions)
        cleaned, problems = clean_answers(questions, {**row.answers, **changes[row.pk]}, known=known)
        if cleaned == row.answers or any(problem.field in _NEEDED for problem in problems):
            continue
        _fill(row, cleaned, zones, now)
        row.group = groups[cleaned["group"]]
        changed.append(row)
    columns = ["title", "title_en", "speaker", "country", "place", "zone", "answers", "saved_at", "group", "search"]
    update_rows(changed, columns)
    insert_rows([_version(actor, one, counts.get(one.pk, 0) + 1) for one in changed])
    if changed:
        ids = [str(one.pk) for one in changed]
        record(actor=actor, action="applications.reimported", subject=("call", call.pk), after={"applications": ids})
        publish(actor=actor, event=ApplicationsImported(str(call.pk), ids), topics=(("call", call.pk),))
    return {one.pk for one in changed}


def _fill(application: Application, cleaned: dict[str, Any], zones: Mapping[str, str], now: Any) -> None:
    application.answers, application.saved_at = cleaned, now
    for name, value in columns_of(cleaned, dict(zones)).items():
        setattr(application, name, value)
    application.search = search_of(application)


def _version(actor: Actor, application: Application, number: int) -> ApplicationVersion:
    content = json.dumps(application.answers, sort_keys=True, ensure_ascii=False).encode()
    return ApplicationVersion(
        application=application,
        number=number,
        form_version=application.form_version,
        answers=application.answers,
        digest=digest(content, settings.DIGEST_ALGORITHM),
        submitted_at=application.saved_at,
        submitted_by_id=actor.user_id,
    )


def _numbers(call: Call, count: int) -> int:
    """The first of so many consecutive numbers of the call, which are taken with it."""
    Call.objects.filter(pk=call.pk).update(last_number=F("last_number") + count)
    return Call.objects.values_list("last_number", flat=True).get(pk=call.pk) - count + 1
