"""Two items take each other's place; whole halls and days are locked; what-ifs with one more hall or session."""

from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.city import SYSTEM, make_user
from tests.factories.pages import text_of, visit_as
from tests.features.timetable.test_building import PAGE, first_pitch
from yunhui.decide.timetable.model import Placement
from yunhui.features.timetable.errors import ConflictError
from yunhui.features.timetable.models import Change, Room, Slot, Solving, Timetable
from yunhui.features.timetable.rules.extending import More, more_of, with_more
from yunhui.features.timetable.rules.pattern import RoomPlan
from yunhui.features.timetable.rules.setting import Setting, Stretch
from yunhui.features.timetable.rules.swapping import swapped
from yunhui.features.timetable.selectors.setting import setting_of
from yunhui.features.timetable.services import (
    adopt_scenario,
    mark_items,
    run_solving,
    start_scenario,
    swap_items,
    undo_change,
)
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel import clock
from yunhui.kernel.errors import DomainError
from yunhui.pipeline.calls.models import Call

DAY = date(2027, 6, 10)


def where(row: Timetable) -> dict[str, Any]:
    rows = Slot.objects.filter(timetable=row, kind="pitch").values_list("application_id", "room__key", "starts_at")
    return {str(item): (hall, starts_at) for item, hall, starts_at in rows}


# Swapping


def test_two_items_take_each_others_place_and_come_back(event: Call) -> None:
    public, item = first_pitch()
    was = where(public)
    other = next(one for one, (hall, at) in was.items() if hall != was[item][0] and at == was[item][1])
    draft = swap_items(actor=SYSTEM, timetable_id=public.pk, edits=0, item=item, other=other)
    assert where(draft) == was | {item: was[other], other: was[item]}
    assert draft.slots.filter(is_pinned=True).count() == 2 and draft.edits == 1
    assert Change.objects.get(timetable=draft).kind == "swap"
    undo_change(actor=SYSTEM, timetable_id=draft.pk, edits=1)
    assert where(draft) == was and not draft.slots.filter(is_pinned=True).exists()


def test_a_swap_that_breaks_a_rule_changes_nothing_and_says_whose(event: Call) -> None:
    public, item = first_pitch()
    area = str(public.slots.get(kind="board_pitch").board_id)
    at = public.slots.get(kind="board_pitch")
    at.starts_at, at.ends_at = clock.beijing(event.event_days[0], 17, 25), clock.beijing(event.event_days[0], 17, 30)
    at.save()  # five minutes before the hall closes: a pitch is longer
    with pytest.raises(ConflictError) as refused:
        swap_items(actor=SYSTEM, timetable_id=public.pk, edits=0, item=item, other=area)
    assert refused.value.trial.placement.item == item
    assert {one.code for one in refused.value.trial.broken} == {"closed"}
    assert Timetable.objects.count() == 1
    client = visit_as(make_user("office", Role.OFFICE))
    page = client.post(f"/w/timetables/{public.pk}/swap", {"item": area, "other": item, "edits": "0"})
    words = text_of(page)
    assert page.status_code == 422 and "“District 1” stays where it is." in words
    assert "Project 1: Lan Hall is not open long enough then" in words


def test_what_is_locked_is_not_swapped(event: Call) -> None:
    public, item = first_pitch()
    other = next(one for one in where(public) if one != item)
    draft = mark_items(actor=SYSTEM, timetable_id=public.pk, edits=0, kind="lock", items=[other])
    with pytest.raises(DomainError) as locked:
        swap_items(actor=SYSTEM, timetable_id=draft.pk, edits=1, item=item, other=other)
    assert locked.value.code == "locked"


def test_the_panel_offers_whom_to_swap_with(event: Call) -> None:
    public, item = first_pitch()
    was = where(public)
    other = next(one for one, (hall, at) in was.items() if hall != was[item][0] and at == was[item][1])
    client = visit_as(make_user("office", Role.OFFICE))
    page = client.get(f"{PAGE}?item={item}").content.decode()
    assert f'<option value="{other}">' in page and f'<option value="{item}">' not in page
    done = client.post(f"/w/timetables/{public.pk}/swap", {"item": item, "other": other, "edits": "0"})
    assert done["Location"] == f"{PAGE}?item={item}"
    draft = Timetable.objects.get(number=2)
    assert client.post(f"/w/timetables/{draft.pk}/swap", {"item": item, "other": "x", "edits": "1"}).status_code == 404


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(first=st.integers(5, 60), second=st.integers(5, 60), gap=st.sampled_from((0, 5, 40)), same=st.booleans())
def test_neighbours_stay_in_their_time_and_others_trade_starts(first: int, second: int, gap: int, same: bool) -> None:
    lengths = {"a": timedelta(minutes=first), "b": timedelta(minutes=second)}
    start = clock.beijing(DAY, 9)
    a = Placement("a", DAY.isoformat(), "hall-1", start)
    b = Placement("b", DAY.isoformat(), "hall-1" if same else "hall-2", start + timedelta(minutes=first + gap))
    one, other = swapped(a, b, lengths)
    assert (one.item, other.item, one.room, other.room) == ("a", "b", b.room, a.room)
    assert other.start == a.start
    if same and not gap:
        assert one.start == other.start + lengths["b"] and one.start + lengths["a"] == b.start + lengths["b"]
    else:
        assert one.start == b.start
    assert set(swapped(b, a, lengths)) == {one, other}


# Locking whole halls and days


def test_a_hall_or_a_day_is_locked_and_unlocked_at_one_press(event: Call) -> None:
    public, _item = first_pitch()
    client, day = visit_as(make_user("office", Role.OFFICE)), event.event_days[0].isoformat()
    assert "Lock everything in Lan Hall on " in text_of(client.get(PAGE))
    client.post(f"/w/timetables/{public.pk}/mark", {"lock": f"{day}|hall-1", "edits": "0"})
    draft = Timetable.objects.get(number=2)
    locked = draft.slots.filter(is_locked=True)
    assert {one.room.key for one in locked.select_related("room")} == {"hall-1"} and locked.count() == 3
    assert "Unlock everything in Lan Hall on " in text_of(client.get(PAGE))
    client.post(f"/w/timetables/{draft.pk}/mark", {"lock": day, "edits": "1"})
    assert draft.slots.filter(is_locked=True).count() == 4  # not that of the second day
    assert "Unlock everything on " in text_of(client.get(PAGE))
    client.post(f"/w/timetables/{draft.pk}/mark", {"unlock": day, "edits": "2"})
    assert not draft.slots.filter(is_locked=True).exists()
    nothing = client.post(f"/w/timetables/{draft.pk}/mark", {"lock": "2027-06-12", "edits": "3"})
    assert nothing.status_code == 404


# What-ifs with more room


def test_one_more_hall_is_built_beside_and_becomes_the_set_up_when_adopted(event: Call) -> None:
    public, _item = first_pitch()
    client = visit_as(make_user("office", Role.OFFICE))
    asked = client.post(f"/w/timetables/{public.pk}/scenario", {"more": "hall"})
    assert asked["Location"] == PAGE
    run_solving(Solving.objects.get().pk)
    beside = Timetable.objects.get(state="scenario")
    assert (beside.name, beside.more["halls"][0]["key"]) == ("One more hall", "hall-3")
    assert len(setting_of(event).rooms) == 2 and not Room.objects.get(key="hall-3").is_open
    page = text_of(client.get(f"{PAGE}?beside={beside.pk}"))
    assert "Hall 3" in page and "Hall 3" not in text_of(client.get(PAGE))
    assert "The what-if also has: <b>Hall 3</b>." in text_of(client.get(f"/w/timetables/{beside.pk}/compare"))
    adopt_scenario(actor=SYSTEM, timetable_id=beside.pk)
    setting = setting_of(event)
    assert [room.key for room in setting.rooms] == ["hall-1", "hall-2", "hall-3"]
    assert Room.objects.get(key="hall-3").is_open


def test_one_more_session_lies_within_kind_hours_and_beside_no_other(event: Call) -> None:
    public, _item = first_pitch()
    beside = start_scenario(actor=SYSTEM, timetable_id=public.pk, name="Evening", more=More.SESSION)
    twice = start_scenario(actor=SYSTEM, timetable_id=beside.pk, name="Two evenings", more=More.SESSION)
    assert len(twice.more["sessions"]) == 2
    setting = with_more(setting_of(event), twice.more)
    assert len(setting.sessions) == len(setting_of(event).sessions) + 2
    spans = sorted((one.day, one.room, one.opens, one.closes) for one in setting.sessions)
    for one, following in pairwise(spans):
        assert one[:2] != following[:2] or one[3] <= following[2]
    assert all(time(8) <= one.opens and one.closes <= time(22) for one in setting.sessions)


def test_a_full_day_has_no_room_for_more() -> None:
    session = Stretch("s", DAY, "a", time(8), time(22))
    setting = Setting("Asia/Shanghai", (DAY,), (RoomPlan("a", "甲", "A"),), (session,))
    assert more_of(setting, More.SESSION) is None
    more = more_of(setting, More.HALL)
    assert more is not None and with_more(with_more(setting, more), more) == with_more(setting, more)
    assert more_of(Setting("Asia/Shanghai", (DAY,), (), ()), More.HALL) is None
