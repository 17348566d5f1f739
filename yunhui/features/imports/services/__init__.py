"""Bringing tables in: read, checked, confirmed, written once."""

from yunhui.features.imports.services.queue import is_small
from yunhui.features.imports.services.running import (
    cancel_import,
    confirm_import,
    map_columns,
    run_columns,
    start_import,
)
from yunhui.features.imports.services.sealing import shown_cells
from yunhui.features.imports.services.working import go_on_with_imports, work_on

__all__ = [
    "cancel_import",
    "confirm_import",
    "go_on_with_imports",
    "is_small",
    "map_columns",
    "run_columns",
    "shown_cells",
    "start_import",
    "work_on",
]
