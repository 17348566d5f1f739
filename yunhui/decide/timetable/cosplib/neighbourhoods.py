"""Which tracks to move together next: those that cost, with those in their way; how many, the search learns."""

import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yunhui.decide.timetable.cosplib.layout import Layout
from yunhui.decide.timetable.cosplib.model import EMPTY, Conference
from yunhui.decide.timetable.cosplib.prices import Prices

Shares = NDArray[np.float64]

ANY, COSTLY, SESSIONS = "any", "costly", "sessions"
SHARES = {ANY: 1, COSTLY: 2, SESSIONS: 1}
GROW, SHRINK = 0.1, 0.15


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """`free`: tracks that may move; `within`: only in these sessions, None: in all."""

    kind: str
    free: tuple[int, ...]
    within: tuple[int, ...] | None = None


class Neighbourhoods:
    """Picks one after the other from a seed; `learn` tells it how hard the last one was."""

    def __init__(self, conference: Conference, prices: Prices, dice: random.Random) -> None:
        self.it, self.prices, self.dice = conference, prices, dice
        self.size = {ANY: 4.0, COSTLY: 4.0, SESSIONS: 2.0}
        self.tracks, self.sessions = len(conference.tracks), len(conference.sessions)

    def pick(self, layout: Layout) -> Neighbourhood:
        (kind,) = self.dice.choices(list(SHARES), list(SHARES.values()))
        size = max(2, int(self.size[kind] + self.dice.random()))
        if kind == SESSIONS:
            within = tuple(sorted(self.dice.sample(range(self.sessions), min(self.sessions, size))))
            free = np.unique(layout.cell[list(within)])
            return Neighbourhood(kind, tuple(free[free != EMPTY].tolist()), within)
        if kind == ANY:
            return Neighbourhood(kind, tuple(self.dice.sample(range(self.tracks), min(self.tracks, size))))
        burden = np.log1p(self.burdens(layout)) + 0.2
        (first,) = self.dice.choices(range(self.tracks), burden.tolist())
        return Neighbourhood(kind, self._with_neighbours(layout, first, size, burden))

    def learn(self, one: Neighbourhood, *, proved: bool, quick: bool) -> None:
        """Take a larger one next time where the last was settled quickly, a smaller one where it was not settled."""
        most = self.sessions if one.kind == SESSIONS else self.tracks
        if proved and quick:
            self.size[one.kind] = min(self.size[one.kind] + GROW, most)
        elif not proved:
            self.size[one.kind] = max(2.0, self.size[one.kind] - SHRINK)

    def _with_neighbours(self, layout: Layout, first: int, size: int, burden: Shares) -> tuple[int, ...]:
        """Tracks that share rooms, presenters or likeness with the first come rather than others."""
        near = np.full(self.tracks, 0.3)
        near += 2.0 * (self.prices.beside[first] > 0)
        mine = self.it.track == first
        np.add.at(near, self.it.track, 0.5 * (self.prices.pair[mine].sum(axis=0) > 0))
        rooms = (layout.cell == first).any(axis=0)
        near += 1.5 * np.array([(layout.cell[:, rooms] == track).any() for track in range(self.tracks)])
        near *= burden
        near[first] = 0
        free = [first]
        while len(free) < min(size, self.tracks):
            (track,) = self.dice.choices(range(self.tracks), near.tolist())
            free.append(track)
            near[track] = 0
        return tuple(free)

    def burdens(self, layout: Layout) -> Shares:
        """What each track pays for where it is, roughly: [T]."""
        found = np.zeros(self.tracks)
        weights = self.it.weights
        np.add.at(found, self.it.track, self.prices.at[np.arange(len(self.it.track)), layout.session])
        apart = (layout.session[:, None] == layout.session) & (layout.room[:, None] != layout.room)
        np.add.at(found, self.it.track, (self.prices.pair * apart).sum(axis=1))
        counts = np.array([(layout.cell == track).sum(axis=1) for track in range(self.tracks)])
        found += ((self.prices.beside @ counts) * counts).sum(axis=1)
        found += weights["parallel_tracks"] * np.maximum(counts - 1, 0).sum(axis=1)
        for track in range(self.tracks):
            cells = layout.cell == track
            found[track] += self.prices.cell[track][cells].sum()
            used = np.flatnonzero(counts[track])
            found[track] += weights["rooms_per_track"] * (cells.any(axis=0).sum() - 1)
            found[track] += weights["consecutive_tracks"] * (used[-1] - used[0] + 1 != len(used))
        return found
