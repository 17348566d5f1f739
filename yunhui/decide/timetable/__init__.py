"""Timetables of events across time zones: who speaks when and where, what it costs whom, and why nothing else fits."""

from yunhui.decide.timetable.checking import problems
from yunhui.decide.timetable.model import (
    Apart,
    Bill,
    Block,
    Clash,
    Day,
    Group,
    Hours,
    Item,
    Order,
    Paid,
    Part,
    Person,
    Pin,
    Placement,
    Plan,
    Progress,
    Room,
    Saying,
    Solution,
    Window,
    Wish,
    WrongPlan,
)
from yunhui.decide.timetable.moving import Move, moves
from yunhui.decide.timetable.positions import windows
from yunhui.decide.timetable.pricing import price
from yunhui.decide.timetable.reading import read_plan
from yunhui.decide.timetable.reasons import Presence, Reason, reasons
from yunhui.decide.timetable.solving import solve
from yunhui.decide.timetable.trying import Trial, Trying, unkind_hours
from yunhui.decide.timetable.writing import solution_json

__all__ = [
    "Apart",
    "Bill",
    "Block",
    "Clash",
    "Day",
    "Group",
    "Hours",
    "Item",
    "Move",
    "Order",
    "Paid",
    "Part",
    "Person",
    "Pin",
    "Placement",
    "Plan",
    "Presence",
    "Progress",
    "Reason",
    "Room",
    "Saying",
    "Solution",
    "Trial",
    "Trying",
    "Window",
    "Wish",
    "WrongPlan",
    "moves",
    "price",
    "problems",
    "read_plan",
    "reasons",
    "solution_json",
    "solve",
    "unkind_hours",
    "windows",
]
