"""Where gateways report back."""

import json
from collections.abc import Mapping

from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from yunhui.foundation.notices.services import take_receipt
from yunhui.ui.page import Request, anyone, page

_MOST = 64_000


@csrf_exempt
@page(anyone, "POST")
def sms(request: Request, secret: str) -> HttpResponse:
    """A delivery receipt of the SMS gateway, as JSON (one object, or a list of them) or as a form."""
    if len(request.body) > _MOST:
        return JsonResponse({"error": "too large"}, status=413)
    taken = sum(take_receipt(secret=secret, fields=one) for one in _reports(request))
    return JsonResponse({"taken": taken})


def _reports(request: Request) -> list[Mapping[str, str]]:
    if "json" not in request.headers.get("Content-Type", ""):
        return [request.POST.dict()]
    try:
        found = json.loads(request.body)
    except ValueError:
        return [{}]
    rows = found if isinstance(found, list) else [found]
    return [{str(key): str(value) for key, value in one.items()} for one in rows if isinstance(one, dict)] or [{}]
