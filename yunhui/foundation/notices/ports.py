"""What rooms register here: their letters, who signs, and what letters are about.

A room keeps its letters as data in `letters.py`, registers them from `apps.ready`, and writes notices from its services
or subscribers.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from yunhui.foundation.notices.enums import Kind, Release
from yunhui.kernel.actor import Actor


class LetterError(ValueError):
    """A fault of the program: an unknown letter, a missing or unknown variable."""


@dataclass(frozen=True, slots=True)
class Both:
    """A value that has a Chinese and an English form, such as a title; where one is empty the other is used."""

    zh: str
    en: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """A place in a letter's text, `{{ name }}`: what it means to the office, and a sample of its type.

    Types: str; int; `Both`; `date`, written as a day; aware `datetime`, written on the reader's clock and in Beijing
    time. Lazily translated text becomes `Both`.
    """

    name: str
    zh: str
    en: str
    sample: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter as the room that sends it wrote it; the city may put its own subject and body in their place.

    Subject and body hold the content alone: salutation, link, reason and signature are set around it. Paragraphs are
    parted by an empty line, items of a list begin with `- `. `{{ name }}` is a variable; a line in which a variable
    written `{{ name? }}` is empty falls away.

    Attributes:
        key: `room.what`, never changed.
        name_zh, name_en: what the office calls it.
        why_zh, why_en: why the reader gets it, one sentence at the foot.
        kind: says whether the reader may switch it off.
        about: the type of the thing it is about, as in `write_notice(about=…)`; gives the preview its real data.
        urgent: passes quiet hours and digests.
        release: `auto`, or `held` until a person of the office has looked at it.
        sms_zh, sms_en: its text as SMS; without one it does not travel by SMS.
        action_zh, action_en: the words on the button that leads to the notice's link.
        private: it carries a code or a link that opens an account: kept sealed, shown to nobody, wiped once it
            has left, e-mail only, and not in the list of its reader.
        hides_reader: the outbox does not say to whom it goes; the office looks after it without knowing.
    """

    key: str
    name_zh: str
    name_en: str
    subject_zh: str
    subject_en: str
    body_zh: str
    body_en: str
    variables: Sequence[Variable] = ()
    why_zh: str = ""
    why_en: str = ""
    kind: Kind = Kind.ACTION
    about: str = ""
    urgent: bool = False
    release: str = Release.AUTO
    sms_zh: str = ""
    sms_en: str = ""
    action_zh: str = "查看"
    action_en: str = "Open"
    private: bool = False
    hides_reader: bool = False

    def samples(self) -> dict[str, object]:
        """A context with which the letter can be shown before there is a real one."""
        return {one.name: one.sample for one in self.variables}


_letters: dict[str, Letter] = {}


def register_letter(*letters: Letter) -> None:
    """Make letters known; once each, from the room's `apps.ready`.

    Raises:
        LetterError: another letter has the key.
    """
    for letter in letters:
        if _letters.setdefault(letter.key, letter) != letter:
            raise LetterError(f"two letters are called {letter.key}")


def letter_of(key: str) -> Letter:
    """A registered letter.

    Raises:
        LetterError: there is none.
    """
    if key not in _letters:
        raise LetterError(f"no letter is called {key}")
    return _letters[key]


def all_letters() -> tuple[Letter, ...]:
    """Every registered letter, by its key."""
    return tuple(_letters[key] for key in sorted(_letters))


Sealing = Callable[[Collection[UUID]], frozenset[UUID]]
_sealings: list[Sealing] = []


def register_sealing(sealed: Sealing) -> None:
    """Say in which of some calls it is still secret to whom letters with `hides_reader` went; once, by the room that
    keeps the secret."""
    _sealings[:] = [sealed]


def still_sealed(call_ids: Collection[UUID]) -> frozenset[UUID]:
    """The calls among these whose sealed letters keep their readers to themselves; all where no room says otherwise."""
    return _sealings[0](call_ids) if _sealings else frozenset(call_ids)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the platform's name, the office, its postal address and its e-mail address."""

    site: Both
    office: Both
    address: Both
    email: str


_signature: list[Callable[[], Signature | None]] = []


def register_signature(function: Callable[[], Signature | None]) -> None:
    """Say who signs the city's letters; once, by the room that knows the city."""
    _signature[:] = [function]


def signature() -> Signature:
    """Who signs; the platform alone where no city is set up yet."""
    found = _signature[0]() if _signature else None
    return found or Signature(Both("云荟", "Yunhui"), Both(""), Both(""), "")


class Subject(Protocol):
    """What a room knows of one type of thing that letters are about."""

    def call_of(self, about_id: str) -> UUID | None:
        """The call to which the thing belongs; the outbox can be narrowed to it."""
        ...

    def find(self, actor: Actor, text: str) -> Sequence[tuple[str, str]]:
        """At most 20 (id, label) that the actor may see and that fit a text, for the preview."""
        ...

    def facts(self, actor: Actor, about_id: str) -> Mapping[str, object]:
        """The variables that can be read from the thing itself; empty where the actor may not see it."""
        ...


_subjects: dict[str, Subject] = {}


def register_subject(kind: str, subject: Subject) -> None:
    """Make a type of thing known; once, from the room's `apps.ready`."""
    _subjects[kind] = subject


def subject_of(kind: str) -> Subject | None:
    """What is registered for a type of thing."""
    return _subjects.get(kind)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that travels with a letter by e-mail. `media` is its type with its parameters, e.g. those of a calendar:
    ("text/calendar", {"method": "REQUEST"})."""

    name: str
    content: bytes
    media: str
    parameters: Mapping[str, str]


Enclosing = Callable[[str], Enclosure | None]
_enclosings: dict[str, Enclosing] = {}


def register_enclosing(letter: str, function: Enclosing) -> None:
    """Say what a letter carries: asked with the id that the letter is about, when it leaves. Once, from `apps.ready`.

    What it answers must still be true whenever it is asked; a letter that is superseded is never asked.
    """
    _enclosings[letter] = function


def enclosed_in(letter: str, about_id: str) -> Enclosure | None:
    """What a letter carries now, if anything."""
    function = _enclosings.get(letter)
    return function(about_id) if function else None


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a channel carries: one letter (or a digest of several) to one reader, ready to leave.

    Attributes:
        id: the same at every try, so that a receiver that knows it need not show it twice.
        address: e-mail address, phone number as +8613800138000, or the reader's id in WeCom or DingTalk.
        letter: the letter's key, empty for a digest.
        lead: the first paragraph, for channels that show little.
        text: the whole letter, complete without its HTML.
        url: where the button leads, with the platform's host; empty for none.
        values: the variables as words, for gateways that fill approved templates themselves.
        wishes_url: where the reader can switch this kind off; empty for what must be sent.
        enclosures: files that go with it where the channel carries files.
    """

    id: str
    address: str
    name: str
    language: str
    letter: str
    subject: str
    lead: str
    text: str
    html: str
    sms: str
    url: str
    action: str
    values: Mapping[str, str]
    wishes_url: str
    enclosures: Sequence[Enclosure] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the other side said when it took a parcel, and its own number for it."""

    reply: str
    reference: str = ""


class Carrier(Protocol):
    """A way out of the machine."""

    def carry(self, parcel: Parcel, leave: Callable[[], bool]) -> Receipt | None:
        """Hand a parcel over.

        `leave` is asked right before the step that cannot be taken back; when it says no, the letter was superseded
        or discarded meanwhile: nothing is handed over, and the answer is None.

        Raises:
            TemporaryRefusal: not now.
            PermanentRefusal: never.
            Exception: anything else after `leave` said yes: it is not known whether the other side has it.
        """
        ...

    def close(self) -> None:
        """End a connection that was kept open between parcels."""
        ...
