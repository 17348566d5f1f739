"""`yunhui decide timetable` for a CoSPLib workbook: solve it, or score a solution that somebody else found."""

import sys
from pathlib import Path
from typing import Any

from yunhui.decide.files import Progress, write_bytes, write_json
from yunhui.decide.timetable.cosplib.model import EMPTY, Conference, Programme
from yunhui.decide.timetable.cosplib.reading import read_conference
from yunhui.decide.timetable.cosplib.scoring import Score, score
from yunhui.decide.timetable.cosplib.solving import Outcome, solve_conference
from yunhui.decide.timetable.cosplib.writing import read_programme, solution_workbook

SHOWN = 10


def run(
    source: Path, target: Path | None, *, scored: Path | None, seconds: float, seed: int, work: float | None
) -> int:
    """Exit code 0 with a programme that keeps every hard rule, 1 without.

    Raises:
        WrongInput: a workbook that cannot be used.
    """
    conference = read_conference(source)
    if scored is not None:
        programme = read_programme(scored, conference)
        found = score(conference, programme)
        _write(target, conference, programme, found, {"status": "scored"})
        _say(f"{scored.name}: " + summary(found))
        return 1 if found.hard else 0
    line = Progress()
    outcome = solve_conference(
        conference,
        seconds=seconds,
        seed=seed,
        work=work,
        on_progress=lambda objective: line.say(f"a programme that costs {objective}"),
    )
    line.done()
    took = f"{outcome.status}, {outcome.seconds:.1f} s"
    if outcome.programme is None or outcome.score is None:
        reasons = outcome.reasons or (
            "no programme found in time, and no proof that there is none; allow more seconds",
        )
        if target is not None and target.suffix.lower() != ".xlsx":
            write_json(target, {**_told(outcome), "reasons": list(outcome.reasons)})
        _say("\n  ".join([took, *reasons]))
        return 1
    _write(target, conference, outcome.programme, outcome.score, _told(outcome))
    _say(f"{took}: " + summary(outcome.score))
    return 0


def summary(found: Score) -> str:
    """The objective, each term that costs something, and the hard rules broken."""
    terms = [f"  {term}: {value}" for term, value in found.terms.items() if value]
    more = [f"  and {len(found.hard) - SHOWN} more"] if len(found.hard) > SHOWN else []
    head = f"objective {found.objective}, {len(found.hard)} hard violations"
    return "\n".join([head, *terms, *(f"  ! {one}" for one in found.hard[:SHOWN]), *more])


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def _told(outcome: Outcome) -> dict[str, Any]:
    return {
        "status": outcome.status,
        "limit": outcome.limit,
        "seconds": round(outcome.seconds, 2),
        "work": round(outcome.work, 2),
        "rounds": outcome.rounds,
    }


def _write(
    target: Path | None, conference: Conference, programme: Programme, found: Score, told: dict[str, Any]
) -> None:
    if target is None:
        return
    if target.suffix.lower() == ".xlsx":
        write_bytes(target, solution_workbook(conference, programme, found))
        return
    places = [
        {
            "session": conference.sessions[session],
            "room": conference.rooms[room],
            "track": None if track == EMPTY else conference.tracks[track],
            "slots": [
                None if one == EMPTY else conference.submissions[one] for one in programme.submissions[session][room]
            ],
        }
        for session, rooms in enumerate(programme.tracks)
        for room, track in enumerate(rooms)
    ]
    write_json(
        target,
        {**told, "objective": found.objective, "terms": found.terms, "hard": list(found.hard), "places": places},
    )
