"""A conference as CoSPLib tells it: tracks in cells of session and room, submissions in their time slots."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Pairs = NDArray[np.bool_]

EMPTY = -1
NEVER = -1  # a place in its track that no submission gets, so that it always costs

# The terms of the objective, in the order of the workbook's weights.
TERMS = (
    "tracks_sessions",
    "tracks_rooms",
    "sessions_rooms",
    "similar_tracks",
    "rooms_per_track",
    "parallel_tracks",
    "consecutive_tracks",
    "timezones",
    "order",
    "submissions_sessions",
    "submissions_rooms",
    "presenters",
    "attendees",
    "chairs",
    "presenters_slot",
    "attendees_slot",
)


@dataclass(frozen=True, slots=True)
class Conference:
    """T tracks, N submissions, S sessions, R rooms. A cell is a session and a room; it holds one track at most.

    `slots` [S]: time slots of a session. `track`, `need`, `order` [N]: a submission's track, its time slots, and its
    place in its track (0: any, NEVER: none). Penalties: `track_session` [T, S], `track_room` [T, R], `session_room`
    [S, R], `similar` [T, T], `submission_session` and `zone` [N, S], `submission_room` [N, R]. Conflicts, symmetric and
    false on the diagonal: `presenters` and `attendees` [N, N], `chairs` [T, T]. `weights`: by term. `numbers`: names
    that stand in the workbook as numbers, as which they go back.
    """

    sessions: tuple[str, ...]
    rooms: tuple[str, ...]
    tracks: tuple[str, ...]
    submissions: tuple[str, ...]
    slots: Whole
    track: Whole
    need: Whole
    order: Whole
    weights: dict[str, int]
    track_session: Whole
    track_room: Whole
    session_room: Whole
    similar: Whole
    submission_session: Whole
    submission_room: Whole
    zone: Whole
    presenters: Pairs
    attendees: Pairs
    chairs: Pairs
    numbers: frozenset[str] = frozenset()


@dataclass(slots=True)
class Programme:
    """An answer: `tracks[session][room]` is a track or EMPTY, `submissions[session][room][slot]` one or EMPTY."""

    tracks: list[list[int]]
    submissions: list[list[list[int]]]


def empty(conference: Conference) -> Programme:
    """Nothing placed yet."""
    rooms = range(len(conference.rooms))
    return Programme(
        [[EMPTY for _ in rooms] for _ in conference.sessions],
        [[[EMPTY] * slots for _ in rooms] for slots in conference.slots.tolist()],
    )
