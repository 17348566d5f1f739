"""A host area's own notes: for its officers alone, neither for another host area nor for the talent office."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.features.docking.models import Note
from yunhui.features.docking.services.checking import Checked
from yunhui.features.docking.services.locking import offer_of_officer
from yunhui.foundation.audit.services import record
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError

NOTE_LENGTH = 2000


@transaction.atomic
def write_note(*, actor: Actor, offer_id: UUID, text: str) -> Note:
    """Write a note; its text stays out of the log.

    Raises:
        NotFoundError: no such offer for this actor.
        InvalidError: empty, or too long.
    """
    offer = offer_of_officer(actor, offer_id)
    checked = Checked()
    words = checked.text("text", text, NOTE_LENGTH, needed=_("Write something first."))
    checked.done()
    note = Note.objects.create(offer=offer, author_id=actor.user_id, text=words)
    record(actor=actor, action="note.written", subject=("offer", offer.pk), after={"note": str(note.pk)})
    return note


@transaction.atomic
def delete_note(*, actor: Actor, offer_id: UUID, note_id: UUID) -> None:
    """Delete a note for good; twice is once.

    Raises:
        NotFoundError: no such offer for this actor, or another's note.
    """
    offer = offer_of_officer(actor, offer_id)
    note = Note.objects.filter(pk=note_id, offer=offer).first()
    if note is None:
        return
    if note.author_id != actor.user_id:
        raise NotFoundError("note")
    note.delete()
    record(actor=actor, action="note.deleted", subject=("offer", offer.pk), before={"note": str(note_id)})
