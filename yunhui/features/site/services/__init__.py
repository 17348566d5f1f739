"""Commands of the public site."""

from yunhui.features.site.services.areas import present_area, set_policies
from yunhui.features.site.services.articles import (
    approve_article,
    begin_article,
    edit_article,
    propose_article,
    restore_version,
    return_article,
    take_down_article,
)
from yunhui.features.site.services.partners import keep_partner, remove_partner
from yunhui.features.site.services.pictures import withdraw_picture
from yunhui.features.site.services.settings import change_settings, set_seal
from yunhui.features.site.services.words import keep_word, remove_word

__all__ = [
    "approve_article",
    "begin_article",
    "change_settings",
    "edit_article",
    "keep_partner",
    "keep_word",
    "present_area",
    "propose_article",
    "remove_partner",
    "remove_word",
    "restore_version",
    "return_article",
    "set_policies",
    "set_seal",
    "take_down_article",
    "withdraw_picture",
]
