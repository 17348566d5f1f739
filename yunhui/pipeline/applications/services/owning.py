"""Applications as a part of one's own data."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yunhui.foundation.accounts.models import User
from yunhui.foundation.audit.services import record
from yunhui.foundation.files.models import Attachment
from yunhui.foundation.files.selectors import attachments_of
from yunhui.foundation.files.services import remove_attachment
from yunhui.foundation.own.ports import Fate, Holding
from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Acknowledgement, Application, Collaborator, Completion, OfficeNote
from yunhui.pipeline.applications.services.standing import keep_standing
from yunhui.pipeline.applications.services.submitting import withdraw_application
from yunhui.pipeline.applications.states import OPEN_STATES

NAMELESS = "—"


def collect(user: User) -> dict[str, Any]:
    """The person's applications with every version and what became of them; those of others that they help to write."""
    rows = Application.objects.filter(owner=user).select_related("call").order_by("pk")
    shared = Collaborator.objects.filter(user=user).values("application_id", "right", "accepted_at", "ended_at")
    read = Acknowledgement.objects.filter(user=user).values("call__code", "version", "acknowledged_at")
    return {
        "applications": [_application(one) for one in rows],
        "written_with_others": list(shared),
        "terms_that_you_read": list(read),
    }


def files(user: User) -> Iterable[tuple[str, Attachment]]:
    """Every file of every application of the person's own."""
    for one in Application.objects.filter(owner=user).select_related("call").order_by("pk"):
        for attachment in attachments_of("application", one.pk):
            yield f"{one.call.code}-{one.number or 'draft'}/{attachment.pk.hex[-6:]}-{attachment.name}", attachment


def foretell(user: User) -> Fate:
    """Drafts end; what is in progress is withdrawn first; what was decided keeps its number and outcome."""
    rows = Application.objects.filter(owner=user)
    open_rows = rows.filter(state__in=OPEN_STATES)
    running = open_rows.exclude(state=ApplicationState.DRAFT).count()
    words = ngettext(
        "One application in progress is withdrawn: experts and host areas stop reading it, and a place that it has is "
        "given to the next.",
        "{n} applications in progress are withdrawn: experts and host areas stop reading them, and places that they "
        "have are given to the next.",
        running,
    ).format(n=running)
    return Fate(
        gone=(
            _("Every answer of every version of your applications, their titles and names, and all files."),
            _("Whom you asked to write with you, and your part in what others write."),
        ),
        kept=(
            (
                _("Number, group, country or region, dates, scores and outcome of what was submitted."),
                _("The Archives Law has a public body keep how it decided; nothing of it names you."),
            ),
            (
                _("The fingerprint of each submitted version."),
                _("It proves what was submitted, if you ever show it; nothing can be read out of it."),
            ),
        )
        if rows.filter(number__isnull=False).exists()
        else (),
        running=(words,) if running else (),
    )


def erase(actor: Actor, user: User) -> None:
    """Withdraw what is open, and take every word and file away."""
    rows = list(Application.objects.filter(owner=user).order_by("pk"))
    for one in rows:
        if one.state in OPEN_STATES:
            withdraw_application(actor=actor, application_id=one.pk, reason="erasure")
        for attachment in attachments_of("application", one.pk):
            remove_attachment(actor=actor, attachment_id=attachment.pk)
        one.versions.update(answers={})
        record(actor=actor, action="application.erased", subject=("application", one.pk))
    ids = [one.pk for one in rows]
    Application.objects.filter(pk__in=ids).update(
        answers={},
        revisions={},
        others={},
        told={},
        title=NAMELESS,
        title_en=NAMELESS,
        speaker=NAMELESS,
        place="",
        person=None,
        organisation=None,
        reference="",
        search=Value("", SearchVectorField()),
    )
    Completion.objects.filter(stage_pass__application__in=ids).update(reply="")
    OfficeNote.objects.filter(application__in=ids).delete()
    Collaborator.objects.filter(application__in=ids).delete()
    Collaborator.objects.filter(user=user).delete()
    keep_standing([one.pk for one in rows if one.number])


def holding() -> Holding:
    """For `register_holding`."""
    return Holding(gettext_lazy("Your applications"), collect, foretell, erase, files)


def _application(one: Application) -> dict[str, Any]:
    return {
        "id": one.pk,
        "call": one.call.code,
        "number": one.number,
        "state": one.state,
        "submitted_at": one.submitted_at,
        "answers": one.answers,
        "told_before": one.told,
        "versions": list(one.versions.order_by("number").values("number", "submitted_at", "digest", "answers")),
        "stages": list(one.passes.order_by("stage__ordinal").values("stage__key", "state", "concluded_at", "reason")),
        "written_with": list(one.collaborators.values("email", "right", "accepted_at", "ended_at")),
        "files": [
            {
                "id": file.pk,
                "name": file.name,
                "size": file.blob.size,
                "digest": file.blob_id,
                "added_at": file.added_at,
            }
            for file in attachments_of("application", one.pk)
        ],
    }
