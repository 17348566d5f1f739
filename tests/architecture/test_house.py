"""The house's laws that the import contracts cannot see."""

import ast
import re
import tomllib
from pathlib import Path

import django
import grimp
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
OPEN = {"services", "selectors", "models", "events", "errors", "enums", "states", "ports", "rules"}
ROOM = re.compile(r"^(yunhui\.(?:(?:foundation|pipeline|features|insight)\.\w+|parties))(?:\.(\w+))?")
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "manager", "managers"}
SOURCES = sorted(path for folder in ("yunhui", "config", "tools") for path in (ROOT / folder).rglob("*.py"))
SIZED = [path for path in SOURCES if "migrations" not in path.parts]


def heights() -> dict[str, int]:
    """Top-level package of yunhui -> height, from the first contract."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return {
        name: height for height, row in enumerate(reversed(contracts[0]["layers"])) for name in re.findall(r"\w+", row)
    }


def test_other_rooms_enter_by_the_front_door() -> None:
    graph = grimp.build_graph("yunhui", cache_dir=None)
    bad = []
    for here in sorted(graph.modules):
        for there in sorted(graph.find_modules_directly_imported_by(here)):
            room, other = ROOM.match(here), ROOM.match(there)
            inside = room and other and room.group(1) == other.group(1)
            if other and other.group(2) and other.group(2) not in OPEN and not inside:
                if here.startswith("yunhui.portal") and other.group(2) == "web":
                    continue  # the portal mounts the rooms' pages
                bad.append(f"{here} -> {there}")
    assert bad == []


def test_foreign_keys_obey_the_floors() -> None:
    django.setup()
    height, bad = heights(), []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            remote = getattr(field, "remote_field", None)
            if not (remote and getattr(field, "concrete", False)) or isinstance(remote.model, str):
                continue
            here, there = (one._meta.app_config.name.split(".") for one in (model, remote.model))
            if here[0] == there[0] == "yunhui" and height[there[1]] > height[here[1]]:
                bad.append(f"{model._meta.label}.{field.name} -> {remote.model._meta.label}")
    assert bad == []


def test_files_are_short_and_well_named() -> None:
    assert [path for path in SIZED if path.stem in FORBIDDEN_NAMES] == []
    assert [path for path in SIZED if len(path.read_text(encoding="utf-8").splitlines()) > 600] == []


def test_half_of_the_files_are_short() -> None:
    sizes = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in SIZED if path.stat().st_size)
    assert sizes[len(sizes) // 2] <= 100


def test_states_move_only_through_their_machine() -> None:
    """Nobody writes a state outside a service; the seeded fields of a new row do not count."""
    bad = []
    for path in (ROOT / "yunhui").rglob("*.py"):
        if {"services", "migrations"} & set(path.parts) or path.name == "services.py" or "ui" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if any(isinstance(one, ast.Attribute) and one.attr == "state" for one in targets):
                bad.append(f"{path.relative_to(ROOT)}:{node.lineno}")
            updates = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "update"
            if updates and any(word.arg == "state" for word in node.keywords):  # type: ignore[attr-defined]
                bad.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert bad == []


def test_only_the_clock_reads_the_time() -> None:
    pattern = re.compile(r"timezone\.now\(|datetime\.now\(|datetime\.utcnow\(|time\.time\(\)")
    allowed = {
        "yunhui/kernel/clock.py",
        "yunhui/foundation/accounts/web/store.py",  # Django wrote a session's end by its own clock
    }
    bad = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "yunhui").rglob("*.py")
        if str(path.relative_to(ROOT)) not in allowed and pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert bad == []


def test_nothing_speaks_of_where_it_was_made() -> None:
    words = ("/work/", "../" + "shared/design", "helper session", "/." + "library")
    bad = []
    for path in ROOT.rglob("*"):
        parts = set(path.relative_to(ROOT).parts)
        if parts & {".git", ".venv", "node_modules", "var", "screens", "dist", "__pycache__"} or not path.is_file():
            continue
        if path.suffix in {".py", ".md", ".html", ".toml", ".js", ".css", ".typ", ".po"} and path != Path(__file__):
            text = path.read_text(encoding="utf-8")
            bad += [f"{path.relative_to(ROOT)}: {word}" for word in words if word in text]
    assert bad == []
