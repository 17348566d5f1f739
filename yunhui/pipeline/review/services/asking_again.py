"""A re-review (复评): one more expert for an application on whose score sheets the panel leader is not easy."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.audit.services import record
from yunhui.foundation.codes.selectors import add_working_days
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError, RefusedError
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import keep_standing
from yunhui.pipeline.calls.models import Call, Stage
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.conflicts.selectors import barred_pairs
from yunhui.pipeline.conflicts.services import compute_conflicts
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.panels.selectors import panel_of
from yunhui.pipeline.review.enums import AssignmentState, MoveKind
from yunhui.pipeline.review.events import ExpertsAssigned
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import ReviewConfig, round_is_closed
from yunhui.pipeline.review.services.assigning.moving import Task, ask
from yunhui.pipeline.review.services.assigning.table import fit_of
from yunhui.pipeline.review.services.cleaning import clean_reason

DAYS = 3
"""Working days that one more expert has, from the day on which they are asked."""


@transaction.atomic
def ask_again(*, actor: Actor, application_id: UUID, reason: str, expert_id: UUID | None = None) -> Assignment:
    """Ask one more expert to judge an application: the best that is free, or the one named.

    What counts afterwards is what the call announced: every locked sheet, the new one too. Until it is locked no
    proposal is made.

    Raises:
        NotFoundError: no such application, or not for this actor.
        RefusedError: neither panel leader nor office of the call.
        InvalidError: no reason, or one that is too long.
        DomainError: `application_ended`; `asked_already`: one more sheet is open; `nobody_free`: everybody on the panel
            has judged it, has a conflict of interest or has all they can take.
    """
    found = Application.objects.filter(pk=application_id, number__isnull=False).select_related("call").first()
    if found is None or not can_see_inside(actor, found.call):
        raise NotFoundError("application")
    own = any(actor.has_in(role, ScopeKind.CALL, found.call_id) for role in (Role.CHAIR, Role.OFFICE))
    if not (own or actor.is_system):
        raise RefusedError("not_chair", _("Only the panel leader or the talent office asks for a re-review."))
    words = clean_reason(reason)
    call = Call.objects.select_for_update().get(pk=found.call_id)
    application = Application.objects.select_for_update().get(pk=application_id)
    if application.state != ApplicationState.IN_PROGRESS:
        raise DomainError("application_ended", _("The application is no longer under review."))
    stage = Stage.objects.select_related("call", "review_round").get(call=call, kind="review")
    if round_is_closed(stage):
        raise DomainError("round_closed", _("The round is closed and takes no sheet any more."))
    if Assignment.objects.filter(stage=stage, application=application, state=AssignmentState.OPEN).exists():
        raise DomainError("asked_already", _("A sheet of this project is still open. Wait for it first."))
    task = ask_free(actor, stage, application, words, expert_id=expert_id)
    record(
        actor=actor,
        action="review.asked_again",
        subject=("application", application.pk),
        after={
            "assignment": str(task.pk),
            "expert": str(task.expert_id),
            "reason": words,
            "due": task.why["due"],
        },
    )
    publish(actor=actor, event=ExpertsAssigned(str(call.pk), stage.key, 1), topics=(("call", call.pk),))
    return task


def ask_free(
    actor: Actor,
    stage: Stage,
    application: Application,
    reason: str,
    *,
    expert_id: UUID | None = None,
    in_place_of: UUID | None = None,
) -> Assignment:
    """Open a task for the best expert of the panel who is free for an application, or for the one named, with a time of
    its own; the caller has checked, holds the application, and tells.

    Raises:
        DomainError: `nobody_free`.
    """
    candidates = _free(actor, stage, application)
    chosen = next((one for one in candidates if expert_id in (None, one.expert.pk)), None)
    if chosen is None:
        raise DomainError(
            "nobody_free",
            _(
                "Nobody on the panel is free for it: they have judged it, have a conflict of interest or sit in one "
                "unit with who has, or have all they can take."
            ),
        )
    due = add_working_days(clock.now(), DAYS)
    why = {
        "again": reason,
        "by": str(actor.user_id or ""),
        "due": due.isoformat(),
        "rank": candidates.index(chosen) + 1,
        "of": len(candidates),
    }
    tasks = [Task(application.pk, chosen.expert.pk, chosen.fit, why, in_place_of)]
    task = ask(actor, stage, tasks, MoveKind.BY_HAND, reason=reason)[0]
    keep_standing([application.pk])
    return task


@dataclass(frozen=True, slots=True)
class _Free:
    expert: Expert
    fit: float
    load: int


def _free(actor: Actor, stage: Stage, application: Application) -> list[_Free]:
    """Who could judge an application in addition, the best fit first: of the panel, without a task on it, without a
    conflict of interest, of no unit that has judged it, and with room."""
    config = ReviewConfig.of(stage.config)
    had = Assignment.objects.filter(stage=stage, application=application).select_related("expert__person")
    units = {task.expert.person.organisation_id for task in had} - {None}
    taken = Q(assignments__stage=stage, assignments__state__in=(AssignmentState.OPEN, AssignmentState.LOCKED))
    experts = list(
        panel_of(stage.call, application.group)
        .exclude(pk__in=[task.expert_id for task in had])
        .exclude(person__organisation__in=units)
        .select_related("person__organisation")
        .annotate(load=Count("assignments", filter=taken))
        .order_by("pk")
    )
    compute_conflicts(actor=actor, experts=experts, applications=[application])
    barred = barred_pairs([application.pk], [one.pk for one in experts])
    # One more than the call's measure: a re-review comes after everybody has got theirs.
    left = [one for one in experts if (application.pk, one.pk) not in barred and one.load <= config.max_load]
    if not left:
        return []
    fits = fit_of([application], left)[0]
    found = [_Free(one, round(float(fit), 4), one.load) for one, fit in zip(left, fits, strict=True)]
    return sorted(found, key=lambda one: (-one.fit, one.load, str(one.expert.pk)))
