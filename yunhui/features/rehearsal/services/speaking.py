"""What the speaker's side says: an hour of rehearsal, how to be announced, a phone number, no recording."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.features.rehearsal import letters
from yunhui.features.rehearsal.enums import Interpreter, Item, Wish
from yunhui.features.rehearsal.events import RehearsalBooked, SpeakerPrepared
from yunhui.features.rehearsal.models import Appearance, RehearsalTime
from yunhui.features.rehearsal.rules import can_plan
from yunhui.features.rehearsal.services.locking import office_for_update, speaker_for_update
from yunhui.features.rehearsal.services.writing import tell
from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.foundation.notices.services import call_off
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem
from yunhui.parties.rules import international

PHONE = "rehearsal.phone"
_LENGTHS = {"announced_zh": 120, "announced_en": 120, "spoken": 160, "biography_zh": 400, "biography_en": 800}


@dataclass(frozen=True, slots=True)
class Words:
    """How somebody is announced and described."""

    announced_zh: str = ""
    announced_en: str = ""
    spoken: str = ""
    biography_zh: str = ""
    biography_en: str = ""


@transaction.atomic
def choose_time(*, actor: Actor, appearance_id: UUID, time_id: UUID) -> RehearsalTime:
    """Take an hour of rehearsal; the one taken before is free again. The same twice is once.

    Raises:
        NotFoundError: no such speaker or hour.
        RefusedError: not their own, or nothing is left to prepare.
        DomainError: `time_taken`: somebody else has it; `time_past`.
    """
    return _take(actor, speaker_for_update(actor, appearance_id), time_id)


@transaction.atomic
def assign_time(*, actor: Actor, appearance_id: UUID, time_id: UUID) -> RehearsalTime:
    """The office sets somebody's hour, and they are told; they may still choose another.

    Raises:
        NotFoundError, RefusedError, DomainError: as `choose_time`; only the talent office.
    """
    appearance = office_for_update(actor, appearance_id)
    time = _take(actor, appearance, time_id)
    tell(actor, letters.BOOKED, appearance, {"at": time.starts_at}, about="booked")
    return time


@transaction.atomic
def free_time(*, actor: Actor, appearance_id: UUID) -> None:
    """Give the hour of rehearsal back; the letter that reminds of it does not leave. Twice is once.

    Raises:
        NotFoundError, RefusedError: as `choose_time`.
    """
    appearance = speaker_for_update(actor, appearance_id)
    for time in RehearsalTime.objects.select_for_update().filter(appearance=appearance):
        _release(actor, appearance, time)


@transaction.atomic
def keep_words(*, actor: Actor, appearance_id: UUID, words: Words) -> Appearance:
    """How to announce somebody and what to say of them, in both languages as far as they are known.

    Raises:
        NotFoundError, RefusedError: as `choose_time`.
        InvalidError: a text is too long.
    """
    appearance = speaker_for_update(actor, appearance_id)
    given = {name: clean_text(getattr(words, name)) for name in _LENGTHS}
    problems = [
        Problem(name, "too_long", _("This is too long; shorten it to {most} characters.").format(most=_LENGTHS[name]))
        for name, text in given.items()
        if len(text) > _LENGTHS[name]
    ]
    if problems:
        raise InvalidError(problems)
    changed = {name for name, text in given.items() if getattr(appearance, name) != text}
    for name in changed:
        setattr(appearance, name, given[name])
    if changed:
        appearance.save(update_fields=sorted(changed))
        is_biography = any(name.startswith("biography") for name in changed)
        _say(actor, appearance, Item.BIOGRAPHY if is_biography else Item.NAMES, {"fields": sorted(changed)})
    return appearance


@transaction.atomic
def keep_phone(
    *, actor: Actor, appearance_id: UUID, phone: str, interpreter: str = "", interpreter_note: str = ""
) -> Appearance:
    """A number at which the control room reaches the speaker when the line breaks, and whether they need an
    interpreter. The number is kept encrypted; an empty one leaves what is there.

    Raises:
        NotFoundError, RefusedError: as `choose_time`.
        InvalidError: no number that can be dialled, or an unknown wish.
    """
    appearance = speaker_for_update(actor, appearance_id)
    text, note = clean_text(phone), clean_text(interpreter_note)
    country = appearance.application.country if appearance.application else "CN"
    number = international(text, country or "CN") if text else None
    problems = []
    if text and number is None:
        problems.append(
            Problem("phone", "not_a_phone", _("This is no number that can be dialled. Write it with its country code, "
                                              "e.g. +31 15 278 9111."))
        )  # fmt: skip
    if interpreter not in Interpreter.values:
        problems.append(Problem("interpreter", "unknown", _("Choose one of the answers.")))
    if len(note) > 80:
        problems.append(Problem("interpreter_note", "too_long", _("Shorten this to 80 characters.")))
    if problems:
        raise InvalidError(problems)
    if number:
        appearance.phone_sealed = settings.VAULT.encrypt(PHONE, number)
        appearance.phone_tail = number[-4:]
    appearance.interpreter, appearance.interpreter_note = interpreter, note
    appearance.save(update_fields=["phone_sealed", "phone_tail", "interpreter", "interpreter_note"])
    _say(actor, appearance, Item.PHONE, {"has_phone": bool(appearance.phone_sealed), "interpreter": interpreter})
    return appearance


@transaction.atomic
def wish_no_recording(*, actor: Actor, appearance_id: UUID, wish: bool) -> Appearance:
    """Say that nothing is to be recorded, or take that back. A yes is a consent and is given where consents are.

    Raises:
        NotFoundError, RefusedError: as `choose_time`.
    """
    appearance = speaker_for_update(actor, appearance_id)
    appearance.recording = Wish.NO if wish else Wish.OPEN
    appearance.save(update_fields=["recording"])
    _say(actor, appearance, Item.RECORDING, {"no_recording": wish})
    return appearance


@transaction.atomic
def open_phone(*, actor: Actor, appearance_id: UUID) -> str:
    """The number for a fallback, for the talent office; who looked is written in the log. Empty where there is none.

    Raises:
        NotFoundError, RefusedError: no such speaker, or not the talent office.
    """
    appearance = office_for_update(actor, appearance_id)
    if not appearance.phone_sealed:
        return ""
    record(actor=actor, action="rehearsal.phone_opened", subject=("appearance", appearance.pk))
    return str(settings.VAULT.decrypt(PHONE, appearance.phone_sealed))


def _take(actor: Actor, appearance: Appearance, time_id: UUID) -> RehearsalTime:
    rows = {
        time.pk: time
        for time in RehearsalTime.objects.select_for_update()
        .filter(call_id=appearance.call_id, pk__in=_wanted(appearance, time_id))
        .order_by("pk")
    }
    time = rows.get(time_id)
    if time is None:
        raise NotFoundError("hour")
    if time.appearance_id == appearance.pk:
        return time
    if time.appearance_id is not None and can_plan(actor, appearance.call) and not actor.is_system:
        raise DomainError("time_taken", _("Another speaker has this hour. Choose another one."))
    if time.appearance_id is not None:
        raise DomainError("time_taken", _("Somebody has just taken this hour. Choose another one."))
    if time.starts_at <= clock.now():
        raise DomainError("time_past", _("This hour is past. Choose another one."))
    for other in rows.values():
        if other.appearance_id == appearance.pk:
            _release(actor, appearance, other)
    time.appearance, time.taken_at, time.reminded_at = appearance, clock.now(), None
    time.save(update_fields=["appearance", "taken_at", "reminded_at"])
    _log(actor, appearance, "rehearsal.booked", {"at": time.starts_at, "desk": time.desk})
    event = RehearsalBooked(str(appearance.pk), time.starts_at.isoformat())
    publish(actor=actor, event=event, topics=(("rehearsal", appearance.call_id),))
    return time


def _wanted(appearance: Appearance, time_id: UUID) -> list[UUID]:
    own = RehearsalTime.objects.filter(appearance=appearance).values_list("pk", flat=True)
    return [time_id, *own]


def _release(actor: Actor, appearance: Appearance, time: RehearsalTime) -> None:
    time.appearance = time.taken_at = time.reminded_at = None
    time.save(update_fields=["appearance", "taken_at", "reminded_at"])
    for about in ("tomorrow", "booked"):
        call_off(actor=actor, supersedes=f"rehearsal.{about}:{appearance.pk}")
    _log(actor, appearance, "rehearsal.freed", {"at": time.starts_at})
    publish(actor=actor, event=RehearsalBooked(str(appearance.pk), ""), topics=(("rehearsal", appearance.call_id),))


def _say(actor: Actor, appearance: Appearance, item: Item, after: Mapping[str, Any]) -> None:
    _log(actor, appearance, "rehearsal.prepared", {"item": str(item), **after})
    event = SpeakerPrepared(str(appearance.pk), str(item))
    publish(actor=actor, event=event, topics=(("rehearsal", appearance.call_id),))


def _log(actor: Actor, appearance: Appearance, action: str, after: Mapping[str, Any]) -> None:
    record(actor=actor, action=action, subject=("appearance", appearance.pk), after=dict(after))
