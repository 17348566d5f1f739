"""The staff's list beside pretalx's, in one run: two web processes each, signed in, the same rows and columns.

    python bench/office_list.py [--peer FILE] [--rounds 5] [--seconds 5]

FILE (or PEER in the environment) says where pretalx's list answers: {"base": "http://…", "pages": [{"name":
"organiser submissions list", "path": …, "headers": {"Cookie": …}}]}. Start pretalx 2025.2.2 yourself, on PostgreSQL,
with two workers and 180 proposals. Without it only our list is measured, and the table says so. wrk asks both in
turn, at 1 and 16 connections; medians over the rounds. The promise: at least 30 times the peer's requests a second, and
at least 30 × 4.3.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from _city import City, analyse, argument_parser, cookies_of, headline, opened
from _pages import Page, queries_of

PAGE = "organiser submissions list"
ROWS, TIMES, FLOOR, MOST = 180, 30, 4.3, 8
CONNECTIONS = (1, 16)


@dataclass(frozen=True)
class List:
    """A page with its reader's headers."""

    name: str
    url: str
    headers: dict[str, str]

    def shape(self) -> tuple[int, int, int]:
        """Rows and columns of its largest table, and its bytes."""
        with urllib.request.urlopen(urllib.request.Request(self.url, headers=self.headers), timeout=60) as answer:
            body = answer.read().decode()
            assert answer.url == self.url, f"{self.name} leads to {answer.url}: the session is over"
        tables = re.findall(r"<table.*?</table>", body, re.S)
        assert tables, f"{self.name} has no table"
        best = max(tables, key=lambda table: table.count("<tr"))
        head, rows = best.partition("</thead>")[0], best.partition("<tbody")[2]
        return rows.count("<tr"), len(re.findall(r"<th\b", head)), len(body)

    def wrk(self, connections: int, seconds: int) -> float:
        """Requests a second."""
        words = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s"]
        words += [word for name, value in self.headers.items() for word in ("-H", f"{name}: {value}")]
        said = subprocess.run([*words, self.url], capture_output=True, text=True, check=True).stdout
        assert "Non-2xx" not in said, said
        return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index]


def prepare(city: City) -> tuple[List, int]:
    """A call with as many applications as the peer has proposals, and the queries of its list."""
    from django.db import transaction

    from tests.factories.city import make_board, make_call, make_city, make_expert, make_user
    from tests.factories.many import many_applications
    from yunhui.foundation.accounts.enums import Role

    root = make_city()
    for number in range(1, 9):
        make_board(root, number, "energy")
    for number in range(1, 13):
        make_expert(number)
    with transaction.atomic():
        many_applications(make_call(root, "staff-list"), ROWS)
    office = make_user("office", Role.OFFICE)
    analyse()
    headers = {"Cookie": cookies_of([office], city.port)[0], "Accept": "text/html"}
    ours = List("Yunhui", f"http://{city.host}/w/calls/staff-list/", headers)
    return ours, queries_of(Page("list", "/w/calls/staff-list/"), office)


def peer_of(path: str) -> List | None:
    """pretalx's list, where it was named and answers."""
    if not path:
        return None
    told = json.loads(Path(path).read_text())
    page = next(one for one in told["pages"] if one["name"] == PAGE)
    return List("pretalx", told["base"] + page["path"], page["headers"])


def main() -> int:
    parser = argument_parser(__doc__)
    parser.add_argument("--peer", default=os.environ.get("PEER", ""), help="where pretalx answers (JSON)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5)
    options = parser.parse_args()
    if not shutil.which("wrk"):
        print("skipped: wrk is not installed (apt install wrk)")
        return 0
    peer = peer_of(options.peer)
    with opened(options) as city:
        ours, queries = prepare(city)
        lists = [one for one in (ours, peer) if one]
        headline(rounds=options.rounds, seconds=options.seconds, workers=options.workers)
        if peer is None:
            print("pretalx is not here (--peer): SKIPPED, only our own list is measured\n")
        print("| list | rows × columns | kB | at 1: requests/s | at 16: requests/s | CPU ms a request | queries |")
        print("|---|---|--:|--:|--:|--:|--:|")
        rates: dict[tuple[str, int], list[float]] = {}
        spent, served = 0.0, 0.0
        for _ in range(options.rounds):
            for connections in CONNECTIONS:
                for one in lists:
                    before = sum(city.seconds().values())
                    rate = one.wrk(connections, options.seconds)
                    rates.setdefault((one.name, connections), []).append(rate)
                    if one is ours:
                        spent, served = (
                            spent + sum(city.seconds().values()) - before,
                            served + rate * options.seconds,
                        )
        middle = {key: statistics.median(found) for key, found in rates.items()}
        for one in lists:
            rows, columns, size = one.shape()
            cells = " | ".join(f"{middle[one.name, connections]:.1f}" for connections in CONNECTIONS)
            cost = f"{1000 * spent / served:.1f} | {queries}" if one is ours else "– | –"
            print(f"| {one.name} | {rows} × {columns} | {size / 1000:.0f} | {cells} | {cost} |")
        # Beside the peer its own figure of this run counts; alone, the one that was published of it.
        good = queries <= MOST and (peer is not None or middle[ours.name, 16] >= TIMES * FLOOR)
        for connections in CONNECTIONS if peer else ():
            times = middle[ours.name, connections] / middle["pretalx", connections]
            good &= times >= TIMES
            print(f"\nat {connections}: {times:.1f} times pretalx")
        print(f"\nfloor: {TIMES} × {FLOOR} = {TIMES * FLOOR:.0f} requests/s")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
