"""Other doors: there and back, and linking one's account to them."""

from dataclasses import asdict

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.errors import ProviderError
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.ports import Claim, Errand, Provider, providers
from yunhui.foundation.accounts.services import arrive, link_identity, new_errand
from yunhui.foundation.accounts.services.identities import Next
from yunhui.foundation.accounts.web.session import address_of, enter, following_of
from yunhui.foundation.limits.services import take
from yunhui.kernel.errors import DomainError
from yunhui.ui.page import Request, anyone, page, signed_in


@page(anyone, "GET", "POST")
def start(request: Request, provider: str) -> HttpResponse:
    """Go there: by a button of our own page, never by a link from elsewhere."""
    door = _door(provider)
    if request.method != "POST":
        return HttpResponseRedirect("/sign-in")
    take(f"door:{address_of(request)}", most=30, seconds=600)
    errand = new_errand(f"{settings.PUBLIC_URL.rstrip('/')}/sign-in/with/{provider}/back")
    request.session["errand"] = {**asdict(errand), "provider": provider, "following": following_of(request)}
    try:
        address = door.address(errand)
    except ProviderError as error:
        return _failed(request, door, error)
    # No redirect: our policy lets a form lead to this platform only, and browsers hold a redirect to that, too.
    title = _("On to %(door)s") % {"door": _words(request, door)}
    response = render(request, "accounts/leaving.html", {"title": title, "address": address})
    response.headers["Refresh"] = f"0; url={address}"
    return response


@page(anyone)
def back(request: Request, provider: str) -> HttpResponse:
    """Come back: only with the state with which this browser left, and once."""
    door = _door(provider)
    kept = request.session.pop("errand", None)
    state = request.GET.get("state", "")
    if not kept or kept["provider"] != provider or not constant_time_compare(kept["state"], state):
        return _failed(request, door, None)
    following = kept["following"]
    errand = Errand(kept["state"], kept["nonce"], kept["verifier"], kept["back"])
    try:
        claim = door.identify(errand, {key: request.GET[key] for key in request.GET})
    except ProviderError as error:
        return _failed(request, door, error)
    if isinstance(request.user, User):
        request.session["claim"] = asdict(claim)
        return HttpResponseRedirect("/account/link")
    arrival = arrive(claim=claim, language=request.actor.language, zone=request.actor.zone, address=address_of(request))
    if arrival.user is not None:
        return enter(request, arrival.user, assurance=claim.assurance, following=following, note=provider)
    request.session["claim"] = asdict(claim)
    context = {
        "title": _("One more step"),
        "door": _words(request, door),
        "name": claim.organisation or claim.name,
        "is_known": arrival.next is Next.SIGN_IN_FIRST,
        "next": urlencode({"next": "/account/link"}),
    }
    return render(request, "accounts/one_more_step.html", context)


@page(signed_in, "GET", "POST")
def link(request: Request) -> HttpResponse:
    """Say yes to another door that has just said who one is. Without this page a stranger's WeChat, left behind in a
    browser, would open the account of whoever signs in there next."""
    kept = request.session.get("claim")
    claim = Claim(**kept) if kept else None
    door = providers().get(claim.provider) if claim else None
    if claim is None or door is None:
        return HttpResponseRedirect("/account/")
    error = ""
    if request.method == "POST":
        request.session.pop("claim", None)
        if request.POST.get("answer") != "link":
            return HttpResponseRedirect("/account/")
        try:
            link_identity(actor=request.actor, claim=claim, address=address_of(request))
        except DomainError as wrong:
            error = str(wrong.message)
        else:
            return HttpResponseRedirect("/account/?done=linked")
    context = {
        "title": _("Link this sign-in?"),
        "door": _words(request, door),
        "name": claim.organisation or claim.name,
        "error": error,
    }
    return render(request, "accounts/link.html", context, status=409 if error else 200)


def _door(provider: str) -> Provider:
    found = providers().get(provider)
    if found is None:
        raise Http404("no such door")
    return found


def _words(request: Request, door: Provider) -> str:
    return str(door.label[0 if request.actor.language.startswith("zh") else 1])


def _failed(request: Request, door: Provider, error: ProviderError | None) -> HttpResponse:
    said = error or ProviderError("the way back does not fit the way there")
    context = {"title": _("That did not work"), "door": _words(request, door), "reason": said.message}
    return render(request, "accounts/door_failed.html", context, status=502 if error else 400)
