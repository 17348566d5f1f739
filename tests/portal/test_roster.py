"""The office's list over two thousand applications: every filter and every sorting beside Python's own reckoning."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from tests.factories.city import make_actor, make_board, make_call, make_expert
from tests.factories.many import many_applications
from tests.factories.standing import false_standings
from yunhui.features.docking.models import Offer
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel import clock, searching
from yunhui.kernel.actor import Actor
from yunhui.parties.models import Board, Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.selectors import stages_inside
from yunhui.portal.roster.asked import Asked
from yunhui.portal.roster.columns import COLUMNS, columns_for
from yunhui.portal.roster.filters import Scope
from yunhui.portal.roster.rows import ids_of, rows_of

ROWS = 2_000
Row = Application
Check = Callable[[Row], Any]


@pytest.fixture
def office(db: None) -> Actor:
    return make_actor("office", Role.OFFICE)


@pytest.fixture
def scope(city: Jurisdiction, office: Actor) -> Scope:
    for number in (1, 2, 3, 4):
        make_board(city, number, "energy")
    for number in (1, 2, 3, 4, 5):
        make_expert(number)
    many_applications(make_call(city), ROWS)
    many_applications(make_call(city, "other"), 30, seed=2)
    Application.objects.filter(number__lte=40).update(keeper_id=office.user_id, is_wild_card=True)
    return Scope.of(office, stages_inside(office, "roadshow"))


def test_two_thousand_rows(scope: Scope, office: Actor) -> None:
    """One test, because the rows are dear: standings, filters, searches, sortings, columns."""
    assert false_standings() == []
    rows = list(
        Application.objects.filter(call=scope.call).select_related("standing", "group").prefetch_related("offers")
    )
    assert len(rows) == ROWS
    _filters(scope, rows, office)
    _searches(scope, rows)
    _sortings(scope, rows)
    _columns(scope, office)


def _filters(scope: Scope, rows: list[Row], office: Actor) -> None:
    board = Board.objects.order_by("sort").first()
    assert board is not None
    now, midnight = scope.now, clock.end_of_day(scope.now.astimezone(clock.BEIJING).date())
    sunday = midnight + timedelta(days=6 - scope.now.astimezone(clock.BEIJING).weekday())

    def steps(row: Row) -> set[str]:
        return set(row.standing.steps)

    def due(row: Row) -> Any:
        return row.standing.due_at

    expected: dict[str, Check] = {
        "group=energy": lambda row: row.group.key == "energy",
        "group=energy&group=ict": lambda row: row.group.key in ("energy", "ict"),
        "stage=screening": lambda row: "screening:open" in steps(row),
        "stage=docking&stage=review": lambda row: steps(row) & {"docking:open", "review:open"},
        "state=withdrawn&state=declined": lambda row: row.state in ("withdrawn", "declined"),
        "due=late": lambda row: due(row) and due(row) <= now,
        "due=today": lambda row: due(row) and now < due(row) <= midnight,
        "due=week": lambda row: due(row) and now < due(row) <= sunday,
        "due=later": lambda row: due(row) and due(row) > sunday,
        "due=none": lambda row: due(row) is None,
        "due=late&due=none": lambda row: due(row) is None or due(row) <= now,
        "check=open": lambda row: "screening:open" in steps(row),
        "check=failed": lambda row: "screening:failed" in steps(row),
        "country=US&country=DE": lambda row: row.country in ("US", "DE"),
        "industry=energy": lambda row: row.group.industry == "energy",
        f"board={board.pk}": lambda row: any(one.board_id == board.pk for one in row.offers.all()),
        "channel=import": lambda row: row.channel == "import",
        "keeper=me": lambda row: row.keeper_id == office.user_id,
        "keeper=none": lambda row: row.keeper_id is None,
        "wild=1": lambda row: row.is_wild_card,
        "step=wanted": lambda row: any(one.state == "interested" for one in row.offers.all()),
        "step=gates": lambda row: {"docking:passed", "review:passed"} <= steps(row),
        "country=US&stage=review&due=late": lambda row: (
            row.country == "US" and "review:open" in steps(row) and due(row) and due(row) <= now
        ),
        "country=XX": lambda row: False,
        "board=nonsense": lambda row: False,
    }
    for query, keeps in expected.items():
        found = list(ids_of(scope, Asked.of_text(query)))
        assert len(found) == len(set(found)), query
        assert set(found) == {row.pk for row in rows if keeps(row)}, query


def _searches(scope: Scope, rows: list[Row]) -> None:
    def matches(row: Row, text: str) -> bool:
        whole = [row.title, row.title_en, row.speaker, row.answers["employer"]]
        words = set[str]().union(*map(searching.words_of, whole))
        return all(any(one.startswith(word) for one in words) for word in text.split())

    expected: dict[str, Check] = {
        "固态电池": lambda row: "固态电池" in row.title,
        "电": lambda row: "电" in row.title,
        "mRNA": lambda row: matches(row, "mrna"),
        "MULLER": lambda row: matches(row, "muller"),
        "laborat low": lambda row: matches(row, "laborat low"),
        "0042": lambda row: row.number == 42,
        "person17@lab": lambda row: row.answers["email"].startswith("person17@lab"),
        "㛃": lambda row: "㛃" in row.speaker,
        "%": lambda row: False,
    }
    for text, keeps in expected.items():
        found = set(ids_of(scope, Asked(q=text)))
        assert found == {row.pk for row in rows if keeps(row)}, text
    zhang = next(row for row in rows if row.speaker.startswith("张") and len(row.speaker) == 2)
    for sound in searching.sounds_of(zhang.speaker) | {"zhang"}:
        assert zhang.pk in set(ids_of(scope, Asked(q=sound)))


def _sortings(scope: Scope, rows: list[Row]) -> None:
    keys: dict[str, Check] = {
        "number": lambda row: row.number,
        "due": lambda row: row.standing.due_at,
        "score": lambda row: row.standing.mean,
        "areas": lambda row: row.standing.interests,
        "group": lambda row: row.group.sort,
        "submitted": lambda row: row.submitted_at,
        "state": lambda row: row.state,
        "country": lambda row: row.country,
        "channel": lambda row: row.channel,
        "wild": lambda row: row.is_wild_card,
    }
    for key, value in keys.items():
        known = [row for row in rows if value(row) is not None]
        unknown = [row.pk for row in sorted(rows, key=lambda row: row.number or 0) if value(row) is None]
        for sign, down in (("", False), ("-", True)):
            ordered = sorted(known, key=lambda row: row.number or 0)
            ordered.sort(key=value, reverse=down)
            found = list(ids_of(scope, Asked(sort=sign + key)))
            assert found == [row.pk for row in ordered] + unknown, sign + key


def _columns(scope: Scope, office: Actor) -> None:
    with translation.override("en"):
        wanted = columns_for(office, ",".join(COLUMNS))
        assert [column.key for column in wanted] == list(COLUMNS)
        ids = ids_of(scope, Asked(sort="-number"))[1950:2000]
        rows = list(rows_of(scope, ids, "-number", wanted))
    assert [row["number"] for row in rows] == list(range(50, 0, -1))
    chair = make_actor("chair", Role.CHAIR)
    assert "email" not in {column.key for column in columns_for(chair, ",".join(COLUMNS))}
    assert Offer.objects.count() > ROWS
