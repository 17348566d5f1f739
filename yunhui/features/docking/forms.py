"""The forms of docking as fields: what is asked, in one column, with one line of help."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from yunhui.features.docking.enums import NoCode, Outcome, Way
from yunhui.features.docking.rules import day_of
from yunhui.kernel import clock
from yunhui.kernel.errors import Problem
from yunhui.ui.fields import Field

REASON_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that came and was not taken: what was typed, what is wrong with it, or why it was refused."""

    form: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    refusal: str = ""

    def errors(self, form: str) -> dict[str, str]:
        """Field -> sentence, for the form that was sent."""
        return {one.field: str(one.message) for one in self.problems} if form == self.form else {}

    def values(self, form: str) -> Mapping[str, str]:
        """What was typed into one form."""
        return self.typed if form == self.form else {}


NOTHING = Sent()


def interest_fields(values: Mapping[str, str], errors: Mapping[str, str]) -> list[Field]:
    """What an interest carries: site or carrier, policy, whom to reach and how, next step."""
    asked = (
        ("site", _("Site or carrier"), _("Plant, laboratory or office: where, how large, from when"), "text"),
        ("policy", _("Policy"), _("Which policy and which clause, up to how much"), "text"),
        ("contact", _("Contact person"), _("Who leads the talks, and until when they answer"), "text"),
        ("contact_phone", _("Phone"), _("The team sees it once both sides would like to talk"), "tel"),
        ("contact_email", _("E-mail"), _("One of the two is needed; many abroad write first"), "email"),
        ("next_step", _("Next step"), _("What you do first, and by which day"), "text"),
    )
    return [
        Field(
            name=name,
            label=label,
            kind=kind,  # type: ignore[arg-type]  # one of the literals above
            help=line,
            value=values.get(name, ""),
            error=errors.get(name, ""),
            required=name not in ("contact_phone", "contact_email"),
        )
        for name, label, line, kind in asked
    ]


def no_reasons() -> list[tuple[str, str]]:
    """The reasons for a no, each a button."""
    return [(str(code), str(code.label)) for code in NoCode]


def reason_field(
    form: str, values: Mapping[str, str], errors: Mapping[str, str], *, label: str, line: str, required: bool = False
) -> Field:
    """A reason in one or two sentences."""
    return Field(
        name="reason",
        id=f"f-{form}-reason" if form else "",
        label=label,
        kind="textarea",
        rows=3,
        limit=REASON_LENGTH,
        help=line,
        value=values.get("reason", ""),
        error=errors.get("reason", ""),
        required=required,
    )


def talk_fields(values: Mapping[str, str], errors: Mapping[str, str]) -> list[Field]:
    """One talk: when, how, who, what came of it, what is next."""
    today = day_of(clock.now()).isoformat()
    return [
        Field(
            name="held_on",
            id="f-talk-held_on",
            label=_("Day"),
            kind="date",
            value=values.get("held_on", today),
            maximum=today,
            error=errors.get("held_on", ""),
            required=True,
        ),
        _way("talk", values, errors),
        Field(
            name="people",
            id="f-talk-people",
            label=_("Who took part"),
            help=_("On both sides"),
            value=values.get("people", ""),
            error=errors.get("people", ""),
            required=True,
        ),
        _select("outcome", "talk", _("What came of it"), Outcome.choices, values, errors),
        Field(
            name="summary",
            id="f-talk-summary",
            label=_("In a sentence"),
            kind="textarea",
            rows=3,
            limit=1000,
            value=values.get("summary", ""),
            error=errors.get("summary", ""),
            required=True,
        ),
        Field(
            name="next_step",
            id="f-talk-next_step",
            label=_("Next step"),
            help=_("What, and by which day"),
            value=values.get("next_step", ""),
            error=errors.get("next_step", ""),
        ),
    ]


def first_contact_fields(values: Mapping[str, str], errors: Mapping[str, str]) -> list[Field]:
    """Who talked first: when, how, and how it can be seen."""
    return [
        Field(
            name="talked_on",
            id="f-first-talked_on",
            label=_("Day of the first talk"),
            kind="date",
            value=values.get("talked_on", ""),
            maximum=day_of(clock.now()).isoformat(),
            error=errors.get("talked_on", ""),
            required=True,
        ),
        _way("first", values, errors),
        Field(
            name="evidence",
            id="f-first-evidence",
            label=_("How it can be seen"),
            kind="textarea",
            rows=4,
            limit=1000,
            help=_("Who met or wrote whom, when, about what. Only your host area and the talent office read it."),
            value=values.get("evidence", ""),
            error=errors.get("evidence", ""),
            required=True,
        ),
        Field(
            name="files",
            id="f-first-files",
            label=_("Files"),
            kind="file",
            accept=".pdf,.png,.jpg,.jpeg",
            multiple=True,
            help=_("Minutes, a message, a photo: PDF or picture, at most 5"),
            error=errors.get("files", ""),
        ),
    ]


def note_field(values: Mapping[str, str], errors: Mapping[str, str]) -> Field:
    """A host area's own note."""
    return Field(
        name="text",
        id="f-note",
        label=_("A note for your colleagues"),
        kind="textarea",
        rows=3,
        limit=2000,
        value=values.get("text", ""),
        error=errors.get("text", ""),
        extra={"data-private": ""},
    )


def _way(form: str, values: Mapping[str, str], errors: Mapping[str, str]) -> Field:
    return _select("way", form, _("How"), Way.choices, values, errors)


def _select(
    name: str,
    form: str,
    label: str,
    choices: Iterable[tuple[str, object]],
    values: Mapping[str, str],
    errors: Mapping[str, str],
) -> Field:
    options = [("", _("Choose")), *((value, str(word)) for value, word in choices)]
    return Field(
        name=name,
        id=f"f-{form}-{name}",
        label=label,
        kind="select",
        choices=options,
        value=values.get(name, ""),
        error=errors.get(name, ""),
        required=True,
    )
