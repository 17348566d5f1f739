"""Keeping where applications stand in one row each, for lists."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import transaction

from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import StagePass, Standing
from yunhui.pipeline.applications.ports import figures_of
from yunhui.pipeline.applications.states import AT_WORK, WAITING_FOR_WORK

_COLUMNS = ["steps", "due_at", "answers", "interests", "sheets_locked", "sheets_wanted", "mean"]

# Whose standing a block that keeps them together has still to write.
_gathered: ContextVar[set[UUID] | None] = ContextVar("gathered_standings", default=None)


@contextmanager
def standings_together() -> Iterator[None]:
    """One transaction that keeps the standings of all that it changes once, at its end.

    For a caller that moves many applications one by one, and reads no list meanwhile.
    """
    with transaction.atomic():
        gathered: set[UUID] = set()
        token = _gathered.set(gathered)
        try:
            yield
        finally:
            _gathered.reset(token)
        keep_standing(sorted(gathered))


def keep_standing(application_ids: Sequence[UUID]) -> None:
    """Write down where some applications stand now, last in the transaction that changed something of it.

    Two queries and one for each room that adds figures, whatever their number; the rows are written in the order of
    their ids, so that two transactions that move the same applications wait for each other and do not lock each other
    out.
    """
    if (gathered := _gathered.get()) is not None:
        gathered.update(application_ids)
        return
    figures = figures_of(application_ids)
    rows = [
        _standing(application_id, list(passes), figures.get(application_id, {}))
        for application_id, passes in groupby(
            StagePass.objects.filter(application_id__in=application_ids)
            .order_by("application_id", "stage__ordinal", "stage_id")
            .values_list("application_id", "stage__kind", "state", "due_at", "application__state"),
            key=itemgetter(0),
        )
    ]
    Standing.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["application"], update_fields=_COLUMNS, batch_size=1000
    )


def _standing(
    application_id: UUID, passes: list[tuple[UUID, str, str, datetime | None, str]], figures: Mapping[str, Any]
) -> Standing:
    steps = [f"{kind}:{state}" for _pk, kind, state, _due, _of in passes if state != PassState.WAITING]
    due = [at for _pk, _kind, state, at, of in passes if at and state in AT_WORK and of in WAITING_FOR_WORK]
    return Standing(application_id=application_id, steps=steps, due_at=min(due, default=None), **figures)
