"""Lists and what stands around them: head cells that sort, tabs, pager, timeline, figures, messages."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Page
from django.utils.html import format_html
from django.utils.safestring import SafeString

from yunhui.ui import formats, sprite
from yunhui.ui.reader import reader_of
from yunhui.ui.tags import register


class Tab(NamedTuple):
    """A saved view: its page, word and number of rows."""

    url: str
    label: str
    number: int | None = None
    current: bool = False


class Event(NamedTuple):
    """An entry of a timeline; `state` is "done", "now" or "" for what comes."""

    title: str
    when: str
    state: str = ""


@register.simple_tag(takes_context=True)
def th(context: Mapping[str, Any], label: str, key: str = "", css: str = "", numeric: bool = False) -> SafeString:
    """`{% th _("Due") key="due" css="c-due" %}`: a head cell; with a key it sorts.

    It links to `?sort=due`, and back to `?sort=-due`; the context's `sort` says what the rows are sorted by now.
    """
    classes = " ".join(part for part in ("num" if numeric else "", css) if part)
    css_attribute = format_html(' class="{}"', classes) if classes else ""
    if not key:
        return format_html('<th scope="col"{}>{}</th>', css_attribute, label)
    now = str(context.get("sort") or "")
    up, down = now == key, now == f"-{key}"
    state = format_html(' aria-sort="{}"', "ascending" if up else "descending") if up or down else ""
    url = _with(context, sort=f"-{key}" if up else key, page=None)
    arrow = sprite.icon("up" if up else "sort", "s") if up or down else ""
    return format_html('<th scope="col"{}{}><a href="{}">{}{}</a></th>', css_attribute, state, url, label, arrow)


@register.inclusion_tag("ui/parts/tabs.html", takes_context=True)
def tabs(
    context: Mapping[str, Any], items: Sequence[Tab | tuple[Any, ...]], label: str, small: bool = True
) -> dict[str, Any]:
    """`{% tabs views _("Views") %}`: (url, label, number, current) each."""
    return {"items": [Tab(*item) for item in items], "label": label, "small": small, "reader": reader_of(context)}


@register.inclusion_tag("ui/parts/drop.html", takes_context=True)
def drop(context: Mapping[str, Any], label: str, url: str, icon: str = "", chosen: str = "") -> dict[str, Any]:
    """`{% drop _("Filter") "narrow" icon="filter" %}`: a chip whose menu is fetched when it is opened.

    `url` is relative to the page and gets its query string; without JavaScript it is a page of its own.
    """
    return {"label": label, "url": f"{url}{_with(context, page=None, open=None)}", "icon": icon, "chosen": chosen}


@register.inclusion_tag("ui/parts/pager.html", takes_context=True)
def pager(context: Mapping[str, Any], page: Page[Any]) -> dict[str, Any]:
    """`{% pager page %}`: which rows of how many, and the pages around, by `?page=`; other parameters stay."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    links = [(n, _with(context, page=n), n == page.number) if isinstance(n, int) else (n, "", False) for n in numbers]
    return {"page": page, "links": links, "total": page.paginator.count, "reader": reader_of(context)}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(items: Sequence[Event | tuple[str, ...]]) -> dict[str, Any]:
    """`{% timeline events %}`: (title, when, state) each, in order."""
    return {"items": [Event(*item) for item in items]}


@register.inclusion_tag("ui/parts/crumbs.html")
def crumbs(items: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """`{% crumbs items %}`: (url, label) each, where a page is deep; not on a page of the rail."""
    return {"items": items}


@register.inclusion_tag("ui/parts/stat.html", takes_context=True)
def stat(
    context: Mapping[str, Any],
    value: formats.Number | str,
    label: str,
    url: str = "",
    unit: str = "",
    exact: str = "",
    definition: str = "",
    as_of: str = "",
) -> dict[str, Any]:
    """`{% stat 186 _("projects applied") url=… unit=_("projects") exact=… definition=… as_of=… %}`.

    The figure leads to its rows; a rounded one ("180+") says the exact count in `exact`; `definition` and `as_of` are
    its 口径 and 截至, which a figure that is quoted must have.
    """
    words = value if isinstance(value, str) else formats.number(value, reader_of(context).language)
    return {
        "value": words, "label": label, "url": url, "unit": unit, "exact": exact,
        "definition": definition, "as_of": as_of,
    }  # fmt: skip


@register.inclusion_tag("ui/parts/empty.html")
def empty_state(title: str, text: str = "", url: str = "", action: str = "") -> dict[str, Any]:
    """`{% empty_state _("No answer yet") _("…") url _("See …") %}`: why it is empty and the next step."""
    return {"title": title, "text": text, "url": url, "action": action}


@register.simple_block_tag
def notice(content: str, kind: str = "", icon: str = "") -> SafeString:
    """`{% notice "y" "clock" %}…{% endnotice %}`; kinds: "" (note), g, y, r.

    Raises:
        KeyError: no such kind.
    """
    css, usual = {
        "": ("", "msg"),
        "g": (" notice--g", "check"),
        "y": (" notice--y", "clock"),
        "r": (" notice--r", "warn"),
    }[kind]
    role = SafeString(' role="alert"') if kind == "r" else ""
    return format_html('<div class="notice{}"{}>{}<div>{}</div></div>', css, role, sprite.icon(icon or usual), content)


@register.inclusion_tag("ui/parts/toast.html", takes_context=True)
def toast(context: Mapping[str, Any], text: object, undo_url: str = "", kind: str = "") -> dict[str, Any]:
    """`{% toast text undo_url %}`: what was done, with its undo; base.html draws Django's messages with it."""
    undo = undo_url if undo_url.startswith("/") else ""
    return {"text": text, "undo_url": undo, "kind": kind, "csrf_token": context.get("csrf_token", "")}


def _with(context: Mapping[str, Any], **changes: object) -> str:
    """The page's own query string with some parameters changed; None takes one away."""
    request = context.get("request")
    lists = request.GET.lists() if request is not None else ()
    pairs = [(name, one) for name, values in lists if name not in changes for one in values]
    return "?" + urlencode([*pairs, *((name, value) for name, value in changes.items() if value is not None)])
