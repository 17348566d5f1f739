"""Facts by which applicants hear the result, a free place is filled, and the order is worked out in time."""

from uuid import UUID

from yunhui.foundation.outbox.services import subscribe
from yunhui.kernel import actor as actors
from yunhui.pipeline.applications.events import ApplicationWithdrawn, PassConcluded
from yunhui.pipeline.decisions.enums import Cause
from yunhui.pipeline.decisions.events import (
    BatchReleased,
    ConfirmationDueSoon,
    NoticesEnded,
    PlaceAnswered,
    ReservePromoted,
    ReservesEnded,
)
from yunhui.pipeline.decisions.services import telling
from yunhui.pipeline.decisions.services.promoting import fill_vacancy
from yunhui.pipeline.decisions.services.ranking import rank_soon
from yunhui.pipeline.review.events import SheetCountsAgain, SheetLocked, SheetReopened, SheetSetAside

_WORKER = actors.system("decisions")


def released(fact: BatchReleased) -> None:
    """Everybody's result."""
    telling.tell_results(UUID(fact.batch_id))


def promoted(fact: ReservePromoted) -> None:
    """To who moved up."""
    telling.tell_promoted(UUID(fact.promotion_id))


def reserves_ended(fact: ReservesEnded) -> None:
    """To those who waited."""
    telling.tell_reserves_ended([UUID(one) for one in fact.application_ids])


def notices_ended(fact: NoticesEnded) -> None:
    """To those whose selection stands."""
    telling.tell_notices_ended([UUID(one) for one in fact.application_ids])


def due_soon(fact: ConfirmationDueSoon) -> None:
    """To who has not answered."""
    telling.remind_place(UUID(fact.application_id))


def answered(fact: PlaceAnswered) -> None:
    """The receipt of the answer, or that the place has lapsed."""
    telling.tell_place(UUID(fact.application_id), fact.reply)


def withdrawn(fact: ApplicationWithdrawn) -> None:
    """The place, where it had one, goes to the next reserve."""
    fill_vacancy(actor=_WORKER, application_id=UUID(fact.application_id), cause=Cause.WITHDRAWN)


def concluded(fact: PassConcluded) -> None:
    """A stage that was failed may have cost the place; what the decision's own commands have filled stays filled."""
    if fact.state == "failed":
        fill_vacancy(actor=_WORKER, application_id=UUID(fact.application_id))


def sheets_changed(fact: SheetLocked | SheetReopened | SheetSetAside | SheetCountsAgain) -> None:
    """The order of its group is another one soon."""
    rank_soon(UUID(fact.application_id))


def register_subscribers() -> None:
    """Called when the room is ready."""
    subscribe(BatchReleased, "decisions.results", released)
    subscribe(ReservePromoted, "decisions.promoted", promoted)
    subscribe(ReservesEnded, "decisions.reserves_ended", reserves_ended)
    subscribe(NoticesEnded, "decisions.notices_ended", notices_ended)
    subscribe(ConfirmationDueSoon, "decisions.confirm_soon", due_soon)
    subscribe(PlaceAnswered, "decisions.place_answered", answered)
    subscribe(ApplicationWithdrawn, "decisions.fill_withdrawn", withdrawn)
    subscribe(PassConcluded, "decisions.fill_lost", concluded)
    for fact in (SheetLocked, SheetReopened, SheetSetAside, SheetCountsAgain):
        subscribe(fact, "decisions.sheets_changed", sheets_changed)
