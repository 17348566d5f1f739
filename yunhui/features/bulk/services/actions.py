"""The actions that there are: what each asks, what it would do, and how it is done through its room's service."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from yunhui.features.bulk.letters import MESSAGE
from yunhui.features.bulk.services.readers import readers_of
from yunhui.features.docking.enums import OfferState
from yunhui.features.docking.models import Offer
from yunhui.features.docking.services import extend_answers, offer_to_board
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import holders
from yunhui.foundation.formkit.rules import clean_text
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.notices.services import Copy, write_notices
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require
from yunhui.parties.models import Board
from yunhui.parties.selectors import boards
from yunhui.pipeline.applications.enums import ApplicationState, Channel
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.applications.services import give_to_keeper, move_to_group, screen_application, set_channel
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_run_call
from yunhui.pipeline.consents.selectors import boards_permitted_by

Given = Mapping[str, str]
Said = tuple[bool, str]
_AT_WORK = (OfferState.PENDING, OfferState.INTERESTED)


class Action(Protocol):
    """One thing that can be done to many applications.

    `plan` says for each row, in their order, whether anything happens and in a sentence what, or why not; it changes
    nothing. `act` does it to one application and raises a DomainError where it cannot.
    """

    label: Any

    def clean(self, call: Call, given: Given) -> dict[str, Any]:
        """The parameters. Raises InvalidError for what needs correction."""

    def plan(self, call: Call, rows: Sequence[Application], params: Mapping[str, Any]) -> Iterable[Said]:
        """What would happen to each row."""

    def act(self, actor: Actor, application_id: UUID, params: Mapping[str, Any]) -> None:
        """Do it."""


class PassCheck:
    """The form check of all of them passes."""

    label = gettext_lazy("Pass the form check")

    def clean(self, call: Call, given: Given) -> dict[str, Any]:
        return {}

    def plan(self, call: Call, rows: Sequence[Application], params: Mapping[str, Any]) -> Iterator[Said]:
        following = _following(call)
        for row in rows:
            state = _state_of(row, "screening")
            if state == "open" and row.state == ApplicationState.IN_PROGRESS:
                yield True, _("Passes the form check; goes on to: %(stages)s") % {"stages": following}
            elif state == "returned":
                yield False, _("The applicant has been asked to complete it.")
            else:
                yield False, _("Its form check is not open.")

    def act(self, actor: Actor, application_id: UUID, params: Mapping[str, Any]) -> None:
        one = StagePass.objects.filter(application=application_id, stage__kind="screening").first()
        if one is None:
            raise NotFoundError("form check")
        screen_application(actor=actor, stage_pass=one, passed=True)


class MoveGroup:
    """They go into another group."""

    label = gettext_lazy("Move to another group")

    def clean(self, call: Call, given: Given) -> dict[str, Any]:
        group = call.groups.filter(key=given.get("group", "")).first()
        if group is None:
            raise InvalidError([Problem("group", "required", _("Choose a group."))])
        return {"group": group.key}

    def plan(self, call: Call, rows: Sequence[Application], params: Mapping[str, Any]) -> Iterator[Said]:
        names = {group.key: (group.name_zh, group.name_en) for group in call.groups.all()}
        there = _pick(*names[params["group"]])
        for row in rows:
            here = _pick(row.group.name_zh, row.group.name_en) if row.group else "—"
            if row.group and row.group.key == params["group"]:
                yield False, _("It is in this group already.")
            elif row.state != ApplicationState.IN_PROGRESS:
                yield False, _("The decision has been made; the group stands.")
            else:
                yield True, _("From %(here)s to %(there)s") % {"here": here, "there": there}

    def act(self, actor: Actor, application_id: UUID, params: Mapping[str, Any]) -> None:
        move_to_group(actor=actor, application_id=application_id, group_key=params["group"])


class SetChannel:
    """How they came, and wild cards."""

    label = gettext_lazy("Set the channel or wild card")

    def clean(self, call: Call, given: Given) -> dict[str, Any]:
        channel, wild = given.get("channel", ""), given.get("wild", "")
        if channel not in ("", *Channel.values) or wild not in ("", "0", "1") or not (channel or wild):
            raise InvalidError([Problem("channel", "required", _("Choose a channel, a wild card, or both."))])
        return {"channel": channel, "wild": wild}

    def plan(self, call: Call, rows: Sequence[Application], params: Mapping[str, Any]) -> Iterator[Said]:
        left = _wild_cards_left(call)
        for row in rows:
            changes = []
            if params["channel"] and params["channel"] != row.channel:
                changes.append(_("channel: %(word)s") % {"word": Channel(params["channel"]).label})
            if params["wild"] and (params["wild"] == "1") != row.is_wild_card:
                changes.append(_("gets a wild card") if params["wild"] == "1" else _("loses its wild card"))
                if params["wild"] == "1":
                    left[row.group_id] = left.get(row.group_id, 0) - 1
            if row.state not in (ApplicationState.IN_PROGRESS, ApplicationState.RESERVE, ApplicationState.SELECTED):
                yield False, _("The application has ended.")
            elif not changes:
                yield False, _("It is so already.")
            elif params["wild"] == "1" and not row.is_wild_card and left.get(row.group_id, -1) < 0:
                yield False, _("The group's wild cards are all given.")
            else:
                yield True, ("；" if _is_chinese() else "; ").join(changes)

    def act(self, actor: Actor, application_id: UUID, params: Mapping[str, Any]) -> None:
        wild = None if params["wild"] == "" else params["wild"] == "1"
        set_channel(actor=actor, application_id=application_id, channel=params["channel"], wild_card=wild)


class GiveKeeper:
    """A colleague looks after them."""

    label = gettext_lazy("Give to a colleague")

    def clean(self, call: Call, given: Given) -> dict[str, Any]:
        keeper = given.get("keeper", "")
        known = {str(pk) for pk in holders(Role.OFFICE, ScopeKind.CALL, call.pk).values_list("pk", flat=True)}
        if keeper not in {"nobody", *known}:
            raise InvalidError([Problem("keeper", "required", _("Choose a colleague."))])
        return {"keeper": "" if keeper == "nobody" else keeper}

    def plan(self, call: Call, rows: Sequence[Application], params: Mapping[str, Any]) -> Iterator[Said]:
        keeper = User.objects.filter(pk=params["keeper"]).first() if params["keeper"] else None
        for row in rows:
            here = row.keeper.name if row.keeper else _("nobody")
            if row.keeper_id == (keeper.pk if keeper else None):
                yield False, _("It is so already.")
            elif row.state not in (ApplicationState.IN_PROGRESS, ApplicationState.RESERVE, ApplicationState.SELECTED):
                yield False, _("The application has ended.")
            else:
                there = keeper.name if keeper else _("nobody")
                yield True, _("From %(here)s to %(there)s") % {"here": here, "there": there}

    def act(self, actor: Actor, application_id: UUID, params: Mapping[str, Any]) -> None:
        keeper = UUID(params["keeper"]) if params["keeper"] else None
        give_to_keeper(actor=actor, application_id=application_id, keeper_id=keeper)


class ExtendAnswers:
    """Their host areas get more time to answer."""

    label = gettext_lazy("Give host areas more time")

    def clean(self, call: Call, given: Given) -> dict[str, Any]:
        days, reason, problems = given.get("days", ""), clean_text(given.get("reason", "")), []
        if not (days.isdecimal() and len(days) < 4 and 1 <= int(days) <= 20):
            problems.append(Problem("days", "out_of_range", _("Write a number from 1 to 20.")))
        if not reason or len(reason) > 300:
            problems.append(Problem("reason", "required", _("Say why, in at most 300 characters.")))
        if problems:
            raise InvalidError(problems)
        return {"days": int(days), "reason": reason}

    def plan(self, call: Call, rows: Sequence[Application], params: Mapping[str, Any]) -> Iterator[Said]:
        for row in rows:
            waiting = row.standing.answers.count(OfferState.PENDING)
            if row.state != ApplicationState.IN_PROGRESS:
                yield False, _("The application has ended.")
            elif not waiting:
                yield False, _("No host area's answer is awaited.")
            else:
                words = ngettext(
                    "%(n)d host area has %(days)d working days from today",
                    "%(n)d host areas have %(days)d working days from today",
                    waiting,
                )
                yield True, words % {"n": waiting, "days": params["days"]}

    def act(self, actor: Actor, application_id: UUID, params: Mapping[str, Any]) -> None:
        offers = Offer.objects.filter(application=application_id, state=OfferState.PENDING)
        ids = list(offers.order_by("pk").values_list("pk", flat=True))
        extend_answers(actor=actor, offer_ids=ids, days=params["days"], reason=params["reason"])


class OfferBoard:
    """They are offered to one host area more."""

    label = gettext_lazy("Offer to a host area")

    def clean(self, call: Call, given: Given) -> dict[str, Any]:
        known = {str(pk) for pk in boards().values_list("pk", flat=True)}
        if given.get("board", "") not in known:
            raise InvalidError([Problem("board", "required", _("Choose a host area."))])
        reason = clean_text(given.get("reason", ""))
        if len(reason) > 300:
            raise InvalidError([Problem("reason", "too_long", _("Say why, in at most 300 characters."))])
        return {"board": given["board"], "reason": reason}

    def plan(self, call: Call, rows: Sequence[Application], params: Mapping[str, Any]) -> Iterator[Said]:
        board = Board.objects.get(pk=params["board"])
        ids = [row.pk for row in rows]
        permitted = boards_permitted_by(ids)
        had = dict(Offer.objects.filter(board=board, application__in=ids).values_list("application_id", "state"))
        for row in rows:
            at_work = sum(row.standing.answers.count(state) for state in _AT_WORK)
            state = had.get(row.pk)
            if row.state != ApplicationState.IN_PROGRESS or _state_of(row, "docking") not in (
                "open",
                "passed",
                "failed",
            ):
                yield False, _("It is not with the host areas now.")
            elif state in (*_AT_WORK, OfferState.NOT_INTERESTED):
                yield False, _("This host area has it already.")
            elif row.pk not in permitted or not permitted[row.pk].allows(board.pk):
                yield False, _("The applicant does not let this host area read the project.")
            elif at_work >= call.max_boards:
                yield False, _("%(most)d host areas have this project.") % {"most": call.max_boards}
            else:
                yield True, _("Offered to %(board)s") % {"board": _pick(board.name_zh, board.name_en)}

    def act(self, actor: Actor, application_id: UUID, params: Mapping[str, Any]) -> None:
        offer_to_board(
            actor=actor, application_id=application_id, board_id=UUID(params["board"]), reason=params["reason"]
        )


class WriteLetter:
    """Applicants, co-applicants and contacts get a letter; it waits in the outbox until somebody has looked at it."""

    label = gettext_lazy("Write to the applicants")

    def clean(self, call: Call, given: Given) -> dict[str, Any]:
        texts = {name: clean_text(given.get(name, "")) for name in ("subject_zh", "text_zh", "subject_en", "text_en")}
        problems = []
        for name, text in texts.items():
            most = 120 if name.startswith("subject") else 3000
            if len(text) > most:
                problems.append(Problem(name, "too_long", _("At most %(n)d characters.") % {"n": most}))
        for name in ("subject", "text"):
            if not (texts[f"{name}_zh"] and texts[f"{name}_en"]):
                lacking = f"{name}_zh" if not texts[f"{name}_zh"] else f"{name}_en"
                problems.append(Problem(lacking, "required", _("Write it in both languages; each reads their own.")))
        if problems:
            raise InvalidError(problems)
        return texts

    def plan(self, call: Call, rows: Sequence[Application], params: Mapping[str, Any]) -> Iterator[Said]:
        readers = readers_of([row.pk for row in rows])
        comma = "、" if _is_chinese() else ", "
        for row in rows:
            names = [one.shown for one in readers.get(row.pk, ())]
            if not names:
                yield False, _("It has no account or address of its own that a letter could reach.")
                continue
            words = ngettext(
                "A letter to %(names)s waits in the outbox to be released",
                "%(n)d letters, to %(names)s, wait in the outbox to be released",
                len(names),
            )
            yield True, words % {"n": len(names), "names": comma.join(names)}

    def act(self, actor: Actor, application_id: UUID, params: Mapping[str, Any]) -> None:
        row = Application.objects.select_related("call").get(pk=application_id)
        require(can_run_call(actor, row.call))  # no service of a room stands before the letter
        readers = readers_of([row.pk])[row.pk]
        if not readers:
            raise NotFoundError("reader")
        context = {
            "subject": Both(params["subject_zh"], params["subject_en"]),
            "project": Both(row.title, row.title_en),
            "text": Both(params["text_zh"], params["text_en"]),
        }
        copies = [
            Copy(
                to=one.to, about=("application", row.pk), context=context, call=row.call_id,
                link=f"/my/applications/{row.pk}/" if isinstance(one.to, User) else "",
            )
            for one in readers
        ]  # fmt: skip
        write_notices(actor=actor, letter=MESSAGE.key, copies=copies)


ACTIONS: Mapping[str, Action] = {
    "pass_check": PassCheck(),
    "give_keeper": GiveKeeper(),
    "move_group": MoveGroup(),
    "set_channel": SetChannel(),
    "extend_answers": ExtendAnswers(),
    "offer_board": OfferBoard(),
    "write_letter": WriteLetter(),
}


def _state_of(row: Application, kind: str) -> str:
    """The state of an application's stage of a kind, "" where it waits or there is none."""
    return next((step.split(":")[1] for step in row.standing.steps if step.startswith(f"{kind}:")), "")


def _following(call: Call) -> str:
    stages = list(call.stages.order_by("ordinal", "pk"))
    here = next((one.ordinal for one in stages if one.kind == "screening"), 0)
    names = [_pick(one.name_zh, one.name_en) for one in stages if one.ordinal == here + 1]
    return ("、" if _is_chinese() else ", ").join(names) or "—"


def _wild_cards_left(call: Call) -> dict[int | None, int]:
    """Group id -> wild cards that nobody has yet."""
    given = Application.objects.filter(call=call, is_wild_card=True).values_list("group_id", flat=True)
    left: dict[int | None, int] = {group.pk: group.wild_cards for group in call.groups.all()}
    for group_id in given:
        left[group_id] = left.get(group_id, 0) - 1
    return left


def _pick(zh: str, en: str) -> str:
    return (zh or en) if _is_chinese() else (en or zh)


def _is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")
