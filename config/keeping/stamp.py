"""`var/run/backup.json`: when the last backup was taken and whether a drill has proved it, for the page of health."""

import json
from datetime import UTC, datetime

from config.env import Environment


def taken(env: Environment, name: str) -> None:
    """Note a backup that has just been written."""
    _write(env, {"archive": name, "taken_at": _now()})


def drilled(env: Environment, name: str) -> None:
    """Note that a drill has restored an archive; only the last one counts."""
    try:
        known = json.loads((env.var / "run" / "backup.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    if known.get("archive") == name:
        _write(env, {**known, "drilled_at": _now()})


def _write(env: Environment, content: dict[str, str]) -> None:
    path = env.var / "run" / "backup.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(content), encoding="utf-8")
    part.replace(path)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
