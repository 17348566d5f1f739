"""Who takes part, as the public page names them."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from yunhui.features.site.events import PartnersChanged
from yunhui.features.site.models import Partner
from yunhui.features.site.rules import LOGO, can_keep_site
from yunhui.features.site.services.guarding import problems_of
from yunhui.features.site.services.pictures import drop_unused, take_picture
from yunhui.features.site.services.rows import read_into
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, require

COLUMNS = ("kind", "name_zh", "name_en", "about_zh", "about_en", "url", "sort", "is_shown")


@transaction.atomic
def keep_partner(
    *,
    actor: Actor,
    values: Mapping[str, object],
    partner_id: UUID | None = None,
    logo: bytes | None = None,
    without_logo: bool = False,
) -> Partner:
    """Enter a partner, or change one. Its names in both languages are what a logo says to those who do not see it.

    Args:
        logo: the file of a new logo; None leaves the one that is there, unless `without_logo`.

    Raises:
        RefusedError, NotFoundError: not a keeper of the site; no such partner.
        InvalidError: missing, too long, no web address, a word that may not be published, or no logo that can be taken.
    """
    require(can_keep_site(actor))
    row = Partner()
    if partner_id is not None:
        row = _locked(partner_id)
    before = {name: getattr(row, name) for name in COLUMNS} | {"logo": row.logo_id} if partner_id else None
    read_into(row, values, COLUMNS)
    if problems := problems_of({name: getattr(row, name) for name in ("name_zh", "name_en", "about_zh", "about_en")}):
        raise InvalidError(problems)
    old = row.logo_id
    if logo is not None:
        row.logo = take_picture(actor, logo, LOGO, "logo")
    elif without_logo:
        row.logo = None
    row.save()
    if row.logo_id != old:
        drop_unused(old)
    after = {name: getattr(row, name) for name in COLUMNS} | {"logo": row.logo_id}
    record(actor=actor, action="partner.kept", subject=("partner", row.pk), before=before, after=after)
    publish(actor=actor, event=PartnersChanged(str(row.pk)))
    return row


@transaction.atomic
def remove_partner(*, actor: Actor, partner_id: UUID) -> None:
    """Take a partner off the list for good.

    Raises:
        RefusedError, NotFoundError: not a keeper of the site; no such partner.
    """
    require(can_keep_site(actor))
    row = _locked(partner_id)
    record(actor=actor, action="partner.removed", subject=("partner", row.pk), before={"name_zh": row.name_zh})
    publish(actor=actor, event=PartnersChanged(str(row.pk)))
    row.delete()
    drop_unused(row.logo_id)


def _locked(partner_id: UUID) -> Partner:
    found = Partner.objects.select_for_update().filter(pk=partner_id).first()
    if found is None:
        raise NotFoundError("partner")
    return found
