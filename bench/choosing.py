"""Reviewing and choosing: a reviewer's and the chair's page beside pretalx's, and the brain at the size of a big call.

    python bench/choosing.py [--peer FILE] [--rounds 3] [--seconds 5] [--only pages|large|brain]

Pages: as `office_list.py` measures the staff's list: FILE says where pretalx answers; its page of reviews as a reviewer
and as an organiser, beside an expert's whole stack side by side and the chair's ranking with as many projects. The
promise: at least 30 times the peer's requests a second of the same run, and at least 30 × 1.4; at most 8 queries.
Large: 10,000 applications with 5 locked sheets each: ranking with calibration within 10 s, a proposal as well, the
chair's page within 150 ms. Brain: panels of 32 × 7 judges (who judges whom, and calibration), and 186 × 40, each within
2 s.
"""

import json
import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from _city import City, analyse, argument_parser, cookies_of, headline, opened
from _pages import Page, queries_of, took
from decide_assign import synthetic
from office_list import List

ROWS, TIMES, FLOOR, MOST = 180, 30, 1.4, 8
RANKING_SECONDS, PAGE_MS, BRAIN_SECONDS = 10.0, 150.0, 2.0
LARGE, REVIEWS = 10_000, 5


def peers_of(path: str) -> dict[str, List]:
    """pretalx's page of reviews, as a reviewer and as an organiser, where it was named."""
    if not path:
        return {}
    told = json.loads(Path(path).read_text(encoding="utf-8"))
    pages = {one["name"]: one for one in told["pages"]}
    review, staff = pages["reviewer dashboard"], pages["organiser submissions list"]
    url = told["base"] + review["path"]
    return {
        "reviewer": List("pretalx, reviewer", url, review["headers"]),
        "chair": List("pretalx, organiser", url, staff["headers"]),
    }


def prepare(city: City) -> dict[str, tuple[List, int]]:
    """A call of one group in which an expert has every project, and the chair ranks all of them."""
    from django.db import transaction

    from tests.factories.city import SYSTEM, make_board, make_call, make_city, make_expert, make_user
    from tests.factories.many import many_applications
    from yunhui.foundation.accounts.enums import Role
    from yunhui.pipeline.applications.models import Application
    from yunhui.pipeline.conflicts.models import Declaration
    from yunhui.pipeline.consents.enums import Purpose
    from yunhui.pipeline.consents.services import note_consents

    root = make_city()
    for number in range(1, 9):
        make_board(root, number, "energy")
    # As many experts as sheets for a project: each of them has every project in their stack.
    experts = [make_expert(number) for number in range(1, REVIEWS + 1)]
    call = make_call(root, "choosing", seats=32)
    call.groups.exclude(key="energy").delete()
    call.groups.update(quota=28)
    with transaction.atomic():
        many_applications(call, ROWS, far="decision", reviews=REVIEWS)
        everything = list(Application.objects.filter(call=call).select_related("call"))
        note_consents(actor=SYSTEM, applications=everything, purposes=(Purpose.EXPERTS, Purpose.BOARDS))
    reviewer = experts[0]
    said = [Declaration(expert=reviewer, application=one, has_conflict=False) for one in call.applications.all()]
    Declaration.objects.bulk_create(said)
    people = {"reviewer": reviewer.person.user, "chair": make_user("chair", Role.CHAIR)}
    stage = call.stages.get(kind="review")
    paths = {"reviewer": f"/w/reviews/stages/{stage.pk}/", "chair": f"/w/calls/{call.code}/ranking/"}
    analyse()
    found = {}
    for (name, user), cookie in zip(people.items(), cookies_of(people.values(), city.port), strict=True):
        headers = {"Cookie": cookie, "Accept": "text/html"}
        page = List(f"Yunhui, {name}", f"http://{city.host}{paths[name]}", headers)
        found[name] = (page, queries_of(Page(name, paths[name]), user))
    return found


def pages(city: City, peers: dict[str, List], rounds: int, seconds: int) -> bool:
    """Both pages in turn with the peer's; whether the promise holds."""
    ours = prepare(city)
    good = True
    if not peers:
        print("pretalx is not here (--peer): SKIPPED, only our own pages are measured\n")
    print("| page | rows × columns | kB | requests/s | queries |\n|---|---|--:|--:|--:|")
    for name, (page, queries) in ours.items():
        rates: dict[str, list[float]] = {}
        both = [one for one in (page, peers.get(name)) if one]
        for _ in range(rounds):
            for one in both:
                rates.setdefault(one.name, []).append(one.wrk(16, seconds))
        middle = {key: statistics.median(found) for key, found in rates.items()}
        for one in both:
            rows, columns, size = one.shape()
            count = queries if one is page else "–"
            print(
                f"| {one.name} | {rows} × {columns} | {size / 1000:.0f} | {middle[one.name]:.1f} | {count} |",
                flush=True,
            )
        wanted = TIMES * max(FLOOR, middle[both[1].name] if len(both) > 1 else 0)
        good &= queries <= MOST and middle[page.name] >= wanted
        print(f"| wanted | | | {wanted:.0f} | {MOST} |")
    return good


def large(city: City) -> bool:
    """Ten thousand applications: the proposal, and the chair's page."""
    from django.db import transaction

    from tests.factories.city import SYSTEM, make_board, make_call, make_city, make_expert, make_user
    from tests.factories.many import many_applications
    from yunhui.foundation.accounts.enums import Role
    from yunhui.parties.models import Board, Jurisdiction
    from yunhui.pipeline.decisions.services import keep_ranking, propose_batch

    root = Jurisdiction.objects.filter(code="city").first() or make_city()
    if not Board.objects.exists():
        make_board(root, 1, "energy")
    for number in range(100, 600):
        make_expert(number)
    call = make_call(root, "large", seats=32)
    with transaction.atomic():
        many_applications(call, LARGE, far="decision", reviews=REVIEWS)
    analyse()
    begin = time.perf_counter()
    for group in call.groups.all():
        keep_ranking(group.pk)
    ranking = time.perf_counter() - begin
    begin = time.perf_counter()
    propose_batch(actor=SYSTEM, call=call)
    proposal = time.perf_counter() - begin
    chair = make_user("large-chair", Role.CHAIR)
    page = Page("chair", f"/w/calls/{call.code}/ranking/")
    seen = took(city, page, cookies_of([chair], city.port)[0], chair, 10)
    print("| at 10,000 × 5 | measured | wanted |\n|---|--:|--:|")
    print(f"| ranking with calibration, every group | {ranking:.1f} s | {RANKING_SECONDS:.0f} s |")
    print(f"| a proposal from it: gates, quotas, reserves | {proposal:.1f} s | {RANKING_SECONDS:.0f} s |")
    print(f"| chair's page, median | {seen.at(0.5):.0f} ms | {PAGE_MS:.0f} ms |")
    print(f"| chair's page, queries | {seen.queries} | {MOST} |", flush=True)
    return max(ranking, proposal) <= RANKING_SECONDS and seen.at(0.5) <= PAGE_MS and seen.queries <= MOST


def brain() -> bool:
    """The pure functions at the size of a roadshow."""
    from yunhui.decide.assignment import assign, from_matrix
    from yunhui.decide.calibration import calibrate

    chance = np.random.default_rng(1)
    entry, judge = np.repeat(np.arange(32), 7), np.tile(np.arange(7), 32)
    score = chance.normal(size=7)[judge] + chance.normal(size=32)[entry] + chance.normal(size=len(entry))
    panel = from_matrix(chance.random((32, 7)), chance.random((32, 7)) < 0.03, reviews_per_paper=6, max_load=32)
    call = synthetic(186, 40, 15, "topics", 1)
    works: dict[str, Callable[[], object]] = {
        "panel of 32 × 7: who judges whom": lambda: assign(panel, "fair", seed=1),
        "panel of 32 × 7: calibration": lambda: calibrate(entry, judge, score, 8),
        "186 × 40, three each: who judges whom": lambda: assign(call, "fair", seed=1),
    }
    print("| brain | seconds, median of 3 | wanted |\n|---|--:|--:|")
    good = True
    for name, work in works.items():
        spent = []
        for _ in range(3):
            begin = time.perf_counter()
            work()
            spent.append(time.perf_counter() - begin)
        good &= statistics.median(spent) <= BRAIN_SECONDS
        print(f"| {name} | {statistics.median(spent):.2f} | {BRAIN_SECONDS:.0f} |", flush=True)
    return good


def main() -> int:
    parser = argument_parser(__doc__)
    parser.add_argument("--peer", default=os.environ.get("PEER", ""), help="where pretalx answers (JSON)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--only", choices=("pages", "large", "brain"), help="one part alone")
    options = parser.parse_args()
    good = True
    headline(rounds=options.rounds, seconds=options.seconds, workers=options.workers)
    if options.only in (None, "brain"):
        good &= brain()
    if options.only == "brain":
        return 0 if good else 1
    with opened(options) as city:
        if options.only in (None, "pages"):
            if shutil.which("wrk"):
                good &= pages(city, peers_of(options.peer), options.rounds, options.seconds)
            else:
                print("pages skipped: wrk is not installed (apt install wrk)")
        if options.only in (None, "large"):
            good &= large(city)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
