"""Expert review (专家初评) as a stage kind, and which applications an expert reads."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.ports import register_figures, register_readers
from yunhui.pipeline.calls.models import Stage
from yunhui.pipeline.calls.ports import register
from yunhui.pipeline.calls.rules import BOXES
from yunhui.pipeline.conflicts.ports import register_concerned
from yunhui.pipeline.consents.enums import Purpose
from yunhui.pipeline.consents.selectors import permitted
from yunhui.pipeline.reading.enums import Capacity
from yunhui.pipeline.reading.ports import Standing, register_standing
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment, MaskedTitle
from yunhui.pipeline.review.rules import ReviewConfig, identifies
from yunhui.pipeline.review.selectors import assignments_visible_to, sheets_by_application

DISCUSSIONS = ("off", "own_lock", "all_locked")


class Review:
    """Opened passes wait for their experts; locked sheets conclude them."""

    code = "review"

    def problems(self, config: dict[str, Any]) -> list[str]:
        """A rubric with both names for every criterion, and at least one expert for each application."""
        try:
            parsed = ReviewConfig.of(config)
        except (KeyError, TypeError):
            return [_("The review needs a rubric.")]
        found = []
        if not parsed.criteria or any(criterion.points <= 0 for criterion in parsed.criteria):
            found.append(_("Every criterion needs points."))
        if any(not (criterion.name_zh and criterion.name_en) for criterion in parsed.criteria):
            found.append(_("Every criterion needs its name in both languages."))
        if len({criterion.key for criterion in parsed.criteria}) != len(parsed.criteria):
            found.append(_("Two criteria have the same key."))
        if parsed.tie_break and parsed.tie_break not in {criterion.key for criterion in parsed.criteria}:
            found.append(_("The criterion that breaks ties is not in the rubric."))
        if parsed.discussion not in DISCUSSIONS:
            found.append(_("Say when the experts of one project may talk."))
        if set(parsed.brief) - set(BOXES):
            found.append(_("The brief has a box that is not one of the five."))
        if parsed.experts_per_application < 1 or parsed.max_load < 1:
            found.append(_("At least one expert is needed for each application."))
        return found

    def on_open(self, *, actor: Actor, pass_ids: list[UUID]) -> None:
        """The office assigns experts for many applications at once."""


def readers(actor: Actor) -> Q | None:
    """Experts read what they are to judge, while its applicant lets them."""
    if actor.user_id is None or not actor.has(Role.EXPERT):
        return None
    tasks = assignments_visible_to(actor).exclude(state=AssignmentState.RECUSED).select_related(None)
    return Q(pk__in=tasks.values("application_id")) & permitted(Purpose.EXPERTS)


def standing(actor: Actor, application: Application) -> Standing | None:
    """As an expert, what is assigned to them."""
    condition = readers(actor)
    if condition is None or not Application.objects.filter(condition, pk=application.pk).exists():
        return None
    stage = Stage.objects.filter(call=application.call_id, kind="review").first()
    if stage is None or not ReviewConfig.of(stage.config).blind:
        return Standing(Capacity.EXPERT)
    masked = MaskedTitle.objects.filter(stage=stage, application=application).first()
    zh, en = (masked.title_zh, masked.title_en) if masked else ("", "")
    return Standing(Capacity.EXPERT, is_kept_back=identifies, title_zh=zh, title_en=en)


def concerned(call_ids: Sequence[UUID]) -> QuerySet[Any, UUID]:
    """The experts who have tasks in some calls: conflicts with them are looked for whenever an application changes."""
    return Assignment.objects.filter(stage__call__in=call_ids).values_list("expert_id", flat=True)


def register_kinds() -> None:
    """Called when the room is ready."""
    register(Review())
    register_readers("review", readers)
    register_standing("review", standing)
    register_figures("review", sheets_by_application)
    register_concerned("review", concerned)
