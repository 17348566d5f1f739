"""Who may do what with an application."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel import clock, searching
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused
from yunhui.parties.models import Board
from yunhui.pipeline.applications.enums import ApplicationState, FoundBy, Right
from yunhui.pipeline.applications.models import Application, Collaborator, Completion, OfficeNote
from yunhui.pipeline.applications.states import OPEN_STATES
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_run_call

NOTE_LENGTH = 2000


def can_start(actor: Actor, call: Call) -> Verdict:
    """Anyone with an account, while the call is open by the server's clock."""
    if not (actor.is_signed_in or actor.is_system):
        return refused("not_signed_in", _("Sign in to apply."))
    return is_open(call)


def is_open(call: Call) -> Verdict:
    """Whether a call takes applications now."""
    now = clock.now()
    if call.state != CallState.PUBLISHED or (call.opens_at and now < call.opens_at):
        return refused("not_open_yet", _("This call is not open yet."))
    if call.closes_at and now >= call.closes_at:
        return refused(
            "closed", _("This call has closed. What you wrote is kept; ask the talent office what you can do.")
        )
    return ALLOWED


def can_edit(actor: Actor, application: Application) -> Verdict:
    """Its owner and the co-applicants who may write, until the call closes."""
    if not may(actor, application, Right.EDIT):
        return refused("not_owner", _("Only the applicant can change this."))
    if application.state not in (ApplicationState.DRAFT, ApplicationState.IN_PROGRESS):
        return refused("not_editable", _("The application can no longer be changed."))
    return is_open(application.call)


def can_submit(actor: Actor, application: Application) -> Verdict:
    """The owner submits first, because it binds them; new versions until the call closes also who may write."""
    verdict = can_edit(actor, application)
    if verdict and application.state == ApplicationState.DRAFT and not is_owner(actor, application):
        return refused("not_owner", _("Only the person who started the application can submit it the first time."))
    return verdict


def can_refer(actor: Actor, board: Board, call: Call) -> Verdict:
    """An officer of the host area, while the call is open and takes recommendations."""
    if not (actor.is_system or actor.has_in(Role.BOARD, ScopeKind.BOARD, board.pk)):
        return refused("not_your_board", _("Only an officer of the host area recommends for it."))
    if not call.allows_recommendation:
        return refused("no_recommendations", _("This call takes no recommendations."))
    return is_open(call)


def can_withdraw(actor: Actor, application: Application) -> Verdict:
    """Its owner, at any open point."""
    if not is_owner(actor, application):
        return refused("not_owner", _("Only the applicant can withdraw."))
    if application.state not in OPEN_STATES:
        return refused("ended", _("The application has ended already."))
    return ALLOWED


def can_share(actor: Actor, application: Application) -> Verdict:
    """Its owner, until it has ended."""
    if not is_owner(actor, application):
        return refused("not_owner", _("Only the person who started the application can do this."))
    if application.state not in OPEN_STATES:
        return refused("ended", _("The application has ended already."))
    return ALLOWED


def can_keep(actor: Actor, application: Application, *, ended: bool = False) -> Verdict:
    """The talent office of its call, while the application is in the running; with `ended`, also after."""
    office = can_run_call(actor, application.call)
    if not office or ended or application.state in OPEN_STATES:
        return office
    return refused("ended", _("The application has ended already."))


def can_regroup(actor: Actor, application: Application) -> Verdict:
    """The talent office, until the decision ranks the groups."""
    office = can_run_call(actor, application.call)
    if office and application.state != ApplicationState.IN_PROGRESS:
        return refused("decided", _("The decision has been made; the group stands."))
    return office


def can_take_back_note(actor: Actor, note: OfficeNote) -> Verdict:
    """Who wrote it."""
    if actor.user_id is not None and note.author_id == actor.user_id:
        return ALLOWED
    return refused("not_author", _("Only who wrote a note can take it back."))


def can_screen(actor: Actor, application: Application) -> Verdict:
    """The talent office of its call."""
    return can_run_call(actor, application.call)


def is_owner(actor: Actor, application: Application) -> bool:
    """Whether the actor is the applicant (or the city's machinery working for them)."""
    return actor.is_system or (actor.user_id is not None and application.owner_id == actor.user_id)


def may(actor: Actor, application: Application, right: str) -> bool:
    """Whether the actor may `view` or `edit` an application as its owner or co-applicant; one query where not owner."""
    return is_owner(actor, application) or collaborations(actor, right).filter(application=application).exists()


def collaborations(actor: Actor, right: str = Right.VIEW) -> QuerySet[Collaborator]:
    """The accepted, living invitations of the actor that give them at least a right."""
    if actor.user_id is None:
        return Collaborator.objects.none()
    rows = Collaborator.objects.filter(user_id=actor.user_id, accepted_at__isnull=False, ended_at__isnull=True)
    return rows if right == Right.VIEW else rows.filter(right=Right.EDIT)


def columns_of(answers: dict[str, Any], zones: dict[str, str]) -> dict[str, str]:
    """The columns that lists show, from answers; `zones` maps place codes to IANA zones."""
    place = str(answers.get("place") or "")
    return {
        "title": str(answers.get("title") or "")[:300],
        "title_en": str(answers.get("title_en") or "")[:300],
        "speaker": str(answers.get("name") or "")[:160],
        "country": str(answers.get("country") or "")[:2],
        "place": place[:40],
        "zone": zones.get(place, settings.TIME_ZONE_OF_CITY),
    }


def search_of(application: Application) -> str:
    """The column `search` from the other columns and the answers: set it wherever they are set.

    Found by number and titles; by the speaker (a Chinese name also by its pinyin) of those who read names; by
    organisation and e-mail address of the office (`enums.FoundBy`). The address is one word that only a question for
    addresses asks (`kernel.searching`).
    """
    answers, number, name = application.answers, application.number, application.speaker
    words = searching.words_of(application.title) | searching.words_of(application.title_en)
    if number is not None:
        words |= {str(number), f"{number:04d}"}
    kept = searching.words_of(str(answers.get("employer") or "")[:300])
    if email := str(answers.get("email") or ""):
        kept.add(searching.address_word(email))
    return searching.vector(words, {"A": searching.words_of(name) | searching.sounds_of(name), "B": kept})


def reads_names(actor: Actor) -> bool:
    """Whether lists, heads and hits may name the speaker to somebody who works inside a call: not to a panel leader,
    who reads as experts do; where the form lets experts read a name, it stands among the answers."""
    return not actor.has(Role.CHAIR) or actor.has(Role.OFFICE, Role.APPROVER)


def found_by(actor: Actor) -> FoundBy:
    """What somebody who works inside a call finds applications by: a hit tells that the word stands there."""
    if actor.is_system or actor.has(Role.OFFICE):
        return FoundBy.ALL
    return FoundBy.NAMES if reads_names(actor) else FoundBy.TITLES


@dataclass(frozen=True, slots=True)
class ScreeningConfig:
    """The form check of a call: working days that an applicant has to complete (补正), and how many before the end the
    reminder leaves."""

    completion_days: int = 3
    reminder_days: int = 1

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> "ScreeningConfig":
        """The configuration of a screening stage; what it does not say is the default."""
        return cls(int(config.get("completion_days", 3)), int(config.get("reminder_days", 1)))


def can_complete(actor: Actor, completion: Completion) -> Verdict:
    """The applicant and who may write with them, until the time that the office gave."""
    application = completion.stage_pass.application
    if not may(actor, application, Right.EDIT):
        return refused("not_owner", _("Only the applicant can change this."))
    if application.state != ApplicationState.IN_PROGRESS:
        return refused("not_editable", _("The application can no longer be changed."))
    if clock.now() >= completion.due_at:
        return refused("too_late", _("The time to complete this is over. Ask the talent office what you can do."))
    return ALLOWED


def told_of(application: Application, language: str) -> list[tuple[str, str]]:
    """What the applicant answered to “Can I apply?” before they started, as (question, answer)."""
    end = "zh" if language.startswith("zh") else "en"
    return [(one[f"label_{end}"], one[f"text_{end}"]) for one in application.told.get("answers", ())]


def name_of(application: Application, language: str) -> str:
    """What an application is called in the reader's language; its number while it has no name."""
    first, other = application.title, application.title_en
    return ((first or other) if language.startswith("zh") else (other or first)) or str(application)
