"""docs/map.md says what the house is now."""

from django.conf import settings

from tools import map as house


def test_the_map_is_up_to_date() -> None:
    written = house.TARGET.read_text(encoding="utf-8")
    assert written == house.text(), "run: python -m tools.map"


def test_every_room_is_on_the_map() -> None:
    text = house.TARGET.read_text(encoding="utf-8")
    rooms = [name.removeprefix("yunhui.") for name in settings.INSTALLED_APPS if name.startswith("yunhui.")]
    assert len(rooms) > 10
    assert [name for name in rooms if f"`{name}`" not in text and f"### {name}\n" not in text] == []


def test_every_room_says_what_it_is() -> None:
    silent = [
        room.name
        for floor in (name for row in house.floors() for name in row)
        for room in house.rooms_of(floor)
        if "." in room.name and not room.says
    ]
    assert silent == []


def test_floors_follow_the_contract() -> None:
    order = [name for row in house.floors() for name in row]
    assert order.index("portal") < order.index("features") < order.index("pipeline") < order.index("foundation")
    assert order.index("foundation") < order.index("kernel")
