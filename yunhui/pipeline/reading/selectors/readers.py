"""Who reads an application as what, and which of its files."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from uuid import UUID

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.files.models import Attachment
from yunhui.foundation.files.selectors import attachments_of
from yunhui.foundation.formkit.rules import Question, questions_of, visible_questions, words_of
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import ENGLISH
from yunhui.parties.models import Board
from yunhui.pipeline.applications.enums import ApplicationState, Right
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.rules import may, name_of
from yunhui.pipeline.applications.selectors import applications_visible_to, last_version
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.calls.selectors import lists_of
from yunhui.pipeline.reading.enums import Capacity
from yunhui.pipeline.reading.models import Undertaking
from yunhui.pipeline.reading.ports import standing_in_rooms
from yunhui.pipeline.reading.rules import file_ids, is_meant_for, promise_of
from yunhui.pipeline.reading.selectors.emergency import running_emergency

_STAFF = ((Role.OFFICE, Capacity.OFFICE), (Role.APPROVER, Capacity.APPROVER), (Role.CHAIR, Capacity.CHAIR))


@dataclass(frozen=True, slots=True)
class Reading:
    """An application that the actor may read. `capacity` is empty for the applicant's own side; `is_kept_back` says of
    a question that this reader gets no answer to it, above what the form says; `title_zh` and `title_en` what the
    project is called for them."""

    application: Application
    capacity: str
    board: Board | None
    is_kept_back: Callable[[Question], bool] | None = None
    title_zh: str = ""
    title_en: str = ""

    def gets(self, question: Question) -> bool:
        """Whether this reader gets the answer to a question."""
        is_kept_back = self.is_kept_back is not None and self.is_kept_back(question)
        return is_meant_for(question, self.capacity) and not is_kept_back

    @property
    def is_own(self) -> bool:
        """Whether the applicant or a co-applicant looks at their own."""
        return not self.capacity

    @property
    def is_blind(self) -> bool:
        """Whether the reader is not to learn who applies."""
        return self.is_kept_back is not None

    @property
    def allows_download(self) -> bool:
        """Whether files may be saved: one's own, and where the call says so; in a blind review none, because files say
        in their properties who made them."""
        return self.is_own or (self.application.call.allows_download and not self.is_blind)

    def title(self, language: str) -> str:
        """What the project is called for this reader."""
        given = self.title_en if language == ENGLISH else self.title_zh
        return given or name_of(self.application, language)


@dataclass(frozen=True, slots=True)
class File:
    """A file with the question that it answers. `number`: among the files of its question, 0 where it is the only one;
    `is_blind`: its own name may tell who applies."""

    attachment: Attachment
    question: Question
    number: int = 0
    is_blind: bool = False

    def name(self, language: str) -> str:
        """What the reader sees it called: its own name, or its question (Plan.pdf, Plan 2.pdf)."""
        own: str = self.attachment.name
        if not self.is_blind:
            return own
        number = f" {self.number}" if self.number else ""
        return f"{self.question.label(language)}{number}{PurePath(own).suffix.lower()[:8]}"


def reading_for(actor: Actor, application_id: UUID) -> Reading:
    """An application, and as what the actor reads it now.

    Raises:
        NotFoundError: there is none, it is not for this actor, or the consent by which they read was taken back.
    """
    rows = applications_visible_to(actor).select_related("call", "group", "owner", "form_version")
    application = rows.filter(pk=application_id).first()
    if application is None or actor.user_id is None:
        if emergency := running_emergency(actor, application_id):
            return Reading(emergency.application, Capacity.EMERGENCY, None)
        raise NotFoundError("application")
    if may(actor, application, Right.VIEW):
        return Reading(application, "", None)
    if application.number is not None and can_see_inside(actor, application.call):
        return Reading(application, _staff_capacity(actor, application.call), None)
    if application.number is None or application.state == ApplicationState.WITHDRAWN:
        raise NotFoundError("application")
    standing = standing_in_rooms(actor, application)
    if standing is None:
        raise NotFoundError("application")
    return Reading(
        application, standing.capacity, standing.board, standing.is_kept_back, standing.title_zh, standing.title_en
    )


def files_for(reading: Reading) -> list[File]:
    """The files that a reader gets, in the order of the form: of what was submitted last, or of the draft for its own
    side; two queries."""
    application = reading.application
    version = last_version(application)
    shown = version if version and not (reading.is_own and application.state == ApplicationState.DRAFT) else application
    questions = visible_questions(questions_of(shown.form_version.questions), shown.answers)
    known = {str(one.pk): one for one in attachments_of("application", application.pk)}
    found = []
    for question in questions:
        if question.kind == "file" and reading.gets(question):
            own = [known[pk] for pk in file_ids(shown.answers, question) if pk in known]
            found += [File(one, question, at if len(own) > 1 else 0, reading.is_blind) for at, one in enumerate(own, 1)]
    return found


def answers_for(reading: Reading, language: str) -> list[tuple[str, str]]:
    """(question, answer) of what was submitted last, as far as this reader gets it and without its files."""
    version = last_version(reading.application)
    if version is None:
        return []
    lists = lists_of(language)
    return [
        (question.label(language), words_of(question, version.answers.get(question.key), language, lists))
        for question in visible_questions(questions_of(version.form_version.questions), version.answers)
        if question.kind != "file" and reading.gets(question)
    ]


def file_for(reading: Reading, attachment_id: UUID) -> File:
    """One file that a reader gets.

    Raises:
        NotFoundError: the application has no such file, or not for this reader.
    """
    found = next((one for one in files_for(reading) if one.attachment.pk == attachment_id), None)
    if found is None:
        raise NotFoundError("file")
    return found


def has_undertaken(actor: Actor, call: Call) -> bool:
    """Whether the actor has undertaken, under the text as it stands, to keep this call's plans confidential."""
    if actor.user_id is None:
        return False
    return Undertaking.objects.filter(call=call, user_id=actor.user_id, text_version=promise_of(call).version).exists()


def _staff_capacity(actor: Actor, call: Call) -> str:
    for role, capacity in _STAFF:
        if actor.has_in(role, ScopeKind.CALL, call.pk):
            return str(capacity)
    return str(Capacity.OFFICE)
