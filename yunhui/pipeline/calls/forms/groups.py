"""Groups and places: tracks, industries, quotas, and the wild cards of co-organisers by name."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_of
from yunhui.kernel.errors import Problem
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.enums import Track
from yunhui.pipeline.calls.forms.desk import Desk
from yunhui.pipeline.calls.forms.sheets import (
    Block,
    Choices,
    Input,
    Item,
    Raw,
    as_data,
    language_of,
    lines_of,
    missing,
    raw_from,
    raw_of,
    read,
    rearranged,
    rows_of,
)
from yunhui.pipeline.calls.models import Group
from yunhui.pipeline.calls.services import Change, GroupPlan

_WILD = 4  # co-organisers to name in one group
_SEATS = (
    Input("seats", gettext_lazy("Places"), "whole", low=1, high=1000),
    Input("reserves", gettext_lazy("Reserves"), "whole", low=0, high=1000,
          help=gettext_lazy("They move up in order when somebody leaves")),
)  # fmt: skip


def stored(desk: Desk) -> Raw:
    """Groups and places as they stand in their fields."""
    columns = {"seats": desk.call.seats, "reserves": desk.call.reserves}
    return raw_of(_SEATS, columns) | as_data([_raw_of(group) for group in desk.groups], "g")


def posted(desk: Desk, data: Mapping[str, Any], action: str) -> tuple[Raw, bool]:
    """What the page posted, as typed, and whether its button only rearranged the groups."""
    inputs = inputs_of(desk)
    rows = rows_of(inputs, data, "g")
    changed = rearranged(rows, action, "g", raw_of(inputs, {"quota": 0}))
    return raw_from(_SEATS, data) | as_data(rows if changed is None else changed, "g"), changed is not None


def inputs_of(desk: Desk) -> tuple[Input, ...]:
    known: Choices = [(code, pick(row, "name", desk.language)) for code, row in codes_of(Scheme.INDUSTRY).items()]
    wild = [
        one
        for n in range(_WILD)
        for one in (
            Input(f"wild{n}", _("Co-organiser {n}").format(n=n + 1), pair=True, limit=80, optional=True),
            Input(f"wild{n}_number", _("Wild cards of co-organiser {n}").format(n=n + 1), "whole", low=0, high=99,
                  optional=True),
        )
    ]  # fmt: skip
    return (
        Input("key", "", "hidden", limit=40),
        Input("name", _("Name of the group"), pair=True, limit=80),
        Input("track", _("Track"), "select", choices=lambda: Track.choices, optional=True),
        Input("industry", _("Industry"), "select", choices=lambda: known, optional=True,
              help=_("Host areas and experts are matched by it")),
        Input("is_overseas", _("Overseas special: for those who live abroad"), "check", optional=True),
        Input("quota", _("Places of its own"), "whole", low=0, high=1000,
              help=_("The other places go by rank over all groups")),
        *wild,
    )  # fmt: skip


def _raw_of(group: Group) -> Raw:
    values: dict[str, Any] = {
        name: getattr(group, name)
        for name in ("key", "name_zh", "name_en", "track", "industry", "is_overseas", "quota")
    }
    for n, one in enumerate(group.wild_card_of[:_WILD]):
        values |= {f"wild{n}_zh": one["name_zh"], f"wild{n}_en": one["name_en"], f"wild{n}_number": one["number"]}
    raw = {name: ("1" if value is True else "" if value is False else str(value)) for name, value in values.items()}
    return {**{f"wild{n}_{end}": "" for n in range(_WILD) for end in ("zh", "en", "number")}, **raw}


def change_of(desk: Desk, raw: Raw) -> tuple[Change, list[Problem]]:
    values, problems = read(_SEATS, raw)
    problems += missing(raw, "seats", "reserves")
    inputs, plans = inputs_of(desk), []
    for n in range(int(raw["g-count"])):
        row, wrong = read(inputs, raw, f"g-{n}-")
        problems += wrong
        cards = []
        for number in range(_WILD):
            zh, en, count = (row.pop(f"wild{number}_{end}") for end in ("zh", "en", "number"))
            if zh or en:
                cards.append({"name_zh": zh, "name_en": en, "number": count or 0})
            elif count:
                text = _("Say which co-organiser names these projects.")
                problems.append(Problem(f"g-{n}-wild{number}_zh", "required", text))
        plans.append(GroupPlan(**{**row, "quota": row["quota"] or 0}, wild_card_of=tuple(cards)))
    return Change("groups", values, groups=tuple(plans)), problems


def blocks_of(desk: Desk, raw: Raw, errors: Mapping[str, str]) -> list[Block]:
    inputs, items = inputs_of(desk), []
    fixed = {group.key for group in desk.groups} if desk.call.published_at else set()
    for n in range(int(raw["g-count"])):
        prefix, key = f"g-{n}-", str(raw[f"g-{n}-key"])
        stale = {"name": desk.call.stale.get(f"groups.{key}.name", "")} if key else {}
        lines = lines_of(inputs, raw, errors, prefix, stale)
        title = str(raw[f"{prefix}name_{language_of(desk.language)}"]) or _("New group")
        # The fields of a co-organiser stand in one line: both names, and how many projects it may name.
        wild = lines[6:]
        folded = [(*wild[at], *wild[at + 1]) for at in range(0, len(wild), 2)]
        # Track, industry and places stand side by side; the tick for an overseas special below them.
        abreast = [lines[0], lines[1], (*lines[2], *lines[3], *lines[5]), lines[4]]
        items.append(Item(n, title, abreast, folded, stays=key in fixed))
    total = sum(group.quota + group.wild_cards for group in desk.groups)
    left = desk.call.seats - total
    words = _(
        "{total} places and wild cards are given to groups; {left} of {seats} go by rank over all groups."
    ).format(total=total, left=max(0, left), seats=desk.call.seats)
    return [
        Block(lines=[tuple(field for line in lines_of(_SEATS, raw, errors) for field in line)]),
        Block(_("Groups"), words, items=items, prefix="g", add=_("Add a group"), fold=_("Wild cards of co-organisers")),
    ]
