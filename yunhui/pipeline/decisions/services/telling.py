"""Letters of a decision, each written to all whom it concerns at once."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from yunhui.foundation.accounts.models import User
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.notices.services import Address, Copy, call_off, write_notices
from yunhui.kernel import actor as actors
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.decisions.enums import BatchState, Reply
from yunhui.pipeline.decisions.models import Batch, Promotion
from yunhui.pipeline.decisions.selectors.batches import items_of
from yunhui.pipeline.decisions.selectors.saying import Saying, about, dates_of, days_of, people_of, sayings_of

_WORKER = actors.system("decisions")


def tell_results(batch_id: UUID) -> None:
    """Everybody's result, once the batch is released."""
    batch = Batch.objects.select_related("call").filter(pk=batch_id, state=BatchState.RELEASED).first()
    if batch is not None:
        items = items_of(batch).select_related("application__owner", "application__group")
        _write(sayings_of(batch, items.defer(None)), supersedes="result")


def tell_promoted(promotion_id: UUID) -> None:
    """That a reserve moved up, and until when its place is to be confirmed."""
    promotion = Promotion.objects.select_related("batch", "promoted__call").get(pk=promotion_id)
    application = promotion.promoted
    until, confirm = dates_of([application.pk]).get(application.pk, ("", ""))
    context = {"until": until, "confirm": confirm, "days": days_of(application.call), "batch": promotion.batch.number}
    _write([_saying(application, "promoted", context)], supersedes="result")


def tell_reserves_ended(application_ids: Sequence[UUID]) -> None:
    """The reserves that were not called up."""
    _write([_saying(one, "reserve_ended", {}) for one in _applications(application_ids)], supersedes="result")


def tell_notices_ended(application_ids: Sequence[UUID]) -> None:
    """The public notice is over; who has not confirmed yet is told by when."""
    dates = dates_of(application_ids)
    rows = [
        _saying(one, "confirmed", {"confirm": dates.get(one.pk, ("", ""))[1], "days": days_of(one.call)})
        for one in _applications(application_ids)
    ]
    _write(rows, supersedes="result")


def remind_place(application_id: UUID) -> None:
    """That a place is about to lapse; nothing where it has been answered meanwhile."""
    confirm = dates_of([application_id]).get(application_id, ("", ""))[1]
    if confirm:
        rows = [_saying(one, "confirm_soon", {"confirm": confirm}) for one in _applications([application_id])]
        _write(rows, supersedes="place")


def tell_place(application_id: UUID, reply: str) -> None:
    """That the answer has arrived, or that the place has lapsed; the reminders that have not left do not leave."""
    letter = {Reply.CONFIRMED: "place_confirmed", Reply.DECLINED: "place_declined", Reply.LAPSED: "place_lapsed"}
    rows = _applications([application_id])
    if reply != Reply.CONFIRMED:
        call_off(actor=_WORKER, supersedes=f"result:{application_id}")
    common = {"days": days_of(rows[0].call)} if reply == Reply.CONFIRMED else {}
    _write([_saying(one, letter[Reply(reply)], common) for one in rows], supersedes="place")


def _saying(application: Application, what: str, more: Mapping[str, object]) -> Saying:
    call = application.call
    context = {"call": Both(call.title_zh, call.title_en), **about(application), **more}
    return Saying(application, f"decisions.{what}", context)


def _write(sayings: Iterable[Saying], *, supersedes: str) -> None:
    """To everyone who writes the application; where an office entered it, to the address that it names."""
    of_letter: dict[str, list[Saying]] = {}
    for one in sayings:
        of_letter.setdefault(one.letter, []).append(one)
    for letter, rows in of_letter.items():
        people = people_of([one.application.pk for one in rows])
        copies = [
            Copy(
                to=reader,
                about=("application", one.application.pk),
                context=one.context,
                link=f"/my/applications/{one.application.pk}/" if isinstance(reader, User) else "",
                supersedes=f"{supersedes}:{one.application.pk}",
                call=one.application.call_id,
            )
            for one in rows
            for reader in people[one.application.pk] or _addresses(one.application)
        ]
        if copies:
            write_notices(actor=_WORKER, letter=letter, copies=copies)


def _addresses(application: Application) -> list[Address]:
    email = str(application.answers.get("email") or "")
    if not email:
        return []
    language = CHINESE if application.country == "CN" else ENGLISH
    name = (application.speaker or application.title)[:120]
    return [Address(email=email, name=name, language=language, zone=application.zone)]


def _applications(ids: Iterable[UUID]) -> list[Application]:
    return list(Application.objects.select_related("call").filter(pk__in=list(ids)).order_by("number"))
