"""The settings of the site and the partners."""

from typing import Any

from django.db.models import QuerySet

from yunhui.features.site.enums import PartnerKind
from yunhui.features.site.models import Partner, SiteSettings
from yunhui.features.site.rules import can_keep_site
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import require
from yunhui.kernel.statements import fetched

_COLUMNS = tuple(field.attname for field in SiteSettings._meta.concrete_fields if field.attname != "seal")


def settings_now() -> SiteSettings:
    """The settings of every page, without the bytes of the seal; the house's own where the city set nothing."""
    rows = fetched("site settings", _rows)
    return SiteSettings(**dict(zip(_COLUMNS, rows[0], strict=True))) if rows else SiteSettings()


def partners_shown() -> list[Partner]:
    """The partners as the public page names them, hosts first."""
    order = list(PartnerKind.values)
    rows = Partner.objects.filter(is_shown=True).order_by("sort", "pk")
    return sorted(rows, key=lambda one: order.index(one.kind))


def partners_at(actor: Actor) -> QuerySet[Partner]:
    """All of them for the keepers.

    Raises:
        RefusedError: not a keeper of the site.
    """
    require(can_keep_site(actor))
    return Partner.objects.order_by("sort", "pk")


def _rows() -> QuerySet[Any, Any]:
    return SiteSettings.objects.values_list(*_COLUMNS)
