"""One question of a form as plain data; the tag `field` draws it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Literal, NamedTuple

Kind = Literal[
    "text", "textarea", "select", "choices", "number", "email", "tel", "url", "date", "datetime-local", "file",
    "password", "check", "hidden", "people",
]  # fmt: skip


class Choice(NamedTuple):
    """An answer to choose from, with one quiet line under it."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True)
class Field:
    """A question: what it is called, what was answered, what is wrong with that.

    `value` is text, or for several choices a list of texts; `error` is the sentence beside the field and at the top.
    `limit` counts characters in the label and cuts nothing: to refuse what is too long is the server's; `unit` stands
    behind the field (万元, %); `people` are the rows of a field of people (name, role, affiliation, full_time), empty
    ones for more; `placeholder` only for a form of writing (name@firm.example), never for a label.
    """

    name: str
    label: str
    kind: Kind = "text"
    value: str | Sequence[str] = ""
    help: str = ""
    error: str = ""
    required: bool = False
    choices: Sequence[Choice | tuple[str, str]] = ()
    multiple: bool = False
    limit: int | None = None
    rows: int = 5
    unit: str = ""
    placeholder: str = ""
    autocomplete: str = ""
    inputmode: str = ""
    accept: str = ""
    minimum: str = ""
    maximum: str = ""
    step: str = ""
    disabled: bool = False
    id: str = ""
    people: Sequence[Mapping[str, Any]] = ()
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The id of the control."""
        return self.id or f"f-{self.name}"

    @property
    def text(self) -> str:
        """The value of a control that holds one text."""
        return self.value if isinstance(self.value, str) else (self.value[0] if self.value else "")

    @property
    def length(self) -> int:
        """Characters written so far."""
        return len(self.text)

    @property
    def excess(self) -> int:
        """Characters more than `limit`; 0 where it fits or there is none."""
        return max(0, self.length - self.limit) if self.limit else 0

    @property
    def described_by(self) -> str:
        """Ids of help and error, for aria-describedby."""
        return " ".join(
            part for part in (f"{self.key}-h" if self.help else "", f"{self.key}-e" if self.error else "") if part
        )

    @property
    def options(self) -> list[tuple[Choice, bool]]:
        """The choices, each with whether it is chosen."""
        chosen = {self.value} if isinstance(self.value, str) else set(self.value)
        return [(choice, choice.value in chosen) for choice in (Choice(*given) for given in self.choices)]

    @property
    def several(self) -> bool:
        """Whether more than one choice may be taken."""
        return self.multiple


def as_field(given: Field | Mapping[str, Any]) -> Field:
    """A field from a field or from a mapping with the same names.

    Raises:
        TypeError: the mapping has a name that a field has not.
    """
    if isinstance(given, Field):
        return given
    known = {part.name for part in fields(Field)}
    unknown = set(given) - known
    if unknown:
        raise TypeError(f"a field has no {', '.join(sorted(unknown))}")
    return Field(**given)
