"""Expert review: how many experts, how long, and the rubric with what its points mean."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from yunhui.foundation.formkit.rules import Question, read_by
from yunhui.kernel.errors import Problem
from yunhui.kernel.i18n import CHINESE
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
from yunhui.pipeline.calls.rules import BOX_NAMES, BOXES, USUAL, questions_now
from yunhui.pipeline.calls.services import Change, StagePlan

# What a project is called stands above its brief.
_HEADING = ("title", "title_en", "group")
_CRITERION = (
    Input("key", "", "hidden", limit=40),
    Input("name", gettext_lazy("Criterion"), pair=True, limit=80),
    Input("points", gettext_lazy("Full points"), "whole", low=1, high=100),
)


def posted(data: Mapping[str, Any], action: str) -> tuple[Raw, bool]:
    """What the page posted, as typed, and whether its button only rearranged the criteria."""
    inputs = (*_CRITERION, *_anchor_inputs(3))
    rows = rows_of(inputs, data, "c")
    changed = rearranged(rows, action, "c", raw_of(inputs, {}))
    boxes = [Input(name, "", limit=40) for name in data if str(name).startswith("brief-")]
    kept = raw_from((*_inputs(rows), *boxes), data)
    return kept | as_data(rows if changed is None else changed, "c"), changed is not None


def _inputs(rows: list[Raw]) -> tuple[Input, ...]:
    def ties() -> Choices:
        own = f"name_{language_of(get_language() or CHINESE)}"
        return [(str(row["key"]), str(row[own] or row["name_zh"] or row["name_en"])) for row in rows if row.get("key")]

    return (
        Input("days", _("Working days to review"), "whole", low=1, high=60),
        Input("experts", _("Experts for each project"), "whole", low=1, high=15),
        Input("max_load", _("Projects for one expert, at most"), "whole", low=1, high=500),
        Input("tie_break", _("Criterion that breaks ties"), "select", choices=ties, optional=True,
              help=_("A new criterion can be chosen once it is saved")),
        Input("blind", _("Blind review"), "select", choices=_yes_or_no, optional=True,
              help=_("Experts see neither names, employer nor files that tell who applies")),
        Input("discussion", _("Experts of one project talk"), "select", choices=_discussions, optional=True),
    )  # fmt: skip


def _brief_inputs(questions: Iterable[Question], language: str) -> list[Input]:
    """For each question whose answer experts read as words, the box of the brief in which it stands."""

    def boxes() -> Choices:
        return [("", _("in no box")), *((box, str(BOX_NAMES[box])) for box in BOXES)]

    return [Input(f"brief-{one.key}", one.label(language), "select", choices=boxes, optional=True) for one in questions]


def _for_experts(desk: Desk) -> list[Question]:
    asked = read_by(questions_now(desk.call), "expert")
    return [one for one in asked if one.kind not in ("file", "link") and one.key not in _HEADING]


def _fed_by(brief: Mapping[str, Any], questions: Iterable[Question]) -> dict[str, str]:
    """The box of each question as it holds now: as the call says, else by the keys that forms commonly use."""
    boxes = {key: box for box in reversed(BOXES) for key in brief.get(box, USUAL[box])}
    return {f"brief-{one.key}": boxes.get(one.key, "") for one in questions}


def _yes_or_no() -> Choices:
    return [("", _("No")), ("yes", _("Yes"))]


def _discussions() -> Choices:
    return [
        ("", _("when all of them have locked")),
        ("own_lock", _("each after their own lock")),
        ("off", _("not at all")),
    ]


def _anchor_inputs(count: int) -> list[Input]:
    names = (_("Top"), _("Middle"), _("Bottom"))
    return [
        one
        for n in range(count)
        for word in [names[n] if n < len(names) else str(n + 1)]
        for one in (
            Input(f"a{n}_low", _("{name}: from").format(name=word), limit=6, optional=True),
            Input(f"a{n}_high", _("{name}: to").format(name=word), limit=6, optional=True),
            Input(f"a{n}_text", _("{name}: what it means").format(name=word), pair=True, limit=200, optional=True),
        )
    ]


def stored(desk: Desk) -> Raw:
    """The review as it stands in its fields."""
    stage = desk.stage("review")
    config = stage.config if stage else {}
    rows = []
    for criterion in config.get("criteria", []):
        row = raw_of((*_CRITERION, *_anchor_inputs(3)), criterion)
        for n, anchor in enumerate(criterion.get("anchors", [])[:3]):
            row |= {f"a{n}_{name}": str(anchor[name]) for name in ("low", "high", "text_zh", "text_en")}
        rows.append(row)
    values = {
        "days": stage.working_days if stage else None,
        "experts": config.get("experts_per_application"),
        "max_load": config.get("max_load"),
        "tie_break": config.get("tie_break", ""),
        "blind": "yes" if config.get("blind") else "",
        "discussion": "" if config.get("discussion") == "all_locked" else config.get("discussion", ""),
    }
    asked = _for_experts(desk)
    values |= _fed_by(config.get("brief") or {}, asked)
    return raw_of((*_inputs(rows), *_brief_inputs(asked, desk.language)), values) | as_data(rows, "c")


def change_of(desk: Desk, raw: Raw) -> tuple[Change, list[Problem]]:
    inputs = (*_CRITERION, *_anchor_inputs(3))
    rows = rows_of(inputs, raw, "c")
    asked = _for_experts(desk)
    values, problems = read((*_inputs(rows), *_brief_inputs(asked, desk.language)), raw)
    problems += missing(raw, "days", "experts", "max_load")
    criteria: list[dict[str, Any]] = []
    for n in range(len(rows)):
        row, wrong = read(inputs, raw, f"c-{n}-")
        problems += [*wrong, *missing(raw, f"c-{n}-points")]
        taken = {one["key"] for one in criteria} | {str(other["key"]) for other in rows}
        key = row["key"] or next(name for k in range(1, 99) if (name := f"criterion-{k}") not in taken)
        anchors = [
            {name: row[f"a{at}_{name}"] for name in ("low", "high", "text_zh", "text_en")}
            for at in range(3)
            if row[f"a{at}_text_zh"] or row[f"a{at}_text_en"]
        ]
        names = {name: row[name] for name in ("name_zh", "name_en")}
        criteria.append({"key": key, **names, "points": row["points"] or 0, "anchors": anchors})
        problems += _anchor_problems(n, anchors, row["points"] or 0)
    stage = desk.stage("review")
    config = {
        "criteria": criteria,
        "experts_per_application": values["experts"] or 1,
        "max_load": values["max_load"] or 1,
        "tie_break": values["tie_break"] if values["tie_break"] in {one["key"] for one in criteria} else "",
    }
    # What a call does not say stays unsaid, so that a stored call reads as before.
    config |= {"blind": True} if values["blind"] else {}
    config |= {"discussion": values["discussion"]} if values["discussion"] else {}
    known = stage.config if stage else {}
    usual = _fed_by({}, asked)
    if any(name in raw for name in usual) and (
        known.get("brief") or any(values[name] != usual[name] for name in usual)
    ):
        config["brief"] = {box: [one.key for one in asked if values[f"brief-{one.key}"] == box] for box in BOXES}
    config |= {key: known[key] for key in known if key not in config and key not in ("blind", "discussion")}
    stages = {stage.key: StagePlan(values["days"], config)} if stage else {}
    return Change("review", stages=stages), problems


def _anchor_problems(number: int, anchors: list[dict[str, Any]], points: int) -> list[Problem]:
    """What the points mean must be readable as numbers inside the criterion, in steps of a half."""
    found = []
    for at, anchor in enumerate(anchors):
        values = []
        for name in ("low", "high"):
            try:
                values.append(float(anchor[name]))
            except ValueError:
                values.append(-1.0)
        low, high = values
        if not 0 <= low <= high <= points or any(value * 2 % 1 for value in values):
            text = _("Write from and to as points between 0 and {points}, in steps of 0.5.").format(points=points)
            found.append(Problem(f"c-{number}-a{at}_low", "anchor", text))
    return found


def blocks_of(desk: Desk, raw: Raw, errors: Mapping[str, str]) -> list[Block]:
    rows = rows_of((*_CRITERION, *_anchor_inputs(3)), raw, "c")
    items = []
    for n, row in enumerate(rows):
        prefix = f"c-{n}-"
        folded = lines_of(_anchor_inputs(3), raw, errors, prefix)
        # One line for each range: from, to, and what it means in both languages.
        grouped = [(*folded[at], *folded[at + 1]) for at in range(0, len(folded), 3)]
        meant = [folded[at + 2] for at in range(0, len(folded), 3)]
        title = str(row[f"name_{language_of(desk.language)}"]) or _("New criterion")
        pairs = [line for pair in zip(grouped, meant, strict=True) for line in pair]
        key, names, points = lines_of(_CRITERION, raw, errors, prefix)
        items.append(Item(n, title, [key, (*names, *points)], pairs))
    brief = lines_of(_brief_inputs(_for_experts(desk), desk.language), raw, errors)
    total = sum(int(text) for row in rows if (text := str(row["points"])).isdecimal())
    return [
        Block(lines=[tuple(line[0] for line in lines_of(_inputs(rows), raw, errors)[:3]),
                     *lines_of(_inputs(rows), raw, errors)[3:]]),
        Block(_("Rubric"), _("{points} points in all").format(points=total), items=items, prefix="c",
              add=_("Add a criterion"), fold=_("What the points mean")),
        Block(
            _("The brief of one screen"),
            _("Experts read every project first in five boxes, always in the same order: technology, team, market, "
              "money, coming here. Say which answer stands in which; a box without any shows sentences of other "
              "answers that speak of its matter, marked as found."),
            lines=[tuple(one for line in brief[at : at + 2] for one in line) for at in range(0, len(brief), 2)],
        ),
    ]  # fmt: skip
