"""Pictures: for everyone while something public shows them, for the keepers always."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Exists, OuterRef, When
from django.db.models.functions import JSONObject

from yunhui.features.site.models import Article, Partner, Picture
from yunhui.features.site.rules import can_keep_site
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError

# What pages read of a picture: all but its bytes.
BYTES = ("data", "small")


def picture_for(actor: Actor, digest: str, kind: str, *, small: bool = False) -> tuple[bytes, bool]:
    """The bytes of a picture in one size, and whether everyone may see them: one query.

    Raises:
        NotFoundError: there is none, or nothing public shows it.
    """
    shown = Exists(Article.objects.filter(published__picture=OuterRef("pk"))) | Exists(
        Partner.objects.filter(logo=OuterRef("pk"), is_shown=True)
    )
    rows = Picture.objects.filter(digest=digest, kind=kind).exclude(**{"small" if small else "data": None})
    found = rows.annotate(is_shown=Case(When(shown, then=True), default=False))
    row = found.values_list("small" if small else "data", "is_shown").first()
    if row is None or not (row[1] or can_keep_site(actor)):
        raise NotFoundError("picture")
    return bytes(row[0]), bool(row[1])


def picture_row(path: str) -> JSONObject:
    """What pages read of a picture, for statements that read it with other things; `picture_from` reads it back."""
    return JSONObject(**{name: f"{path}__{name}" for name in ("digest", "kind", "width", "height", "small_width")})


def picture_from(values: Mapping[str, Any] | None) -> Picture | None:
    """The picture that a statement read by `picture_row`, without its bytes; None where there is none."""
    return Picture(**values) if values and values["digest"] else None
