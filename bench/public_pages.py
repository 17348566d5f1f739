"""The public site beside pretalx's, in one run: a timetable of 32 pitches, a project, a call; and as people see it.

    python bench/public_pages.py [--peer FILE] [--rounds 3] [--seconds 5] [--only wrk nginx chromium]

FILE (or PEER in the environment) says where pretalx answers: {"base": "http://…", "pages": [{"name": "schedule no-JS
list", "path": …, "headers": {…}}, {"name": "talk page", …}, {"name": "CfP landing", …}]}. Start pretalx 2025.2.2
yourself, on PostgreSQL, with two workers and 32 scheduled talks. wrk asks both in turn, at 1 and 16 connections;
medians over the rounds. "Each time anew" is the same address with a parameter that no page knows, which is never kept.

The promises: timetable and project 20 times the peer's, call 10 times, each time anew 3 times, at 16 connections; at
most 8 queries; behind the shipped nginx half of what nginx sends of the same bytes from disk; in Chromium at 150 ms
round trip, 1.6 Mbit/s and a processor four times slower, largest paint within 1.5 s and layout shift within .05 (median
of 5 first visits).
"""

import gzip
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from _city import ROOT, City, analyse, argument_parser, headline, opened
from _pages import Page, queries_of

CONNECTIONS = (1, 16)
MOST_QUERIES, ANEW, NGINX = 8, 3, 2.0
PAINT_MS, SHIFT, VISITS = 1500, 0.05, 5
# What pretalx 2025.2.2 was measured at before, at 16 connections, where it is not beside us.
BEFORE = {"timetable": 39.6, "project": 58.0, "call": 130.0}


@dataclass(frozen=True)
class Kind:
    """A page of ours, the peer's name of the like, and how many times its requests a second we promise."""

    name: str
    path: str
    peer: str
    times: int


KINDS = (
    Kind("timetable", "/en/timetable/stage/", "schedule no-JS list", 20),
    Kind("project", "/en/projects/stage/1/", "talk page", 20),
    Kind("call", "/en/calls/open/", "CfP landing", 10),
)
SEEN = ("/en/", *(kind.path for kind in KINDS))


@dataclass
class Rates:
    """Requests a second by (what, connections), one for each round."""

    found: dict[tuple[str, int], list[float]] = field(default_factory=dict)

    def add(self, what: str, connections: int, rate: float) -> None:
        self.found.setdefault((what, connections), []).append(rate)

    def middle(self, what: str, connections: int) -> float:
        return statistics.median(self.found[what, connections])


def wrk(url: str, connections: int, seconds: int, headers: dict[str, str]) -> float:
    """Requests a second; fails where an answer is not a page."""
    words = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s"]
    words += [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    said = subprocess.run([*words, url], capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in said, said
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index]


def prepare() -> dict[str, int]:
    """An event of 32 pitches with titles and summaries, and an open call; the queries of each page."""
    from tests.factories.city import make_board, make_call, make_city
    from tests.features.timetable.staging import make_event, make_site
    from yunhui.pipeline.applications.models import Application
    from yunhui.pipeline.consents.models import Consent

    root = make_city()
    make_site(root)
    boards = [make_board(root, number, "energy", "ict") for number in range(1, 13)]
    make_event(root, boards=boards, count=32)
    make_call(root, "open")
    text = " ".join(["A cell that keeps its charge at forty degrees below zero, and what it takes to make it."] * 12)
    for row in Application.objects.all():
        row.answers = {**row.answers, "summary": text}
        row.save(update_fields=["answers"])
    Consent.objects.filter(purpose="publication").update(level="summary")
    analyse()
    return {kind.name: queries_of(Page(kind.name, kind.path), None) for kind in KINDS}


def peers_of(path: str) -> dict[str, tuple[str, dict[str, str]]]:
    """The peer's addresses with their headers, by name; empty where it was not named."""
    if not path:
        return {}
    told = json.loads(Path(path).read_text())
    return {one["name"]: (told["base"] + one["path"], one.get("headers", {})) for one in told["pages"]}


def beside(city: City, peers: dict[str, tuple[str, dict[str, str]]], queries: dict[str, int], options: Any) -> bool:
    """wrk on each page: from memory, each time anew, and the peer's."""
    asked: list[tuple[str, str, dict[str, str]]] = []
    for kind in KINDS:
        url, headers = f"http://{city.host}{kind.path}", {"Accept": "text/html"}
        asked += [(kind.name, url, headers), (f"{kind.name} anew", f"{url}?anew=1", headers)]
        if peers:
            asked.append((f"{kind.name} peer", *peers[kind.peer]))
    rates = Rates()
    for _round in range(options.rounds):
        for connections in CONNECTIONS:
            for name, url, headers in asked:
                rates.add(name, connections, wrk(url, connections, options.seconds, headers))
    if not peers:
        print("pretalx is not here (--peer): SKIPPED, compared with what it was measured at before\n")
    print("| page | at | from memory | each time anew | pretalx | from memory ÷ | anew ÷ | promised | queries |")
    print("|---|--:|--:|--:|--:|--:|--:|---|--:|")
    good = True
    for kind in KINDS:
        for connections in CONNECTIONS:
            kept, anew = rates.middle(kind.name, connections), rates.middle(f"{kind.name} anew", connections)
            peer = rates.middle(f"{kind.name} peer", connections) if peers else BEFORE[kind.name]
            print(
                f"| {kind.name} | {connections} | {kept:,.0f} | {anew:,.1f} | {peer:,.1f} | {kept / peer:,.0f} "
                f"| {anew / peer:,.1f} | {kind.times} / {ANEW} | {queries[kind.name]} |",
                flush=True,
            )
            if connections == CONNECTIONS[-1]:
                good &= kept >= kind.times * peer and anew >= ANEW * peer and queries[kind.name] <= MOST_QUERIES
    return good


@contextmanager
def nginx(city: City, folder: Path) -> Iterator[tuple[int, int]]:
    """The shipped configuration before the city, without TLS and without limits for one address, from which wrk asks;
    and a plain one that sends files of a folder. Their ports."""
    from _city import _free_ports

    front, plain = _free_ports(2)
    text = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    text = text[: text.index("server {")] + text[text.index("server {", text.index("server {") + 1) :]
    text = re.sub(r"^ *(limit_req |ssl_|listen \[::\]|add_header Strict).*\n", "", text, flags=re.M)
    for old, new in (
        ("listen 443 ssl http2", f"listen 127.0.0.1:{front}"), ("127.0.0.1:8000", city.host),
        ("/var/cache/nginx/yunhui", str(folder / "pages")), ("/var/log/nginx", str(folder)),
        ("server_name talent.city.example", "server_name 127.0.0.1"), ("Host $host", f"Host {city.host}"),
        (f"access_log {folder}/yunhui.log combined", "access_log off"), ("Proto https", "Proto http"),
        ("/srv/yunhui/var/static", str(city.var / "static")), ("/srv/yunhui", str(city.var)),
    ):  # fmt: skip
        text = text.replace(old, new)
    (folder / "site.conf").write_text(text.replace("Host $http_host", f"Host {city.host}"), encoding="utf-8")
    own = "".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; worker_processes 2; error_log {folder}/error.log;\n"
        f"events {{ worker_connections 1024; }}\n"
        f"http {{ {own} keepalive_requests 1000000; include {folder}/site.conf;\n"
        f"server {{ listen 127.0.0.1:{plain}; root {folder}/files; access_log off; gzip_static on;\n"
        "open_file_cache max=64; default_type text/html; } }\n"
    )
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    running = subprocess.Popen([program, "-c", str(folder / "nginx.conf"), "-e", str(folder / "early.log")])
    try:
        deadline = time.monotonic() + 10
        while not (folder / "pid").exists():
            assert running.poll() is None and time.monotonic() < deadline, (folder / "early.log").read_text()
            time.sleep(0.05)
        time.sleep(0.3)
        yield front, plain
    finally:
        running.terminate()
        running.wait(10)


def behind_nginx(city: City, options: Any) -> bool:
    """The same bytes through the shipped configuration, and by nginx from disk; packed, as browsers ask."""
    if not (shutil.which("nginx") or Path("/usr/sbin/nginx").exists()):
        print("\nnginx is not on this machine: SKIPPED")
        return True
    rates, headers, good = Rates(), {"Accept-Encoding": "gzip"}, True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind in KINDS:
            with urllib.request.urlopen(f"http://{city.host}{kind.path}", timeout=60) as answer:
                body = answer.read()
            file = folder / "files" / f"{kind.name}.html"
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(body)
            file.with_suffix(".html.gz").write_bytes(gzip.compress(body, 6))
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755)
        with nginx(city, folder) as (front, plain):
            for _round in range(options.rounds):
                for kind in KINDS:
                    for what, url in (
                        ("front", f"http://127.0.0.1:{front}{kind.path}"),
                        ("disk", f"http://127.0.0.1:{plain}/{kind.name}.html"),
                    ):
                        rates.add(f"{kind.name} {what}", 16, wrk(url, 16, options.seconds, headers))
    print("\n| page, at 16, packed | behind the shipped nginx | nginx from disk | disk ÷ ours | promised |")
    print("|---|--:|--:|--:|---|")
    for kind in KINDS:
        ours, disk = rates.middle(f"{kind.name} front", 16), rates.middle(f"{kind.name} disk", 16)
        print(f"| {kind.name} | {ours:,.0f} | {disk:,.0f} | {disk / ours:.2f} | within {NGINX} |", flush=True)
        good &= disk <= NGINX * ours
    return good


LOOK = """() => new Promise((done) => {
  let paint = 0, shift = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) paint = one.startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
  const shifts = (list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) shift += one.value; };
  new PerformanceObserver(shifts)
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done([paint, shift]), 1500);
})"""


def in_chromium(city: City) -> bool:
    """Largest paint and layout shift of first visits by a slow line, on a phone's screen."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        print("\nno Chromium on this machine: SKIPPED")
        return True
    from playwright.sync_api import sync_playwright

    good = True
    print("\n| page | largest paint, ms (median, worst) | layout shift | bytes over the line | promised |")
    print("|---|--:|--:|--:|---|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for path in SEEN:
            visits = [_visit(browser, f"http://{city.host}{path}") for _visit_number in range(VISITS)]
            paint, shift = (statistics.median(one[at] for one in visits) for at in (0, 1))
            worst, size = max(one[0] for one in visits), statistics.median(one[2] for one in visits)
            print(
                f"| {path} | {paint:.0f}, {worst:.0f} | {shift:.3f} | {size:,.0f} | {PAINT_MS}, {SHIFT} |", flush=True
            )
            good &= paint <= PAINT_MS and shift <= SHIFT
        browser.close()
    return good


def _visit(browser: Any, url: str) -> tuple[float, float, float]:
    context = browser.new_context(viewport={"width": 412, "height": 823}, device_scale_factor=2, is_mobile=True)
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 200_000}
    line.send("Network.emulateNetworkConditions", slow)
    line.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    received = [0.0]
    line.on("Network.loadingFinished", lambda event: received.__setitem__(0, received[0] + event["encodedDataLength"]))
    page.goto(url)
    paint, shift = page.evaluate(LOOK)
    context.close()
    return paint, shift, received[0]


def main() -> int:
    parser = argument_parser(__doc__)
    parser.add_argument("--peer", default=os.environ.get("PEER", ""), help="where pretalx answers (JSON)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--only", nargs="*", choices=("wrk", "nginx", "chromium"), default=["wrk", "nginx", "chromium"])
    options = parser.parse_args()
    if not shutil.which("wrk"):
        print("skipped: wrk is not installed (apt install wrk)")
        return 0
    peers, good = peers_of(options.peer), True
    with opened(options) as city:
        queries = prepare()
        headline(rounds=options.rounds, seconds=options.seconds, workers=options.workers)
        if "wrk" in options.only:
            good &= beside(city, peers, queries, options)
        if "nginx" in options.only:
            good &= behind_nginx(city, options)
        if "chromium" in options.only:
            good &= in_chromium(city)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
