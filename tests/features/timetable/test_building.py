"""Building by hand: moves and their refusals, taking back, what-ifs, the set-up, who can when."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.city import SYSTEM, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.features.timetable.errors import ChangedMeanwhileError, ConflictError
from yunhui.features.timetable.models import Change, Event, OrderDraw, Parked, Participant, Slot, Timetable
from yunhui.features.timetable.rules.hours import cells_of
from yunhui.features.timetable.selectors.desks import desk_of
from yunhui.features.timetable.selectors.plans import plan_of
from yunhui.features.timetable.selectors.setting import setting_of
from yunhui.features.timetable.selectors.stages import placements_of, slots_of, stage_of
from yunhui.features.timetable.selectors.tickets import link_of
from yunhui.features.timetable.services import (
    BY_LINK,
    Place,
    add_participant,
    adopt_scenario,
    ask_participants,
    build_timetable,
    discard_scenario,
    draw_order,
    ensure_event,
    give_hours,
    list_participants,
    mark_items,
    move_item,
    park_item,
    remind_of_availability,
    start_scenario,
    undo_change,
)
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.notices.models import Notice
from yunhui.kernel import clock
from yunhui.kernel.errors import DomainError, InvalidError
from yunhui.pipeline.calls.models import Call

PAGE = "/w/calls/stage/timetable/"


@pytest.fixture
def office(event: Call) -> User:
    return make_user("office", Role.OFFICE)


def first_pitch() -> tuple[Timetable, str]:
    """The newest version, and the item of its first pitch."""
    row = Timetable.objects.filter(number__lt=1001).order_by("-number").first()
    assert row is not None
    slot = row.slots.filter(kind="pitch").order_by("starts_at", "room__sort").first()
    assert slot is not None
    return row, str(slot.application_id)


def at(event: Call, day: int, hour: int, minute: int = 0, room: str = "hall-1") -> Place:
    return Place(room, clock.beijing(event.event_days[day], hour, minute))


def move(event: Call, to: Place, item: str = "") -> Timetable:
    row, first = first_pitch()
    return move_item(actor=SYSTEM, timetable_id=row.pk, edits=row.edits, item=item or first, to=to)


def test_a_move_makes_a_draft_of_what_is_public(event: Call) -> None:
    public, item = first_pitch()
    before = list(Slot.objects.filter(timetable=public).values_list("application", "starts_at"))
    draft = move(event, at(event, 1, 9))
    assert (draft.number, draft.state, draft.edits, draft.status) == (2, "draft", 1, "manual")
    slot = draft.slots.get(application_id=item)
    assert slot.starts_at == clock.beijing(event.event_days[1], 9) and slot.is_pinned
    assert slot.ends_at - slot.starts_at == timedelta(minutes=13)
    assert list(Slot.objects.filter(timetable=public).values_list("application", "starts_at")) == before


@pytest.mark.parametrize(
    ("to", "code"),
    [((0, 15, 20, "hall-1"), "room_taken"), ((0, 12, 0, "hall-1"), "closed"), ((0, 8, 35, "hall-2"), "closed")],
)
def test_a_place_that_breaks_a_rule_is_refused_with_its_reason(event: Call, to: Any, code: str) -> None:
    day, hour, minute, room = to
    with pytest.raises(ConflictError) as refused:
        move(event, at(event, day, hour, minute, room))
    assert code in {saying.code for saying in refused.value.trial.broken}
    assert Timetable.objects.count() == 1 and not Change.objects.exists()


def test_nobody_is_in_two_places(event: Call) -> None:
    row, item = first_pitch()
    other = row.slots.filter(kind="pitch").exclude(application_id=item).order_by("starts_at").first()
    assert other is not None and other.application is not None
    list_participants(actor=SYSTEM, call=event)
    speaker = Participant.objects.get(application_id=item)
    given = {"name": "Again", "email": speaker.email, "zone": "Europe/Berlin", "project": str(other.application.number)}
    add_participant(actor=SYSTEM, call=event, kind="defender", given=given)
    start = other.starts_at.astimezone(clock.BEIJING)
    free = "hall-1" if other.room.key == "hall-2" else "hall-2"
    blocked = row.slots.filter(room__key=free, starts_at=other.starts_at).first()
    if blocked is not None and str(blocked.application_id) != item:
        park_item(actor=SYSTEM, timetable_id=row.pk, edits=row.edits, item=str(blocked.application_id))
    with pytest.raises(ConflictError) as refused:
        move(event, Place(free, start), item)
    assert "busy" in {saying.code for saying in refused.value.trial.broken}


def test_two_officers_at_once(event: Call) -> None:
    draft = move(event, at(event, 1, 9))
    _row, item = first_pitch()
    with pytest.raises(ChangedMeanwhileError):
        park_item(actor=SYSTEM, timetable_id=draft.pk, edits=0, item=item)
    assert not Parked.objects.exists()


def test_every_step_can_be_taken_back(event: Call) -> None:
    public, item = first_pitch()
    was = public.slots.get(application_id=item)
    draft = move(event, at(event, 1, 9))
    draft = park_item(actor=SYSTEM, timetable_id=draft.pk, edits=1, item=item)
    assert Parked.objects.get(timetable=draft).application_id == was.application_id
    draft = mark_items(
        actor=SYSTEM,
        timetable_id=draft.pk,
        edits=2,
        kind="lock",
        items=[str(one) for one in draft.slots.filter(kind="pitch").values_list("application_id", flat=True)],
    )
    for edits in (3, 4, 5):
        draft = undo_change(actor=SYSTEM, timetable_id=draft.pk, edits=edits)
    back = draft.slots.get(application_id=item)
    assert (back.starts_at, back.ends_at, back.room_id, back.is_pinned) == (
        was.starts_at,
        was.ends_at,
        was.room_id,
        False,
    )
    assert not draft.slots.filter(is_locked=True).exists() and not Parked.objects.exists()
    with pytest.raises(DomainError) as nothing:
        undo_change(actor=SYSTEM, timetable_id=draft.pk, edits=6)
    assert nothing.value.code == "nothing_to_undo"


def test_what_is_locked_cannot_be_moved(event: Call) -> None:
    row, item = first_pitch()
    draft = mark_items(actor=SYSTEM, timetable_id=row.pk, edits=0, kind="lock", items=[item])
    with pytest.raises(DomainError) as locked:
        move_item(actor=SYSTEM, timetable_id=draft.pk, edits=1, item=item, to=at(event, 1, 9))
    assert locked.value.code == "locked"


def test_a_what_if_stands_beside_and_becomes_the_plan(event: Call) -> None:
    public, item = first_pitch()
    beside = start_scenario(actor=SYSTEM, timetable_id=public.pk, name="Friday")
    assert beside.number >= 1001 and beside.slots.count() == public.slots.count()
    move_item(actor=SYSTEM, timetable_id=beside.pk, edits=0, item=item, to=at(event, 1, 9))
    draft = adopt_scenario(actor=SYSTEM, timetable_id=beside.pk)
    assert (draft.number, draft.state) == (2, "draft")
    assert draft.slots.get(application_id=item).starts_at == clock.beijing(event.event_days[1], 9)
    with pytest.raises(DomainError):
        discard_scenario(actor=SYSTEM, timetable_id=beside.pk)
    with pytest.raises(InvalidError):
        start_scenario(actor=SYSTEM, timetable_id=public.pk, name="  ")


def test_a_pinned_item_stays_when_the_rest_is_solved(event: Call) -> None:
    draft = move(event, at(event, 1, 9, 15))
    stage, slots = stage_of(event), slots_of(draft.pk)
    _row, item = draft, str(draft.slots.get(is_pinned=True).application_id)
    plan = plan_of(stage, previous=placements_of(slots, event.venue_zone), fixed=[item])
    assert plan.locks == (item,) and plan.move_price == stage.setting.prices.moved


def test_a_machine_too_busy_for_a_timetable_takes_its_time(event: Call) -> None:
    built = build_timetable(actor=SYSTEM, call=event, seconds=0.001, fresh=True)
    assert built.status in ("feasible", "optimal") and built.slots.exists()


# Who can when


def test_everybody_is_asked_and_answers_by_link(event: Call, client: Any) -> None:
    assert list_participants(actor=SYSTEM, call=event) >= 4
    assert list_participants(actor=SYSTEM, call=event) == 0
    assert ask_participants(actor=SYSTEM, call=event) >= 4
    assert ask_participants(actor=SYSTEM, call=event) == 0
    row = Participant.objects.filter(kind="speaker").order_by("pk")[0]
    page = client.get(link_of(row))
    assert page.status_code == 200 and text_of(page).count("Amsterdam") >= 1
    cell = cells_of(setting_of(event))[0]
    done = client.post(link_of(row), {f"h-{cell.key}": "cannot", "zone": "America/New_York", "note": "A lecture"})
    assert done.status_code == 302
    row.refresh_from_db()
    assert row.hours == [{"from": cell.start.isoformat(), "to": cell.end.isoformat(), "mark": "cannot"}]
    assert (row.zone, row.note, row.answered_by, row.flagged_at) == ("America/New_York", "A lecture", None, None)
    assert client.get("/when/" + "0" * 72).status_code == 404
    old = link_of(row)
    ask_participants(actor=SYSTEM, call=event, ids=[row.pk])
    assert client.get(old).status_code == 404


def test_hours_that_break_the_plan_are_flagged_and_the_office_is_told(event: Call, office: User) -> None:
    list_participants(actor=SYSTEM, call=event)
    row, item = first_pitch()
    slot = row.slots.get(application_id=item)
    person = Participant.objects.get(application_id=item)
    marks = {one.key: "cannot" for one in cells_of(setting_of(event)) if one.start <= slot.starts_at < one.end}
    assert marks
    flagged = give_hours(actor=BY_LINK, participant_id=person.pk, marks=marks)
    assert flagged.flagged_at and Notice.objects.filter(letter="timetable.when_flagged", user=office).count() == 1
    desk = desk_of(row, "en")
    assert {one.code for one in desk.trying.trial(desk.trying.at[item]).broken} == {"away"}
    assert "cannot then" in text_of(visit_as(office).get(PAGE))
    cleared = give_hours(actor=BY_LINK, participant_id=person.pk, marks={})
    assert cleared.flagged_at is None


def test_the_office_answers_for_somebody_and_it_is_logged(event: Call, office: User) -> None:
    list_participants(actor=SYSTEM, call=event)
    person = Participant.objects.filter(kind="speaker")[0]
    cell = cells_of(setting_of(event))[0]
    answer = visit_as(office).post(f"/w/event-people/{person.pk}", {"do": "hours", f"h-{cell.key}": "rather_not"})
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.answered_by == office and person.hours[0]["mark"] == "rather_not"
    assert visit_as(make_user("nobody")).get(f"/w/event-people/{person.pk}").status_code == 403


def test_whoever_is_silent_is_reminded_once(event: Call) -> None:
    list_participants(actor=SYSTEM, call=event)
    start = clock.now()
    count = ask_participants(actor=SYSTEM, call=event)
    Event.objects.update(answer_by=start + timedelta(days=5))
    assert remind_of_availability() == 0
    with clock.travel(start + timedelta(days=4)):
        assert remind_of_availability() == count
        assert remind_of_availability() == 0


def test_what_is_wrong_with_somebody_new_is_said_at_its_field(event: Call, office: User) -> None:
    form = {"do": "add", "kind": "defender", "name": "", "email": "no", "zone": "Mars", "project": "9999"}
    page = visit_as(office).post(f"{PAGE}people", form)
    assert page.status_code == 422
    words = text_of(page)
    assert "Write the number of a selected project" in words and "Write the name" in words and 'value="no"' in words


# The draw and the set-up


def test_a_second_draw_needs_a_reason_and_both_stay(event: Call, office: User) -> None:
    client = visit_as(office)
    done = client.post(f"{PAGE}draw", {"group": "", "public_value": "3 5 1", "present": "Li, supervisor"})
    assert done.status_code == 302
    again = client.post(f"{PAGE}draw", {"group": "", "public_value": "4 4 4"})
    assert again.status_code == 422 and "drawn already" in text_of(again)
    draw_order(actor=SYSTEM, call=event, group=None, public_value="4 4 4", reason="A project was missing")
    assert OrderDraw.objects.count() == 2
    page = text_of(client.get(f"{PAGE}draw"))
    assert "Li · supervisor" in page and "replaced" in page
    ensure_event(event)
    Event.objects.update(order_by_draw=True)
    ranks = [one.rank for one in plan_of(stage_of(event)).items if one.kind == "pitch"]
    assert sorted(ranks) == [1, 2, 3, 4]


def setup_form(event: Call, **changed: str) -> dict[str, str]:
    """The set-up page as it comes, with some fields typed over."""
    setting = setting_of(event)
    form = {
        "edits": str(setting.edits),
        "preset": "8+5",
        "changeover": "2",
        "board_pitch": "5",
        "price-late_from": "18:00",
    }
    form |= {f"price-{name}": "10" for name in ("hours", "rather_not", "late", "pieces", "halls", "balance", "moved")}
    for n, room in enumerate(setting.rooms):
        form |= {f"hall-{n}-key": room.key, f"hall-{n}-name_zh": room.name_zh, f"hall-{n}-name_en": room.name_en}
    for n, one in enumerate(setting.sessions):
        form |= {f"session-{n}-{key}": str(value or "") for key, value in one.stored.items() if key != "is_locked"}
    return form | changed


def test_the_set_up_is_kept(event: Call, office: User) -> None:
    client = visit_as(office)
    assert client.get(f"{PAGE}setup").status_code == 200
    lunch = {"kind": "break", "name_zh": "茶歇", "name_en": "Tea", "starts": "10:00", "minutes": "15", "room": ""}
    form = setup_form(event, preset="10+9+1", **{f"pause-0-{key}": value for key, value in lunch.items()})
    form["pause-0-day"] = event.event_days[0].isoformat()
    assert client.post(f"{PAGE}setup", form)["Location"] == f"{PAGE}?done=set"
    setting = setting_of(event)
    assert setting.pattern.name == "10+9+1" and setting.pauses[0].name_en == "Tea" and setting.edits == 1
    day = event.event_days[0].isoformat()
    blocks = [one for one in plan_of(stage_of(event)).blocks if one.day == day and one.room == "hall-1"]
    assert [f"{one.end.astimezone(clock.BEIJING):%H:%M}" for one in blocks][:2] == ["10:00", "11:30"]
    row, item = first_pitch()
    tea = {"item": item, "edits": "0", "hall": f"{day}|hall-1", "at": "10:00"}
    assert "“Tea” is then." in text_of(client.post(f"/w/timetables/{row.pk}/move", tea))
    stale = client.post(f"{PAGE}setup", form)
    assert stale.status_code == 409 and "What you typed is still here" in text_of(stale)


def test_a_wrong_set_up_loses_nothing(event: Call, office: User) -> None:
    form = setup_form(event, **{"session-0-closes": "08:00", "price-hours": "much", "hall-0-name_en": ""})
    page = visit_as(office).post(f"{PAGE}setup", form)
    assert page.status_code == 422
    words = text_of(page)
    assert "Write a whole number" in words and 'value="much"' in words and 'value="08:00"' in words
    assert not Event.objects.exists()


# Pages


def test_moving_without_scripts(event: Call, office: User) -> None:
    row, item = first_pitch()
    client, day = visit_as(office), event.event_days[1].isoformat()
    panel = text_of(client.get(f"{PAGE}?item={item}"))
    assert "Free places" in panel and "Who must be there" in panel
    url = f"/w/timetables/{row.pk}/move"
    refused = client.post(url, {"item": item, "edits": "0", "hall": f"{day}|hall-1", "at": "12:00"})
    assert refused.status_code == 422 and "is not open long enough then" in text_of(refused)
    wrong = client.post(url, {"item": item, "edits": "0", "hall": f"{day}|hall-1", "at": "soon"})
    assert wrong.status_code == 409 and "Choose a hall and a time" in text_of(wrong)
    moved = client.post(url, {"item": item, "edits": "0", "hall": f"{day}|hall-1", "at": "09:00"})
    assert moved["Location"] == f"{PAGE}?item={item}"
    assert Timetable.objects.get(number=2).slots.get(application_id=item).is_pinned
    stale = client.post(url, {"item": item, "edits": "0", "hall": f"{day}|hall-1", "at": "09:30"})
    assert stale.status_code == 409 and "Change the newest draft instead" in text_of(stale)


def test_places_say_what_stands_against_them(event: Call, office: User) -> None:
    row, item = first_pitch()
    day = event.event_days[0].isoformat()
    answer = visit_as(office).get(f"/w/timetables/{row.pk}/places?item={item}&c={day}|hall-2").json()
    state, _change, words = answer["places"][f"{day}|hall-2|15:00"]
    assert state == "r" and "is taken by “Project 2” (15:00–15:15)" in words
    assert any(one[0] in ("g", "y") for one in answer["places"].values())
    assert visit_as(office).get(f"/w/timetables/{row.pk}/places?item=x&c={day}|hall-2").status_code == 404
