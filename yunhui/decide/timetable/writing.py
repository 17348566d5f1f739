"""Plan and Solution → the JSON that docs/formats/timetable.md describes."""

from datetime import UTC, datetime, timedelta
from typing import Any

from yunhui.decide.timetable.model import Clash, Paid, Placement, Plan, Saying, Solution
from yunhui.decide.timetable.moving import moves
from yunhui.decide.timetable.positions import Field
from yunhui.decide.timetable.pricing import price
from yunhui.decide.timetable.reasons import Reason, reasons


def solution_json(plan: Plan, solution: Solution) -> dict[str, Any]:
    """Everything known of a solution, ready for `json.dump`; all but "seconds" is the same for the same work."""
    placements = solution.placements
    bill = price(plan, placements)
    ends = {item.id: item.minutes for item in plan.items}
    content: dict[str, Any] = {
        "status": solution.status,
        "objective": solution.objective,
        "bound": solution.bound,
        "gap": solution.gap,
        "limit": solution.limit,
        "seconds": round(solution.seconds, 3),
        "work": round(solution.work, 3),
        "grid": Field(plan).grid,
        "zone": plan.zone,
        "placements": [_placement(one, ends[one.item]) for one in placements],
        "paid": [_paid(line) for line in bill.lines],
        "reasons": {reason.item: _reason(reason) for reason in reasons(plan, placements, bill)},
        "clashes": [_clash(clash) for clash in solution.clashes],
    }
    if plan.previous and placements:
        content["moves"] = [
            {"item": move.item, "old": _spot(move.old), "new": _spot(move.new)}
            for move in moves(plan.previous, placements)
        ]
    return content


def _placement(placement: Placement, minutes: int) -> dict[str, Any]:
    end = placement.start + timedelta(minutes=minutes)
    return {
        "item": placement.item,
        "day": placement.day,
        "room": placement.room,
        "start": _local(placement.start),
        "end": _local(end),
        "utc": f"{placement.start.astimezone(UTC):%Y-%m-%dT%H:%MZ}",
    }


def _spot(placement: Placement | None) -> dict[str, Any] | None:
    if placement is None:
        return None
    return {"day": placement.day, "room": placement.room, "start": _local(placement.start)}


def _local(instant: datetime) -> str:
    return instant.isoformat(timespec="minutes")


def _saying(saying: Saying) -> dict[str, Any]:
    return {"code": saying.code, "parameters": saying.parameters, "text": saying.text}


def _paid(line: Paid) -> dict[str, Any]:
    return {**_saying(line.wish), "price": line.price, "items": list(line.items)}


def _clash(clash: Clash) -> dict[str, Any]:
    return {
        "rules": [_saying(rule) for rule in clash.rules],
        "minimal": clash.minimal,
        "ways_out": [_saying(way) for way in clash.ways_out],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "people": [
            {
                "person": one.person,
                "role": one.role,
                "zone": one.zone,
                "start": _local(one.start),
                "end": _local(one.end),
                "humane": one.humane,
                "outside": one.outside,
                "price": one.price,
            }
            for one in reason.people
        ],
        "paid": [_paid(line) for line in reason.paid],
        "binding": [_saying(saying) for saying in reason.binding],
    }
