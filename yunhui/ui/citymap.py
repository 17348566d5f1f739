"""Cities as dots on the dotted land of `land.svg`: the same projection, labels where they do not collide. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

WIDTH, HEIGHT = 1200, 470
_WEST, _X_PER_DEGREE = 34.2, 10 / 3
_EQUATOR, _Y_PER_DEGREE = 288.0, 3.785
_LINE = 14.0


class City(NamedTuple):
    """A city with longitude and latitude in degrees, how many come from it, and its IANA zone."""

    name: str
    lon: float
    lat: float
    number: int = 1
    zone: str = ""


@dataclass(frozen=True)
class Dot:
    """A city as drawn: centre, radius, label with its place, or no label where there was no room."""

    name: str
    count: int
    x: float
    y: float
    r: float
    label: str
    label_x: float = 0
    label_y: float = 0
    anchor: str = ""


def project(lon: float, lat: float) -> tuple[float, float]:
    """Plate carrée with the Pacific in the middle, on a frame of 1200 by 470."""
    return (lon + _WEST) % 360 * _X_PER_DEGREE, _EQUATOR - _Y_PER_DEGREE * lat


def radius(count: int) -> float:
    """Dots grow by steps, so that one, a few and many can be told apart."""
    return 3.6 if count <= 1 else 5.0 if count <= 2 else 6.4


def place(
    cities: Sequence[City], labels: Sequence[str], *, taken: Sequence[tuple[float, float, float, float]] = ()
) -> list[Dot]:
    """Put the cities down, largest first; each label goes right, left, above or below, or stays away.

    `taken` are boxes (x0, y0, x1, y1) that labels must leave free, such as the hub's.
    """
    order = sorted(range(len(cities)), key=lambda i: (-cities[i].number, cities[i].name))
    boxes = list(taken)
    for city in cities:
        x, y = project(city.lon, city.lat)
        boxes.append((x - 4, y - 4, x + 4, y + 4))
    drawn: dict[int, Dot] = {}
    for i in order:
        city, label = cities[i], labels[i]
        x, y = project(city.lon, city.lat)
        r = radius(city.number)
        dot = Dot(city.name, city.number, round(x, 1), round(y, 1), r, "")
        for label_x, label_y, anchor, box in _candidates(x, y, r, _width(label)):
            if _inside(box) and not any(_cross(box, other) for other in boxes):
                boxes.append(box)
                dot = Dot(city.name, city.number, dot.x, dot.y, r, label, round(label_x, 1), round(label_y, 1), anchor)
                break
        drawn[i] = dot
    return [drawn[i] for i in range(len(cities))]


def arc(x: float, y: float, to_x: float, to_y: float) -> str:
    """A quiet curve from a city to the hub, bowed upwards by a tenth of its length."""
    bow = min(abs(to_x - x), 570) * 0.19
    return f"M{x:.0f} {y:.0f}Q{(x + to_x) / 2:.0f} {(y + to_y) / 2 - bow:.0f} {to_x:.0f} {to_y:.0f}"


_Box = tuple[float, float, float, float]


def _width(label: str) -> float:
    return sum(12.0 if ord(character) > 0x2E7F else 6.6 for character in label)


def _candidates(x: float, y: float, r: float, width: float) -> list[tuple[float, float, str, _Box]]:
    gap = r + 5
    up, down = y - gap, y + gap + 8
    half = width / 2
    return [
        (x + gap, y + 4, "start", (x + gap, y - 8, x + gap + width, y - 8 + _LINE)),
        (x - gap, y + 4, "end", (x - gap - width, y - 8, x - gap, y - 8 + _LINE)),
        (x + gap, up, "start", (x + gap, up - 11, x + gap + width, up - 11 + _LINE)),
        (x - gap, up, "end", (x - gap - width, up - 11, x - gap, up - 11 + _LINE)),
        (x + gap, down + 4, "start", (x + gap, down - 7, x + gap + width, down - 7 + _LINE)),
        (x - gap, down + 4, "end", (x - gap - width, down - 7, x - gap, down - 7 + _LINE)),
        (x, up - 2, "middle", (x - half, up - 13, x + half, up - 13 + _LINE)),
        (x, down + 4, "middle", (x - half, down - 7, x + half, down - 7 + _LINE)),
    ]


def _inside(box: _Box) -> bool:
    return box[0] >= 0 and box[1] >= -14 and box[2] <= WIDTH and box[3] <= HEIGHT + 14


def _cross(a: _Box, b: _Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
