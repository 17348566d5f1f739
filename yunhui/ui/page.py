"""What every page is: a rule, its methods, and the refusals of the house turned into answers."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError, RefusedError
from yunhui.kernel.verdict import ALLOWED, Verdict, refused

Permit = Callable[[Actor], Verdict]
_SECOND_FACTOR = "second_factor"


class Request(HttpRequest):
    """A request after the portal's middleware: it knows its actor."""

    actor: Actor


class View(Protocol):
    """A page's function; `permit` is read by the test that walks every address."""

    def __call__(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse: ...


def anyone(actor: Actor) -> Verdict:
    """Public."""
    return ALLOWED


def with_account(actor: Actor) -> Verdict:
    """Everyone with an account, also before the second factor: only the pages on which it is set up."""
    return ALLOWED if actor.is_signed_in else refused("not_signed_in", _("Sign in first."))


def signed_in(actor: Actor) -> Verdict:
    """Everyone with an account, and whoever holds a role with their second factor; the selectors say what each sees."""
    if actor.grants and actor.assurance < 2:
        return refused(_SECOND_FACTOR, _("Confirm your second factor first."))
    return with_account(actor)


def holds(*roles: str, fresh: bool = False) -> Permit:
    """Whoever holds one of the roles in some scope; the selectors narrow to the scope.

    Every role sees personal data, so all of them need the second factor; with `fresh` it was confirmed a moment ago:
    where a role is given, or data leaves the platform.
    """

    def permit(actor: Actor) -> Verdict:
        if not actor.has(*roles):
            return refused("role", _("Your role does not include this page."))
        if actor.assurance < 2 or (fresh and not actor.is_fresh(clock.now())):
            return refused(_SECOND_FACTOR, _("Confirm your second factor first."))
        return ALLOWED

    permit.__name__ = f"holds({', '.join(map(str, roles))})"
    return permit


class UnknownButton(DomainError):
    """A form came with a button that its page does not have."""

    status = 422

    def __init__(self) -> None:
        super().__init__("unknown_button", _("This page has no such button. Load it again and press the button there."))


def pressed(request: Request, *buttons: str, name: str = "do") -> str:
    """Which of its buttons a form was sent with.

    Raises:
        UnknownButton: with none of them; nothing may be done then, least of all what another button does.
    """
    found = request.POST.get(name, "")
    if found not in buttons:
        raise UnknownButton
    return found


def page(permit: Permit, *methods: str) -> Callable[[View], View]:
    """Make a function a page that only those whom `permit` allows can reach, by the methods given (default GET)."""
    allowed = methods or ("GET",)

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in (*allowed, "HEAD" if "GET" in allowed else ""):
                return HttpResponseNotAllowed(allowed)
            verdict = permit(request.actor)
            if not verdict:
                return _refusal(request, verdict)
            try:
                return view(request, *args, **kwargs)
            except NotFoundError as error:
                raise Http404(error.code) from error
            except RefusedError as error:
                return _refusal(request, refused(error.code, error.message))
            except DomainError as error:
                if error.door and not _is_fetched(request):
                    return _to_door(request, error.door)
                answer = render(request, "ui/refused.html", {"reason": error.message}, status=error.status)
                if seconds := getattr(error, "seconds", 0):
                    answer.headers["Retry-After"] = str(seconds)
                return answer

        inner.permit = permit  # type: ignore[attr-defined]
        inner.methods = allowed  # type: ignore[attr-defined]
        return inner

    return decorate


def _refusal(request: Request, verdict: Verdict) -> HttpResponse:
    if not request.actor.is_signed_in and "HX-Request" not in request.headers:
        if _is_fetched(request):  # a script would follow the redirect and take the sign-in page for its answer
            return JsonResponse({"error": "signed_out"}, status=401)
        return HttpResponseRedirect(f"/sign-in?{urlencode({'next': request.get_full_path()})}")
    if verdict.code == _SECOND_FACTOR:
        return _ask_again(request, verdict)
    return render(request, "ui/refused.html", {"reason": verdict.reason}, status=403)


def _ask_again(request: Request, verdict: Verdict) -> HttpResponse:
    """To the page on which the second factor is confirmed, and back to this address (by GET)."""
    if "HX-Request" in request.headers:
        back = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/w/"
        return HttpResponse(status=204, headers={"HX-Redirect": f"/sign-in/second?{urlencode({'next': back})}"})
    if _is_fetched(request):
        return JsonResponse({"error": verdict.code}, status=403)
    return HttpResponseRedirect(f"/sign-in/second?{urlencode({'next': request.get_full_path()})}")


def _to_door(request: Request, door: str) -> HttpResponse:
    """To the page on which what stands in the way is done, and back to this address (by GET)."""
    address = f"{door}?{urlencode({'next': request.get_full_path()})}"
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _is_fetched(request: Request) -> bool:
    """Whether a script of ours asked; not a person who went to the address, and not htmx, which knows the way."""
    headers = request.headers
    if "HX-Request" in headers:
        return False
    return "application/json" in headers.get("Accept", "") or headers.get("Sec-Fetch-Dest") == "empty"
