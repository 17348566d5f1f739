"""What each choice costs by itself: the conference's penalties times their weights, put together by choice."""

from dataclasses import dataclass

import numpy as np

from yunhui.decide.timetable.cosplib.model import Conference, Pairs, Whole

EASED = 12


@dataclass(frozen=True, slots=True)
class Prices:
    """`cell` [T, S, R]: a track in a cell. `at` [N, S]: a submission in a session. `pair` [N, N]: two submissions in
    one session, but not in one room. `beside` [T, T]: two tracks' cells in one session.
    """

    cell: Whole
    at: Whole
    pair: Whole
    beside: Whole

    @classmethod
    def of(cls, conference: Conference) -> "Prices":
        weight = conference.weights
        cell = weight["tracks_sessions"] * conference.track_session[:, :, None]
        cell = cell + weight["tracks_rooms"] * conference.track_room[:, None, :]
        cell = cell + weight["sessions_rooms"] * conference.session_room[None, :, :]
        at = weight["timezones"] * conference.zone * conference.need[:, None]
        at = at + weight["submissions_sessions"] * conference.submission_session * conference.need[:, None]
        pair = _priced(conference.presenters, weight["presenters"])
        pair = pair + _priced(conference.attendees, weight["attendees"])
        pair = pair + _at_one_time(conference)
        beside = weight["similar_tracks"] * conference.similar + _priced(conference.chairs, weight["chairs"])
        np.fill_diagonal(beside, 0)
        return cls(cell, at, pair, beside)


def _priced(pairs: Pairs, weight: int) -> Whole:
    return pairs.astype(np.int64) * weight


def _at_one_time(conference: Conference) -> Whole:
    """Two who may not meet in a time slot, but may in a session: dear where no session is long enough for one after
    the other, else a little, as the slots are put right afterwards.
    """
    by_slot = [(conference.presenters, "presenters_slot"), (conference.attendees, "attendees_slot")]
    full = sum(_priced(pairs, conference.weights[term]) for pairs, term in by_slot)
    crowded = conference.need[:, None] + conference.need > conference.slots.max()
    return np.where(crowded, full, -(-full // EASED)).astype(np.int64)
