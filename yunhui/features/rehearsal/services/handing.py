"""Handing in slides, photos and films: whole by a plain form, or in pieces by a script; each is a new version."""

from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app as queue

from yunhui.features.rehearsal.enums import Item, MaterialKind, MaterialState
from yunhui.features.rehearsal.events import MaterialHandedIn
from yunhui.features.rehearsal.models import Appearance, Material
from yunhui.features.rehearsal.rules import can_prepare, is_open
from yunhui.features.rehearsal.selectors import appearances_visible_to, plan_of
from yunhui.features.rehearsal.services.locking import speaker_for_update
from yunhui.features.rehearsal.states import MATERIAL
from yunhui.foundation.audit.services import record
from yunhui.foundation.files.enums import Kind
from yunhui.foundation.files.models import Attachment, Upload
from yunhui.foundation.files.services import attach_sent, begin_upload, finish_upload
from yunhui.foundation.outbox.services import publish
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError, require

OWNER = "appearance"
TAKES = {
    MaterialKind.SLIDES: (Kind.PDF, Kind.PPTX),
    MaterialKind.FILM: (Kind.FILM,),
    MaterialKind.PHOTO: (Kind.IMAGE,),
}


def hand_in_whole(*, actor: Actor, appearance_id: UUID, kind: str, path: Path, name: str) -> Material:
    """A file from a plain form.

    Raises:
        NotFoundError, RefusedError: no such speaker or line, or nothing is left to prepare.
        FileRefused: with the sentence for the person who sent it.
    """
    appearance = _allowed(actor, appearance_id, kind)
    attachment = attach_sent(
        actor=actor, path=path, name=name, owner=(OWNER, appearance.pk), slot=kind, accept=TAKES[MaterialKind(kind)]
    )
    return keep_material(actor=actor, appearance_id=appearance_id, kind=kind, attachment=attachment)


def begin_material(*, actor: Actor, appearance_id: UUID, kind: str, name: str, size: int, mark: str) -> Upload:
    """A place for a file that comes in pieces, held by the speaker's link whoever carries it.

    Raises:
        NotFoundError, RefusedError, FileRefused: as `hand_in_whole`; LimitedError: too many in an hour.
    """
    appearance = _allowed(actor, appearance_id, kind)
    return begin_upload(
        actor=actor,
        name=name,
        size=size,
        owner=(OWNER, appearance.pk),
        slot=kind,
        accept=TAKES[MaterialKind(kind)],
        mark=mark,
        holder=appearance.pk,
    )


def finish_material(*, actor: Actor, appearance_id: UUID, kind: str, upload_id: UUID) -> Material | None:
    """What has arrived whole becomes a version; None while bytes are missing. The same answer however often asked.

    Raises:
        NotFoundError, RefusedError, FileRefused: as `hand_in_whole`.
    """
    appearance = _allowed(actor, appearance_id, kind)
    attachment = finish_upload(actor=actor, upload_id=upload_id, holder=appearance.pk)
    if attachment is None:
        return None
    if (attachment.owner_type, attachment.owner_id, attachment.slot) != (OWNER, str(appearance.pk), kind):
        raise NotFoundError("upload")
    return keep_material(actor=actor, appearance_id=appearance_id, kind=kind, attachment=attachment)


@transaction.atomic
def keep_material(*, actor: Actor, appearance_id: UUID, kind: str, attachment: Attachment) -> Material:
    """Name a stored file as the newest version; what waited for the office before it is replaced, what was accepted
    stands until this one is accepted. The same file twice is once.

    Raises:
        NotFoundError, RefusedError: as `hand_in_whole`.
    """
    appearance = speaker_for_update(actor, appearance_id)
    known = Material.objects.filter(appearance=appearance, attachment=attachment).first()
    if known is not None:
        return known
    rows = list(Material.objects.select_for_update().filter(appearance=appearance, kind=kind).order_by("-number"))
    for row in rows:
        if row.state not in (MaterialState.ACCEPTED, MaterialState.REPLACED):
            MATERIAL.check(row.state, MaterialState.REPLACED)
            row.state = MaterialState.REPLACED
            row.save(update_fields=["state"])
    is_film = kind == MaterialKind.FILM
    material = Material.objects.create(
        appearance=appearance,
        kind=kind,
        number=rows[0].number + 1 if rows else 1,
        attachment=attachment,
        state=MaterialState.CHECKING if is_film else MaterialState.HANDED_IN,
    )
    record(
        actor=actor,
        action="material.handed_in",
        subject=(OWNER, appearance.pk),
        after={"material": material.pk, "kind": kind, "number": material.number, "digest": attachment.blob_id},
    )
    event = MaterialHandedIn(str(material.pk), str(appearance.pk), kind)
    publish(actor=actor, event=event, topics=(("rehearsal", appearance.call_id),))
    if is_film:
        queue.configure_task("yunhui.rehearsal.check", queue="films").defer(material_id=str(material.pk))
    return material


def _allowed(actor: Actor, appearance_id: UUID, kind: str) -> Appearance:
    rows = appearances_visible_to(actor).select_related("call__rehearsal_plan", "application", "board")
    appearance = rows.filter(pk=appearance_id).first()
    if appearance is None or kind not in MaterialKind.values:
        raise NotFoundError("speaker")
    plan = plan_of(appearance.call)
    if Item(kind) not in (plan.items if appearance.application_id else plan.area_items):
        raise DomainError("not_asked", _("This event does not ask for this file."))
    require(can_prepare(actor, appearance))
    require(is_open(appearance))
    return appearance
