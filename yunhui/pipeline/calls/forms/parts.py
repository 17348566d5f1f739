"""The parts of a call as pages of settings: from the call to raw fields, from what was posted to a change."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.kernel.errors import Problem
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.enums import FullTime, RankBy
from yunhui.pipeline.calls.forms import groups, rubric
from yunhui.pipeline.calls.forms.desk import Desk
from yunhui.pipeline.calls.forms.sheets import (
    Block,
    Input,
    Item,
    Raw,
    as_data,
    lines_of,
    missing,
    raw_from,
    raw_of,
    read,
    rearranged,
    rows_of,
)
from yunhui.pipeline.calls.models import Call, Stage
from yunhui.pipeline.calls.rules import BeforeYouApply, before_from, chosen_in, set_in, settings_of, words_of_choice
from yunhui.pipeline.calls.services import Change, StagePlan

_TITLE = (
    Input("title", gettext_lazy("Name of the call"), pair=True, limit=160),
    Input("summary", gettext_lazy("Summary"), "textarea", pair=True, limit=800,
          help=gettext_lazy("Two or three sentences: who is meant, what happens, what comes of it")),
)  # fmt: skip
_WINDOW = (
    Input("opens_at", gettext_lazy("Applications open"), "moment", help=gettext_lazy("Beijing time (UTC+8)")),
    Input("closes_at", gettext_lazy("Deadline"), "moment", help=gettext_lazy("Beijing time (UTC+8)")),
)
_EVENT = (Input("day", gettext_lazy("Day of the event"), "day", optional=True),)
_DOCKING = (
    Input("max_boards", gettext_lazy("Host areas asked about a project, at most"), "whole", low=1, high=12),
    Input("min_interests", gettext_lazy("Interested host areas, at least"), "whole", low=0, high=12,
          help=gettext_lazy("A project needs so many to be selected")),
    Input("days", gettext_lazy("Working days to answer"), "whole", low=1, high=60),
    Input("task_days", gettext_lazy("Working days to a first talk, once interested"), "whole", low=1, high=60),
    Input("protection_months", gettext_lazy("Months for which a first contact is protected"), "whole", low=1, high=36),
    Input("allows_recommendation", gettext_lazy("Host areas may recommend projects"), "check", optional=True,
          help=gettext_lazy("Such a project says so, and takes the same way as the others")),
)  # fmt: skip
_COMPLETING = (
    Input("completion_days", gettext_lazy("For applicants, to complete what the form check misses"), "whole",
          low=1, high=60, help=gettext_lazy("The office's own days stand still meanwhile")),
    Input("reminder_days", gettext_lazy("Reminder so many days before that ends"), "whole", low=1, high=60),
)  # fmt: skip
_ANSWERING = (
    Input("answer_days", gettext_lazy("For the office, to answer an objection or a re-check"), "whole", low=1, high=60,
          help=gettext_lazy("The public notice tells it; the clock of the entry stands still meanwhile")),
)  # fmt: skip
_BEFORE = (
    Input("runs", gettext_lazy("Who runs it"), "textarea", pair=True, limit=400),
    Input("full_time", gettext_lazy("Full time or not"), "choices", choices=lambda: FullTime.choices),
    Input("exclusive", gettext_lazy("Support here excludes the same kind elsewhere"), "check", optional=True),
    Input("funding", gettext_lazy("Money and its terms"), "textarea", pair=True, limit=800,
          help=gettext_lazy("Sums, instalments, what is expected in return, what happens to it on leaving")),
    Input("ip", gettext_lazy("Intellectual property, in addition"), "textarea", pair=True, limit=400, optional=True,
          help=gettext_lazy("The page says in any case that it stays with the applicant")),
    Input("other", gettext_lazy("What else to know"), "textarea", pair=True, limit=800, optional=True),
)  # fmt: skip
_READERS = (
    Input("undertaking", gettext_lazy("What readers promise"), "textarea", pair=True, limit=1200, rows=5,
          help=gettext_lazy("Experts and host areas agree to it once for each call, before they open a plan")),
    Input("allows_download", gettext_lazy("Readers may download plans"), "check", optional=True,
          help=gettext_lazy("Otherwise they read them on the page only, with a watermark of their name and the time")),
)  # fmt: skip
_DECISION = (
    Input("rank_by", gettext_lazy("Official rule"), "choices", choices=lambda: RankBy.choices,
          help=gettext_lazy("It alone decides the order; nothing else moves a project")),
    Input("rule_clause", gettext_lazy("Clause of the notice"), limit=40,
          help=gettext_lazy("As it is cited on every table, e.g. 12")),
    Input("gate_mean", gettext_lazy("Lowest mean"), "decimal", low=0, high=100,
          help=gettext_lazy("A project below it is not selected")),
)  # fmt: skip


def stored(desk: Desk, part: str) -> Raw:
    """A part of the call as it stands in the fields of its page."""
    call = desk.call
    match part:
        case "basics":
            return raw_of(_TITLE, _columns(call))
        case "dates":
            days = [raw_of(_EVENT, {"day": day}) for day in sorted(call.event_days)]
            return raw_of(_WINDOW, _columns(call)) | as_data(days, "e")
        case "groups":
            return groups.stored(desk)
        case "docking":
            stage = desk.stage("docking")
            config = settings_of(stage, "docking")
            return raw_of(_DOCKING, _columns(call) | config | {"days": stage.working_days if stage else None})
        case "review":
            return rubric.stored(desk)
        case "decision":
            limits = {f"days_{stage.key}": stage.working_days for stage in _timed(desk)}
            completing = raw_of(_completing(desk), settings_of(desk.stage("screening"), "screening"))
            completing |= raw_of(_answering(desk), settings_of(desk.stage("notice"), "notice"))
            chosen = {f"{stage.key}_{name}": "yes" if holds else "no"
                      for stage in _timed(desk) for name, holds in chosen_in(stage).items()}  # fmt: skip
            shown = raw_of(_choices(desk), chosen)
            return raw_of(_DECISION, _columns(call)) | raw_of(_day_inputs(desk), limits) | completing | shown
        case "before":
            return raw_of(_BEFORE, before_from(call.before).as_stored())
        case _:
            return raw_of(_READERS, _columns(call))


def posted(desk: Desk, part: str, data: Mapping[str, Any]) -> tuple[Raw, bool]:
    """What the page posted, as typed, and whether its button only rearranged a list."""
    action = str(data.get("do", ""))
    match part:
        case "basics":
            return raw_from(_TITLE, data), False
        case "dates":
            rows = rows_of(_EVENT, data, "e")
            changed = rearranged(rows, action, "e", raw_of(_EVENT, {}))
            return raw_from(_WINDOW, data) | as_data(rows if changed is None else changed, "e"), changed is not None
        case "groups":
            return groups.posted(desk, data, action)
        case "docking":
            return raw_from(_DOCKING, data), False
        case "review":
            return rubric.posted(data, action)
        case "decision":
            inputs = (*_DECISION, *_day_inputs(desk), *_completing(desk), *_answering(desk), *_choices(desk))
            return raw_from(inputs, data), False
        case "before":
            return raw_from(_BEFORE, data), False
        case _:
            return raw_from(_READERS, data), False


def change_of(desk: Desk, part: str, raw: Raw) -> tuple[Change, list[Problem]]:
    """The change that a page asks for, and what of it cannot be read."""
    match part:
        case "basics":
            values, problems = read(_TITLE, raw)
            return Change(part, values), problems
        case "dates":
            values, problems = read(_WINDOW, raw)
            # A field knows minutes: what was not touched keeps its seconds.
            shown = raw_of(_WINDOW, _columns(desk.call))
            values = {name: value for name, value in values.items() if raw[name] != shown[name]}
            days = [read(_EVENT, raw, f"e-{n}-") for n in range(int(raw["e-count"]))]
            event = sorted({one.values["day"] for one in days if one.values["day"]})
            wrong = [*problems, *(problem for one in days for problem in one.problems)]
            return Change(part, {**values, "event_days": event}), wrong
        case "groups":
            return groups.change_of(desk, raw)
        case "docking":
            values, problems = read(_DOCKING, raw)
            own = {name: values.pop(name) for name in ("days", "task_days", "protection_months")}
            stage = desk.stage("docking")
            stages = {stage.key: StagePlan(own["days"], set_in(stage, "docking", own))} if stage else {}
            return Change(part, values, stages=stages), [
                *problems,
                *missing(raw, "days", "max_boards", "min_interests"),
            ]
        case "review":
            return rubric.change_of(desk, raw)
        case "decision":
            values, problems = read(_DECISION, raw)
            limits, more = read(_day_inputs(desk), raw)
            own, wrong = read(_completing(desk), raw)
            if own and not wrong and (own["reminder_days"] or 0) >= (own["completion_days"] or 1):
                wrong = [Problem("reminder_days", "too_early", _("Remind them later than you ask them."))]
            answering, late = read(_answering(desk), raw)
            chosen, strange = read(_choices(desk), raw)
            stages = {
                stage.key: StagePlan(
                    limits[f"days_{stage.key}"],
                    _chosen_anew(stage, chosen) | _numbers_anew(stage, {**own, **answering}),
                )
                for stage in _timed(desk)
            }
            wrong = [*wrong, *late, *strange]
            empty = missing(raw, "rank_by", "gate_mean", *limits, *own, *answering)
            return Change(part, values, stages=stages), [*problems, *more, *wrong, *empty]
        case "before":
            values, problems = read(_BEFORE, raw)
            return Change(part, {"before": BeforeYouApply(**values).as_stored()}), problems
        case _:
            values, problems = read(_READERS, raw)
            return Change(part, values), problems


def blocks_of(desk: Desk, part: str, raw: Raw, problems: list[Problem]) -> list[Block]:
    """The page of a part with what was typed, each problem beside its field."""
    errors = {problem.field: str(problem.message) for problem in problems}
    match part:
        case "basics":
            return [Block(lines=lines_of(_TITLE, raw, errors, stale=desk.stale()))]
        case "dates":
            items = [
                Item(n, _("Day {n}").format(n=n + 1), lines_of(_EVENT, raw, errors, f"e-{n}-"), [])
                for n in range(int(raw["e-count"]))
            ]
            event = Block(
                _("The event"), _("The days on which the selected pitch"), items=items, prefix="e", add=_("Add a day")
            )
            window = tuple(field for line in lines_of(_WINDOW, raw, errors) for field in line)
            return [Block(lines=[window]), event]
        case "groups":
            return groups.blocks_of(desk, raw, errors)
        case "docking":
            return [Block(lines=lines_of(_DOCKING, raw, errors))]
        case "review":
            return rubric.blocks_of(desk, raw, errors)
        case "decision":
            return [
                Block(lines=lines_of(_DECISION, raw, errors)),
                Block(_("Release and public notice"), "", lines_of(_choices(desk), raw, errors)),
                Block(_("How long the steps take"), _("In working days of the city's calendar"),
                      lines_of((*_day_inputs(desk), *_completing(desk), *_answering(desk)), raw, errors)),
            ]  # fmt: skip
        case "before":
            return [Block(lines=lines_of(_BEFORE, raw, errors, stale=desk.stale("before.")))]
        case _:
            return [Block(lines=lines_of(_READERS, raw, errors, stale=desk.stale()))]


def _columns(call: Call) -> dict[str, Any]:
    return {field.name: getattr(call, field.attname) for field in call._meta.concrete_fields}


def _timed(desk: Desk) -> list[Stage]:
    """The steps whose days are set beside the rule of selection."""
    return [stage for stage in desk.stages if stage.kind not in ("docking", "review", "roadshow")]


def _choices(desk: Desk) -> list[Input]:
    """What a call settles beside the rule, yes or no; nothing chosen leaves it as it is."""
    return [
        Input(f"{stage.key}_{name}", words_of_choice(stage.kind, name), "choices", choices=_yes_or_no, optional=True)
        for stage in _timed(desk)
        for name in chosen_in(stage)
    ]


def _yes_or_no() -> list[tuple[str, str]]:
    return [("yes", _("Yes")), ("no", _("No"))]


def _chosen_anew(stage: Stage, values: Mapping[str, Any]) -> dict[str, bool]:
    """Those settings of a step that somebody set otherwise than they hold."""
    given = {name: values.get(f"{stage.key}_{name}") for name in chosen_in(stage)}
    known = chosen_in(stage)
    return {name: value == "yes" for name, value in given.items() if value and (value == "yes") != known[name]}


def _completing(desk: Desk) -> tuple[Input, ...]:
    """How long applicants have to complete; nothing where a call has no form check."""
    return _COMPLETING if desk.stage("screening") else ()


def _answering(desk: Desk) -> tuple[Input, ...]:
    """How long the office has for an answer; nothing where a call has no public notice."""
    return _ANSWERING if desk.stage("notice") else ()


def _numbers_anew(stage: Stage, values: Mapping[str, Any]) -> dict[str, Any]:
    """Those numbers of a step that somebody set otherwise than they hold."""
    return set_in(stage, stage.kind, values) if stage.kind in ("screening", "notice") else {}


def _day_inputs(desk: Desk) -> list[Input]:
    return [
        Input(f"days_{stage.key}", pick(stage, "name", desk.language), "whole", low=1, high=250)
        for stage in _timed(desk)
    ]
