"""A call in words, part by part, so that a change can be shown as it was and as it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from yunhui.foundation.formkit.rules import Question, ShowIf
from yunhui.kernel import clock
from yunhui.kernel.i18n import CHINESE, ENGLISH, pick
from yunhui.pipeline.calls.enums import RankBy
from yunhui.pipeline.calls.models import Call, Group, Stage
from yunhui.pipeline.calls.rules.before import before_from
from yunhui.pipeline.calls.rules.brief import BOX_NAMES
from yunhui.pipeline.calls.rules.choosing import chosen_in, words_of_choice
from yunhui.pipeline.calls.rules.eligibility import questions_from
from yunhui.pipeline.calls.rules.steps import settings_of
from yunhui.ui import formats

Words = dict[str, tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A call as it stands, in both languages: path -> (part, label, text)."""

    zh: Words
    en: Words


def snapshot(call: Call, groups: Iterable[Group], stages: Iterable[Stage], questions: Iterable[Question]) -> Snapshot:
    """The call in words; everything that a reader of the public page could rest on."""
    groups, stages, questions = list(groups), list(stages), list(questions)
    said = {}
    for language in (CHINESE, ENGLISH):
        with translation.override(language):
            said[language] = _words(call, groups, stages, questions, language)
    return Snapshot(said[CHINESE], said[ENGLISH])


def changes_between(old: Snapshot, new: Snapshot) -> list[dict[str, str]]:
    """What differs, as an amendment stores it: part, label, old and new in both languages, in the order of the call."""
    paths = [*new.zh, *(path for path in old.zh if path not in new.zh)]
    gone = ("", "", "")
    return [
        {
            "part": (new.zh.get(path) or old.zh[path])[0],
            "label_zh": (new.zh.get(path) or old.zh[path])[1],
            "label_en": (new.en.get(path) or old.en[path])[1],
            "old_zh": old.zh.get(path, gone)[2],
            "old_en": old.en.get(path, gone)[2],
            "new_zh": new.zh.get(path, gone)[2],
            "new_en": new.en.get(path, gone)[2],
        }
        for path in paths
        if (old.zh.get(path, gone)[2], old.en.get(path, gone)[2])
        != (new.zh.get(path, gone)[2], new.en.get(path, gone)[2])
    ]


def official_rule(call: Call, groups: Iterable[Group], stages: Iterable[Stage]) -> dict[str, Any]:
    """Everything that decides who is selected; it does not change after the first submission."""
    return {
        "rank_by": call.rank_by,
        "rule_clause": call.rule_clause,
        "seats": call.seats,
        "reserves": call.reserves,
        "gate_mean": call.gate_mean,
        "min_interests": call.min_interests,
        "groups": {group.key: (group.quota, group.wild_cards) for group in groups if group.quota or group.wild_cards},
        "review": {stage.key: stage.config for stage in stages if stage.kind == "review"},
    }


def _words(call: Call, groups: list[Group], stages: list[Stage], questions: list[Question], language: str) -> Words:
    space = "" if formats.is_chinese(language) else " "
    rows: dict[str, tuple[str, str, Any]] = {
        "title": ("basics", _("Name of the call"), pick(call, "title", language)),
        "summary": ("basics", _("Summary"), pick(call, "summary", language)),
        "opens": ("dates", _("Applications open"), _moment(call.opens_at, language)),
        "closes": ("dates", _("Deadline"), _moment(call.closes_at, language)),
        "event": ("dates", _("Days of the event"), _days(call, language)),
        "seats": ("groups", _("Places"), str(call.seats)),
        "reserves": ("groups", _("Reserves"), str(call.reserves)),
    }
    for group in groups:
        rows[f"group:{group.key}"] = ("groups", _("Group"), _group(group, language))
    for question in questions:
        label = question.label(language)
        rows[f"question:{question.key}"] = ("form", _("Question"), _question(question, questions, language) or label)
    rows["max_boards"] = ("docking", _("Host areas asked about a project, at most"), str(call.max_boards))
    recommends = _("possible") if call.allows_recommendation else _("not possible")
    rows["recommend"] = ("docking", _("Recommendation by a host area"), recommends)
    for stage in stages:
        if stage.kind != "roadshow":
            part = stage.kind if stage.kind in ("docking", "review") else "decision"
            label = _("Working days: {stage}").format(stage=pick(stage, "name", language))
            rows[f"days:{stage.key}"] = (part, label, str(stage.working_days))
        if stage.kind == "review":
            rows |= _rubric(stage, questions, language)
        if stage.kind == "docking":
            own = settings_of(stage, "docking")
            rows["task_days"] = ("docking", _("Working days to a first talk, once interested"), own["task_days"])
            months = _("Months for which a first contact is protected")
            rows["protection"] = ("docking", months, own["protection_months"])
        for name, holds in chosen_in(stage).items():
            words = words_of_choice(stage.kind, name)
            rows[f"chosen:{stage.key}:{name}"] = ("decision", words, _("Yes") if holds else _("No"))
        if stage.kind == "notice":
            days = _("Working days to answer an objection or a re-check")
            rows["answering"] = ("decision", days, settings_of(stage, "notice")["answer_days"])
        if stage.kind == "screening":
            days = _("Working days to complete what the form check misses")
            rows["completing"] = ("decision", days, settings_of(stage, "screening")["completion_days"])
    rows |= {
        "rank_by": ("decision", _("Official rule"), str(RankBy(call.rank_by).label)),
        "clause": ("decision", _("Clause of the notice"), call.rule_clause),
        "gate_mean": ("decision", _("Lowest mean"), formats.score(call.gate_mean)),
        "min_interests": ("decision", _("Interested host areas, at least"), str(call.min_interests)),
    }
    for fact in before_from(call.before).facts(language):
        rows[f"before:{fact.key}"] = ("before", fact.title, fact.text)
    for one in questions_from(call.eligibility):
        parts = [pick(one, "label", language), "/".join(
            pick(answer, "label", language) + ("" if answer.ok else space + _("(not under this call)"))
            for answer in one.choices
        ), pick(one, "reason", language)]  # fmt: skip
        rows[f"eligibility:{one.key}"] = ("eligibility", _("Condition"), " · ".join(filter(None, parts)))
    rows["undertaking"] = ("readers", _("What readers promise"), pick(call, "undertaking", language))
    rows["download"] = (
        "readers", _("Downloading of plans"), _("allowed") if call.allows_download else _("not allowed"),
    )  # fmt: skip
    return {path: (part, str(label), str(text)) for path, (part, label, text) in rows.items()}


def _rubric(stage: Stage, questions: list[Question], language: str) -> dict[str, tuple[str, str, str]]:
    criteria = stage.config.get("criteria", [])
    labels = {one.key: one.label(language) for one in questions}
    name = "name_zh" if formats.is_chinese(language) else "name_en"
    text = "\n".join(f"{one.get(name, '')} {one.get('points', '')}" for one in criteria)
    anchors = "\n".join(
        f"{one.get(name, '')} {anchor.get('low')}–{anchor.get('high')} {anchor.get('text' + name[4:], '')}"
        for one in criteria
        for anchor in one.get("anchors", ())
    )
    return {
        "experts": ("review", _("Experts for each project"), str(stage.config.get("experts_per_application", ""))),
        "criteria": ("review", _("Criteria and points"), text),
        "anchors": ("review", _("What the points mean"), anchors),
        "tie": ("review", _("Criterion that breaks ties"), str(stage.config.get("tie_break", ""))),
        **{
            f"brief_{box}": (
                "review",
                _("Brief: {box}").format(box=BOX_NAMES[box]),
                " · ".join(labels.get(key, key) for key in keys),
            )
            for box, keys in (stage.config.get("brief") or {}).items()
            if box in BOX_NAMES
        },
        "blind": ("review", _("Blind review"), _("Yes") if stage.config.get("blind") else _("No")),
    }


def _group(group: Group, language: str) -> str:
    parts = [pick(group, "name", language)]
    if group.quota:
        parts.append(_("{n} places").format(n=group.quota))
    for one in group.wild_card_of:
        name = one["name_zh"] if formats.is_chinese(language) else one["name_en"] or one["name_zh"]
        parts.append(_("{n} named by {who}").format(n=one["number"], who=name))
    return " · ".join(parts)


def _question(question: Question, questions: list[Question], language: str) -> str:
    parts = [question.label(language), pick(question, "help", language)]
    if question.choices:
        parts.append("/".join(pick(choice, "label", language) for choice in question.choices))
    parts.append("" if question.required else _("optional"))
    if question.show_if:
        parts.append(condition_words(question.show_if, questions, language))
    return " · ".join(filter(None, parts))


def condition_words(condition: ShowIf, questions: Iterable[Question], language: str) -> str:
    """A condition in words: asked if “…” is “…”."""
    other: Mapping[str, Question] = {one.key: one for one in questions}
    found = other.get(condition.question)
    names = {choice.code: pick(choice, "label", language) for choice in found.choices} if found else {}
    answers = ("、" if formats.is_chinese(language) else ", ").join(names.get(one, one) for one in condition.values)
    label = found.label(language) if found else condition.question
    return _("asked if the answer to “{question}” is: {answers}").format(question=label, answers=answers)


def _moment(at: Any, language: str) -> str:
    return formats.moment(at, language, str(clock.BEIJING), year=True) if at else ""


def _days(call: Call, language: str) -> str:
    comma = "、" if formats.is_chinese(language) else ", "
    return comma.join(formats.day(day, language, year=True) for day in call.event_days)
