"""Which literals exclude each other because they would cover one and the same minute."""

from ortools.sat.python import cp_model

Literal = cp_model.IntVar


def cliques(spans: list[tuple[int, int, Literal]]) -> list[list[Literal]]:
    """For half-open spans (start, end, literal): the largest sets that all cover one minute, each set once."""
    by_start = sorted(spans, key=lambda span: span[0])
    found: list[list[Literal]] = []
    running: list[tuple[int, Literal]] = []
    position = 0
    while position < len(by_start):
        now = by_start[position][0]
        still = [(end, literal) for end, literal in running if end > now]
        if len(still) < len(running) and len(running) > 1:
            found.append([literal for _, literal in running])
        running = still
        while position < len(by_start) and by_start[position][0] == now:
            running.append((by_start[position][1], by_start[position][2]))
            position += 1
    if len(running) > 1:
        found.append([literal for _, literal in running])
    return found
