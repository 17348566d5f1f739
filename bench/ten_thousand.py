"""Ten thousand applications of one call: every list, search and panel at the server.

    python bench/ten_thousand.py [--rows 10000] [--repeat 20] [--only WORDS]

Against the city as we ship it, each page asked alone over one connection, so that its time is the server's and that of
the loopback. The promise: within 150 ms in 95 of 100 askings, and a list with at most eight queries.
"""

import sys
from typing import Any

from _city import analyse, argument_parser, cookies_of, headline, opened
from _pages import Page, took

LIMIT, MOST = 150.0, 8
CODE = "ten-thousand"
LIST = f"/w/calls/{CODE}/"
ROW = "电池"


def prepare(rows: int) -> dict[str, Any]:
    """The call, and one person of each kind who reads lists."""
    from django.db import transaction

    from tests.factories.city import SYSTEM, make_board, make_call, make_city, make_expert, make_user
    from tests.factories.many import many_applications
    from tests.factories.pages import undertake_everywhere
    from yunhui.foundation.accounts.enums import Role, ScopeKind
    from yunhui.pipeline.applications.models import Application
    from yunhui.pipeline.consents.enums import Purpose
    from yunhui.pipeline.consents.services import note_consents

    root = make_city()
    boards = [make_board(root, number, "energy") for number in range(1, 9)]
    for number in range(1, 13):
        make_expert(number)
    call = make_call(root, CODE)
    with transaction.atomic():
        many_applications(call, rows)
        everything = list(Application.objects.filter(call=call).select_related("call"))
        note_consents(actor=SYSTEM, applications=everything, purposes=(Purpose.EXPERTS, Purpose.BOARDS))
    applicant = make_user("applicant")
    mine = list(Application.objects.filter(call=call).order_by("number").values_list("pk", flat=True)[:3])
    Application.objects.filter(pk__in=mine).update(owner=applicant)
    people = {
        "office": make_user("bench", Role.OFFICE),
        "chair": make_user("chair", Role.CHAIR),
        "board": make_user("board", Role.BOARD, scope=(ScopeKind.BOARD, boards[0].pk)),
        "applicant": applicant,
    }
    undertake_everywhere(people["board"])
    analyse()
    return people


def known() -> dict[str, Any]:
    """The people of an earlier run."""
    from yunhui.foundation.accounts.models import User

    names = {"office": "bench", "chair": "chair", "board": "board", "applicant": "applicant"}
    return {who: User.objects.get(email=f"{name}@city.example") for who, name in names.items()}


def pages() -> dict[str, list[Page]]:
    """What each person asks for: every sort, every filter with its first value, the deepest page, searches, panels."""
    from yunhui.features.docking.models import Offer
    from yunhui.foundation.accounts.models import User
    from yunhui.foundation.accounts.selectors import actor_of
    from yunhui.pipeline.applications.models import Application
    from yunhui.pipeline.calls.models import Call
    from yunhui.portal.roster import columns, filters

    call = Call.objects.get(code=CODE)
    actor = actor_of(User.objects.get(email="bench@city.example"), assurance=2)
    scope = filters.Scope.of(actor, list(call.stages.order_by("ordinal", "pk")))
    first = Application.objects.filter(call=call).order_by("number").first()
    offer = Offer.objects.filter(board__sort=1, state="pending").order_by("pk").first()
    assert first and offer
    office = [
        Page("list as it opens", LIST, ROW),
        Page("list, its last page", f"{LIST}?page=999999", CODE),
        Page("list, all columns", f"{LIST}?cols={','.join(columns.COLUMNS)}", CODE),
        Page("list, rows alone (htmx)", LIST, panel=True),
    ]
    for key, column in columns.COLUMNS.items():
        if column.sorts:
            office += [Page(f"sorted by {way}{key}", f"{LIST}?sort={way}{key}", CODE) for way in ("", "-")]
    for name, one in filters.KNOWN.items():
        choices = [value for value, _label in one.choices(scope)]
        if choices:
            office.append(Page(f"filter {name} = {choices[0]}", f"{LIST}?{name}={choices[0]}", CODE))
    for words in ("电池", "固态电池", "㛃", "hydro", "battery", "García", "person77@lab77.example", "4711", "zzz"):
        office.append(Page(f"search {words}", f"{LIST}?q={words}", CODE))
    office += [
        Page("three filters and a sort", f"{LIST}?stage=review&country=US&country=DE&due=late&sort=-score", CODE),
        Page("side panel", f"/w/applications/{first.pk}/", panel=True, listing=False),
        Page("one application, whole page", f"/w/applications/{first.pk}/", listing=False),
        Page("funnel", f"{LIST}funnel", listing=False),
        Page("menu of filters", f"{LIST}narrow", panel=True, listing=False),
        Page("menu of columns and export", f"{LIST}columns", panel=True),
        Page("form check, the next one", f"{LIST}check/", listing=False),
        Page("docking, the office's table", f"{LIST}docking/"),
        Page("search everything, Chinese", "/w/search?q=电池", listing=False),
        Page("search everything, Latin", "/w/search?q=hydro", listing=False),
        Page("the office's day", "/w/", listing=False),
    ]
    return {
        "office": office,
        "chair": [Page("ranking", f"{LIST}ranking/", listing=False), Page("the chair's day", "/w/", listing=False)],
        "board": [
            Page("inbox of a host area", "/w/offers/"),
            Page("one offer", f"/w/offers/{offer.pk}/", listing=False),
            Page("pool", "/w/pool/"),
            Page("search everything, host area", "/w/search?q=电池", listing=False),
        ],
        "applicant": [Page("my applications", "/my/"), Page("mine", f"/my/applications/{first.pk}/", listing=False)],
    }


def main() -> int:
    from urllib.parse import quote

    parser = argument_parser(__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--repeat", type=int, default=20)
    parser.add_argument("--only", default="", help="pages whose name holds these words")
    options = parser.parse_args()
    with opened(options) as city:
        people = known() if options.keep else prepare(options.rows)
        headline(applications=options.rows, askings=options.repeat)
        cookies = dict(zip(people, cookies_of(people.values(), city.port), strict=True))
        print("| who | page | median ms | p95 ms | queries | kB |\n|---|---|--:|--:|--:|--:|")
        slow = []
        for who, asked in pages().items():
            for page in asked:
                if options.only not in page.name:
                    continue
                page = Page(page.name, quote(page.path, safe="/?&=%"), page.expect, page.panel, page.listing)
                found = took(city, page, cookies[who], people[who], options.repeat)
                good = found.at(0.95) <= LIMIT and (found.queries <= MOST or not page.listing)
                mark = "" if good else " **over**"
                cells = f"{found.at(0.5):.0f} | {found.at(0.95):.0f}{mark} | {found.queries} | {found.size / 1000:.0f}"
                print(f"| {who} | {page.name} | {cells} |", flush=True)
                slow += [] if good else [page.name]
        print(f"\nover the promise: {', '.join(slow) or 'none'}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
