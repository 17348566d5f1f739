"""The settings of the site and the partners."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from yunhui.features.site.enums import PartnerKind
from yunhui.features.site.models import Partner, SiteSettings
from yunhui.features.site.rules import can_keep_site
from yunhui.features.site.selectors.pictures import BYTES
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import require
from yunhui.kernel.statements import fetched

_COLUMNS = tuple(field.attname for field in SiteSettings._meta.concrete_fields if field.attname != "seal")


def settings_now() -> SiteSettings:
    """The settings of every page, without the bytes of the seal; the house's own where the city set nothing."""
    rows = fetched("site settings", lambda: settings_row().values_list(*_COLUMNS))
    return SiteSettings(**dict(zip(_COLUMNS, rows[0], strict=True))) if rows else SiteSettings()


def settings_row() -> QuerySet[SiteSettings]:
    """The one row of settings, or none, for statements that read it with other things."""
    return SiteSettings.objects.all()


def settings_columns() -> tuple[str, ...]:
    """The columns that pages need: all but the bytes of the seal."""
    return _COLUMNS


def settings_from(values: Mapping[str, Any]) -> SiteSettings:
    """The settings from the columns that a statement read."""
    return SiteSettings(**values)


def seal_with(digest: str) -> tuple[str, bytes] | None:
    """The seal's kind ("svg" or "png") and bytes, while it is the city's."""
    row = SiteSettings.objects.filter(seal_digest=digest).exclude(seal_digest="").first()
    return (row.seal_kind, bytes(row.seal)) if row and row.seal else None


def partners_shown() -> list[Partner]:
    """The partners as the public page names them, hosts first."""
    order = list(PartnerKind.values)
    rows = _partners().filter(is_shown=True)
    return sorted(rows, key=lambda one: order.index(one.kind))


def partners_at(actor: Actor) -> QuerySet[Partner]:
    """All of them for the keepers.

    Raises:
        RefusedError: not a keeper of the site.
    """
    require(can_keep_site(actor))
    return _partners()


def _partners() -> QuerySet[Partner]:
    rows = Partner.objects.select_related("logo").defer(*(f"logo__{name}" for name in BYTES))
    return rows.order_by("sort", "pk")
