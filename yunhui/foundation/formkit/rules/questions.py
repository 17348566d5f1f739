"""Questions of a form: what each asks, of whom, under which condition, and who reads the answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from yunhui.foundation.formkit.rules.texts import clean_text
from yunhui.kernel.i18n import pick

Kind = Literal[
    "text", "long_text", "choice", "number", "date", "money", "email", "link", "country", "place", "file", "people"
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Reader = Literal["office", "expert", "board", "public"]
READERS: tuple[Reader, ...] = get_args(Reader)
Unit = Literal["yuan", "wan"]
# What a condition may rest on: an answer out of a list, so that it is either given or not.
DECIDING: tuple[Kind, ...] = ("choice", "country", "place")
# What asks who somebody is where a form does not say it itself: by key, and by kind.
_WHO = frozenset({"name", "email", "phone", "employer", "affiliation", "photo", "portrait", "cv", "people", "website"})
_TELLING: tuple[Kind, ...] = ("email", "people", "file", "link")


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to pick."""

    code: str
    label_zh: str
    label_en: str


@dataclass(frozen=True, slots=True)
class ShowIf:
    """A condition: the question is asked where another one is asked and was answered with one of `values` (codes)."""

    question: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form version, in both languages.

    Attributes:
        low, high: bounds of a `number`, or of `money` in its `unit`; None is open.
        earliest, latest: bounds of a `date` as ISO days, both included; empty is open.
        max_length: characters of a text; entries of `people`; files of `file`.
        unit, currency: of `money`: in what it is written; it is kept in integer fen (hundredths) of the currency.
        accept: of `file`: the kinds of file by their endings (`pdf`, `pptx`), or empty for what the city takes.
        readers: who reads the answer besides the applicant; None says that the version is older than this setting,
            and the rooms show what they showed then.
        identifies: whether the answer tells who applies; None leaves it to `tells_who`.
    """

    key: str
    kind: Kind
    label_zh: str
    label_en: str
    help_zh: str = ""
    help_en: str = ""
    section_zh: str = ""
    section_en: str = ""
    required: bool = True
    max_length: int = 200
    low: float | None = None
    high: float | None = None
    choices: tuple[Choice, ...] = ()
    earliest: str = ""
    latest: str = ""
    unit: Unit = "wan"
    currency: str = "CNY"
    accept: tuple[str, ...] = ()
    show_if: ShowIf | None = None
    readers: tuple[Reader, ...] | None = None
    identifies: bool | None = None

    @property
    def tells_who(self) -> bool:
        """Whether the answer tells who applies: as the form says, else by what is asked.

        A file or a link is taken to tell it until the form says otherwise: what stands inside cannot be seen from here.
        """
        if self.identifies is not None:
            return self.identifies
        return self.key in _WHO or self.kind in _TELLING

    def label(self, language: str) -> str:
        """The question in the reader's language."""
        return pick(self, "label", language)

    def section(self, language: str) -> str:
        """The name of its section in the reader's language."""
        return pick(self, "section", language)

    def is_read_by(self, reader: Reader) -> bool:
        """Whether the readers of one kind are meant to read the answer; versions without the setting say yes."""
        return self.readers is None or reader in self.readers


def questions_of(data: Iterable[Mapping[str, Any]]) -> tuple[Question, ...]:
    """The questions of a stored version, of this release or an older one."""
    return tuple(_question(dict(row)) for row in data)


def visible_questions(questions: Iterable[Question], answers: Mapping[str, Any]) -> tuple[Question, ...]:
    """The questions that are asked under these answers, in their order.

    A condition looks back only: one that names a later question, or one that is itself not asked, does not hold.
    """
    asked: dict[str, Question] = {}
    for question in questions:
        condition = question.show_if
        if condition is None or (
            condition.question in asked and clean_text(answers.get(condition.question)) in condition.values
        ):
            asked[question.key] = question
    return tuple(asked.values())


def read_by(questions: Iterable[Question], reader: Reader) -> tuple[Question, ...]:
    """The questions whose answers the readers of one kind are meant to read."""
    return tuple(question for question in questions if question.is_read_by(reader))


def _question(row: dict[str, Any]) -> Question:
    condition, readers = row.get("show_if"), row.get("readers")
    return Question(
        **{
            **row,
            "choices": tuple(Choice(**choice) for choice in row.get("choices", ())),
            "accept": tuple(row.get("accept", ())),
            "show_if": ShowIf(condition["question"], tuple(condition["values"])) if condition else None,
            "readers": None if readers is None else tuple(readers),
        }
    )
