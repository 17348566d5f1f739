"""Reads of panels. Who is on one is told to nobody of the office before its sign-in opens."""

from yunhui.pipeline.panels.selectors.draws import draw_for, draws_of
from yunhui.pipeline.panels.selectors.fees import fees_of, own_fees
from yunhui.pipeline.panels.selectors.panel import (
    Progress,
    ids_of_sealed_panel,
    own_seats,
    panel_of,
    panel_row,
    progress_of,
    sealed_calls,
    sealed_panel,
    seats_for,
    service_of_invitations,
    sign_in_sheet,
)

__all__ = [
    "Progress",
    "draw_for",
    "draws_of",
    "fees_of",
    "ids_of_sealed_panel",
    "own_fees",
    "own_seats",
    "panel_of",
    "panel_row",
    "progress_of",
    "sealed_calls",
    "sealed_panel",
    "seats_for",
    "service_of_invitations",
    "sign_in_sheet",
]
