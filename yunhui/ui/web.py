"""The gallery: every component once, for designers, page authors and tests."""

from django.http import HttpResponse
from django.shortcuts import render

from yunhui.kernel.clock import now
from yunhui.ui.gallery import samples
from yunhui.ui.page import Request, anyone, page


@page(anyone)
def gallery(request: Request) -> HttpResponse:
    """Every component in the reader's language; `?theme=dark` or `light` overrides the reader's own."""
    theme = request.GET.get("theme", "")
    context = samples(request.actor.language, now())
    context["theme"] = theme if theme in ("dark", "light") else ""
    return render(request, "ui/gallery.html", context)
