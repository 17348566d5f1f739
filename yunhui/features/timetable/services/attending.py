"""Commands: who takes part, asking when they can, and their answers."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.features.timetable.enums import Mark, PersonKind
from yunhui.features.timetable.events import AvailabilityGiven
from yunhui.features.timetable.models import Event, EventSession, Participant
from yunhui.features.timetable.rules import can_build
from yunhui.features.timetable.rules.hours import cells_of, hours_from
from yunhui.features.timetable.selectors.desks import desk_of
from yunhui.features.timetable.selectors.drafts import newest_with_items
from yunhui.features.timetable.selectors.setting import setting_of
from yunhui.features.timetable.selectors.stages import person_key
from yunhui.features.timetable.selectors.tickets import link_of
from yunhui.features.timetable.services.setting_up import ensure_event
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.selectors import holders, holders_by_role
from yunhui.foundation.audit.services import record
from yunhui.foundation.codes.selectors import add_working_days
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.notices.services import write_notice, write_to_address
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem, require
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.parties.models import Board
from yunhui.parties.selectors import boards
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call, Group
from yunhui.pipeline.panels.enums import SeatState
from yunhui.pipeline.panels.models import Seat

# Whoever opens the link in a letter: it proves the person and needs no account.
BY_LINK = Actor(user_id=None, label="visitor:event-link")
ANSWER_DAYS = 5
NOTE_LENGTH = 300


@transaction.atomic
def list_participants(*, actor: Actor, call: Call) -> int:
    """Bring the list up to date: the speaker of every selected project, an officer of every host area, the judges of
    every opened panel. Who left is ended with their answer kept. Answers how many came.

    Raises:
        RefusedError: not the talent office.
    """
    require(can_build(actor, call))
    Call.objects.select_for_update().get(pk=call.pk)
    ensure_event(call)
    now = clock.now()
    selected = Application.objects.filter(call=call, state=ApplicationState.SELECTED).select_related("owner")
    projects = {one.pk: one for one in selected}
    rows = Participant.objects.filter(call=call, ended_at=None)
    rows.filter(application__isnull=False).exclude(application__in=projects).update(ended_at=now)
    spoken = set(rows.filter(kind=PersonKind.SPEAKER).values_list("application_id", flat=True))
    made = [_speaker(call, one) for pk, one in projects.items() if pk not in spoken]
    areas = list(boards())
    present = set(rows.filter(kind=PersonKind.BOARD).values_list("board_id", flat=True))
    made += [one for board in areas if board.pk not in present and (one := _officer(call, board))]
    made += _judges(call, set(rows.filter(kind=PersonKind.JUDGE).values_list("email", flat=True)))
    Participant.objects.bulk_create(made)
    if made:
        record(actor=actor, action="participant.added", subject=("call", call.pk), after={"number": len(made)})
    return len(made)


@transaction.atomic
def add_participant(*, actor: Actor, call: Call, kind: str, given: Mapping[str, str]) -> Participant:
    """Add a further defender, a chair, a judge or an officer: `name`, `email`, `zone`, `language`, `role`, and what
    they belong to (`project` a number, `board`, `group`, `session` keys).

    Raises:
        RefusedError: not the talent office.
        InvalidError: what is missing or wrong.
    """
    require(can_build(actor, call))
    event = ensure_event(call)
    fields, problems = _bound(call, event, kind, given)
    name, email = given.get("name", "").strip(), given.get("email", "").strip().lower()
    zone, language = given.get("zone", ""), given.get("language", "")
    if not name or len(name) > 160:
        problems.append(Problem("name", "name", _("Write the name.")))
    if email:
        try:
            validate_email(email)
        except ValidationError:
            problems.append(Problem("email", "email", _("Write a whole e-mail address, such as name@firm.example.")))
    if zone not in available_timezones():
        problems.append(Problem("zone", "zone", _("Choose a place from the list, so that we know the clock there.")))
    if problems:
        raise InvalidError(problems)
    row = Participant.objects.create(
        call=call,
        kind=kind,
        name=name,
        email=email,
        zone=zone,
        language=ENGLISH if language.startswith("en") else CHINESE,
        role=given.get("role", "").strip()[:120],
        **fields,
    )
    record(actor=actor, action="participant.added", subject=("call", call.pk), after={"id": row.pk, "kind": kind})
    return row


@transaction.atomic
def end_participant(*, actor: Actor, participant_id: UUID) -> Participant:
    """Take somebody out; a speaker goes with the project only.

    Raises:
        NotFoundError, RefusedError: not theirs.
        DomainError: `speaker`.
    """
    row = _locked(participant_id)
    require(can_build(actor, row.call))
    if row.kind == PersonKind.SPEAKER:
        raise DomainError("speaker", _("A project keeps its speaker. Add a further defender instead."))
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    record(actor=actor, action="participant.ended", subject=("call", row.call_id), after={"id": row.pk})
    return row


@transaction.atomic
def ask_participants(*, actor: Actor, call: Call, ids: Iterable[UUID] | None = None, again: bool = False) -> int:
    """Write to everybody who was not asked yet (or to `ids`, whatever came before); with `again` to all who were asked
    and did not answer. Each letter has a new link. Answers how many letters were written.

    Raises:
        RefusedError: not the talent office.
    """
    require(can_build(actor, call))
    event = ensure_event(call)
    if event.answer_by is None or event.answer_by < clock.now():
        event.answer_by = add_working_days(clock.now(), ANSWER_DAYS)
        event.save(update_fields=["answer_by"])
    rows = Participant.objects.select_for_update(of=("self",)).filter(call=call, ended_at=None).select_related("user")
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    elif again:
        rows = rows.filter(asked_at__isnull=False, answered_at=None)
    else:
        rows = rows.filter(asked_at=None)
    found = [row for row in rows.order_by("pk") if row.email or row.user]
    letter = "timetable.when_reminder" if again else "timetable.when"
    for row in found:
        row.issue += 1
        row.reminded_at = clock.now() if again else row.reminded_at
        row.asked_at = row.asked_at or clock.now()
        row.save(update_fields=["issue", "asked_at", "reminded_at"])
        _write(actor, call, row, letter, {"by": event.answer_by})
    if found:
        action = "participant.reminded" if again else "participant.asked"
        record(actor=actor, action=action, subject=("call", call.pk), after={"ids": [str(row.pk) for row in found]})
    return len(found)


def remind_of_availability() -> int:
    """Once, when two days are left: whoever has not answered. For the worker; safe to run twice."""
    soon = clock.now() + timedelta(days=2)
    count = 0
    due = Event.objects.filter(answer_by__gt=clock.now(), answer_by__lte=soon).select_related("call")
    for event in due:
        with transaction.atomic():
            rows = Participant.objects.filter(call=event.call, ended_at=None, answered_at=None, reminded_at=None)
            ids = list(rows.filter(asked_at__isnull=False).values_list("pk", flat=True))
            if ids:
                system = actors.system("worker")
                asked = Participant.objects.filter(pk__in=ids, asked_at__lt=clock.now() - timedelta(days=1))
                waiting = list(asked.values_list("pk", flat=True))
                if waiting:
                    count += _remind(system, event.call, waiting)
    return count


def _remind(actor: Actor, call: Call, ids: list[UUID]) -> int:
    return ask_participants(actor=actor, call=call, ids=ids, again=True)


@transaction.atomic
def give_hours(
    *, actor: Actor, participant_id: UUID, marks: Mapping[str, str], zone: str = "", note: str = ""
) -> Participant:
    """Keep what somebody says of the event's hours: by their link, or by the office on their behalf (logged as such).

    `marks`: cell key -> mark; what is left out they can. An answer that breaks the newest timetable is flagged, and the
    office is told.

    Raises:
        NotFoundError: nobody.
        RefusedError: neither the link nor the talent office.
        InvalidError: the note is too long.
    """
    row = _locked(participant_id)
    by_link = actor == BY_LINK
    if not by_link:
        require(can_build(actor, row.call))
    if len(note) > NOTE_LENGTH:
        raise InvalidError([Problem("note", "too_long", _("At most 300 characters."))])
    before = row.hours
    row.hours = hours_from(cells_of(setting_of(row.call)), {key: mark for key, mark in marks.items() if mark in Mark})
    row.zone = zone if zone in available_timezones() else row.zone
    row.note = note.strip()
    row.answered_at = clock.now()
    row.answered_by_id = None if by_link else actor.user_id
    row.save(update_fields=["hours", "zone", "note", "answered_at", "answered_by"])
    row.flagged_at = clock.now() if breaks_plan(row) else None
    row.save(update_fields=["flagged_at"])
    record(
        actor=actor,
        action="participant.answered" if by_link else "participant.answered_for",
        subject=("call", row.call_id),
        before={"id": row.pk, "hours": before},
        after={"id": row.pk, "hours": row.hours},
    )
    publish(
        actor=actor,
        event=AvailabilityGiven(str(row.pk), str(row.call_id), row.flagged_at is not None),
        topics=(("call", row.call_id),),
    )
    if row.flagged_at and by_link:
        _tell_office(row)
    return row


@transaction.atomic
def see_to_flag(*, actor: Actor, participant_id: UUID) -> Participant:
    """The office has seen to an answer that broke the plan.

    Raises:
        NotFoundError, RefusedError: not theirs.
    """
    row = _locked(participant_id)
    require(can_build(actor, row.call))
    row.flagged_at = None
    row.save(update_fields=["flagged_at"])
    record(actor=actor, action="participant.seen", subject=("call", row.call_id), after={"id": row.pk})
    return row


def breaks_plan(row: Participant) -> bool:
    """Whether somebody's hours break a rule where they stand in the newest timetable."""
    newest = newest_with_items(row.call)
    if newest is None or not row.hours:
        return False
    newest.call = row.call
    desk, who = desk_of(newest, CHINESE), person_key(row)
    if row.kind == PersonKind.CHAIR:
        return any(saying.code == "closed" for at in desk.placements for saying in desk.trying.trial(at).broken)
    mine = [item.id for item in desk.plan.items if any(part.person == who for part in item.people)]
    return any(
        saying.code == "away" and saying.parameters["person"] == who
        for item in mine
        if item in desk.trying.at
        for saying in desk.trying.trial(desk.trying.at[item]).broken
    )


def _tell_office(row: Participant) -> None:
    call = row.call
    for user in holders(Role.OFFICE, ScopeKind.CALL, call.pk):
        write_notice(
            actor=actors.system("timetable"),
            letter="timetable.when_flagged",
            to=user,
            about=("call", call.pk),
            context={"call": Both(call.title_zh, call.title_en), "name": row.name},
            link=f"/w/calls/{call.code}/timetable/people?state=flagged",
            supersedes=f"flag:{row.pk}",
            call=call.pk,
        )


def _write(actor: Actor, call: Call, row: Participant, letter: str, context: Mapping[str, object]) -> None:
    common: dict[str, Any] = {
        "actor": actor,
        "letter": letter,
        "about": ("call", call.pk),
        "context": {"call": Both(call.title_zh, call.title_en), **context},
        "link": link_of(row),
        "supersedes": f"when:{row.pk}",
        "call": call.pk,
    }
    if row.user is not None and row.user.is_active:
        write_notice(to=row.user, **common)
    else:
        write_to_address(email=row.email, name=row.name, language=row.language, zone=row.zone, **common)


def _speaker(call: Call, one: Application) -> Participant:
    owner = one.owner
    email = (owner.email if owner else "") or str(one.answers.get("email") or "")
    return Participant(
        call=call,
        kind=PersonKind.SPEAKER,
        application=one,
        user=owner,
        name=one.speaker or f"{one}",
        email=email.lower(),
        zone=one.zone,
        language=owner.language if owner else ENGLISH,
    )


def _officer(call: Call, board: Board) -> Participant | None:
    officers = [user for _role, user in holders_by_role([Role.BOARD], ScopeKind.BOARD, board.pk)]
    if not officers:
        return None
    user = officers[0]
    return Participant(
        call=call,
        kind=PersonKind.BOARD,
        board=board,
        user=user,
        name=user.name or board.name_zh,
        email=user.email.lower(),
        zone=call.venue_zone,
        language=user.language,
    )


def _judges(call: Call, known: set[str]) -> list[Participant]:
    """Who accepted a seat on a group's panel, once its list is open; before that nobody of the office may know."""
    seats = Seat.objects.filter(
        call=call, state=SeatState.ACCEPTED, group__isnull=False, call__panel__opened_at__isnull=False
    ).select_related("expert__person__user")
    found = []
    for seat in seats.order_by("pk"):
        person, zone = seat.expert.person, seat.expert.zone
        email = ((person.user.email if person.user else "") or person.email).lower()
        if email and email not in known:
            language = CHINESE if not seat.expert.languages or "zh" in seat.expert.languages else ENGLISH
            found.append(
                Participant(
                    call=call,
                    kind=PersonKind.JUDGE,
                    group_id=seat.group_id,
                    user=person.user,
                    name=person.name,
                    email=email,
                    zone=zone,
                    language=language,
                )
            )
    return found


def _bound(call: Call, event: Event, kind: str, given: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """What somebody belongs to, by kind, and what is wrong with it."""
    fields: dict[str, Any] = {}
    if kind == PersonKind.DEFENDER:
        number = given.get("project", "").strip().lstrip("0")
        rows = Application.objects.filter(call=call, state=ApplicationState.SELECTED)
        fields["application"] = rows.filter(number=int(number)).first() if number.isdecimal() else None
        if fields["application"] is None:
            return fields, [Problem("project", "project", _("Write the number of a selected project."))]
    elif kind == PersonKind.BOARD:
        fields["board"] = next((one for one in boards() if str(one.pk) == given.get("board")), None)
        if fields["board"] is None:
            return fields, [Problem("board", "board", _("Choose a host area."))]
    elif kind == PersonKind.JUDGE:
        fields["group"] = Group.objects.filter(call=call, key=given.get("group", "")).first()
        if fields["group"] is None:
            return fields, [Problem("group", "group", _("Choose the group that they judge."))]
    elif kind == PersonKind.CHAIR:
        fields["session"] = EventSession.objects.filter(event=event, key=given.get("session", "")).first()
        if fields["session"] is None:
            return fields, [Problem("session", "session", _("Choose the session that they chair."))]
    else:
        return fields, [Problem("kind", "kind", _("Choose what they do."))]
    return fields, []


def _locked(participant_id: UUID) -> Participant:
    rows = Participant.objects.select_for_update(of=("self",)).select_related("call", "session")
    row = rows.filter(pk=participant_id, ended_at=None).first()
    if row is None:
        raise NotFoundError("participant")
    return row
