"""A file that a page lets its reader see."""

from django.http import HttpResponse


def shown_file(content: bytes, media_type: str) -> HttpResponse:
    """What somebody brought, shown in the browser as the type that its content was found to be, and kept nowhere."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
