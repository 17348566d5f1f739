"""Forms: fields, the error summary, the quiet word that all is saved."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yunhui.ui import sprite
from yunhui.ui.fields import Field, as_field
from yunhui.ui.tags import register


@register.inclusion_tag("ui/parts/field.html")
def field(given: Field | Mapping[str, Any]) -> dict[str, Any]:
    """`{% field f %}`: a `fields.Field` or a mapping with the same names; the error stands beside it."""
    made = as_field(given)
    extra = format_html_join("", ' {}="{}"', made.extra.items())
    over = _("{n} too many")
    return {
        "f": made,
        "extra": extra,
        "with_value": made.kind not in ("file", "password"),
        "over": over,
        "excess": over.format(n=made.excess) if made.excess else "",
    }


@register.inclusion_tag("ui/parts/errors.html")
def error_summary(given: Iterable[Field | Mapping[str, Any]]) -> dict[str, Any]:
    """`{% error_summary fields %}`: what needs the reader, each a link to its field; nothing if all is well."""
    return {"wrong": [made for made in map(as_field, given) if made.error]}


@register.simple_tag
def saved(at: str = "", error: str = "") -> SafeString:
    """`{% saved "14:02" %}`: the place where autosave writes 已保存 14:02; one in each form with data-autosave."""
    words = _("Saved {time}")
    return format_html(
        '<span class="saved" role="status" data-saved data-words="{}" data-saving="{}" data-offline="{}"'
        ' data-expired="{}" data-refused="{}" data-unsent="{}" data-sign-in="{}"{}>'
        "{}<span data-saved-words>{}</span></span>",
        words,
        _("Saving"),
        _("Not saved yet: no connection. Your text is kept in this browser."),
        _("Not saved yet: you have been signed out. Your text is kept in this browser. Sign in, and it is saved."),
        _("Not saved. Reload the page; your text is kept in this browser."),
        _("Not submitted yet: no connection. All you wrote is saved. Press the button again when you are back online."),
        _("Sign in"),
        "" if at else SafeString(" hidden"),
        sprite.icon("check", "s"),
        words.replace("{time}", at) if at else error,
    )
