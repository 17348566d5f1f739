"""What stands beside the ranking: both gates, quotas, ties, free places, two signatures, and who may do what now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.formkit.rules import clean_text
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, Problem
from yunhui.kernel.i18n import pick
from yunhui.kernel.verdict import Verdict
from yunhui.pipeline.applications.selectors import Work, work_in
from yunhui.pipeline.calls.models import Call, Group
from yunhui.pipeline.decisions.enums import Outcome
from yunhui.pipeline.decisions.models import Batch, BatchItem, Signature
from yunhui.pipeline.decisions.rules import SIGNERS, can_propose, can_release, can_sign, signing_role
from yunhui.pipeline.decisions.selectors import GateCount, GroupTally, gates_among, tallies_among
from yunhui.pipeline.decisions.web.rows import title_of
from yunhui.ui.fields import Field


@dataclass(frozen=True, slots=True)
class TieForm:
    """A tie that people decide: what it is about, and a place for each of its applications."""

    number: int
    about: str
    fields: list[Field]
    reason: Field

    @property
    def wrong(self) -> list[Field]:
        """What needs correction."""
        return [one for one in (*self.fields, self.reason) if one.error]


@dataclass(frozen=True, slots=True)
class Decided:
    """What the panel decided in a tie: the order, why, when."""

    order: list[str]
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Signed:
    """One of the two signatures, or its empty place."""

    role: str
    signature: Signature | None


@dataclass(frozen=True, slots=True)
class Panel:
    """The batch as its panel shows it; the verdicts say which buttons are there."""

    selected: int
    reserves: int
    total: int
    gates: Mapping[str, GateCount]
    tallies: list[GroupTally]
    border: int
    ties: list[TieForm]
    decided: list[Decided]
    unfilled: list[str]
    left_over: int
    signed: list[Signed]
    own_role: str
    can_propose: Verdict
    can_sign: Verdict
    can_release: Verdict

    @property
    def signatures(self) -> int:
        """How many of the two have signed."""
        return sum(one.signature is not None for one in self.signed)

    @property
    def missing(self) -> list[str]:
        """The roles that have not signed yet."""
        return [one.role for one in self.signed if one.signature is None]


def panel_of(
    actor: Actor,
    call: Call,
    batch: Batch,
    groups: Sequence[Group],
    items: Sequence[BatchItem],
    typed: Mapping[str, Any],
    problems: Sequence[Problem],
) -> Panel:
    """The panel of a batch from rows that are at hand: no query."""
    names = {str(item.application_id): title_of(item, actor.language) for item in items}
    by_role = {signature.role: signature for signature in batch.signatures.all()}
    outcomes = [item.outcome for item in items]
    role = signing_role(actor, batch)
    given = sum(group.quota + group.wild_cards for group in groups)
    return Panel(
        selected=outcomes.count(Outcome.SELECTED),
        reserves=outcomes.count(Outcome.RESERVE),
        total=len(outcomes),
        gates=gates_among(items),
        tallies=tallies_among(groups, items),
        border=sum(item.is_border for item in items),
        ties=[
            _tie_form(number, tie, names, _group_names(groups, actor), typed, problems)
            for number, tie in enumerate(batch.notes["ties"])
        ],
        decided=[_decided(one, names) for one in batch.notes.get("deliberations", [])],
        unfilled=[_unfilled(one, _group_names(groups, actor)) for one in batch.notes["unfilled"]],
        left_over=call.seats - given,
        signed=[Signed(str(Role(one).label), by_role.get(one)) for one in SIGNERS],
        own_role=str(Role(role).label) if role else "",
        can_propose=can_propose(actor, call),
        can_sign=can_sign(actor, batch),
        can_release=can_release(actor, batch),
    )


def order_of_tie(tie: Mapping[str, Any], typed: Mapping[str, Any]) -> tuple[dict[UUID, int], str]:
    """The places that people gave to the entries of a tie, and why.

    Raises:
        InvalidError: an entry without a place, a place twice or out of range, or no reason.
    """
    entries = tie["entries"]
    places = {key: clean_text(typed.get(_place(key))) for key in entries}
    known = {str(place) for place in range(1, len(entries) + 1)}
    problems = []
    for key, place in places.items():
        if place not in known:
            problems.append(Problem(_place(key), "required", _("Choose a place.")))
        elif list(places.values()).count(place) > 1:
            problems.append(Problem(_place(key), "twice", _("This place is given twice.")))
    reason = clean_text(typed.get("reason"))
    if not reason:
        problems.append(Problem("reason", "required", _("Say why in this order; it is kept with the batch.")))
    if problems:
        raise InvalidError(problems)
    return {UUID(key): int(place) for key, place in places.items()}, reason


@dataclass(frozen=True, slots=True)
class Waiting:
    """Applications that are not ready for a decision: in which stage, with whom, how many, since when late."""

    stage: str
    whom: str
    work: Work


def progress_of(actor: Actor, call: Call, groups: Sequence[Any]) -> dict[str, Any]:
    """Before the first proposal: what still waits and with whom, how far each group is, and whether one may propose.

    Args:
        groups: with `sheets_locked`, `sheets_open` and `experts`.
    """
    work = {kind: one for (_call_id, kind), one in work_in(actor, [call]).items()}
    sheets = sum(group.sheets_open for group in groups)
    whom = {
        "screening": (_("Form check"), _("the talent office")),
        "docking": (_("Host-area match"), _("the host areas")),
        "review": (
            _("Expert review"),
            ngettext("the experts, one sheet open", "the experts, %(n)d sheets open", sheets) % {"n": sheets}
            if sheets
            else _("the talent office, which assigns the experts"),
        ),
    }
    waiting = [Waiting(*words, work[kind]) for kind, words in whom.items() if kind in work]
    ready = work["decision"].count if "decision" in work else 0
    return {
        "waiting": waiting,
        "ready": ready,
        "review": [(pick(group, "name", actor.language), group) for group in groups],
        "can_propose": can_propose(actor, call),
    }


def _place(key: str) -> str:
    return f"place-{key}"


def _tie_form(
    number: int,
    tie: Mapping[str, Any],
    names: Mapping[str, str],
    groups: Mapping[str, str],
    typed: Mapping[str, Any],
    problems: Sequence[Problem],
) -> TieForm:
    own = str(number) == typed.get("tie")
    errors = {problem.field: str(problem.message) for problem in problems} if own else {}
    given = typed if own else {}
    places = [("", _("place")), *((str(place), str(place)) for place in range(1, len(tie["entries"]) + 1))]
    return TieForm(
        number=number,
        about=_about(tie, groups),
        fields=[
            Field(
                name=_place(key),
                label=names.get(key, key),
                kind="select",
                required=True,
                choices=places,
                value=str(given.get(_place(key)) or ""),
                error=errors.get(_place(key), ""),
            )
            for key in tie["entries"]
        ],
        reason=Field(
            name="reason",
            id=f"f-reason-{number}",
            label=_("Why in this order"),
            help=_("Kept with the batch and in the log"),
            kind="textarea",
            rows=2,
            required=True,
            value=str(given.get("reason") or ""),
            error=errors.get("reason", ""),
            limit=1000,
        ),
    )


def _about(tie: Mapping[str, Any], groups: Mapping[str, str]) -> str:
    values = {"n": len(tie["entries"]), "places": tie["places"], "group": groups.get(tie["group"] or "", "")}
    if tie["kind"] == "quota":
        return _("%(group)s: %(n)d are equal, %(places)d of them can be selected") % values
    if tie["kind"] == "wild_card":
        return _("%(group)s, wild cards: %(n)d are equal for %(places)d") % values
    if tie["kind"] == "remaining":
        return _("Places left over: %(n)d are equal, %(places)d of them can be selected") % values
    values["number"] = tie["first_number"]
    return _("Reserve list from number %(number)s: %(n)d are equal") % values


def _decided(one: Mapping[str, Any], names: Mapping[str, str]) -> Decided:
    order = sorted(one["places"], key=lambda key: (one["places"][key], key))
    return Decided([names.get(key, key) for key in order], one["reason"], datetime.fromisoformat(one["at"]))


def _unfilled(one: Mapping[str, Any], groups: Mapping[str, str]) -> str:
    group = groups.get(one["group"] or "", "")
    kind = {
        "quota": _("places of %(group)s") % {"group": group},
        "wild_card": _("wild cards of %(group)s") % {"group": group},
        "remaining": _("places left over"),
        "reserve": _("places on the reserve list"),
    }[one["kind"]]
    why = {
        "too_few_passing": _("too few passed both gates"),
        "too_few_recommended": _("too few were recommended"),
        "not_passed_on": _("the rule leaves them empty"),
        "tie": _("a tie is open"),
    }[one["code"]]
    return _("%(kind)s: %(count)d free, %(why)s") % {"kind": kind, "count": one["count"], "why": why}


def _group_names(groups: Sequence[Group], actor: Actor) -> dict[str, str]:
    return {group.key: pick(group, "name", actor.language) for group in groups}
