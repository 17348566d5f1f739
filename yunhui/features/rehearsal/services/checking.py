"""Reading a film to its end and saying what it is like; outside any transaction, because it takes minutes."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from yunhui.features.rehearsal import letters
from yunhui.features.rehearsal.enums import MaterialState
from yunhui.features.rehearsal.events import MaterialChecked
from yunhui.features.rehearsal.models import Material
from yunhui.features.rehearsal.rules import Finding, Level, Limits, findings_in, is_usable, sentence_of
from yunhui.features.rehearsal.selectors import plan_of
from yunhui.features.rehearsal.services.writing import tell
from yunhui.features.rehearsal.states import MATERIAL
from yunhui.features.timetable.rules import RoadshowConfig
from yunhui.foundation.audit.services import record
from yunhui.foundation.files.ports.films import Film, UnreadableFilm, film_in
from yunhui.foundation.files.ports.store import store
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.pipeline.calls.models import Call

# After so long the worker that was to look at a film has gone; see `films.PATIENCE`.
_PATIENCE = timedelta(minutes=15)
_AT_ONCE = 3
_ROWS = ("appearance__call__rehearsal_plan", "appearance__application__owner", "appearance__board", "attachment__blob")


def check_film(material_id: UUID) -> Material | None:
    """Look at a film that waits for it; None where it does not (any more). Safe to run twice.

    Raises:
        FileNotFoundError, StoreSilent: the store has lost it, or cannot be reached; the task is tried again.
    """
    row = Material.objects.select_related(*_ROWS).filter(pk=material_id, state=MaterialState.CHECKING).first()
    if row is None:
        return None
    blob = row.attachment.blob
    film: Film | None = None
    try:
        with store().at_hand(blob.digest) as path:
            film = film_in(path, blob.media_type)
        findings = findings_in(film, limits_of(row.appearance.call))
    except UnreadableFilm as error:
        findings = (Finding(f"film_{error.code}", Level.WRONG, {}),)
    return _keep(material_id, film, findings)


def limits_of(call: Call) -> Limits:
    """What a recorded pitch of a call must be like: as long as a pitch of its roadshow, and what its plan says."""
    stage = call.stages.filter(kind="roadshow").first()
    minutes = RoadshowConfig.of(stage.config).pitch if stage else 8
    return Limits.of(plan_of(call).limits, minutes)


def check_waiting() -> int:
    """Look at films whose task was lost with its worker; how many were read."""
    old = clock.now() - _PATIENCE
    rows = Material.objects.filter(state=MaterialState.CHECKING, handed_in_at__lt=old)
    return sum(check_film(pk) is not None for pk in rows.values_list("pk", flat=True)[:_AT_ONCE])


@transaction.atomic
def _keep(material_id: UUID, film: Film | None, findings: tuple[Finding, ...]) -> Material | None:
    rows = Material.objects.select_for_update(of=("self",)).select_related(*_ROWS)
    row = rows.filter(pk=material_id, state=MaterialState.CHECKING).first()
    if row is None:
        return None
    actor = actors.system("rehearsal")
    state = MaterialState.HANDED_IN if is_usable(findings) else MaterialState.FAULTY
    MATERIAL.check(row.state, state)
    row.state, row.checked_at = state, clock.now()
    row.film = _figures(film)
    row.findings = [one.plain() for one in findings]
    row.save(update_fields=["state", "checked_at", "film", "findings"])
    record(
        actor=actor,
        action=f"material.{'checked' if state == MaterialState.HANDED_IN else 'found_faulty'}",
        subject=("appearance", row.appearance_id),
        after={"material": row.pk, "findings": [one.code for one in findings]},
    )
    event = MaterialChecked(str(row.pk), str(row.appearance_id), str(state))
    publish(actor=actor, event=event, topics=(("rehearsal", row.appearance.call_id),))
    if findings:
        _tell(actor, row, findings)
    return row


def _tell(actor: Actor, row: Material, findings: tuple[Finding, ...]) -> None:
    words = {}
    for language in (CHINESE, ENGLISH):
        with translation.override(language):
            result = _("it can be used, please read what we found") if is_usable(findings) else _("please send another")
            words[language] = result, "\n\n".join(sentence_of(one, language) for one in findings)
    context = {
        "name": row.attachment.name,
        "result": Both(words[CHINESE][0], words[ENGLISH][0]),
        "findings": Both(words[CHINESE][1], words[ENGLISH][1]),
    }
    tell(actor, letters.CHECKED, row.appearance, context, about="film")


def _figures(film: Film | None) -> dict[str, object]:
    if film is None:
        return {}
    found: dict[str, object] = {"seconds": film.seconds}
    if film.picture:
        one = film.picture
        found |= {"width": one.width, "height": one.height, "rate": one.rate, "codec": one.codec}
    if film.sound:
        found |= {"sound_codec": film.sound.codec, "loudness": film.sound.loudness, "channels": film.sound.channels}
    return found
