"""What a programme costs and which hard rules it breaks, term by term as CoSPLib's own checker counts them."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from yunhui.decide.timetable.cosplib.model import EMPTY, TERMS, Conference, Pairs, Programme

# CoSPLib adds these to the objective for a submission that is cut short, and for one that is torn apart.
CUT, TORN = 10_000_000, 1_000_000_000


@dataclass(frozen=True, slots=True)
class Score:
    """`terms`: weighted, by name, those with a weight only. `hard`: one sentence for each broken hard rule."""

    terms: dict[str, int]
    hard: tuple[str, ...]

    @property
    def objective(self) -> int:
        return sum(self.terms.values())


def score(conference: Conference, programme: Programme) -> Score:
    """Count everything anew from the programme alone."""
    count = _Count(conference, programme)
    return Score(
        {term: weight * getattr(count, term)() for term, weight in _weights(conference)} | count.torn(),
        tuple(count.hard()),
    )


def _weights(conference: Conference) -> Iterator[tuple[str, int]]:
    return ((term, conference.weights[term]) for term in TERMS if conference.weights[term] > 0)


class _Count:
    def __init__(self, conference: Conference, programme: Programme) -> None:
        self.it, self.programme = conference, programme
        self.cells = [
            (session, room, track)
            for session, rooms in enumerate(programme.tracks)
            for room, track in enumerate(rooms)
            if track != EMPTY
        ]
        self.places = [
            (session, room, slot, one)
            for session, rooms in enumerate(programme.submissions)
            for room, slots in enumerate(rooms)
            for slot, one in enumerate(slots)
            if one != EMPTY
        ]
        self.by_session: dict[int, list[int]] = defaultdict(list)
        self.rooms_of: dict[int, set[int]] = defaultdict(set)
        self.sessions_of: dict[int, set[int]] = defaultdict(set)
        for session, room, track in self.cells:
            self.by_session[session].append(track)
            self.rooms_of[track].add(room)
            self.sessions_of[track].add(session)

    def tracks_sessions(self) -> int:
        return sum(int(self.it.track_session[track, session]) for session, _, track in self.cells)

    def tracks_rooms(self) -> int:
        return sum(int(self.it.track_room[track, room]) for _, room, track in self.cells)

    def sessions_rooms(self) -> int:
        return sum(int(self.it.session_room[session, room]) for session, room, _ in self.cells)

    def similar_tracks(self) -> int:
        return sum(
            int(self.it.similar[one, other])
            for tracks in self.by_session.values()
            for one, other in combinations(tracks, 2)
            if one != other
        )

    def rooms_per_track(self) -> int:
        return sum(len(rooms) - 1 for rooms in self.rooms_of.values())

    def parallel_tracks(self) -> int:
        return sum(count - 1 for tracks in self.by_session.values() for count in Counter(tracks).values())

    def consecutive_tracks(self) -> int:
        return sum(max(them) - min(them) + 1 != len(them) for them in self.sessions_of.values())

    def timezones(self) -> int:
        return sum(int(self.it.zone[one, session]) for session, _, _, one in self.places)

    def submissions_sessions(self) -> int:
        return sum(int(self.it.submission_session[one, session]) for session, _, _, one in self.places)

    def submissions_rooms(self) -> int:
        return sum(int(self.it.submission_room[one, room]) for _, room, _, one in self.places)

    def order(self) -> int:
        """Those not in their place within their track, and pairs of one track's ordered ones at one time."""
        run: dict[int, dict[int, None]] = defaultdict(dict)
        together: dict[str, dict[int, None]] = defaultdict(dict)
        for session, room, slot, one in self.places:
            track = self.programme.tracks[session][room]
            if track != EMPTY:
                run[track].setdefault(one)
                together[self._time(session, slot)].setdefault(one)
        wrong = sum(
            int(self.it.order[one]) not in (0, place) for ones in run.values() for place, one in enumerate(ones, 1)
        )
        return wrong + sum(
            bool(self.it.track[one] == self.it.track[other] and self.it.order[one] and self.it.order[other])
            for ones in together.values()
            for one, other in combinations(ones, 2)
        )

    def presenters(self) -> int:
        return self._in_other_rooms(self.it.presenters)

    def attendees(self) -> int:
        return self._in_other_rooms(self.it.attendees)

    def _in_other_rooms(self, pairs: Pairs) -> int:
        seen: dict[int, dict[tuple[int, int], None]] = defaultdict(dict)
        for session, room, _, one in self.places:
            if pairs[one].any():
                seen[session].setdefault((one, room))
        return sum(
            bool(pairs[one, other]) and here != there
            for ones in seen.values()
            for (one, here), (other, there) in combinations(ones, 2)
        )

    def chairs(self) -> int:
        return sum(
            bool(self.it.chairs[one, other])
            for tracks in self.by_session.values()
            for one, other in combinations(tracks, 2)
        )

    def presenters_slot(self) -> int:
        return self._at_one_time(self.it.presenters)

    def attendees_slot(self) -> int:
        return self._at_one_time(self.it.attendees)

    def _at_one_time(self, pairs: Pairs) -> int:
        seen: dict[str, dict[int, None]] = defaultdict(dict)
        for session, _, slot, one in self.places:
            if pairs[one].any():
                seen[self._time(session, slot)].setdefault(one)
        times = (self._time(session, slot) for session, slots in enumerate(self.it.slots) for slot in range(slots))
        return sum(bool(pairs[pair]) for time in times for pair in combinations(seen[time], 2))

    def _time(self, session: int, slot: int) -> str:
        """CoSPLib's key of a time slot, by which slot 10 of session S1 is slot 0 of session S11, too."""
        return f"{self.it.sessions[session]}{slot}"

    def torn(self) -> dict[str, int]:
        """The price CoSPLib puts on submissions of several slots that are not in one piece; left out when all are."""
        total = 0
        slots: dict[int, list[int]] = {k: [] for k in range(len(self.it.need)) if self.it.need[k] > 1}
        in_cell: Counter[tuple[int, int, int]] = Counter()
        for session, room, slot, one in self.places:
            if one in slots:
                slots[one].append(slot)
                in_cell[session, room, one] += 1
        for (_, _, one), count in in_cell.items():
            total += CUT * int(count != self.it.need[one])
        for mine in slots.values():
            if not mine:
                return {"in_one_piece": TORN}
            total += TORN * (sum(range(mine[0], mine[-1] + 1)) != sum(mine))
        return {"in_one_piece": total} if total else {}

    def hard(self) -> Iterator[str]:
        """Every submission once, whole, in one room's session, without a gap, in a cell of its own track."""
        where: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for session, room, slot, one in self.places:
            where[one].append((session, room, slot))
            track = self.programme.tracks[session][room]
            if track != EMPTY and track != self.it.track[one]:
                yield f"{self.it.submissions[one]} is in a cell of {self.it.tracks[track]}, another track"
            if track == EMPTY:
                yield f"{self.it.submissions[one]} is in a cell that no track has"
        for one, name in enumerate(self.it.submissions):
            places, need = where[one], int(self.it.need[one])
            if len(places) != need:
                yield f"{name} has {len(places)} time slots, it needs {need}"
            elif len({(session, room) for session, room, _ in places}) > 1:
                yield f"{name} is in several cells"
            elif places[-1][2] - places[0][2] + 1 != need:
                yield f"{name} has a gap"
