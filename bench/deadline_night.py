"""The night of the deadline: many people save while others submit for the first time, some with a double click.

    python bench/deadline_night.py [--people 500] [--submits 50] [--seconds 60]

Against the city as we ship it. `people` save what they have typed every 5 s; `submits` new applications a second are
submitted whole, one in twenty of them twice at once. Afterwards the database is asked whether anything was lost or
doubled. The promise: 99 of 100 answers within 500 ms, nothing lost, nothing doubled.
"""

import asyncio
import gc
import json
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from _city import CSRF, City, analyse, argument_parser, cookies_of, headline, opened, quantile
from _rush import Connection, Times, at

PAUSE = 5.0
# Before the clock runs, some others save and submit for so many seconds: a city does not open on its deadline.
WARM_SECONDS, WARM_PEOPLE, WARM_SUBMITS = 5, 50, 5.0
LIMIT = 0.5
_FIELDS = ("summary", "novelty", "team", "landing")
_TEXT = "低温电解液配方与中试线，三年内落地。A low-temperature electrolyte, from the bench to a pilot line. " * 3
_AS_SCRIPT = f"X-CSRFToken: {CSRF}\r\nAccept: application/json\r\nSec-Fetch-Dest: empty\r\n"


@dataclass
class Applicant:
    """One person's browser: the form, what it knows of each answer's revision, and what was confirmed."""

    application: str
    connection: Connection
    answers: dict[str, str]
    tokens: dict[str, str]
    saved: dict[str, str] = field(default_factory=dict)
    number: int = 0

    @property
    def address(self) -> str:
        return f"/my/applications/{self.application}/"


def prepare(city: City, code: str, people: int, submits: int) -> tuple[Any, list[Applicant], list[Applicant]]:
    """A call with as many complete drafts, each of an account of its own that is signed in."""
    from tests.factories.city import SYSTEM, answers, make_board, make_call, make_city
    from yunhui.foundation.accounts.models import User
    from yunhui.parties.models import Jurisdiction
    from yunhui.pipeline.applications.models import Application
    from yunhui.pipeline.applications.services.saving import asked_of, token_of
    from yunhui.pipeline.consents.enums import Purpose, Source
    from yunhui.pipeline.consents.services import note_consents

    root = Jurisdiction.objects.first()
    if root is None:
        root = make_city()
        for number in range(1, 9):
            make_board(root, number, "energy")
    call = make_call(root, code)
    assert call.form_version is not None
    users = [User(email=f"a{n}@{code}.example", name=f"申报人{n}", password="!") for n in range(people + submits)]
    User.objects.bulk_create(users, batch_size=1000)
    drafts = []
    for number, user in enumerate(users):
        kept = answers(number, **dict.fromkeys(_FIELDS, _TEXT))
        draft = Application(call=call, owner=user, form_version=call.form_version, answers=kept, title=kept["title"])
        drafts.append(draft)
    Application.objects.bulk_create(drafts, batch_size=1000)
    purposes = (Purpose.EXPERTS, Purpose.BOARDS, Purpose.PUBLICATION)
    note_consents(actor=SYSTEM, applications=drafts, purposes=purposes, source=Source.PAPER)
    analyse()
    cookies = cookies_of(users, city.port, assurance=1)
    made = []
    for draft, cookie in zip(drafts, cookies, strict=True):
        tokens = {one.key: token_of(draft, one) for one in asked_of(draft)}
        made.append(Applicant(str(draft.pk), Connection(city.port, cookie), draft.answers, tokens))
    return call, made[:people], made[people:]


async def save_on(who: Applicant, begin: float, first: float, last: float, times: Times) -> None:
    """Save one answer every PAUSE seconds, as the page does after a pause in typing."""
    turn, seconds = 0, first
    while seconds < last:
        key = _FIELDS[turn % len(_FIELDS)]
        text = f"{_TEXT}{turn}"

        async def save(due: float, key: str = key, text: str = text) -> None:
            who.number += 1
            pairs = {"tab": "tab", "number": who.number, f"was-{key}": who.tokens[key], key: text}
            answer = await who.connection.post(f"{who.address}save", urlencode(pairs).encode(), _AS_SCRIPT)
            times.note(due, answer.status)
            if answer.status == 200:
                who.tokens |= json.loads(answer.body)["was"]
                who.saved[key] = text

        await at(begin, seconds, save)
        turn, seconds = turn + 1, seconds + PAUSE


async def submit_once(who: Applicant, begin: float, when: float, times: Times, *, twice: bool) -> None:
    """Submit the whole form; `twice`: a double click, over a second connection."""
    pairs = {**who.answers, **{f"was-{key}": token for key, token in who.tokens.items()}}
    pairs |= {"tab": "tab", "number": "1", "key": f"key-{who.application}", "csrfmiddlewaretoken": CSRF}
    body = urlencode(pairs).encode()

    async def click(connection: Connection, due: float) -> None:
        answer = await connection.post(f"{who.address}submit", body, "Accept: text/html\r\n")
        times.note(due, answer.status if b"done=submitted" in answer.headers else -answer.status)
        connection.close()

    async def act(due: float) -> None:
        second = Connection(who.connection.port, "")
        second.head = who.connection.head
        await asyncio.gather(*(click(one, due) for one in (who.connection, second)[: 1 + twice]))

    await at(begin, when, act)


async def rush(savers: list[Applicant], submitters: list[Applicant], rate: float, seconds: float) -> dict[str, Times]:
    """Everybody at once, for so many seconds."""
    times = {"save": Times(), "submit": Times()}
    begin = time.perf_counter() + 1.0
    async with asyncio.TaskGroup() as group:
        for number, who in enumerate(savers):
            first = PAUSE * number / len(savers)
            group.create_task(save_on(who, begin, first, seconds, times["save"]))
        for number, who in enumerate(submitters):
            when, twice = number / rate, number % 20 == 0
            group.create_task(submit_once(who, begin, when, times["submit"], twice=twice))
    return times


def faults(call: Any, savers: Iterable[Applicant], submitters: list[Applicant]) -> list[str]:
    """What the database says was lost or doubled; empty when nothing was."""
    from yunhui.foundation.audit.models import AuditEntry
    from yunhui.foundation.outbox.models import Fact
    from yunhui.pipeline.applications.models import Application, ApplicationVersion, StagePass

    found = []
    rows = {str(row.pk): row for row in Application.objects.filter(call=call)}
    lost = sum(rows[one.application].answers[key] != text for one in savers for key, text in one.saved.items())
    if lost:
        found.append(f"{lost} confirmed answers are not there")
    ids = {one.application for one in submitters}
    numbers = sorted(row.number for pk, row in rows.items() if pk in ids and row.number is not None)
    if numbers != list(range(1, len(ids) + 1)):
        found.append(f"{len(ids)} submitted, {len(numbers)} numbers from {numbers[:1]} to {numbers[-1:]}")
    if any(row.number is not None for pk, row in rows.items() if pk not in ids):
        found.append("somebody who only saved has a number")
    own = [str(pk) for pk in rows]
    entries = AuditEntry.objects.filter(action="application.submitted", subject_id__in=own)
    facts = Fact.objects.filter(name="ApplicationSubmitted", payload__application_id__in=own)
    versions = ApplicationVersion.objects.filter(application__call=call)
    for name, told in (
        ("versions", versions.values_list("application_id", flat=True)),
        ("entries in the log", entries.values_list("subject_id", flat=True)),
        ("facts", facts.values_list("payload__application_id", flat=True)),
    ):
        if sorted(map(str, told)) != sorted(ids):
            found.append(f"{len(told)} {name} for {len(ids)} submissions")
    stages = call.stages.count()
    if StagePass.objects.filter(application__call=call).count() != stages * len(ids):
        found.append("an application does not have one pass in every stage")
    return found


def sealed(patience: float) -> list[str]:
    """What is wrong with the log's chain once the sealer has caught up; empty when it is sound."""
    from yunhui.foundation.audit.selectors import verify
    from yunhui.kernel.actor import system

    deadline = time.monotonic() + patience
    while (report := verify(system("bench"))).unsealed and time.monotonic() < deadline:
        time.sleep(1)
    found = [f"{finding}" for finding in report.findings]
    return [*found, f"{report.unsealed} entries are not sealed"] if report.unsealed else found


def table(times: dict[str, Times]) -> bool:
    """Print what it took; whether the promise held."""
    print("| | answers | by status | p50 ms | p95 ms | p99 ms | slowest ms |")
    print("|---|--:|---|--:|--:|--:|--:|")
    good = True
    for name, one in times.items():
        taken = sorted(one.seconds)
        cells = [f"{1000 * quantile(taken, share):.0f}" for share in (0.5, 0.95, 0.99)]
        print(f"| {name} | {len(taken)} | {one.statuses} | {' | '.join(cells)} | {1000 * taken[-1]:.0f} |")
        wanted = {200} if name == "save" else {302, 303}
        good &= quantile(taken, 0.99) <= LIMIT and set(one.statuses) <= wanted
    return good


def main() -> int:
    parser = argument_parser(__doc__)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--submits", type=float, default=50)
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    with opened(options) as city:
        headline(people=options.people, submits=f"{options.submits:g} a second", seconds=options.seconds)
        total = int(options.submits * options.seconds)
        _other, writing, sending = prepare(city, "warming", WARM_PEOPLE, int(WARM_SUBMITS * WARM_SECONDS))
        call, savers, submitters = prepare(city, "deadline", options.people, total)
        gc.freeze()
        asyncio.run(rush(writing, sending, WARM_SUBMITS, WARM_SECONDS))
        before, own, wall = city.seconds(), time.process_time(), time.perf_counter()
        times = asyncio.run(rush(savers, submitters, options.submits, options.seconds))
        own, wall = time.process_time() - own, time.perf_counter() - wall
        after = city.seconds()
        kept = table(times)
        taken = {name: after[name] - before.get(name, 0.0) for name in after}
        shares = " · ".join(f"{name} {seconds:.1f} s" for name, seconds in sorted(taken.items()) if seconds > 0.05)
        requests = sum(len(one.seconds) for one in times.values())
        print(f"\nCPU in {wall:.0f} s: {shares} · this client {own:.1f} s; ", end="")
        print(f"{1000 * (sum(taken.values())) / requests:.1f} ms of the city a request")
        problems = [*faults(call, savers, submitters), *sealed(120)]
        print("lost or doubled: " + ("; ".join(problems) or "nothing; the log's chain is sound"))
    return 0 if kept and not problems else 1


if __name__ == "__main__":
    sys.exit(main())
