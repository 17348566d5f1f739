"""An expert's stack of one stage as a table reads it: plain values, because there may be hundreds of rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import ENGLISH
from yunhui.pipeline.calls.models import Stage
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.selectors.own import own_tasks


@dataclass(frozen=True, slots=True)
class OwnTask:
    """A task of the stack: `title` as the expert may know it, `draft` the points of its newest sheet by criterion."""

    pk: UUID
    application_id: UUID
    number: int
    title: str
    group: str
    state: AssignmentState
    locked_at: datetime | None
    draft: Mapping[str, str]


def own_table(actor: Actor, stage_id: int) -> tuple[Stage, list[OwnTask]]:
    """The stage with its call, and the expert's tasks in it in the order of the applications' numbers, without those
    recused. Two queries.

    Raises:
        NotFoundError: the expert has none there.
    """
    language = "en" if actor.language == ENGLISH else "zh"
    rows = own_tasks(actor).filter(stage_id=stage_id).exclude(state=AssignmentState.RECUSED).select_related(None)
    # In a blind review the office's own title stands first.
    names = dict.fromkeys((f"mask_{language}", f"application__title{'_en' * (language == 'en')}", "application__title"))
    found = [
        OwnTask(
            pk, application, number, next(filter(None, titles), ""), group or "", AssignmentState(state), locked_at,
            draft or {},
        )
        for pk, application, number, state, locked_at, draft, group, *titles in rows.values_list(
            "pk", "application_id", "application__number", "state", "locked_at", "draft",
            f"application__group__name_{language}", *names,
        )
    ]  # fmt: skip
    if not found:
        raise NotFoundError("stack")
    return Stage.objects.select_related("call").get(pk=stage_id), found
