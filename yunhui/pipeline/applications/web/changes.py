"""What changed between two versions of an application, answer by answer, the words marked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from yunhui.foundation.formkit.rules import Options, Question, Reader, questions_of, visible_questions, words_of
from yunhui.pipeline.applications.forms import lists_of
from yunhui.pipeline.applications.models import Application, ApplicationVersion
from yunhui.pipeline.applications.selectors import files_of

# A Latin word or number, one character of a script without spaces, or one other sign.
_PIECE = re.compile(r"[^\W_\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+|\s+|.", re.DOTALL)
# Texts with more pieces are shown one after the other: to compare them word by word would keep the page waiting.
_MOST = 3_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: `same`, `gone` or `new`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that changed."""

    label: str
    pieces: tuple[Piece, ...]


def changes_of(
    application: Application,
    before: ApplicationVersion,
    after: ApplicationVersion,
    language: str,
    reader: Reader | None = None,
) -> list[Change]:
    """What one version changed against another, with the names of the application's files, for whoever may read it.

    With a `reader` only what the form lets them read.
    """
    return changes_between(before, after, language, lists_of(language, files_of(application)), reader)


def changes_between(
    before: ApplicationVersion,
    after: ApplicationVersion,
    language: str,
    lists: Mapping[str, Options],
    reader: Reader | None = None,
) -> list[Change]:
    """The answers that say something else in `after`, in the order of its form; what is no longer asked comes last."""
    old = _said(before, language, lists)
    new = _said(after, language, lists)
    keys = list(dict.fromkeys([*new, *old]))
    changes = []
    for key in keys:
        question = (new.get(key) or old[key])[0]
        if reader is not None and not question.is_read_by(reader):
            continue
        label = question.label(language)
        one, other = old[key][1] if key in old else "", new[key][1] if key in new else ""
        if one != other:
            changes.append(Change(label, marked(one, other)))
    return changes


def marked(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts as one, with what is gone and what is new; joining `same` and `new` gives `after`."""
    one, other = _PIECE.findall(before), _PIECE.findall(after)
    if len(one) + len(other) > _MOST:
        return tuple(Piece(kind, text) for kind, text in (("gone", before), ("new", after)) if text)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(one[i1:i2])))
            continue
        if i1 < i2:
            pieces.append(Piece("gone", "".join(one[i1:i2])))
        if j1 < j2:
            pieces.append(Piece("new", "".join(other[j1:j2])))
    return tuple(pieces)


def _said(version: ApplicationVersion, language: str, lists: Mapping[str, Options]) -> dict[str, tuple[Question, str]]:
    questions = questions_of(version.form_version.questions)
    return {
        one.key: (one, "" if version.answers.get(one.key) in ("", [], None) else _words(one, version, language, lists))
        for one in visible_questions(questions, version.answers)
    }


def _words(question: Question, version: ApplicationVersion, language: str, lists: Mapping[str, Options]) -> str:
    return words_of(question, version.answers.get(question.key), language, lists)
