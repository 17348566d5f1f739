"""Rows of tables that hold bank and tax data: encrypted in the database as long as they are kept there."""

import json
from collections.abc import Sequence

from django.conf import settings

from yunhui.features.imports.enums import Kind
from yunhui.features.imports.models import ImportRow
from yunhui.features.imports.rules import Column
from yunhui.kernel.crypto import Vault

# Kinds whose rows are encrypted whole: which of their columns is which is only said later.
_SEALED = frozenset({Kind.EXPERTS})
_CELLS = "import.cells"


def sealed_cells(kind: str, cells: Sequence[str]) -> list[str]:
    """The cells of a row as they are stored."""
    return [_vault().encrypt(_CELLS, json.dumps(list(cells)))] if kind in _SEALED else list(cells)


def cells_of(kind: str, row: ImportRow) -> list[str]:
    """The texts of a row as they were read."""
    cells: list[str] = row.cells
    return list(json.loads(_vault().decrypt(_CELLS, cells[0]))) if kind in _SEALED and cells else cells


def shown_cells(kind: str, row: ImportRow, columns: Sequence[Column], mapping: dict[str, str]) -> list[str]:
    """The same for pages and files that go out: of what is sealed, the last characters alone."""
    hidden = {column.key for column in columns if column.is_sealed}
    return [
        masked(cell) if mapping.get(str(place)) in hidden or (kind in _SEALED and str(place) not in mapping) else cell
        for place, cell in enumerate(cells_of(kind, row))
    ]


def masked(text: str) -> str:
    """A number or name of which only the end is shown; of a short one nothing."""
    plain = text.strip()
    return f"•••• {plain[-4:]}" if len(plain) > 8 else "••••" if plain else ""


def seal(name: str, text: str) -> str:
    """One value of a row that is kept for the writing."""
    return _vault().encrypt(f"import.{name}", text) if text else ""


def unseal(name: str, value: str) -> str:
    """The value again."""
    return _vault().decrypt(f"import.{name}", value) if value else ""


def _vault() -> Vault:
    return settings.VAULT
