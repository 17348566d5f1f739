"""Commands: ask for the publication of a draft, make it public."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.features.site.services.guarding import problems_of as guarded
from yunhui.features.timetable.enums import TimetableState
from yunhui.features.timetable.events import TimetableProposed, TimetablePublished
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.rules import can_build, can_release, wants_two
from yunhui.features.timetable.selectors.guards import blocks_of, needs_two
from yunhui.features.timetable.selectors.publication import publication_of
from yunhui.features.timetable.services.publishing.announcing import announce
from yunhui.features.timetable.services.publishing.telling import tell
from yunhui.features.timetable.states import TIMETABLE
from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem, RefusedError, require
from yunhui.pipeline.calls.models import Call

NOTE_LENGTH = 400


@transaction.atomic
def publish_timetable(*, actor: Actor, timetable_id: UUID, note_zh: str = "", note_en: str = "") -> Timetable:
    """Make a draft public; the version before is kept as superseded. Publishing it again changes nothing.

    In the same transaction: each changed item counts on in people's calendars, those whose hour is new or another are
    asked to confirm it, and just these and those who need not come any more are written to.

    Args:
        note_zh, note_en: why the timetable changed, for the public page.

    Raises:
        NotFoundError: there is none.
        RefusedError: not the talent office, or one person alone where the call asks for two.
        DomainError: `has_clashes`, `empty`, `older`, `move_not_allowed`.
        InvalidError: a note is too long, or says what may not be published.
    """
    row = _locked(timetable_id)
    require(can_build(actor, row.call))
    if row.state == TimetableState.PUBLISHED:
        return row
    require(can_release(actor, row, two=needs_two(row.call)))
    TIMETABLE.check(row.state, TimetableState.PUBLISHED)
    _refuse_blocked(row)
    notes = {name: clean_text(text) for name, text in (("note_zh", note_zh), ("note_en", note_en))}
    _check_notes(notes)
    now = clock.now()
    plan = publication_of(row, now)
    Timetable.objects.filter(call=row.call, state=TimetableState.PUBLISHED).update(state=TimetableState.SUPERSEDED)
    row.state, row.published_at, row.published_by_id = TimetableState.PUBLISHED, now, actor.user_id
    row.note_zh, row.note_en = notes["note_zh"] or row.note_zh, notes["note_en"] or row.note_en
    row.save(update_fields=["state", "published_at", "published_by", "note_zh", "note_en"])
    announce(plan, now)
    tell(actor, plan, now)
    changed = len(plan.differences)
    record(
        actor=actor,
        action="timetable.published",
        subject=("timetable", row.pk),
        after={"number": row.number, "changed": changed, "letters": len(plan.tellings)},
    )
    publish(
        actor=actor,
        event=TimetablePublished(str(row.pk), str(row.call_id), row.number, changed),
        topics=(("call", row.call_id),),
    )
    return row


@transaction.atomic
def propose_publication(*, actor: Actor, timetable_id: UUID, note_zh: str = "", note_en: str = "") -> Timetable:
    """Ask a second person to make a draft public, where the call wants two. Asking again changes nothing.

    Raises:
        NotFoundError: there is none.
        RefusedError: not the talent office.
        DomainError: `not_draft`, `has_clashes`, `empty`, `older`.
        InvalidError: a note is too long.
    """
    row = _locked(timetable_id)
    require(can_build(actor, row.call))
    if row.proposed_at:
        return row
    if row.state != TimetableState.DRAFT:
        raise DomainError("not_draft", _("This version is no draft any more."))
    _refuse_blocked(row)
    notes = {"note_zh": clean_text(note_zh), "note_en": clean_text(note_en)}
    _check_notes(notes)
    row.proposed_at, row.proposed_by_id = clock.now(), actor.user_id
    row.note_zh, row.note_en = notes["note_zh"], notes["note_en"]
    row.save(update_fields=["proposed_at", "proposed_by", "note_zh", "note_en"])
    record(actor=actor, action="timetable.proposed", subject=("timetable", row.pk), after={"number": row.number})
    publish(
        actor=actor,
        event=TimetableProposed(str(row.pk), str(row.call_id), row.number),
        topics=(("call", row.call_id),),
    )
    return row


@transaction.atomic
def take_back_proposal(*, actor: Actor, timetable_id: UUID) -> Timetable:
    """Go on working on a draft that waited for a second person.

    Raises:
        NotFoundError: there is none.
        RefusedError: not the talent office.
    """
    row = _locked(timetable_id)
    require(can_build(actor, row.call))
    if row.state == TimetableState.DRAFT and row.proposed_at:
        row.proposed_at, row.proposed_by_id = None, None
        row.save(update_fields=["proposed_at", "proposed_by"])
        record(actor=actor, action="timetable.kept_back", subject=("timetable", row.pk), after={"number": row.number})
    return row


@transaction.atomic
def ask_for_two(*, actor: Actor, call_id: UUID, two: bool) -> None:
    """Say whether a second person makes the call's timetables public. Saying it again changes nothing.

    Raises:
        NotFoundError: the call has no roadshow.
        RefusedError: not the talent office, or one who takes the rule away while a draft waits for a second person.
    """
    call = Call.objects.select_for_update().get(pk=call_id)
    require(can_build(actor, call))
    stage = call.stages.filter(kind="roadshow").first()
    if stage is None:
        raise NotFoundError("roadshow")
    if wants_two(stage.config) == two:
        return
    waiting = Timetable.objects.filter(call=call, state=TimetableState.DRAFT, proposed_at__isnull=False)
    if not two and waiting.exists():
        raise RefusedError("waiting", _("A draft waits for a second person. Decide on it first."))
    stage.config = {**stage.config, "two_persons": two}
    stage.save(update_fields=["config"])
    record(actor=actor, action="timetable.two_persons", subject=("call", call.pk), after={"two": two})


def _locked(timetable_id: UUID) -> Timetable:
    """The version, with its call locked first: two versions of one call are never published at a time."""
    call_id = Timetable.objects.filter(pk=timetable_id).values_list("call_id", flat=True).first()
    if call_id is None:
        raise NotFoundError("timetable")
    call = Call.objects.select_for_update().get(pk=call_id)
    row = Timetable.objects.select_for_update().get(pk=timetable_id)
    row.call = call
    return row


def _refuse_blocked(row: Timetable) -> None:
    for code, message in blocks_of(row):
        raise DomainError(code, message)


def _check_notes(notes: dict[str, str]) -> None:
    words: Any = _("Shorten this to %(most)d characters.")
    problems = [
        Problem(name, "too_long", words % {"most": NOTE_LENGTH})
        for name, text in notes.items()
        if len(text) > NOTE_LENGTH
    ]
    if problems := problems or guarded(notes):
        raise InvalidError(problems)
