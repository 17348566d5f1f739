"""When no timetable keeps all rules: which rules clash, and what would free them, each at one press."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yunhui.decide.timetable.words import SENTENCES
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.selectors.stages import Attendee, Stage
from yunhui.kernel.i18n import pick


@dataclass(frozen=True, slots=True)
class Offer:
    """A way out: `url` leads to where it is done; with `post` the press does it."""

    words: str
    url: str
    post: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Clashing:
    """Rules that cannot all be kept, and the offers that would free one of them."""

    rules: list[str]
    offers: list[Offer]


def clashes_with_offers(
    clashes: Sequence[Sequence[Mapping[str, Any]]], stage: Stage, base: Timetable | None, language: str
) -> list[Clashing]:
    """The clashes of a version that could not be built, in words; `base` is the version that stands meanwhile."""
    return [
        Clashing(
            list(dict.fromkeys(_rule(rule, stage, language) for rule in clash)),
            [offer for rule in clash if (offer := _offer(rule, stage, base, language))],
        )
        for clash in clashes
    ]


def _rule(rule: Mapping[str, Any], stage: Stage, language: str) -> str:
    told = rule["parameters"]
    if rule["code"] == "room":
        return _("{hall} on {date} is open {when} and takes one item at a time.").format(
            hall=_hall(stage, told["room"], language), date=told["date"], when=told["when"]
        )
    sentence = SENTENCES[rule["code"]]
    return _(sentence).format(**told)


def _offer(rule: Mapping[str, Any], stage: Stage, base: Timetable | None, language: str) -> Offer | None:
    told, code, home = rule["parameters"], rule["code"], f"/w/calls/{stage.call.code}/timetable"
    if code == "availability":
        who = _participant(stage, told["person"])
        if who is None:
            return None
        return Offer(
            _("Ask {name} once more about their hours").format(name=who.name),
            f"{home}/people",
            {"do": "ask", "who": str(who.pk)},
        )
    if code == "room":
        return Offer(
            _("Open {hall} longer on {date}").format(hall=_hall(stage, told["room"], language), date=told["date"]),
            f"{home}/setup#sessions",
            {},
        )
    if code in ("pin", "lock") and base is not None:
        return Offer(
            _("Let “{item}” go from its place").format(item=told["title"]),
            f"/w/timetables/{base.pk}/mark",
            {"kind": "unpin", "item": told["item"], "edits": str(base.edits)},
        )
    if code in ("rank", "draw_order", "order"):
        return Offer(_("Give up the drawn order"), f"{home}/setup#order", {})
    if code in ("session_group", "one_group"):
        return Offer(_("Open a session to every group"), f"{home}/setup#sessions", {})
    return None


def _participant(stage: Stage, person: str) -> Attendee | None:
    rows = stage.people.get(person)
    return rows[0] if rows else None


def _hall(stage: Stage, key: str, language: str) -> str:
    return next((pick(room, "name", language) for room in stage.setting.rooms if room.key == key), key)
