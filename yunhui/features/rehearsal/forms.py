"""The forms of rehearsals as fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from yunhui.features.rehearsal.enums import Grade, Interpreter, Item, Outcome
from yunhui.features.rehearsal.models import Appearance, Plan
from yunhui.features.rehearsal.rules import Limits
from yunhui.kernel.errors import InvalidError, Problem
from yunhui.ui import formats
from yunhui.ui.fields import Choice, Field


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that came and was not taken: which, what was typed, what is wrong with it, or why it was refused."""

    form: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    refusal: str = ""

    def errors(self, form: str) -> dict[str, str]:
        """Field -> sentence, for the form that was sent."""
        return {one.field: str(one.message) for one in self.problems} if form == self.form else {}

    def value(self, form: str, name: str, kept: object) -> str:
        """What was typed, else what is kept."""
        return self.typed.get(name, "") if form == self.form and self.problems else str(kept or "")


NOTHING = Sent()


def name_fields(appearance: Appearance, sent: Sent) -> list[Field]:
    """How somebody is announced."""
    return [
        _text("names", "announced_zh", _("Name and title in Chinese"), appearance, sent, 120,
              help=_("As the host says it on stage, e.g. 沈砚秋 博士. Leave it empty if there is none.")),
        _text("names", "announced_en", _("Name and title in English"), appearance, sent, 120,
              help=_("E.g. Dr Maria van den Berg")),
        _text("names", "spoken", _("How the name is spoken"), appearance, sent, 160,
              help=_("Pinyin with tones, IPA, or what it rhymes with, e.g. Shěn Yànqiū; “fan den BERCH”")),
    ]  # fmt: skip


def biography_fields(appearance: Appearance, sent: Sent) -> list[Field]:
    """What the host says of somebody, two or three sentences."""
    return [
        _text("biography", "biography_zh", _("In Chinese"), appearance, sent, 400, kind="textarea",
              help=_("Two or three sentences in the third person. One language is enough; the office translates.")),
        _text("biography", "biography_en", _("In English"), appearance, sent, 800, kind="textarea"),
    ]  # fmt: skip


def phone_fields(appearance: Appearance, sent: Sent) -> list[Field]:
    """The number for a fallback, and whether somebody is to interpret."""
    tail = appearance.phone_tail
    known = _("We have a number that ends in {tail}. Write another one only if it has changed.").format(tail=tail)
    return [
        Field(
            "phone",
            _("Phone number with country code"),
            kind="tel",
            value=sent.value("phone", "phone", ""),
            error=sent.errors("phone").get("phone", ""),
            help=known if tail else _("If your line breaks, the control room calls you here. It is kept encrypted and "
                                      "never published."),
            autocomplete="tel",
            inputmode="tel",
            required=not tail,
        ),
        Field(
            "interpreter",
            _("Do you need an interpreter?"),
            kind="choices",
            value=sent.value("phone", "interpreter", appearance.interpreter),
            error=sent.errors("phone").get("interpreter", ""),
            choices=[Choice(value, str(label)) for value, label in Interpreter.choices if value],
        ),
        Field(
            "interpreter_note",
            _("From which language"),
            value=sent.value("phone", "interpreter_note", appearance.interpreter_note),
            error=sent.errors("phone").get("interpreter_note", ""),
            limit=80,
        ),
    ]  # fmt: skip


def trial_fields(sent: Sent) -> list[Field]:
    """How a rehearsal went."""
    errors = sent.errors("trial")
    grades = [Choice(value, str(label)) for value, label in Grade.choices]
    names = (
        ("camera", _("Camera")),
        ("sound", _("Microphone and sound")),
        ("screen", _("Sharing the screen")),
        ("second_device", _("Second device")),
    )
    return [
        Field("outcome", _("How it ended"), kind="choices", required=True, error=errors.get("outcome", ""),
              value=sent.value("trial", "outcome", ""),
              choices=[Choice(value, str(label)) for value, label in Outcome.choices]),
        *(Field(name, label, kind="select", value=sent.value("trial", name, ""), choices=grades,
                error=errors.get(name, "")) for name, label in names),
        Field("down", _("Download"), value=sent.value("trial", "down", ""), unit="Mbit/s", inputmode="decimal",
              error=errors.get("down", "")),
        Field("up", _("Upload speed"), value=sent.value("trial", "up", ""), unit="Mbit/s", inputmode="decimal",
              error=errors.get("up", ""), help=_("20 or more are wanted on the day.")),
        Field("note", _("What to mind on the day"), kind="textarea", rows=3, limit=400,
              value=sent.value("trial", "note", ""), error=errors.get("note", "")),
    ]  # fmt: skip


def plan_fields(plan: Plan, limits: Limits, zone: str, sent: Sent) -> list[Field]:
    """Deadlines, what a film must be like, how to connect."""
    errors = sent.errors("plan")

    def made(name: str, label: str, kept: object, **rest: str) -> Field:
        value = sent.value("plan", name, kept)
        return Field(name, label, value=value, error=errors.get(name, ""), **rest)  # type: ignore[arg-type]

    return [
        made("due", _("Everything by"), _day(plan.due_at, zone), kind="date",
             help=_("Until the end of this day in Beijing.")),
        made("film_due", _("Recorded pitches by"), _day(plan.film_due_at, zone), kind="date",
             help=_("Earlier than the rest, so that there is time for a second try. Empty: with everything.")),
        made("shortest", _("A recorded pitch lasts at least"), limits.shortest, unit=_("seconds"), inputmode="numeric"),
        made("longest", _("and at most"), limits.longest, unit=_("seconds"), inputmode="numeric",
             help=_("As long as a pitch on stage. What is more than 15 seconds longer is refused.")),
        made("quietest", _("Quieter than this is doubtful"), f"{limits.quietest:g}", unit="LUFS", inputmode="text",
             help=_("Speech at −16 to −24 LUFS is easy to understand.")),
        made("height", _("Picture height at least"), limits.height, unit=_("pixels"), inputmode="numeric"),
        made("connect_zh", _("How to connect, in Chinese"), plan.connect_zh, kind="textarea",
             help=_("Address and number of the meeting, what to install, whom to call.")),
        made("connect_en", _("How to connect, in English"), plan.connect_en, kind="textarea"),
    ]  # fmt: skip


def item_choices(items: list[str]) -> list[tuple[str, str, bool]]:
    """Every line of the check list with whether it is asked for."""
    return [(value, str(label), value in items) for value, label in Item.choices]


def window_fields(sent: Sent) -> list[Field]:
    """A stretch of hours to rehearse in."""
    errors = sent.errors("window")

    def made(name: str, label: str, usual: str, **rest: str) -> Field:
        return Field(name, label, value=sent.value("window", name, usual), error=errors.get(name, ""), **rest)  # type: ignore[arg-type]

    return [
        made("day", _("Day"), "", kind="date"),
        made("opens", _("From (hour)"), "09:00", kind="text", inputmode="numeric", placeholder="09:00"),
        made("closes", _("To (hour)"), "12:00", kind="text", inputmode="numeric", placeholder="12:00"),
        made("minutes", _("Each"), "20", unit=_("minutes"), inputmode="numeric"),
        made("desks", _("At the same time"), "1", inputmode="numeric", help=_("How many speakers side by side.")),
    ]


def number(typed: Mapping[str, str], name: str, *, least: float, most: float, usual: float) -> float:
    """A number between two others; the usual one where nothing is written.

    Raises:
        InvalidError: something else.
    """
    text = (typed.get(name) or "").strip().replace("−", "-").replace("，", ".")
    if not text:
        return usual
    found = decimal(text, name)
    if not least <= found <= most:
        raise InvalidError(
            [Problem(name, "outside", _("Write a number from {least} to {most}.").format(least=f"{least:g}",
                                                                                         most=f"{most:g}"))]
        )  # fmt: skip
    return float(found)


def decimal(text: str, name: str) -> Decimal:
    """A decimal number as it is typed.

    Raises:
        InvalidError: it is none.
    """
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise InvalidError([Problem(name, "not_a_number", _("Write a number, e.g. 24.5."))])
    return found


def day_in(typed: Mapping[str, str], name: str, *, needed: bool = False) -> date | None:
    """A day as a browser sends it.

    Raises:
        InvalidError: no day, or none where one is needed.
    """
    text = (typed.get(name) or "").strip()
    if not text and not needed:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidError([Problem(name, "not_a_day", _("Write the day as 2027-06-08."))]) from None


def hour_in(typed: Mapping[str, str], name: str) -> time:
    """An hour as 09:00.

    Raises:
        InvalidError: it is none.
    """
    try:
        return time.fromisoformat((typed.get(name) or "").strip().replace("：", ":"))
    except ValueError:
        raise InvalidError([Problem(name, "not_an_hour", _("Write the hour as 09:00."))]) from None


def _text(form: str, name: str, label: str, kept: Appearance, sent: Sent, limit: int, **rest: str) -> Field:
    return Field(
        name,
        label,
        value=sent.value(form, name, getattr(kept, name)),
        error=sent.errors(form).get(name, ""),
        limit=limit,
        **rest,  # type: ignore[arg-type]
    )


def _day(at: object, zone: str) -> str:
    return formats.last_day(at, zone).isoformat() if at else ""  # type: ignore[arg-type]
