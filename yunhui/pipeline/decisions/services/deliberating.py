"""Recording a deliberation (合议): who sat, on which projects, why, and what came of it."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import digest
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem, require
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.enums import BatchState, Conclusion
from yunhui.pipeline.decisions.events import DeliberationRecorded
from yunhui.pipeline.decisions.models import Batch, Deliberation, Discussed, Participant
from yunhui.pipeline.decisions.rules import can_deliberate
from yunhui.pipeline.decisions.selectors.deliberations import Seat, conflicts_among, seats_of, standing_of

REASONS_LENGTH = 2_000
MINUTES_LENGTH = 20_000
NOTE_LENGTH = 1_000
LEAST_PRESENT = 2


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who took part, by the key of their seat (`selectors.seats_of`), and the projects for which they left."""

    seat: str
    left: AbstractSet[UUID] = frozenset()


@transaction.atomic
def record_deliberation(
    *,
    actor: Actor,
    call: Call,
    applications: Sequence[UUID],
    participants: Sequence[Present],
    conclusion: str,
    reasons: str,
    minutes: str = "",
    places: Mapping[UUID, int] | None = None,
    notes: Mapping[UUID, str] | None = None,
    held_at: datetime | None = None,
    corrects: UUID | None = None,
) -> Deliberation:
    """Record a sitting. It is never changed afterwards; a newer record corrects it.

    Only equals by the announced rule can be put in an order: `places` from 1, for each of the applications.

    Args:
        notes: what was said of single projects.
        held_at: when the panel sat; now where it is not given.
        corrects: the record that this one takes the place of.

    Raises:
        RefusedError: neither panel leader nor office.
        NotFoundError: an application or a corrected record that is none of this call's.
        InvalidError: fewer than two people, somebody with a conflict who did not leave, no reasons, texts too long,
            an order with gaps.
        DomainError: `not_equal`: the applications are not equal by the announced rule; `corrected` already; `released`:
            an order of equals after the batch was released.
    """
    require(can_deliberate(actor, call))
    row = Call.objects.select_for_update().get(pk=call.pk)
    projects = _projects(row, applications)
    old = _corrected(row, corrects)
    seats = {seat.key: seat for seat in seats_of(row)}
    told = _Told(
        reasons=clean_text(reasons),
        minutes=clean_text(minutes),
        notes={key: clean_text(text) for key, text in (notes or {}).items()},
    )
    ordered = dict(places or {}) if conclusion == Conclusion.ORDERED else {}
    problems = [
        *_missing(projects, participants, seats, conclusion, held_at),
        *told.problems(),
        *_not_left(projects, participants, seats),
        *_wrong_places(projects, ordered, conclusion),
    ]
    if problems:
        raise InvalidError(problems)
    if ordered:
        if is_released(row):
            raise DomainError("released", _("The batch of this call has been released already."))
        check_equal(row, [one for one in projects if one.pk in ordered])
    return write_deliberation(
        actor=actor,
        call=row,
        projects=projects,
        participants=participants,
        seats=seats,
        conclusion=conclusion,
        reasons=told.reasons,
        minutes=told.minutes,
        places=ordered,
        notes=told.notes,
        held_at=held_at,
        corrects=old,
    )


def write_deliberation(
    *,
    actor: Actor,
    call: Call,
    projects: Sequence[Application],
    participants: Sequence[Present],
    seats: Mapping[str, Seat],
    conclusion: str,
    reasons: str,
    minutes: str = "",
    places: Mapping[UUID, int] | None = None,
    notes: Mapping[UUID, str] | None = None,
    held_at: datetime | None = None,
    corrects: Deliberation | None = None,
) -> Deliberation:
    """Write what was checked; inside the caller's transaction, which holds the call's lock."""
    last = Deliberation.objects.filter(call=call).order_by("-number").first()
    now = clock.now()
    row = Deliberation.objects.create(
        call=call,
        number=last.number + 1 if last else 1,
        conclusion=conclusion,
        reasons=reasons,
        minutes=minutes,
        held_at=held_at or now,
        recorded_at=now,
        recorded_by_id=actor.user_id,
        corrects=corrects,
    )
    standing = standing_of(call, projects)
    given, said = places or {}, notes or {}
    Discussed.objects.bulk_create(
        Discussed(
            deliberation=row,
            application=one,
            place=given.get(one.pk),
            rank=standing[one.pk].rank,
            score=standing[one.pk].score,
            note=said.get(one.pk, ""),
        )
        for one in projects
    )
    Participant.objects.bulk_create(
        Participant(
            deliberation=row,
            expert_id=seats[one.seat].expert_id,
            user_id=seats[one.seat].user_id,
            capacity=seats[one.seat].capacity,
            left=sorted(one.left & {project.pk for project in projects}),
        )
        for one in participants
    )
    record(
        actor=actor,
        action="deliberation.recorded",
        subject=("deliberation", row.pk),
        after={
            "call": str(call.pk),
            "number": row.number,
            "conclusion": str(row.conclusion),
            "applications": [str(one.pk) for one in projects],
            "places": {str(key): place for key, place in given.items()},
            "participants": [one.seat for one in participants],
            "corrects": corrects.number if corrects else None,
            "reasons": digest(reasons.encode(), settings.DIGEST_ALGORITHM),
            "minutes": digest(minutes.encode(), settings.DIGEST_ALGORITHM),
        },
    )
    publish(actor=actor, event=DeliberationRecorded(str(call.pk), row.number), topics=(("call", call.pk),))
    return row


def check_equal(call: Call, projects: Sequence[Application]) -> None:
    """Refuse an order of projects that the announced rule tells apart.

    Raises:
        DomainError: `not_equal`, with the first two that differ.
    """
    standing = standing_of(call, projects)
    first = projects[0]
    for other in projects[1:]:
        if standing[first.pk].key != standing[other.pk].key:
            raise DomainError(
                "not_equal",
                _(
                    "%(one)s (%(one_score)s) and %(other)s (%(other_score)s) are not equal by the announced rule. A "
                    "deliberation orders equals only; scores keep their order."
                )
                % {
                    "one": first,
                    "one_score": standing[first.pk].words,
                    "other": other,
                    "other_score": standing[other.pk].words,
                },
            )


@dataclass(frozen=True, slots=True)
class _Told:
    reasons: str
    minutes: str
    notes: dict[UUID, str]

    def problems(self) -> list[Problem]:
        found = []
        if not self.reasons:
            found.append(Problem("reasons", "required", _("Say why; it is kept with the record.")))
        for name, text, most in (
            ("reasons", self.reasons, REASONS_LENGTH),
            ("minutes", self.minutes, MINUTES_LENGTH),
            *((f"note-{key}", text, NOTE_LENGTH) for key, text in self.notes.items()),
        ):
            if len(text) > most:
                found.append(Problem(name, "too_long", _("Shorten this to %(most)d characters.") % {"most": most}))
        return found


def _projects(call: Call, applications: Sequence[UUID]) -> list[Application]:
    rows = Application.objects.filter(call=call, number__isnull=False, pk__in=list(applications))
    found = list(rows.select_related("group").defer("answers", "revisions", "others").order_by("number"))
    if len(found) != len(set(applications)):
        raise NotFoundError("application")
    return found


def _corrected(call: Call, corrects: UUID | None) -> Deliberation | None:
    if corrects is None:
        return None
    old = Deliberation.objects.filter(call=call, pk=corrects).first()
    if old is None:
        raise NotFoundError("deliberation")
    if newer := Deliberation.objects.filter(corrects=old).first():
        raise DomainError(
            "corrected",
            _("Record %(old)d has been corrected by record %(new)d already; correct that one.")
            % {"old": old.number, "new": newer.number},
        )
    return old


def _missing(
    projects: Sequence[Application],
    participants: Sequence[Present],
    seats: Mapping[str, Seat],
    conclusion: str,
    held_at: datetime | None,
) -> list[Problem]:
    found = []
    if not projects:
        found.append(Problem("applications", "required", _("Choose at least one project that was discussed.")))
    strangers = [one.seat for one in participants if one.seat not in seats]
    if strangers:
        found.append(Problem("participants", "unknown", _("Only the panel and the staff of this call take part.")))
    elif len({one.seat for one in participants}) < LEAST_PRESENT:
        found.append(Problem("participants", "too_few", _("A deliberation needs at least two people.")))
    if conclusion not in Conclusion.values:
        found.append(Problem("conclusion", "required", _("Choose what came of it.")))
    if held_at and held_at > clock.now():
        found.append(Problem("held_at", "later", _("This lies ahead. Record a sitting after it was held.")))
    return found


def _not_left(
    projects: Sequence[Application], participants: Sequence[Present], seats: Mapping[str, Seat]
) -> list[Problem]:
    """Who has a conflict of interest leaves, and somebody stays for every project."""
    present = {one.seat: one for one in participants if one.seat in seats}
    by_number = {one.pk: one for one in projects}
    found = [
        Problem(
            f"left-{one.seat}",
            "must_leave",
            _("%(name)s has a conflict of interest with %(number)s and must leave while it is discussed.")
            % {"name": seats[one.seat].name, "number": by_number[one.application_id]},
        )
        for one in conflicts_among([seats[key] for key in present], projects)
        if one.application_id not in present[one.seat].left
    ]
    for project in projects:
        stayed = sum(project.pk not in one.left for one in present.values())
        if present and stayed < LEAST_PRESENT and len(present) >= LEAST_PRESENT:
            words = _("Fewer than two people stayed for %(number)s.") % {"number": project}
            found.append(Problem("participants", "nobody_left", words))
    return found


def _wrong_places(projects: Sequence[Application], places: Mapping[UUID, int], conclusion: str) -> list[Problem]:
    if conclusion != Conclusion.ORDERED:
        return []
    known = {one.pk for one in projects}
    strange = [key for key in places if key not in known]
    if len(places) < LEAST_PRESENT or strange:
        return [Problem("places", "required", _("Give a place to at least two of the projects discussed."))]
    wanted, found = set(range(1, len(places) + 1)), []
    for key, place in places.items():
        if place not in wanted:
            found.append(Problem(f"place-{key}", "required", _("Choose a place.")))
        elif list(places.values()).count(place) > 1:
            found.append(Problem(f"place-{key}", "twice", _("This place is given twice.")))
    return found


def is_released(call: Call) -> bool:
    """Whether the call's batch has been released."""
    return Batch.objects.filter(call=call, state=BatchState.RELEASED).exists()
