"""The brain's reasons in the officer's language, with clocks."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.decide.timetable.model import Paid, Placement, Saying
from yunhui.decide.timetable.trying import Trial
from yunhui.decide.timetable.words import SENTENCES
from yunhui.features.timetable.selectors.desks import Desk
from yunhui.kernel.i18n import pick
from yunhui.ui import formats


def broken_words(desk: Desk, trial: Trial) -> list[str]:
    """Why an item may not go to a place, one sentence for each rule."""
    return list(dict.fromkeys(_rule(desk, saying, trial.placement) for saying in trial.broken))


def paid_words(desk: Desk, trial: Trial) -> list[str]:
    """Which wishes about the item fail at a place, each with its price."""
    lines = [_wish(desk, line, trial.placement) for line in trial.paid]
    return [words for words in lines if words]


def change_words(change: int, language: str) -> str:
    """What a move does to the bill."""
    shown = formats.number(abs(change), language)
    if not change:
        return _("as good as now")
    return (_("{n} burdens more") if change > 0 else _("{n} burdens fewer")).format(n=shown)


def _rule(desk: Desk, saying: Saying, at: Placement) -> str:
    told, setting = saying.parameters, desk.stage.setting
    hall = _hall(desk, at.room)
    if saying.code == "closed":
        for pause in setting.pauses:
            begins = setting.begins(pause)
            if (
                begins
                and pause.room in ("", at.room)
                and begins <= at.start < begins + timedelta(minutes=pause.minutes)
            ):
                return _("“{pause}” is then.").format(pause=pick(pause, "name", desk.language))
        return _("{hall} is not open long enough then: {n} minutes are needed.").format(hall=hall, n=told["minutes"])
    if saying.code == "room_taken":
        return _("{hall} is taken by “{other}” ({start}–{end}).").format(
            hall=hall, other=told["other_title"], start=told["other_local"], end=told["until"]
        )
    if saying.code == "away":
        return _("{name} cannot then: it is {time} there.").format(
            name=told["name"], time=_there(desk, at.start, told["person"])
        )
    if saying.code == "busy":
        return _("{name} is in “{other}” at {start} ({hall}).").format(
            name=told["name"], other=told["other_title"], start=told["other_local"], hall=told["room"]
        )
    if saying.code in ("session_group", "one_group"):
        return _("This session is kept for another group.")
    sentence = SENTENCES[saying.code]
    return _(sentence).format(**told)


def _wish(desk: Desk, line: Paid, at: Placement) -> str:
    told, price = line.wish.parameters, formats.number(line.price, desk.language)
    if line.wish.code == "humane":
        return _("{time} for {name}: {n} min outside 08:00–22:00 ({price})").format(
            time=_there(desk, at.start, told["person"]), name=told["name"], n=told["minutes"], price=price
        )
    if line.wish.code == "wish":
        if told["item"] in desk.stage.areas and told["wish"] == "not late":
            return _("A host area late in the day ({price})").format(price=price)
        return _("{name} would rather not ({price})").format(name=told["wish"], price=price)
    if line.wish.code == "together":
        return ngettext("{group} in {n} piece ({price})", "{group} in {n} pieces ({price})", told["runs"]).format(
            group=told["name"] or _("Host areas"), n=told["runs"], price=price
        )
    if line.wish.code == "one_room":
        return ngettext("{group} in {n} hall ({price})", "{group} in {n} halls ({price})", told["rooms"]).format(
            group=told["name"] or _("Host areas"), n=told["rooms"], price=price
        )
    return ""


def bill_words(desk: Desk, line: Paid) -> str:
    """One line of the whole bill."""
    if line.wish.code == "day_balance":
        told = line.wish.parameters
        return _("{most} has {n} minutes more than {least} ({price})").format(
            most=_day(desk, told["most"]),
            least=_day(desk, told["least"]),
            n=told["minutes"],
            price=formats.number(line.price, desk.language),
        )
    at = next((one for one in desk.placements if one.item in line.items), None)
    if at is None:
        return ""
    words = _wish(desk, line, at)
    item = desk.trying.items[at.item]
    is_about_one = len(line.items) == 1
    return _("{item}: {wish}").format(item=item.name, wish=words) if is_about_one and words else words


def _day(desk: Desk, day: str) -> str:
    return formats.day(date.fromisoformat(day), desk.language)


def _hall(desk: Desk, key: str) -> str:
    return next((pick(room, "name", desk.language) for room in desk.stage.setting.rooms if room.key == key), key)


def _there(desk: Desk, at: datetime, person: str) -> str:
    """Wed 21:00 (New York time): somebody's own clock."""
    zone = desk.trying.people[person].zone
    return _("{moment} ({clock})").format(
        moment=formats.moment(at, desk.language, zone), clock=formats.clock_name(zone, desk.language)
    )
