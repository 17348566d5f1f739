"""What a batch says to each applicant: which letter, with which words; read alike before it is signed and after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yunhui.foundation.accounts.models import User
from yunhui.foundation.codes.selectors import calendar_from
from yunhui.foundation.notices.ports import Both
from yunhui.kernel import clock
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import Application, Collaborator, StagePass
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.selectors import days_of_event
from yunhui.pipeline.decisions.enums import BatchState, Outcome
from yunhui.pipeline.decisions.models import Batch, BatchItem
from yunhui.pipeline.decisions.selectors.batches import paper_of

_DATED = ("notice", "confirmation")
# Until when an entry is on public notice, and by when its place is to be confirmed; empty where that is not so.
Dates = tuple[datetime | str, datetime | str]


@dataclass(frozen=True, slots=True)
class Saying:
    """One applicant's letter: its key, and the context that it is filled with."""

    application: Application
    letter: str
    context: Mapping[str, object]


def sayings_of(batch: Batch, items: Iterable[BatchItem], count: int | None = None) -> list[Saying]:
    """The letter of each item, in their order; of a proposal as if it were released now. Ties say nothing yet.

    Whatever the number of items, which come with their applications: three queries at most. `count` is that of
    all items of the batch, where it is at hand.
    """
    rows = [item for item in items if item.outcome != Outcome.UNDECIDED]
    call, count = batch.call, batch.items.count() if count is None else count
    paper = paper_of(batch)
    dates = _dates_of(batch, [item.application_id for item in rows if item.outcome == Outcome.SELECTED])
    common = {"call": Both(call.title_zh, call.title_en), "batch": batch.number, "paper": paper.number if paper else ""}
    found = []
    for item in rows:
        context = {**common, **about(item.application)}
        if item.outcome == Outcome.SELECTED:
            until, confirm = dates.get(item.application_id, dates[None])
            context |= {"until": until, "confirm": confirm, "days": days_of(call)}
            found.append(Saying(item.application, "decisions.selected", context))
        elif item.outcome == Outcome.RESERVE:
            context |= {"place": item.reserve_number or 0, "days": days_of(call)}
            found.append(Saying(item.application, "decisions.reserve", context))
        else:
            context |= {"count": count, "clause": call.rule_clause}
            found.append(Saying(item.application, "decisions.declined", context))
    return found


def people_of(application_ids: Iterable[UUID]) -> dict[UUID, list[User]]:
    """Application -> the accounts that write it: its owner first, then co-applicants. Two queries."""
    ids = list(application_ids)
    found: dict[UUID, list[User]] = {pk: [] for pk in ids}
    owned = Application.objects.filter(pk__in=ids, owner__is_active=True).select_related("owner")
    for one in owned.only("pk", "owner"):
        assert one.owner is not None, "the condition asks for an owner"
        found[one.pk].append(one.owner)
    for pk, people in joined_in(ids).items():
        found[pk] += people
    return found


def joined_in(application_ids: Iterable[UUID]) -> dict[UUID, list[User]]:
    """Application -> the accounts of its co-applicants: one query."""
    found: dict[UUID, list[User]] = {}
    joined = Collaborator.objects.filter(
        application__in=list(application_ids), accepted_at__isnull=False, ended_at__isnull=True, user__is_active=True
    )
    for hand in joined.select_related("user").order_by("invited_at"):
        assert hand.user is not None, "who accepted has an account"
        found.setdefault(hand.application_id, []).append(hand.user)
    return found


def days_of(call: Call) -> Both | str:
    """The days of a call's event in both languages; empty where they are not fixed."""
    return Both(days_of_event(call, CHINESE), days_of_event(call, ENGLISH)) if call.event_days else ""


def dates_of(application_ids: Iterable[UUID]) -> dict[UUID, Dates]:
    """Application -> (until when it is on public notice, until when its place is to be confirmed); empty where that is
    not so. One query."""
    rows = StagePass.objects.filter(
        application__in=list(application_ids), stage__kind__in=_DATED, state=PassState.OPEN
    ).values_list("application_id", "stage__kind", "due_at")
    found: dict[UUID, dict[str, datetime | str]] = {}
    for application_id, kind, due in rows:
        found.setdefault(application_id, {})[kind] = due or ""
    return {pk: (of.get("notice", ""), of.get("confirmation", "")) for pk, of in found.items()}


def _dates_of(batch: Batch, ids: list[UUID]) -> dict[UUID | None, Dates]:
    """The dates of a released batch's places; under None those that a proposal would set if it were released now."""
    if batch.state == BatchState.RELEASED:
        found: dict[UUID | None, Dates] = {None: ("", "")}
        found.update(dates_of(ids).items())
        return found
    now, days = clock.now(), {one.kind: one.working_days for one in batch.call.stages.all()}
    calendar = calendar_from(now)
    until, confirm = (calendar.add(now, days[kind]) if kind in days else "" for kind in _DATED)
    return {None: (until, confirm)}


def about(application: Application) -> dict[str, Any]:
    """What every letter of a decision names: the project and its number."""
    return {
        "title": Both(application.title or application.title_en, application.title_en),
        "number": str(application),
    }


def title_in(application: Application, language: str) -> str:
    """The project's name in the reader's language, else as it was given."""
    return (application.title_en if language == ENGLISH else "") or application.title or application.title_en
