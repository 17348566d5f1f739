"""What stands beside an application's answers for its office: versions, consents, readers, letters, notes, people."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.files.selectors import attachments_of
from yunhui.foundation.notices.selectors import outbox_of
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.models import Application, ApplicationVersion, Collaborator, OfficeNote
from yunhui.pipeline.applications.selectors import notes_on
from yunhui.pipeline.calls.rules import can_run_call
from yunhui.pipeline.consents.models import Consent
from yunhui.pipeline.consents.selectors import consents_of
from yunhui.pipeline.reading.selectors import Seen, openings_of

_MOST = 30


@dataclass(frozen=True, slots=True)
class Beside:
    """Everything beside the answers; what is for the office alone is empty for the panel leader and the director."""

    versions: list[ApplicationVersion]
    consents: list[tuple[str, bool, str]]
    openings: list[Seen]
    letters: list[Any] = field(default_factory=list)
    notes: list[OfficeNote] = field(default_factory=list)
    people: list[Collaborator] = field(default_factory=list)
    files: list[tuple[str, str, int]] = field(default_factory=list)


def beside(actor: Actor, application: Application) -> Beside:
    """What the actor, who was let see the application, may know beside its answers."""
    shared: dict[str, Any] = {
        "versions": list(application.versions.select_related("form_version").order_by("-number")),
        "consents": [_consent(one, actor.language) for one in consents_of(actor, application)],
        "openings": openings_of(actor, application)[:_MOST],
        "files": [(str(one.pk), one.name, one.blob.size) for one in attachments_of("application", application.pk)],
    }
    if not can_run_call(actor, application.call):
        return Beside(**shared)
    people = application.collaborators.filter(ended_at__isnull=True).select_related("user").order_by("invited_at")
    notes = list(notes_on(actor, application))
    return Beside(**shared, letters=_letters(actor, application), notes=notes, people=list(people))


def version_of(versions: Sequence[ApplicationVersion], wanted: str) -> ApplicationVersion | None:
    """The version with a number, else the last one."""
    found = [one for one in versions if str(one.number) == wanted] or list(versions)
    return found[0] if found else None


def _letters(actor: Actor, application: Application) -> list[Any]:
    if not actor.has(Role.OFFICE):
        return []
    rows = outbox_of(actor).filter(about_type="application", about_id=str(application.pk))
    return list(rows[:_MOST])


def _consent(one: Consent, language: str) -> tuple[str, bool, str]:
    """Purpose with its host area, whether it is given, and how far or where it comes from."""
    words = str(one.get_purpose_display())
    if one.board:
        words += ("：" if language.startswith("zh") else ": ") + pick(one.board, "name", language)
    more = [str(one.get_level_display())] if one.level else []
    if one.source != "applicant":
        more.append(str(one.get_source_display()))
    return words, one.is_given, " · ".join(more)
