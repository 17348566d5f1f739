"""What keeps a call from being published, each problem in the part where it is mended; what is only worth a look."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from yunhui.foundation.codes.selectors import Calendar
from yunhui.foundation.formkit.rules import Choice, Kind, Question, form_problems, questions_of
from yunhui.kernel import clock
from yunhui.kernel.errors import Problem
from yunhui.pipeline.calls.enums import FullTime
from yunhui.pipeline.calls.models import Call, Group, Stage
from yunhui.pipeline.calls.ports import kind_of, known_kinds, unpublishable
from yunhui.pipeline.calls.rules.before import before_from
from yunhui.pipeline.calls.rules.eligibility import MOST, EligibilityQuestion, questions_from
from yunhui.pipeline.calls.rules.parts import PARTS, part_of
from yunhui.pipeline.calls.rules.wording import bar_words, barred_in, texts_within

# What lists, matching and timetable rest on: these stay in every form, under these names and of these kinds.
CORE: dict[str, Kind] = {
    "title": "text",
    "group": "choice",
    "name": "text",
    "email": "email",
    "country": "country",
    "place": "place",
}
ANNOUNCE_DAYS = 20
WINDOW_DAYS = (20, 60)
_PLACE_OF_KIND = {"docking": "docking", "review": "review", "decision": "decision", "notice": "decision"}


def questions_now(call: Call) -> tuple[Question, ...]:
    """The questions of a call as they stand on its desk: the form being edited, else the published version."""
    if call.form_draft is not None:
        return questions_of(call.form_draft)
    return questions_of(call.form_version.questions) if call.form_version else ()


def with_groups(questions: tuple[Question, ...], groups: list[Group]) -> tuple[Question, ...]:
    """The questions, the one for the group offering exactly the groups of the call."""
    choices = tuple(Choice(group.key, group.name_zh, group.name_en) for group in groups)
    return tuple(replace(one, choices=choices) if one.key == "group" else one for one in questions)


def problems_of(call: Call) -> list[Problem]:
    """What keeps a call from being published; a bad recipe is refused here and not while it runs.

    The field of each problem is `part` or `part.field`, in the order of the parts.
    """
    groups, stages = list(call.groups.order_by("sort", "pk")), list(call.stages.order_by("ordinal", "pk"))
    found = [
        *_basics(call),
        *_dates(call),
        *_groups(call, groups),
        *_form(call, groups),
        *_stages(stages),
        *_before(call),
        *_eligibility(call),
        *_readers(call),
        *_wording(call, groups, stages),
        *_guarded(call, groups, stages),
    ]
    return sorted(found, key=lambda problem: PARTS.index(part_of(problem.field)))


def date_warnings(call: Call, calendar: Calendar) -> list[str]:
    """What is unusual in the dates, in sentences; the office may have its reasons."""
    found = []
    today = clock.now().astimezone(clock.BEIJING).date()
    opens, closes = _day(call.opens_at), _last_day(call.closes_at)
    announced = _day(call.published_at) or today
    if call.event_days:
        first, last = min(call.event_days), max(call.event_days)
        if (days := calendar.count(announced, first)) < ANNOUNCE_DAYS:
            found.append(
                _("{days} working days lie between announcement and event; {usual} are usual.").format(
                    days=days, usual=ANNOUNCE_DAYS
                )
            )
        if not all(calendar.is_working(day) for day in call.event_days):
            found.append(_("A day of the event is no working day in Beijing."))
        if closes and first <= closes:
            found.append(_("The event begins before applications close."))
        elif closes and (needed := _days_of_stages(call)) > (left := calendar.count(closes, first)):
            found.append(
                _(
                    "The stages before the event need {needed} working days; {left} lie between deadline and event."
                ).format(needed=needed, left=left)
            )
        if last < today:
            found.append(_("The event is over already."))
    else:
        found.append(_("The call has no event day. It can be set until the timetable is made."))
    if opens and closes:
        days = (closes - opens).days + 1
        if not WINDOW_DAYS[0] <= days <= WINDOW_DAYS[1]:
            found.append(
                _("Applications are open for {days} days; {least} to {most} are usual.").format(
                    days=days, least=WINDOW_DAYS[0], most=WINDOW_DAYS[1]
                )
            )
        if not calendar.is_working(closes):
            found.append(_("The deadline falls on a day off: nobody in the office answers the last questions."))
        if closes < today:
            found.append(_("The deadline is over already."))
    last_year = max([day.year for day in (*call.event_days, closes or today)])
    if last_year not in {day.year for day in calendar.special}:
        found.append(
            _(
                "The days off of {year} are not in the calendar yet; working days in it are counted Monday to Friday."
            ).format(year=last_year)
        )
    return found


def stale_texts(call: Call) -> list[tuple[str, str]]:
    """The texts of which one language is older than the other: (name of the text, the language that is behind)."""
    return sorted(call.stale.items())


def _days_of_stages(call: Call) -> int:
    by_ordinal: dict[int, int] = {}
    for stage in call.stages.all():
        if stage.kind != "roadshow":
            by_ordinal[stage.ordinal] = max(by_ordinal.get(stage.ordinal, 0), stage.working_days)
    return sum(by_ordinal.values())


def _basics(call: Call) -> Iterator[Problem]:
    for name, label in (("title", _("Name of the call")), ("summary", _("Summary"))):
        yield from _both(f"basics.{name}", label, getattr(call, f"{name}_zh"), getattr(call, f"{name}_en"))


def _both(place: str, label: str, zh: str, en: str) -> Iterator[Problem]:
    """What a text lacks, language by language."""
    for end, text in (("zh", zh), ("en", en)):
        if not text.strip():
            missing = _("“{what}” is missing in Chinese.") if end == "zh" else _("“{what}” is missing in English.")
            yield Problem(f"{place}_{end}", "required", missing.format(what=label))


def _dates(call: Call) -> Iterator[Problem]:
    if call.opens_at is None or call.closes_at is None or call.opens_at >= call.closes_at:
        yield Problem("dates.closes_at", "window", _("The call must open before it closes."))


def _groups(call: Call, groups: list[Group]) -> Iterator[Problem]:
    if not groups:
        yield Problem("groups", "required", _("At least one group is needed."))
    if {choice.code for one in questions_now(call) if one.key == "group" for choice in one.choices} - {
        group.key for group in groups
    }:
        yield Problem("groups", "asked", _("The form offers a group that this call does not have."))
    if any(not (group.name_zh.strip() and group.name_en.strip()) for group in groups):
        yield Problem("groups", "name", _("Every group needs its name in both languages."))
    if sum(group.quota + group.wild_cards for group in groups) > call.seats:
        yield Problem("groups", "quota", _("The groups' quotas and wild cards are more than the seats."))
    if call.seats < 1:
        yield Problem("groups.seats", "seats", _("At least one place is needed."))


def _form(call: Call, groups: list[Group]) -> Iterator[Problem]:
    if call.form_version is None and call.form_draft is None:
        yield Problem("form", "required", _("Choose the application form."))
        return
    questions = questions_now(call)
    for problem in form_problems(questions):
        yield Problem(f"form.{problem.field}" if problem.field else "form", problem.code, problem.message)
    kinds = {one.key: one for one in questions}
    for key, kind in CORE.items():
        one = kinds.get(key)
        if one is None or one.kind != kind or not one.required or one.show_if:
            text = _("The platform needs the question “{key}”, asked of everybody and answered by everybody.")
            yield Problem("form", "core", text.format(key=key))
    for one in questions:
        if one.kind == "email" and one.readers is not None and set(one.readers) - {"office"}:
            text = _("How to reach somebody is opened apart, when both sides wish it. Only the office reads this.")
            yield Problem(f"form.{one.key}", "sealed", text)
    if call.form_draft is not None and with_groups(questions, groups) != questions:
        yield Problem(
            "groups", "asked", _("The form does not offer the groups of this call. Save the groups once more.")
        )


def _stages(stages: list[Stage]) -> Iterator[Problem]:
    if sorted({stage.ordinal for stage in stages}) != list(range(1, len({stage.ordinal for stage in stages}) + 1)):
        yield Problem("decision.stages", "ordinals", _("Stages must be numbered from 1 without a gap."))
    if sum(stage.kind == "decision" for stage in stages) != 1:
        yield Problem("decision.stages", "decision", _("Exactly one stage must decide."))
    for stage in stages:
        place = f"{_PLACE_OF_KIND.get(stage.kind, 'decision')}.{stage.key}"
        if stage.kind not in known_kinds():
            yield Problem(place, "kind", _("Unknown kind of stage: %(kind)s.") % {"kind": stage.kind})
            continue
        for text in kind_of(stage.kind).problems(stage.config):
            yield Problem(place, "config", text)
        if stage.kind in ("docking", "review", "notice", "confirmation") and stage.working_days < 1:
            yield Problem(place, "days", _("At least one working day is needed."))


def _before(call: Call) -> Iterator[Problem]:
    before = before_from(call.before)
    for name, label in (("runs", _("Who runs it")), ("funding", _("Money and its terms"))):
        yield from _both(f"before.{name}", label, getattr(before, f"{name}_zh"), getattr(before, f"{name}_en"))
    if before.full_time not in FullTime.values:
        yield Problem("before.full_time", "required", _("Say whether those who are supported work here full time."))


def _eligibility(call: Call) -> Iterator[Problem]:
    questions = questions_from(call.eligibility)
    if not 1 <= len(questions) <= MOST:
        text = _("One to {most} questions tell people whether they can apply.").format(most=MOST)
        yield Problem("eligibility", "count", text)
    for number, question in enumerate(questions, 1):
        for sentence in eligibility_problems(question):
            yield Problem(
                f"eligibility.{question.key}", "question", _("Question {n}:").format(n=number) + " " + sentence
            )


def eligibility_problems(question: EligibilityQuestion) -> list[str]:
    """What one question of "Can I apply?" lacks, in sentences."""
    found = []
    if not (question.label_zh.strip() and question.label_en.strip()):
        found.append(_("The question is needed in both languages."))
    if not (question.reason_zh.strip() and question.reason_en.strip()):
        found.append(_("The reason of a “no” is needed in both languages."))
    if bool(question.instead_zh.strip()) != bool(question.instead_en.strip()):
        found.append(_("What one can do instead is needed in both languages, or in none."))
    if question.kind == "choice":
        if (
            len(question.choices) < 2
            or all(one.ok for one in question.choices)
            or not any(one.ok for one in question.choices)
        ):
            found.append(_("At least one answer must let people apply, and at least one must not."))
        if any(not (one.label_zh.strip() and one.label_en.strip()) for one in question.choices):
            found.append(_("Each answer is needed in both languages."))
    if question.kind == "number" and question.low is None and question.high is None:
        found.append(_("A number needs a lowest or a highest value."))
    if question.kind == "country" and not (question.only or question.never):
        found.append(_("Name the countries and regions from which one can apply, or cannot."))
    return found


def _readers(call: Call) -> Iterator[Problem]:
    yield from _both("readers.undertaking", _("What readers promise"), call.undertaking_zh, call.undertaking_en)


def _wording(call: Call, groups: list[Group], stages: list[Stage]) -> Iterator[Problem]:
    """Clauses that no call may have, in whatever text; what readers promise is about them and not about applicants."""
    spoken: tuple[tuple[str, Any], ...] = (
        ("basics.summary_zh", [call.title_zh, call.title_en, call.summary_zh, call.summary_en]),
        ("groups", [[group.name_zh, group.name_en] for group in groups]),
        ("form", [one for question in questions_now(call) for one in _said_by(question)]),
        ("decision.stages", [[stage.applicant_zh, stage.applicant_en] for stage in stages]),
        ("before.other_zh", call.before),
        ("eligibility", call.eligibility),
    )
    for place, value in spoken:
        for bar in dict.fromkeys(bar for text in texts_within(value) for bar in barred_in(text)):
            yield Problem(place, f"bars_{bar}", bar_words(bar))


def _guarded(call: Call, groups: list[Group], stages: list[Stage]) -> Iterator[Problem]:
    """Words that the city does not publish, wherever everybody reads them."""
    columns = {
        **{f"basics.{name}": name for name in ("title_zh", "title_en", "summary_zh", "summary_en")},
        **{f"readers.{name}": name for name in ("undertaking_zh", "undertaking_en")},
    }
    spoken = [
        *((place, getattr(call, name)) for place, name in columns.items()),
        *(("groups", text) for group in groups for text in (group.name_zh, group.name_en)),
        *((f"form.{one.key}", text) for one in questions_now(call) for text in _said_by(one)),
        *(("decision.stages", text) for stage in stages for text in (stage.applicant_zh, stage.applicant_en)),
        *((f"before.{name}", text) for name, text in call.before.items() if isinstance(text, str)),
        *((f"eligibility.{one.get('key', '')}", text) for one in call.eligibility for text in texts_within(one)),
    ]
    # Several texts have one place: each is looked through by itself.
    found = unpublishable({f"{place}#{n}": text for n, (place, text) in enumerate(spoken) if text})
    yield from (replace(one, field=one.field.rpartition("#")[0]) for one in found)


def _said_by(question: Question) -> list[str]:
    choices = [text for choice in question.choices for text in (choice.label_zh, choice.label_en)]
    return [
        question.label_zh, question.label_en, question.help_zh, question.help_en,
        question.section_zh, question.section_en, *choices,
    ]  # fmt: skip


def _day(at: Any) -> date | None:
    return at.astimezone(clock.BEIJING).date() if at else None


def _last_day(at: Any) -> date | None:
    """The day in Beijing on which a half-open window ends."""
    return (at - timedelta(microseconds=1)).astimezone(clock.BEIJING).date() if at else None
