"""Who keeps the site, and who may let a text out."""

from django.utils.translation import gettext_lazy as _

from yunhui.features.site.models import Article
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused

KEEPERS = (Role.OFFICE, Role.APPROVER)


def can_keep_site(actor: Actor) -> Verdict:
    """The talent office and its director."""
    if actor.is_system or actor.has(*KEEPERS):
        return ALLOWED
    return refused("not_office", _("Only the talent office keeps the public site."))


def can_approve(actor: Actor, article: Article) -> Verdict:
    """A second person: neither who proposed the text nor who wrote its last change."""
    if not (verdict := can_keep_site(actor)):
        return verdict
    if actor.user_id is not None and actor.user_id in (article.proposed_by_id, article.edited_by_id):
        return refused("own_text", _("A second person approves it: not who wrote or proposed it."))
    return ALLOWED
