"""What every page is: a rule, its methods, and the refusals of the house turned into answers."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError, RefusedError
from yunhui.kernel.verdict import ALLOWED, Verdict, refused

Permit = Callable[[Actor], Verdict]


class Request(HttpRequest):
    """A request after the portal's middleware: it knows its actor."""

    actor: Actor


class View(Protocol):
    """A page's function; `permit` is read by the test that walks every address."""

    def __call__(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse: ...


def anyone(actor: Actor) -> Verdict:
    """Public."""
    return ALLOWED


def signed_in(actor: Actor) -> Verdict:
    """Everyone with an account; the selectors say what each sees."""
    return ALLOWED if actor.is_signed_in else refused("not_signed_in", _("Sign in first."))


def holds(*roles: str) -> Permit:
    """Whoever holds one of the roles in some scope; the selectors narrow to the scope."""

    def permit(actor: Actor) -> Verdict:
        if actor.has(*roles):
            return ALLOWED
        return refused("role", _("Your role does not include this page."))

    permit.__name__ = f"holds({', '.join(map(str, roles))})"
    return permit


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
                return render(request, "ui/refused.html", {"reason": error.message}, status=error.status)

        inner.permit = permit  # type: ignore[attr-defined]
        inner.methods = allowed  # type: ignore[attr-defined]
        return inner

    return decorate


def _refusal(request: Request, verdict: Verdict) -> HttpResponse:
    if not request.actor.is_signed_in and "HX-Request" not in request.headers:
        if _is_fetched(request):  # a script would follow the redirect and take the sign-in page for its answer
            return JsonResponse({"error": "signed_out"}, status=401)
        return HttpResponseRedirect(f"/sign-in?{urlencode({'next': request.get_full_path()})}")
    return render(request, "ui/refused.html", {"reason": verdict.reason}, status=403)


def _is_fetched(request: Request) -> bool:
    """Whether a script asked, and not a person who went to the address."""
    headers = request.headers
    return "application/json" in headers.get("Accept", "") or headers.get("Sec-Fetch-Dest") == "empty"
