"""Names that sort, and who keeps the register."""

from django.utils.translation import gettext_lazy as _
from pypinyin import Style, lazy_pinyin

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused


def sort_key(name: str) -> str:
    """The pinyin of a name (Latin names as they are), lower case: the key by which lists sort."""
    return " ".join(lazy_pinyin(name, style=Style.NORMAL)).lower()[:160]


def can_keep_register(actor: Actor) -> Verdict:
    """The talent office keeps organisations, boards and people; a person makes their own row."""
    if actor.is_system or actor.has(Role.OFFICE):
        return ALLOWED
    return refused("not_office", _("Only the talent office keeps the register."))
