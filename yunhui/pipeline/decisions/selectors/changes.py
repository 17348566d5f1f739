"""What a batch changes against the one before it, each with the reason."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yunhui.decide.selection_changes import Change, difference
from yunhui.decide.selection_types import Placing, Reason
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.decisions.enums import Outcome
from yunhui.pipeline.decisions.models import Batch, BatchItem
from yunhui.pipeline.decisions.selectors.batches import items_of
from yunhui.pipeline.decisions.selectors.replaying import selection_of


@dataclass(frozen=True, slots=True)
class Difference:
    """One application that two batches treat differently: `direction` is in, out or within; outcomes as words."""

    application: Application
    direction: str
    before: str
    after: str
    why: list[str]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a batch changes against the `last` one: those who come in first, then those who go out."""

    last: Batch
    rows: list[Difference]


def changes_since_last(batch: Batch) -> Changes | None:
    """Against the batch of the same call before this one; None for the first. Two queries."""
    last = Batch.objects.filter(call_id=batch.call_id, number__lt=batch.number).order_by("-number").first()
    return changes_against(last, list(items_of(batch, last)), batch) if last else None


def changes_against(last: Batch, items: list[BatchItem], batch: Batch) -> Changes:
    """The same from the items of both, in their order: no query."""
    old = [one for one in items if one.batch_id == last.pk]
    new = [one for one in items if one.batch_id == batch.pk]
    known = {str(item.application_id): item.application for item in (*old, *new)}
    rows = [
        Difference(
            application=known[change.entry],
            direction=change.direction,
            before=_outcome(change.before),
            after=_outcome(change.after),
            why=[*_why(change, known[change.entry])],
        )
        for change in difference(selection_of(old), selection_of(new))
    ]
    return Changes(last, rows)


def changed_ids(changes: Changes) -> set[UUID]:
    """The applications that a batch treats differently from the last."""
    return {one.application.pk for one in changes.rows}


def _outcome(placing: Placing | None) -> str:
    if placing is None:
        return _("not in it")
    if placing.reserve_number:
        return _("Reserve %(number)s") % {"number": placing.reserve_number}
    return str(Outcome(str(placing.outcome)).label)


def _why(change: Change, application: Application) -> list[str]:
    return [_sentence(reason, application) for reason in change.reasons]


def _sentence(reason: Reason, application: Application) -> str:
    values: dict[str, Any] = {"from": reason.parameters.get("from", ""), "to": reason.parameters.get("to", "")}
    if reason.code == "removed" and application.state == ApplicationState.WITHDRAWN:
        return _("The project has withdrawn.")
    words = {
        "added": _("It was not ready when the last batch was proposed."),
        "removed": _("It is no longer in the running."),
        "withdrawn": _("The project has withdrawn."),
        "score_changed": _("Score %(from)s, now %(to)s."),
        "interests_changed": _("Interested host areas: %(from)s, now %(to)s."),
        "recommendation_changed": _("A wild card was given or taken back."),
        "deliberated": _("The panel has decided the tie."),
        "rank_changed": _("Rank %(from)s, now %(to)s."),
        "rule_or_others_changed": _("Nothing of its own changed; others or the ties around it did."),
    }
    return (words.get(reason.code) or words["rule_or_others_changed"]) % values
