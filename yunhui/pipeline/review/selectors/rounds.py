"""A review stage as staff see it: how far its round is, what to talk about, and names in free texts."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from yunhui.foundation.formkit.rules import questions_of, read_by
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.enums import ApplicationState, PassState
from yunhui.pipeline.applications.models import Application, ApplicationVersion, StagePass
from yunhui.pipeline.calls.models import Stage
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment, MaskedTitle, Remark
from yunhui.pipeline.review.rules import HEADING, Named, names_in

_TALKED = 30


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """Tasks by state; `reopened` were opened again at least once, `without_sheets` are projects given to nobody."""

    locked: int
    open: int
    missed: int
    reopened: int
    without_sheets: int


@dataclass(frozen=True, slots=True)
class TalkedAbout:
    """A project, with number and titles alone: how many locked sheets it has, how far apart the highest and the lowest
    are, how many remarks."""

    application: Application
    sheets: int
    spread: Decimal
    remarks: int


@dataclass(frozen=True, slots=True)
class NamesFound:
    """Where the texts of a project say who applies, each place with its question in the reader's language. `masked` is
    what experts read in the place of its title; `tells_title` whether the title itself says it and nothing stands in
    its place."""

    application: Application
    places: tuple[Named, ...]
    masked: MaskedTitle | None = None
    tells_title: bool = False


def review_stage(actor: Actor, code: str) -> Stage:
    """The review stage of a call, with its round.

    Raises:
        NotFoundError: no such call, it has no review, or the actor does not see inside it.
    """
    stages = Stage.objects.filter(call__code=code, kind="review").select_related("call", "review_round")
    stage = stages.first()
    if stage is None or not can_see_inside(actor, stage.call):
        raise NotFoundError("call")
    return stage


def project_in_review(actor: Actor, code: str, number: int) -> tuple[Stage, Application]:
    """The review stage of a call, and one of the projects that somebody judges in it, by number; one query.

    Raises:
        NotFoundError: none, or the actor does not see inside the call.
    """
    tasks = Assignment.objects.filter(
        stage__call__code=code, stage__kind="review", application__number=number, application__call__code=code
    )
    task = (
        tasks.select_related("stage__call", "stage__review_round", "application").defer("application__answers").first()
    )
    if task is None or not can_see_inside(actor, task.stage.call):
        raise NotFoundError("application")
    return task.stage, task.application


def round_figures(stage: Stage) -> RoundFigures:
    """How far a stage's round is."""
    running = Q(application__state=ApplicationState.IN_PROGRESS)
    states = Assignment.objects.filter(stage=stage).aggregate(
        locked=Count("pk", filter=Q(state=AssignmentState.LOCKED)),
        open=Count("pk", filter=Q(state=AssignmentState.OPEN) & running),
        missed=Count("pk", filter=Q(state=AssignmentState.MISSED)),
        reopened=Count("pk", filter=Q(edition__gt=1)),
    )
    tasks = Assignment.objects.filter(stage=stage, application=OuterRef("application"))
    return RoundFigures(
        **states,
        without_sheets=StagePass.objects.filter(~Exists(tasks), stage=stage, state=PassState.OPEN).count(),
    )


def projects_talked_about(stage: Stage) -> list[TalkedAbout]:
    """The projects with two locked sheets or more, those in discussion first, then the widest apart; at most thirty."""
    said = Remark.objects.filter(stage=stage, application=OuterRef("application")).order_by().values("application")
    rows = (
        Assignment.objects.filter(stage=stage, state=AssignmentState.LOCKED)
        .order_by()
        .values("application", "application__number", "application__title", "application__title_en")
        .annotate(
            locked=Count("pk"),
            spread=Max("total") - Min("total"),
            talk=Coalesce(Subquery(said.annotate(count=Count("pk")).values("count")), 0),
        )
        .filter(Q(locked__gt=1) | Q(talk__gt=0))
        .order_by("-talk", F("spread").desc(nulls_last=True), "application__number")
    )
    return [
        TalkedAbout(
            Application(
                pk=row["application"],
                number=row["application__number"],
                title=row["application__title"],
                title_en=row["application__title_en"],
            ),
            row["locked"],
            row["spread"] or Decimal(0),
            row["talk"],
        )
        for row in rows[:_TALKED]
    ]


def names_found(actor: Actor, stage: Stage) -> list[NamesFound]:
    """Where free texts that experts read say who applies, over the applications of a call as last submitted."""
    if not can_see_inside(actor, stage.call):
        raise NotFoundError("call")
    versions = (
        ApplicationVersion.objects.filter(
            application__call=stage.call_id, application__state=ApplicationState.IN_PROGRESS
        )
        .order_by("application", "-number")
        .distinct("application")
        .select_related("form_version", "application__owner", "application__organisation")
        .defer("application__answers")
    )
    masked = {one.application_id: one for one in MaskedTitle.objects.filter(stage=stage)}
    found = []
    for version in versions:
        questions = questions_of(version.form_version.questions)
        labels = {one.key: one.label(actor.language) for one in questions}
        owner, house = version.application.owner, version.application.organisation
        also = [owner.name] if owner else []
        also += [house.name_zh, house.name_en] if house else []
        names = {one.key for one in read_by(questions, "expert")}
        places = names_in(questions, version.answers, also)
        mask = masked.get(version.application_id)
        read = [one for one in places if one.question in names and not (mask and one.question in HEADING)]
        if read or mask:
            tells_title = any(one.question in HEADING for one in read)
            shown = tuple(replace(one, question=labels[one.question]) for one in read)
            found.append(NamesFound(version.application, shown, mask, tells_title))
    return sorted(found, key=lambda one: one.application.number or 0)
