"""What an applicant keeps: the receipt of a version as PDF, and what changed between two versions."""

from itertools import pairwise
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.forms import lists_of
from yunhui.pipeline.applications.models import Application, ApplicationVersion
from yunhui.pipeline.applications.selectors import files_of, own_application
from yunhui.pipeline.applications.web.changes import Change, changes_between
from yunhui.pipeline.applications.web.receipt import receipt_of
from yunhui.pipeline.applications.web.rows import HOME, address, row_of
from yunhui.ui.page import Request, page, signed_in


@page(signed_in)
def receipt(request: Request, application_id: UUID, number: int) -> HttpResponse:
    """The receipt of one version as PDF, in the reader's language: what counts before a court is the fingerprint."""
    application = own_application(request.actor, application_id)
    version = _version(application, number)
    pdf = receipt_of(application, version, request.actor)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"{application.call.code}-{application}-v{version.number}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@page(signed_in)
def versions(request: Request, application_id: UUID) -> HttpResponse:
    """Every version, the newest first, each with what it changed: question by question, words marked."""
    actor = request.actor
    application = own_application(actor, application_id)
    rows = list(application.versions.select_related("form_version").order_by("number"))
    lists = lists_of(actor.language, files_of(application))
    changes: dict[int, list[Change]] = {
        after.number: changes_between(before, after, actor.language, lists) for before, after in pairwise(rows)
    }
    context = {
        "bench_url": HOME,
        "title": _("Versions"),
        "row": row_of(application, actor),
        "home": address(application),
        "application": application,
        "versions": [(one, changes.get(one.number, [])) for one in reversed(rows)],
    }
    return render(request, "applications/my_versions.html", context)


def _version(application: Application, number: int) -> ApplicationVersion:
    found = application.versions.select_related("form_version").filter(number=number).first()
    if found is None:
        raise NotFoundError("version")
    return found
