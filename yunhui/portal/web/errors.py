"""Refusals that come from the framework."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or not ours; what was typed is still in the browser."""
    text = _("This page was open for too long. Go back, reload it and send it again; what you typed is still there.")
    return render(request, "ui/refused.html", {"reason": text}, status=403)
