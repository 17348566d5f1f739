"""What a reader asks of the list: all of it stands in the address, so that it can be kept, sent and gone back to."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

# The names of filters, in the order in which they are shown. Each may be asked with several values.
FILTERS = ("group", "stage", "state", "due", "check", "country", "industry", "board", "channel", "keeper", "wild")
# What stands in the address beside them, once each.
SINGLE = ("step", "q", "sort", "cols", "rows", "view", "open")
_LONGEST, _MOST = 100, 60
_COLUMNS_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Asked:
    """One way to look at the list.

    Attributes:
        chosen: (filter, values) of the filters in use, in the order of `FILTERS`.
        step: a step of the funnel; q: words; sort: a column's key, with "-" the other way round.
        cols: the keys of the columns, with commas; empty for the usual ones. rows: "dense" or empty.
        view: the saved view from which this came; open: the application in the side panel.
    """

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    step: str = ""
    q: str = ""
    sort: str = ""
    cols: str = ""
    rows: str = ""
    view: str = ""
    open: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Asked":
        """The known parameters of an address; anything else is left out."""
        chosen = []
        for name in FILTERS:
            values = dict.fromkeys(one.strip()[:_LONGEST] for one in query.getlist(name)[:_MOST] if one.strip())
            if values:
                chosen.append((name, tuple(values)))
        single = {name: query.get(name, "").strip()[:_LONGEST] for name in SINGLE}
        single["cols"] = query.get("cols", "").strip()[:_COLUMNS_LONGEST]
        return cls(tuple(chosen), **single)

    @classmethod
    def of_text(cls, query: str) -> "Asked":
        """The same from the text of a query string."""
        return cls.of(QueryDict(query.removeprefix("?")))

    def values(self, name: str) -> tuple[str, ...]:
        """What is asked of one filter."""
        return dict(self.chosen).get(name, ())

    @property
    def is_narrowed(self) -> bool:
        """Whether something beyond the group is asked."""
        return bool(self.step or self.q or any(name != "group" for name, _values in self.chosen))

    def with_filter(self, name: str, values: Iterable[str]) -> "Asked":
        """The same with one filter changed; without values it falls away."""
        known = {**dict(self.chosen), name: tuple(values)}
        return replace(self, chosen=tuple((key, known[key]) for key in FILTERS if known.get(key)))

    def without(self, name: str, value: str) -> "Asked":
        """The same without one value of a filter."""
        return self.with_filter(name, (one for one in self.values(name) if one != value))

    def but(self, **changed: Any) -> "Asked":
        """The same with some of the single parameters changed."""
        return replace(self, **changed)

    def bare(self) -> "Asked":
        """The same rows and columns, without what only the screen needs: the panel and the saved view's name."""
        return replace(self, open="", view="")

    def nothing(self) -> "Asked":
        """The same columns and order over everything in the same groups."""
        kept = tuple((name, values) for name, values in self.chosen if name == "group")
        return replace(self, chosen=kept, step="", q="", view="", open="")

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters as they stand in an address."""
        filters = [(name, value) for name, values in self.chosen for value in values]
        return filters + [(name, value) for name in SINGLE if (value := getattr(self, name))]

    def url(self) -> str:
        """The query string, "?" alone where nothing is asked."""
        return "?" + urlencode(self.pairs())


def hidden_of(asked: Asked, *without: str) -> list[tuple[str, str]]:
    """What a form has to carry along so that it changes only what it asks itself."""
    return [(name, value) for name, value in asked.pairs() if name not in without]
