"""One's own data: a copy to take along, and the end of all of it."""

from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.selectors import own_account
from yunhui.foundation.files.selectors import attachment_of, ticket_for
from yunhui.foundation.own.enums import CopyState, ErasureState
from yunhui.foundation.own.ports import holdings
from yunhui.foundation.own.selectors import copy_for, fate_of, last_copy, waiting_erasure
from yunhui.foundation.own.services import WAIT, ask_copy, ask_erasure, take_erasure_back
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, page, signed_in

HOME = "/my/data/"
BENCH = "/my/"


@page(signed_in)
def data(request: Request) -> HttpResponse:
    """What the city holds, the copy that is being made or is ready, and the way to the end."""
    copy = last_copy(request.actor)
    context = {
        "bench_url": BENCH,
        "title": _("Your own data"),
        "holdings": [str(one.title) for one in reversed(holdings().values())],
        "copy": copy,
        "is_asked": copy is not None and copy.state == CopyState.ASKED,
        "is_ready": copy is not None and copy.state == CopyState.READY,
        "has_failed": copy is not None and copy.state == CopyState.FAILED,
        "erasure": waiting_erasure(request.actor),
    }
    template = "own/parts/copy.html" if "HX-Request" in request.headers else "own/data.html"
    return render(request, template, context)


@page(signed_in, "GET", "POST")
def copy(request: Request) -> HttpResponse:
    """Ask for a copy."""
    if request.method == "POST":
        ask_copy(actor=request.actor)
    return HttpResponseRedirect(HOME)


@page(signed_in)
def take(request: Request, copy_id: UUID) -> HttpResponse:
    """Take one's copy: by a ticket of two minutes."""
    found = copy_for(request.actor, copy_id)
    if found.attachment_id is None:
        raise NotFoundError("copy")
    return HttpResponseRedirect(ticket_for(request.actor, attachment_of("account", found.user_id, found.attachment_id)))


@page(signed_in, "GET", "POST")
def erase(request: Request) -> HttpResponse:
    """What erasing does and what it cannot do, first; then one's own address, typed; then it is done or waits."""
    actor = request.actor
    if request.method == "POST":
        try:
            row = ask_erasure(actor=actor, email=request.POST.get("email", ""))
        except InvalidError as error:
            return _erase(request, str(error.problems[0].message), 422)
        except DomainError as error:
            return _erase(request, str(error.message), error.status)
        if row.state != ErasureState.DONE:
            return HttpResponseRedirect(HOME)
        logout(request)
        return render(request, "own/erased.html", {"title": _("Your data has been erased")})
    return _erase(request)


@page(signed_in, "GET", "POST")
def take_back(request: Request) -> HttpResponse:
    """Keep it after all."""
    if request.method == "POST":
        take_erasure_back(actor=request.actor)
    return HttpResponseRedirect(HOME)


def _erase(request: Request, error: str = "", status: int = 200) -> HttpResponse:
    user = own_account(request.actor)
    context = {
        "bench_url": BENCH,
        "title": _("Erase your data"),
        "fate": fate_of(user),
        "days": WAIT.days,
        "erasure": waiting_erasure(request.actor),
        "field": Field(
            name="email",
            label=_("Your e-mail address"),
            help=_("Type the address of this account, so that nothing happens by mistake."),
            kind="email",
            required=True,
            value=request.POST.get("email", ""),
            error=error,
            autocomplete="off",
        ),
        "back": HOME,
    }
    return render(request, "own/erase.html", context, status=status)
