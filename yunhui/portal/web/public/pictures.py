"""Pictures of news and partners by their content: for everyone while something public shows them."""

from django.http import HttpResponse

from yunhui.features.site.selectors import picture_for
from yunhui.ui.page import Request, anyone, page

_YEAR = 365 * 24 * 3600
_KINDS = {"jpg": "image/jpeg", "png": "image/png"}


@page(anyone)
def picture(request: Request, digest: str, kind: str) -> HttpResponse:
    """A picture in one size: `digest` is its name, with "-s" behind it for the small one.

    Its address is in no page any more once it is withdrawn; the server then knows nothing of it, whatever a browser
    still keeps.
    """
    name, _dash, size = digest.partition("-")
    data, is_shown = picture_for(request.actor, name, kind, small=size == "s")
    answer = HttpResponse(data, content_type=_KINDS[kind])
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = f"public, max-age={_YEAR}, immutable" if is_shown else "private, no-store"
    return answer
