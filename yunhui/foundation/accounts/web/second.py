"""The second factor: asked for after the first, and again before what must not be done in a borrowed chair."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import FactorKind
from yunhui.foundation.accounts.errors import CodeError
from yunhui.foundation.accounts.forms import code_field
from yunhui.foundation.accounts.models import Factor, User
from yunhui.foundation.accounts.services import prove, use_passkey
from yunhui.foundation.accounts.web.entrance import answer_of, site_of
from yunhui.foundation.accounts.web.session import address_of, enter_whole, following_of, half_of, prove_again
from yunhui.foundation.limits.errors import LimitedError
from yunhui.ui.page import Request, anyone, page


@page(anyone, "GET", "POST")
def second(request: Request) -> HttpResponse:
    """Confirm with an app, a passkey or a recovery code; who has none is led to setting one up."""
    following = following_of(request)
    half = half_of(request)
    user = request.user if isinstance(request.user, User) else (half.user if half else None)
    if user is None:
        return HttpResponseRedirect(f"/sign-in?{urlencode({'next': following})}")
    kinds = set(Factor.objects.filter(user=user).values_list("kind", flat=True))
    if not kinds:
        return HttpResponseRedirect(f"/account/second-factor/?{urlencode({'next': following})}")
    error, status = "", 200
    if request.method == "POST":
        try:
            if request.POST.get("answer"):
                state = request.session.pop("passkey", None) or {}
                use_passkey(
                    answer=answer_of(request), state=state, user=user, address=address_of(request), **site_of(request)
                )
            else:
                prove(user=user, typed=request.POST.get("code", "")[:40], address=address_of(request))
        except CodeError as wrong:
            error, status = str(wrong.message), 422
        except LimitedError as limited:
            error, status = str(limited.message), 429
        else:
            if half and not request.actor.is_signed_in:
                return enter_whole(request, half)
            prove_again(request, user)
            return HttpResponseRedirect(following)
    context = {
        "title": _("Confirm that it is you"),
        "following": following,
        "fields": [
            code_field(
                error,
                _("Code of your authenticator app"),
                _("Six digits. A recovery code works too, each one once."),
            )
        ],
        "has_app": FactorKind.TOTP in kinds,
        "has_passkey": FactorKind.PASSKEY in kinds,
        "is_again": request.actor.is_signed_in and request.actor.assurance >= 2,
    }
    return render(request, "accounts/second.html", context, status=status)
