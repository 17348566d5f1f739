"""Names of what a list speaks of (groups, countries, industries, host areas, colleagues, views), in one query."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from django.db.models import CharField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from yunhui.foundation.accounts.models import User
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.models import Code, Place
from yunhui.foundation.views.models import SavedView
from yunhui.kernel.ids import uuids_among
from yunhui.parties.models import Board
from yunhui.pipeline.calls.models import Call, Group
from yunhui.portal.roster.asked import Asked
from yunhui.portal.roster.filters import Scope
from yunhui.portal.roster.kept import fetched


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """A group of the call: its row's id, its key in addresses, its name, the code of its industry."""

    pk: int
    key: str
    name: str
    industry: str


@dataclass(frozen=True, slots=True)
class Names:
    """The groups of a call in their order, and the words of the values that are asked: filter -> value -> word."""

    groups: list[NamedGroup]
    words: dict[str, dict[str, str]] = field(default_factory=dict)

    def word(self, name: str, value: str) -> str:
        """The word of a value, or the value where it names nothing."""
        return self.words.get(name, {}).get(value, value)


def names_in(scope: Scope, asked: Asked, columns: Iterable[str] = ()) -> Names:
    """The groups of the call, the words of what is asked, and the places and countries where one of the columns shows
    them, in the actor's language; one query."""
    shown = frozenset(columns)
    is_chinese = scope.actor.language.startswith("zh")
    rows = fetched(scope, asked.but(open=""), ("names", shown), lambda: _named(scope.call, asked, shown))
    groups, words = list[NamedGroup](), dict[str, dict[str, str]]()
    for kind, pk, key, zh, en, industry, _sort in sorted(rows, key=itemgetter(-1)):
        word = (zh or en) if is_chinese else (en or zh)
        words.setdefault(kind, {})[key] = word
        if kind == "group":
            groups.append(NamedGroup(int(pk), key, word, industry))
    return Names(groups, words)


def _named(call: Call, asked: Asked, shown: frozenset[str]) -> QuerySet[Any, Any]:
    keepers, views = uuids_among(asked.values("keeper")), uuids_among((asked.view,))
    boards = uuids_among(asked.values("board"))
    parts = [
        _part("group", Group.objects.filter(call=call), "key", "name_zh", "name_en", "sort"),
        _part("country", _codes(Scheme.COUNTRY, asked, "country" in shown), "code", "name_zh", "name_en"),
        _part("industry", _codes(Scheme.INDUSTRY, asked, "industry" in shown), "code", "name_zh", "name_en"),
        _part("board", Board.objects.filter(pk__in=boards), "pk", "name_zh", "name_en"),
        _part("keeper", User.objects.filter(pk__in=keepers), "pk", "name", "name"),
        _part("place", Place.objects.all() if shown & {"title", "place"} else Place.objects.none(), "code", "name_zh",
              "name_en"),
        _part("view", SavedView.objects.filter(pk__in=views), "pk", "name", "name"),
    ]  # fmt: skip
    first, *others = parts
    return first.union(*others, all=True)


def _part(kind: str, rows: QuerySet[Any], key: str, zh: str, en: str, sort: str = "") -> QuerySet[Any, Any]:
    text = CharField()
    return rows.order_by().values_list(
        Value(kind, output_field=text),
        Cast("pk", text),
        Cast(key, text),
        Cast(Coalesce(F(zh), Value("")), text),
        Cast(Coalesce(F(en), Value("")), text),
        Cast("industry", text) if kind == "group" else Value("", output_field=text),
        F(sort) if sort else Value(0, output_field=IntegerField()),
    )


def _codes(scheme: str, asked: Asked, all_of_them: bool = False) -> QuerySet[Code]:
    rows = Code.objects.filter(scheme=scheme)
    return rows if all_of_them else rows.filter(code__in=asked.values(scheme))
