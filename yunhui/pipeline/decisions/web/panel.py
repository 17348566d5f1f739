"""What stands beside the ranking: both gates, quotas, ties, free places, two signatures, and who may do what now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import pick
from yunhui.kernel.verdict import Verdict
from yunhui.pipeline.calls.models import Call, Group
from yunhui.pipeline.decisions.models import Batch, Signature
from yunhui.pipeline.decisions.rules import SIGNERS, can_deliberate, can_propose, can_release, can_sign, signing_role


@dataclass(frozen=True, slots=True)
class OpenTie:
    """A tie that people decide: what it is about, and where the panel sits on it."""

    about: str
    url: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What the panel decided in a tie: the order, why, when, in which record."""

    order: list[str]
    reason: str
    at: datetime
    number: int | None


@dataclass(frozen=True, slots=True)
class Signed:
    """One of the two signatures, or its empty place."""

    role: str
    signature: Signature | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How a batch fills one group."""

    group: Group
    figures: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Panel:
    """The batch as its panel shows it; the verdicts say which buttons are there."""

    selected: int
    reserves: int
    total: int
    gates: Mapping[str, Mapping[str, int]]
    tallies: list[Tally]
    border: int
    ties: list[OpenTie]
    decided: list[Decided]
    unfilled: list[str]
    left_over: int
    signed: list[Signed]
    own_role: str
    can_propose: Verdict
    can_deliberate: Verdict
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
    figures: Mapping[str, Mapping[str, Any]],
    names: Mapping[str, str],
) -> Panel:
    """The panel of a batch from rows that are at hand: no query.

    Args:
        figures: group key -> its figures.
        names: application -> title, for those in ties.
    """
    by_role = {signature.role: signature for signature in batch.signatures.all()}
    role = signing_role(actor, batch)
    tallies = [Tally(group, figures[group.key]) for group in groups]
    return Panel(
        selected=sum(one.figures["selected"] for one in tallies),
        reserves=sum(one.figures["reserves"] for one in tallies),
        total=sum(one.figures["total"] for one in tallies),
        gates={code: _gate(tallies, code) for code in ("score", "interests")},
        tallies=tallies,
        border=sum(one.figures["border"] for one in tallies),
        ties=open_ties(call, batch, groups, actor.language),
        decided=[_decided(one, names) for one in batch.notes.get("deliberations", [])],
        unfilled=left_free(batch, groups, actor.language),
        left_over=call.seats - sum(group.quota + group.wild_cards for group in groups),
        signed=[Signed(str(Role(one).label), by_role.get(one)) for one in SIGNERS],
        own_role=str(Role(role).label) if role else "",
        can_propose=can_propose(actor, call),
        can_deliberate=can_deliberate(actor, call),
        can_sign=can_sign(actor, batch),
        can_release=can_release(actor, batch),
    )


def open_ties(call: Call, batch: Batch, groups: Sequence[Group], language: str) -> list[OpenTie]:
    """What people have to decide before anybody can sign."""
    words = {group.key: pick(group, "name", language) for group in groups}
    return [OpenTie(_about(tie, words), _sitting(call, tie)) for tie in batch.notes["ties"]]


def left_free(batch: Batch, groups: Sequence[Group], language: str) -> list[str]:
    """Which places stay free, and why."""
    words = {group.key: pick(group, "name", language) for group in groups}
    return [_unfilled(one, words) for one in batch.notes["unfilled"]]


def named_in(batch: Batch) -> set[str]:
    """The applications that the panel names: those of decided ties."""
    return {key for one in batch.notes.get("deliberations", []) for key in one["places"]}


def _gate(tallies: Sequence[Tally], code: str) -> Mapping[str, int]:
    pairs = [one.figures["gates"][code] for one in tallies]
    return {"passed": sum(pair[0] for pair in pairs), "asked": sum(pair[1] for pair in pairs)}


def _sitting(call: Call, tie: Mapping[str, Any]) -> str:
    query = urlencode([("application", key) for key in tie["entries"]] + [("conclusion", "ordered")])
    return f"/w/calls/{call.code}/deliberations/new?{query}"


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
    at = datetime.fromisoformat(one["at"])
    return Decided([names.get(key, key) for key in order], one["reason"], at, one.get("number"))


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
