"""In and out of the library: proposed, admitted, suspended for a while, left."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.audit.services import record
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require
from yunhui.parties.models import Person
from yunhui.pipeline.experts.enums import AffiliationKind, ExpertState
from yunhui.pipeline.experts.models import Affiliation, Expert
from yunhui.pipeline.experts.rules import can_keep_library, search_of
from yunhui.pipeline.experts.states import EXPERT

_LONGEST = 300


@transaction.atomic
def propose_expert(
    *,
    actor: Actor,
    person: Person,
    industries: Sequence[str] = (),
    profile: Sequence[str] = (),
    title_zh: str = "",
    title_en: str = "",
    languages: Sequence[str] = (),
    reason: str = "",
) -> Expert:
    """Enter a person as proposed; the row that they already have, whatever its state, is left as it is.

    Raises:
        RefusedError: not the talent office.
    """
    require(can_keep_library(actor))
    return _enter(
        actor,
        person,
        ExpertState.PROPOSED,
        industries=list(industries),
        profile=list(profile),
        title_zh=title_zh,
        title_en=title_en,
        languages=list(languages),
        state_reason=reason[:_LONGEST],
    )


@transaction.atomic
def admit_expert(
    *,
    actor: Actor,
    person: Person,
    industries: Sequence[str] = (),
    profile: Sequence[str] = (),
    title_zh: str = "",
    title_en: str = "",
    languages: Sequence[str] = (),
) -> Expert:
    """Enter a person into the expert library, or admit who was proposed or had left; `profile` is texts (fields, works)
    by which fit is computed. Who is admitted or suspended already is left as they are.

    Raises:
        RefusedError: not the talent office.
    """
    require(can_keep_library(actor))
    known = Expert.objects.select_for_update().filter(person=person).first()
    if known is None:
        return _enter(
            actor,
            person,
            ExpertState.ADMITTED,
            industries=list(industries),
            profile=list(profile),
            title_zh=title_zh,
            title_en=title_en,
            languages=list(languages),
            admitted_at=clock.now(),
        )
    if known.state in (ExpertState.PROPOSED, ExpertState.LEFT):
        _move(actor, known, ExpertState.ADMITTED, "")
    return known


@transaction.atomic
def suspend_expert(*, actor: Actor, expert_id: UUID, reason: str, until: datetime | None = None) -> Expert:
    """Ask somebody no more, until an instant or until the office says otherwise; what they do now they may finish.

    Raises:
        RefusedError: not the talent office.
        NotFoundError: there is no such expert.
        InvalidError: no reason, or an end that has passed.
        DomainError: `move_not_allowed`.
    """
    row = _for_update(actor, expert_id)
    problems = _reason_problems(reason)
    if until is not None and until <= clock.now():
        problems.append(Problem("until", "past", _("Choose a day that is still to come.")))
    if problems:
        raise InvalidError(problems)
    row.suspended_until = until
    _move(actor, row, ExpertState.SUSPENDED, reason)
    return row


@transaction.atomic
def resume_expert(*, actor: Actor, expert_id: UUID) -> Expert:
    """End a suspension, or take somebody back who had left.

    Raises:
        RefusedError, NotFoundError, DomainError: as `suspend_expert`.
    """
    row = _for_update(actor, expert_id)
    _move(actor, row, ExpertState.ADMITTED, "")
    return row


@transaction.atomic
def let_go(*, actor: Actor, expert_id: UUID, reason: str) -> Expert:
    """Take somebody out of the library; their row and their service stay.

    Raises:
        RefusedError, NotFoundError, InvalidError, DomainError: as `suspend_expert`.
    """
    row = _for_update(actor, expert_id)
    if problems := _reason_problems(reason):
        raise InvalidError(problems)
    _move(actor, row, ExpertState.LEFT, reason)
    return row


@transaction.atomic
def end_due_suspensions() -> int:
    """End the suspensions whose own date has come; how many. Swept."""
    due = Expert.objects.filter(state=ExpertState.SUSPENDED, suspended_until__lte=clock.now())
    rows = list(due.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:200])
    for row in rows:
        _move(actors.system("experts"), row, ExpertState.ADMITTED, "")
    return len(rows)


def _enter(actor: Actor, person: Person, state: ExpertState, **fields: object) -> Expert:
    row, made = Expert.objects.get_or_create(
        person=person,
        defaults={
            "state": state,
            "is_active": state == ExpertState.ADMITTED,
            "proposed_by_id": actor.user_id,
            "zone": person.user.zone if person.user else "Asia/Shanghai",
            **fields,
        },
    )
    if made:
        if person.organisation:
            Affiliation.objects.create(
                expert=row,
                organisation=person.organisation,
                name=str(person.organisation),
                kind=AffiliationKind.EMPLOYED,
            )
        organisation = (person.organisation.name_zh, person.organisation.name_en) if person.organisation else ()
        row.search = search_of(row, organisation)
        row.save(update_fields=["search"])
        record(actor=actor, action=f"expert.{state}", subject=("expert", row.pk))
    return row


def _move(actor: Actor, row: Expert, state: ExpertState, reason: str) -> None:
    EXPERT.check(row.state, state)
    was, row.state, row.state_reason = row.state, state, reason.strip()
    row.is_active = state == ExpertState.ADMITTED
    if state != ExpertState.SUSPENDED:
        row.suspended_until = None
    if state == ExpertState.ADMITTED and row.admitted_at is None:
        row.admitted_at = clock.now()
    row.save(update_fields=["state", "state_reason", "is_active", "suspended_until", "admitted_at"])
    record(
        actor=actor,
        action="expert.resumed"
        if state == ExpertState.ADMITTED and was == ExpertState.SUSPENDED
        else f"expert.{state}",
        subject=("expert", row.pk),
        before={"state": was},
        after={"state": state, "reason": row.state_reason, "until": row.suspended_until},
    )


def _for_update(actor: Actor, expert_id: UUID) -> Expert:
    require(can_keep_library(actor))
    row = Expert.objects.select_for_update(of=("self",)).select_related("person").filter(pk=expert_id).first()
    if row is None:
        raise NotFoundError("expert")
    return row


def _reason_problems(reason: str) -> list[Problem]:
    if not reason.strip():
        return [Problem("reason", "required", _("Say why in a sentence; it is kept."))]
    if len(reason) > _LONGEST:
        return [Problem("reason", "too_long", _("At most 300 characters."))]
    return []
