"""Reading tables, and what their columns and cells mean."""

from yunhui.features.imports.rules.catalogue import REFERENCE, REFERRED, Column
from yunhui.features.imports.rules.columns import columns_of, find_heads, guess_mapping, plain
from yunhui.features.imports.rules.permits import can_import, kinds_for
from yunhui.features.imports.rules.tables import MOST_BYTES, Row, Table, read_table
from yunhui.features.imports.rules.values import Wrong, answer_of, choice_of, half, read_cell, some_of

__all__ = [
    "MOST_BYTES",
    "REFERENCE",
    "REFERRED",
    "Column",
    "Row",
    "Table",
    "Wrong",
    "answer_of",
    "can_import",
    "choice_of",
    "columns_of",
    "find_heads",
    "guess_mapping",
    "half",
    "kinds_for",
    "plain",
    "read_cell",
    "read_table",
    "some_of",
]
