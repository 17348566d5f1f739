"""What is the same on page after page: made once, not each time it is said."""

from collections.abc import Hashable, Mapping
from dataclasses import is_dataclass
from typing import Any

from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.templatetags import i18n
from django.utils.translation import get_language

from yunhui.ui.tags import register

_LATELY = 64


class Saying(Node):
    """A literal text of the catalogue. What Django's own node says never changes while the process lives."""

    child_nodelists = ()

    def __init__(self, node: i18n.TranslateNode) -> None:
        self._node = node
        self._said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        """The text in the language that is active."""
        language = get_language()
        said = self._said.get(language)
        if said is None:
            said = self._said[language] = str(self._node.render(context))
        return said


@register.tag("translate")
def translate(parser: Parser, token: Token) -> Node:
    """As Django's tag of this name, with all that it takes."""
    node: i18n.TranslateNode = i18n.do_translate(parser, token)
    words = token.split_contents()
    is_literal = all(word[0] in "\"'" and word[-1] == word[0] for word in (words[1], *words[3:]))
    return Saying(node) if is_literal and len(words) in {2, 4} and words[2:3] in ([], ["context"]) else node


class Kept(Node):
    """A part of a page that is made again only for another key."""

    def __init__(self, keys: list[FilterExpression], parts: NodeList) -> None:
        self.nodelist = parts
        self._keys = keys
        self._made: dict[Hashable, str] = {}

    def render(self, context: Context) -> str:
        """The part, as it was made for this key if it was made lately."""
        key = (get_language(), context.autoescape, *(_plain(one.resolve(context)) for one in self._keys))
        made = self._made.get(key)
        if made is None:
            if len(self._made) >= _LATELY:
                self._made.clear()
            made = self._made[key] = self.nodelist.render(context)
        return made


def _plain(value: Any) -> Hashable:
    """A value that holds on to nothing of its request."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return tuple((name, _plain(one)) for name, one in value.items())
    if isinstance(value, list | tuple):
        return tuple(_plain(one) for one in value)
    return value if is_dataclass(value) and isinstance(value, Hashable) else str(value)


@register.tag("keep")
def keep(parser: Parser, token: Token) -> Kept:
    """`{% keep site foot %}…{% endkeep %}`: named is everything on which the part depends, but the language: texts,
    mappings and sequences of plain values, frozen dataclasses. A part that knows its reader is never kept; one that is
    included with `only` cannot know more than its key."""
    _name, *keys = token.split_contents()
    parts = parser.parse(("endkeep",))
    parser.delete_first_token()
    return Kept([parser.compile_filter(key) for key in keys], parts)
