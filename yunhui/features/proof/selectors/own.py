"""One's own decision, as its applicant has a right to know it: the rule, both gates, what happened when, who opened."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.clock import BEIJING
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.decisions.enums import BatchState
from yunhui.pipeline.decisions.models import BatchItem
from yunhui.pipeline.decisions.rules import DecisionConfig
from yunhui.pipeline.decisions.selectors import gate_of
from yunhui.pipeline.decisions.selectors.feedback import Feedback, feedback_for
from yunhui.pipeline.objections.models import Objection
from yunhui.pipeline.objections.selectors import recheck_of, recheck_until
from yunhui.pipeline.reading.enums import Capacity
from yunhui.pipeline.reading.selectors import openings_of

_ENDED = (PassState.PASSED, PassState.FAILED)


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate: whether it was passed, what was needed, and the own value where the applicant is told it."""

    code: str
    passed: bool
    needed: str
    value: str


@dataclass(frozen=True, slots=True)
class OwnDecision:
    """What the applicant may know of their decision.

    Attributes:
        item: what the released batch says; None before the release.
        days: what happened, each with its day in Beijing alone: an hour could tell who reviewed when.
        opened: how many openings by each role; experts are one role.
        notice_until: when the public notice ends; None while there is none.
        feedback: what the experts wrote for who was not chosen, nobody named; for who was, None unless the call passes
            comments on to everybody.
        recheck: what became of the re-check that the applicant asked for; `recheck_until` when asking ends, for who
            was not chosen.
    """

    item: BatchItem | None
    gates: tuple[Gate, ...]
    days: tuple[tuple[str, date], ...]
    opened: tuple[tuple[str, int], ...]
    notice_until: datetime | None
    is_under_notice: bool
    feedback: Feedback | None
    recheck: Objection | None
    recheck_until: datetime | None

    @property
    def may_ask_recheck(self) -> bool:
        """Whether a re-check may be asked for now."""
        return self.recheck is None and self.recheck_until is not None and clock.now() < self.recheck_until


def own_decision(actor: Actor, application: Application) -> OwnDecision:
    """The decision on one of the actor's own applications (`own_application`), its passes at hand."""
    released = BatchItem.objects.filter(application=application, batch__state=BatchState.RELEASED)
    item = released.select_related("batch").first()
    notice = next((one for one in application.passes.all() if one.stage.kind == "notice" and one.due_at), None)
    feedback = feedback_for(actor, application) if item else None
    is_out = feedback is not None and not feedback.is_chosen
    return OwnDecision(
        item=item,
        gates=tuple(_gates(item, shows_mean=DecisionConfig.of_call(application.call).own_mean)) if item else (),
        days=tuple(_days(actor, application, item)),
        opened=_opened(actor, application),
        notice_until=notice.due_at if notice else None,
        is_under_notice=notice is not None and notice.state == PassState.OPEN,
        feedback=feedback,
        recheck=recheck_of(application) if is_out else None,
        recheck_until=recheck_until(application.call) if is_out else None,
    )


def _gates(item: BatchItem, *, shows_mean: bool) -> list[Gate]:
    """Interests are told to the applicant as they come; the own mean stays with the panel unless the call tells it."""
    found = []
    for code in ("interests", "score"):
        if said := gate_of(item, code):
            value = str(said["value"]) if code == "interests" or shows_mean else ""
            found.append(Gate(code, bool(said["passed"]), str(said["needed"]), value))
    return found


def _days(actor: Actor, application: Application, item: BatchItem | None) -> list[tuple[str, date]]:
    happened = [(_("You submitted"), application.submitted_at)]
    happened += [
        (pick(one.stage, "name", actor.language), one.concluded_at)
        for one in application.passes.all()
        if one.state in _ENDED and one.stage.kind != "decision"
    ]
    if item is not None:
        happened.append((_("Two people released the decision"), item.batch.released_at))
    days = [(words, at.astimezone(BEIJING).date()) for words, at in happened if at is not None]
    return sorted(days, key=lambda one: one[1])


def _opened(actor: Actor, application: Application) -> tuple[tuple[str, int], ...]:
    counts = Counter(one.capacity for one in openings_of(actor, application))
    return tuple((str(one.label), counts[one]) for one in Capacity if counts[one])
