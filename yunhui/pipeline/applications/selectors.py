"""Reads of applications."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from yunhui.foundation.accounts.enums import ScopeKind
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.enums import ApplicationState, PassState
from yunhui.pipeline.applications.models import Application, ApplicationVersion, StagePass
from yunhui.pipeline.applications.ports import readers_of
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import STAFF


def applications_visible_to(actor: Actor) -> QuerySet[Application]:
    """What the actor may read: all for the city's machinery, their own for applicants, a call's submitted ones for its
    staff, and what the rooms above show to boards and experts."""
    if actor.is_system:
        return Application.objects.all()
    condition = Q(owner_id=actor.user_id) if actor.user_id else Q(pk__in=[])
    submitted = ~Q(state=ApplicationState.DRAFT) & Q(number__isnull=False)
    for role in STAFF:
        if actor.has_in(role, ScopeKind.CITY, ""):
            condition |= submitted
        elif ids := actor.scope_ids(role, ScopeKind.CALL):
            condition |= submitted & Q(call_id__in=[UUID(one) for one in ids])
    for extra in readers_of(actor):
        condition |= submitted & extra
    return Application.objects.filter(condition)


def can_view(actor: Actor, application: Application) -> bool:
    """The twin of `applications_visible_to` for one application."""
    return applications_visible_to(actor).filter(pk=application.pk).exists()


def application_for(actor: Actor, application_id: UUID) -> Application:
    """One application with its call, group and passes.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    application = (
        applications_visible_to(actor)
        .filter(pk=application_id)
        .select_related("call", "group", "form_version", "person", "organisation")
        .prefetch_related(
            Prefetch("passes", StagePass.objects.select_related("stage").order_by("stage__ordinal", "pk"))
        )
        .first()
    )
    if application is None:
        raise NotFoundError("application")
    return application


def own_applications(actor: Actor) -> QuerySet[Application]:
    """The applicant's own, newest first, drafts too."""
    rows = Application.objects.filter(owner_id=actor.user_id) if actor.user_id else Application.objects.none()
    return (
        rows.select_related("call", "group")
        .prefetch_related(
            Prefetch("passes", StagePass.objects.select_related("stage").order_by("stage__ordinal", "pk"))
        )
        .order_by("-saved_at")
    )


def last_version(application: Application) -> ApplicationVersion | None:
    """What was submitted last."""
    return application.versions.order_by("-number").first()


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """One step of a call's funnel: how many came this far, and the share of the step before in percent."""

    key: str
    name_zh: str
    name_en: str
    count: int
    rate: float | None


def funnel_of(actor: Actor, call: Call) -> list[FunnelStep]:
    """How many were received, and passed each stage, in one query; counted over what the actor may read."""
    rows = applications_visible_to(actor).filter(call=call)
    stages = list(call.stages.all())
    counts = rows.aggregate(
        received=Count("pk", distinct=True),
        **{
            f"stage_{stage.pk}": Count(
                "pk", filter=Q(passes__stage=stage, passes__state=PassState.PASSED), distinct=True
            )
            for stage in stages
        },
    )
    steps = [FunnelStep("received", "收到", "Received", counts["received"], None)]
    for stage in stages:
        count = counts[f"stage_{stage.pk}"]
        steps.append(FunnelStep(stage.key, stage.name_zh, stage.name_en, count, _rate(count, counts["received"])))
    return steps


def _rate(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None
