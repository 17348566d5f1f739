"""The map of the house, docs/map.md, from the import contracts of pyproject.toml and the first line of each room.

`python -m tools.map` writes it; a test says when it is out of date.
"""

import ast
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "map.md"
# Where a room says what it is: the first of these that has a docstring.
_SAYS = ("__init__.py", "apps.py", "models.py", "urls.py")
_HEAD = """# Map

Written by `python -m tools.map` from the import contracts in `pyproject.toml` and the first line of each room; a test
says when it is out of date. Floors from roof to ground: **a floor imports only floors under it**, a room only rooms
further down its own floor. `make check` holds the arrows (import-linter); `tests/architecture/` holds what import
contracts cannot see: front doors, foreign keys, moves of states.
"""


@dataclass(frozen=True, slots=True)
class Room:
    """A package below `yunhui`: its dotted name without that prefix, and what it says of itself (may be empty)."""

    name: str
    says: str


def contracts() -> list[dict[str, Any]]:
    """The import contracts as they stand in pyproject.toml."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return found


def layers_of(contract: dict[str, Any]) -> list[list[str]]:
    """The layers of a contract from top to bottom; names that share one do not know each other."""
    return [re.findall(r"\w+", layer) for layer in contract["layers"]]


def floors() -> list[list[str]]:
    """The floors of `yunhui` that exist, from roof to ground."""
    house = next(one for one in contracts() if one["type"] == "layers" and one["containers"] == ["yunhui"])
    rows = [
        [name for name in layer if (ROOT / "yunhui" / name / "__init__.py").is_file()] for layer in layers_of(house)
    ]
    return [row for row in rows if row]


def first_line(path: Path) -> str:
    """The first paragraph of a module's docstring in one line; empty where the file or the docstring is missing."""
    if not path.is_file():
        return ""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].split())


def rooms_of(floor: str) -> list[Room]:
    """The floor itself, then its rooms: the packages inside it that say what they are."""
    folder = ROOT / "yunhui" / floor
    inside = [Room(f"{floor}.{one.name}", _says(one)) for one in sorted(folder.iterdir()) if one.is_dir()]
    return [Room(floor, _says(folder)), *(room for room in inside if room.says)]


def text() -> str:
    """The whole page."""
    parts = [_HEAD, "## Floors and rooms\n"]
    for row in floors():
        parts += [_floor(name) for name in row]
    parts += ["## Arrows\n", _arrows(), "## Ports\n", _ports()]
    return "\n".join(parts)


def _says(folder: Path) -> str:
    return next((line for name in _SAYS if (line := first_line(folder / name))), "")


def _floor(floor: str) -> str:
    own, *rooms = rooms_of(floor)
    lines = [f"### {floor}"]
    if own.says:
        lines.append(own.says)
    if not own.says and not rooms:
        rooms = [
            Room(f"{floor}.{path.stem}", line)
            for path in sorted((ROOT / "yunhui" / floor).glob("*.py"))
            if (line := first_line(path))
        ]
    order = {name: place for place, name in enumerate(_order_inside(floor))}
    rooms.sort(key=lambda room: (order.get(room.name.rpartition(".")[2], len(order)), room.name))
    if rooms:
        lines.append("\n".join(["| room | |", "|---|---|", *(f"| `{room.name}` | {room.says} |" for room in rooms)]))
    return "\n\n".join(lines) + "\n"


def _order_inside(floor: str) -> list[str]:
    for contract in contracts():
        if contract.get("containers") == [f"yunhui.{floor}"]:
            return [name for layer in layers_of(contract) for name in layer]
    return []


def _arrows() -> str:
    lines = []
    for contract in contracts():
        if contract["type"] == "layers":
            rows = " → ".join(" · ".join(layer) for layer in _existing(contract))
            lines.append(f"- **{contract['name']}**: {rows}")
        else:
            sources, targets = (
                " and ".join(f"`{one}`" for one in contract[key]) for key in ("source_modules", "forbidden_modules")
            )
            lines.append(f"- **{contract['name']}**: {sources} never imports {targets}")
    lines.append("\nEach may import what stands to its right; names joined by · do not know each other.")
    return "\n".join(lines) + "\n"


def _existing(contract: dict[str, Any]) -> list[list[str]]:
    if contract["containers"] == ["yunhui"]:
        return floors()
    return layers_of(contract)


def _ports() -> str:
    lines = [
        "A room that must be able to ask one above it declares a port; the room above registers when it is ready.\n"
    ]
    for path in sorted((ROOT / "yunhui").rglob("ports.py")):
        name = ".".join(path.relative_to(ROOT / "yunhui").with_suffix("").parts)
        lines.append(f"- `{name}`: {first_line(path)}")
    return "\n".join(lines) + "\n"


def main(words: list[str]) -> int:
    """Write the map; with `check`, only say whether it is up to date."""
    fresh = text()
    if words == ["check"]:
        return 0 if TARGET.is_file() and TARGET.read_text(encoding="utf-8") == fresh else 1
    TARGET.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
