"""What waits for the office before the stage, for many calls at once."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from yunhui.features.rehearsal.enums import MaterialState, Outcome
from yunhui.features.rehearsal.models import Appearance, Material, Plan, RehearsalTime, Trial
from yunhui.kernel import clock
from yunhui.pipeline.applications.enums import ApplicationState

_ON_STAGE = (ApplicationState.SELECTED, ApplicationState.CLOSED)


def rehearsals_of_calls() -> dict[str, Any]:
    """Annotations for calls.

    `files_to_look`: files that were handed in and nobody has looked at. `rehearsals_open`: speakers who were invited
    and have neither an hour nor a rehearsal that went well, where hours are offered. `rehearsals_untold`: hours that
    are over, without a word of how they went. `ready_by`: until when all should be ready; None where no day is set.
    """
    files = Material.objects.filter(_on_stage("appearance__"), state=MaterialState.HANDED_IN)
    passed = Trial.objects.filter(appearance=OuterRef("pk"), outcome=Outcome.PASSED)
    offered = RehearsalTime.objects.filter(call=OuterRef("call"))
    unbooked = Appearance.objects.filter(_on_stage(""), issue__gt=0, time__isnull=True).filter(
        ~Exists(passed), Exists(offered)
    )
    told = Trial.objects.filter(appearance=OuterRef("appearance"), held_at__gte=OuterRef("starts_at"))
    over = RehearsalTime.objects.filter(_on_stage("appearance__"), appearance__isnull=False, ends_at__lte=clock.now())
    return {
        "files_to_look": _counted(files, "appearance__call"),
        "rehearsals_open": _counted(unbooked, "call"),
        "rehearsals_untold": _counted(over.filter(~Exists(told)), "call"),
        "ready_by": Subquery(Plan.objects.filter(call=OuterRef("pk")).values("due_at")),
    }


def _on_stage(path: str) -> Q:
    alone = Q(**{f"{path}application__isnull": True})
    return alone | Q(**{f"{path}application__state__in": _ON_STAGE})


def _counted(rows: QuerySet[Any], call: str) -> Coalesce:
    mine = rows.order_by().filter(**{call: OuterRef("pk")}).values(call).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(mine), 0)
