"""Keeping a form as it is typed, by many hands: each answer has a revision, and nothing is overwritten unseen.

Who writes says against which revision (`token_of`). An answer that somebody else has changed since stays as it is; what
was typed is kept beside it in `Application.others`, until a person has looked at both and chosen.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zlib import crc32

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.formkit.rules import Question, answers_from, as_kept, as_typed
from yunhui.foundation.formkit.selectors import asked_by
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require
from yunhui.kernel.statements import Kept
from yunhui.pipeline.applications.enums import ApplicationState, Right
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.rules import can_edit, columns_of, may

# One answer may be this long in a draft, in characters; what a question takes is less.
LONGEST = 200_000
# So many other texts of one answer are kept; only as many pages with unseen changes could make more.
_MOST_OTHERS = 20
_BOTH = ("text", "long_text")


@dataclass(frozen=True, slots=True)
class Writing:
    """Who writes from where: `tab` names the page and `number` counts what it sent, so that a page may go on writing
    over what it wrote itself, and what arrives late from it is not taken for new."""

    by: UUID | None = None
    tab: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Posted:
    """What a page sent: its data, all but the question `without`; the tokens that it knew; `tab` and `number` as in
    `Writing`."""

    data: Mapping[str, Any]
    known: Mapping[str, str]
    tab: str = ""
    number: int = 0
    without: str = ""


@transaction.atomic
def save_draft(
    *,
    actor: Actor,
    application_id: UUID,
    answers: Mapping[str, Any] | None = None,
    known: Mapping[str, str] | None = None,
    tab: str = "",
    number: int = 0,
    posted: Posted | None = None,
) -> Application:
    """Keep answers as typed, whatever they are; no audit row and no fact, because this runs at every pause in typing.

    Args:
        answers: question key -> what was typed; keys that the form does not have are left out.
        known: question key -> the token of the answer as the writer last saw it; an answer without one is written over
            whatever is there. None writes all of them (programs, which have no page).
        tab, number: see `Writing`.
        posted: all of this as a page sent it.

    Returns:
        The application; its `others` hold what could not be written without overwriting somebody.

    Raises:
        NotFoundError: not the actor's.
        RefusedError: no longer editable, or only to be read.
        InvalidError: an answer is too long to be kept.
    """
    application = locked(actor, application_id)
    require(can_edit(actor, application))
    if posted is not None:
        take_posted(actor, application, posted)
    else:
        _refuse_long(answers or {})
        values = dict(answers or {})
        typed = [(one, as_kept(one, values[one.key])) for one in asked_of(application) if one.key in values]
        merge(application, typed, known, Writing(actor.user_id, tab, number), clock.now())
    keep(application)
    return application


def take_posted(actor: Actor, application: Application, posted: Posted) -> None:
    """Merge what a page sent into an application that is locked and at hand; who calls this writes it.

    Raises:
        InvalidError: an answer is too long to be kept.
    """
    _refuse_long(posted.data)
    questions = [one for one in asked_of(application) if one.key != posted.without]
    values = answers_from(questions, posted.data)
    typed = [(one, as_kept(one, values[one.key])) for one in questions if one.key in values]
    merge(application, typed, posted.known, Writing(actor.user_id, posted.tab, posted.number), clock.now())


@transaction.atomic
def settle_answer(
    *, actor: Actor, application_id: UUID, key: str, value: Any, token: str, tabs: Iterable[str]
) -> Application:
    """Choose between texts of one answer: `value` is what counts from now on, the others of `tabs` are done with.

    Where the answer has been changed again since `token`, nothing is settled: the chosen text joins the others.

    Raises:
        NotFoundError: not the actor's, or no such question.
        RefusedError: no longer editable, or only to be read.
    """
    application = locked(actor, application_id)
    require(can_edit(actor, application))
    question = next((one for one in asked_of(application) if one.key == key), None)
    if question is None:
        raise NotFoundError("question")
    gone, writing = set(tabs), Writing(actor.user_id)
    if not merge(application, [(question, as_kept(question, value))], {key: token}, writing, clock.now()):
        left = [one for one in application.others.get(key, []) if one["tab"] not in gone]
        _keep_others(application, key, left)
    keep(application)
    return application


def both_of(question: Question, one: Any, other: Any) -> Any:
    """Two texts of one answer as one, the first one first; only where the answer is a text."""
    if question.kind not in _BOTH or not one or not other:
        return one or other
    return f"{one}\n\n{other}" if question.kind == "long_text" else f"{one} / {other}"


def merge(
    application: Application,
    typed: Iterable[tuple[Question, Any]],
    known: Mapping[str, str] | None,
    writing: Writing,
    now: datetime,
) -> set[str]:
    """Write answers into an application that is at hand, each against the revision that its writer knew.

    Returns:
        The keys of answers that somebody else has changed since; what was typed is kept among the others.
    """
    in_conflict = set()
    for question, value in typed:
        key = question.key
        mark = application.revisions.get(key) or {}
        if said(question, value) == said(question, application.answers.get(key)):
            _drop(application, question, writing.tab)
        elif known is None or _may_write(application, question, mark, known.get(key), writing):
            _write(application, question, value, mark, writing, now)
        elif not _is_late(mark, writing) and not _is_untouched(question, value, known.get(key)):
            _set_aside(application, question, value, writing, now)
            in_conflict.add(key)
    return in_conflict


def token_of(application: Application, question: Question) -> str:
    """The revision of an answer with a check sum of what it says: `3.9a1f03c2`."""
    number = (application.revisions.get(question.key) or {}).get("n", 0)
    return f"{number}.{_sum(said(question, application.answers.get(question.key)))}"


def said(question: Question, value: Any) -> str:
    """What an answer says as it stands in its field, by which two can be compared: typed, clean or a list."""
    kept = as_kept(question, value)
    if isinstance(kept, list):
        return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else ""
    return as_typed(question, kept)


def asked_of(application: Application) -> tuple[Question, ...]:
    """The questions of an application's form version."""
    return asked_by(application.form_version)


def keep(application: Application) -> None:
    """Write what saving changes, and no more."""
    application.saved_at = clock.now()
    fields = ["answers", "revisions", "others", "saved_at"]
    if application.state == ApplicationState.DRAFT:
        columns = columns_of(application.answers, {})
        application.title, application.speaker = columns["title"], columns["speaker"]
        fields += ["title", "speaker"]
    application.save(update_fields=fields)


def locked(actor: Actor, application_id: UUID) -> Application:
    """An application of the actor's own, locked for the rest of the transaction.

    Raises:
        NotFoundError: there is none, or it is another's.
    """
    found = _LOCKED.ask(application_id)
    if not found or not may(actor, found[0], Right.VIEW):
        raise NotFoundError("application")
    return found[0]


# The questions stay where they are: `asked_by` has read them before, and their version never changes.
_LOCKED: Kept[Application] = Kept(
    lambda pk: (
        Application.objects.select_for_update(of=("self",))
        .select_related("call", "form_version")
        .defer("form_version__questions")
        .filter(pk=pk)
    ),
    UUID(int=0),
)


def _may_write(
    application: Application, question: Question, mark: Mapping[str, Any], token: str | None, writing: Writing
) -> bool:
    if not token or token == token_of(application, question):
        return True
    return bool(writing.tab) and mark.get("tab") == writing.tab and not _is_late(mark, writing)


def _is_late(mark: Mapping[str, Any], writing: Writing) -> bool:
    """Whether the same page has sent something newer already."""
    return bool(writing.tab) and mark.get("tab") == writing.tab and writing.number < mark.get("s", 0)


def _is_untouched(question: Question, value: Any, token: str | None) -> bool:
    """Whether a page sends back only what it showed: a form without a script posts all of its fields."""
    return bool(token) and str(token).partition(".")[2] == _sum(said(question, value))


def _write(
    application: Application,
    question: Question,
    value: Any,
    mark: Mapping[str, Any],
    writing: Writing,
    now: datetime,
) -> None:
    application.answers[question.key] = value
    application.revisions[question.key] = {
        "n": mark.get("n", 0) + 1,
        "by": str(writing.by) if writing.by else None,
        "at": now.isoformat(),
        "tab": writing.tab,
        "s": writing.number,
    }
    _drop(application, question, writing.tab)


def _set_aside(application: Application, question: Question, value: Any, writing: Writing, now: datetime) -> None:
    others = [one for one in application.others.get(question.key, []) if one["tab"] != writing.tab]
    if any(said(question, one["text"]) == said(question, value) for one in others):
        return
    by = str(writing.by) if writing.by else None
    one = {"tab": writing.tab or f"{now.timestamp():.6f}", "text": value, "by": by, "at": now.isoformat()}
    _keep_others(application, question.key, [*others, one][-_MOST_OTHERS:])


def _drop(application: Application, question: Question, tab: str) -> None:
    """What a page has set aside is done with once what it says stands."""
    key = question.key
    if key in application.others:
        standing = said(question, application.answers.get(key))
        left = [one for one in application.others[key] if one["tab"] != tab and said(question, one["text"]) != standing]
        _keep_others(application, key, left)


def _keep_others(application: Application, key: str, others: list[dict[str, Any]]) -> None:
    if others:
        application.others[key] = others
    else:
        application.others.pop(key, None)


def _sum(text: str) -> str:
    return f"{crc32(text.encode('utf-8', 'surrogatepass')):08x}"


def _refuse_long(given: Mapping[str, Any]) -> None:
    if long := [name for name in given if _length(given[name]) > LONGEST]:
        raise InvalidError([Problem(name, "too_long_to_keep", _too_long()) for name in long])


def _length(value: Any) -> int:
    return len(value) if isinstance(value, str) else len(json.dumps(value, default=str))


def _too_long() -> Any:
    return _(
        "This is longer than can be kept: at most %(most)s characters. Shorten it; it is still in your browser."
    ) % {"most": f"{LONGEST:,}"}
