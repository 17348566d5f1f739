"""The office's list over many applications of one call: time at the server, queries, and the share of Python.

    DATABASE_URL=… python bench/office_list.py [--rows 10000] [--repeat 20] [--keep]

Makes a city of its own in an empty database (or, with --keep, uses the call that an earlier run left there), asks each
page `repeat` times through Django's own client, and prints the median and the slowest in milliseconds. The promise:
any list, search, sort, filter or panel within 150 ms and eight queries at 10,000 rows.
"""

import argparse
import os
import statistics
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.signals import request_started  # noqa: E402
from django.db import connection, reset_queries, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from tests.factories.city import make_board, make_call, make_city, make_expert, make_user  # noqa: E402
from tests.factories.many import many_applications  # noqa: E402
from tests.factories.pages import use_plain_addresses, visit_as  # noqa: E402
from yunhui.foundation.accounts.enums import Role  # noqa: E402
from yunhui.foundation.accounts.models import User  # noqa: E402
from yunhui.pipeline.applications.models import Application  # noqa: E402
from yunhui.pipeline.calls.models import Call  # noqa: E402

CODE = "bench-list"
LIST = f"/w/calls/{CODE}/"
PAGES = {
    "list, by deadline": LIST,
    "list, last page": f"{LIST}?page=999999",
    "by title": f"{LIST}?sort=title",
    "by score": f"{LIST}?sort=-score",
    "by interests": f"{LIST}?sort=-areas",
    "two Chinese characters": f"{LIST}?q=电池",
    "begin of a Latin word": f"{LIST}?q=hydro",
    "three filters": f"{LIST}?stage=review&country=US&country=DE&due=late",
    "ten columns": f"{LIST}?cols=number,title,country,stage,state,channel,keeper,due,submitted,email",
    "figures": f"{LIST}funnel",
    "search everything": "/w/search?q=电池",
}


def prepare(rows: int) -> User:
    """A city with eight host areas, twelve experts and one call of so many applications."""
    city = make_city()
    for number in range(1, 9):
        make_board(city, number, "energy")
    for number in range(1, 13):
        make_expert(number)
    with transaction.atomic():
        many_applications(make_call(city, CODE), rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return make_user("bench", Role.OFFICE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--repeat", type=int, default=20)
    parser.add_argument("--keep", action="store_true", help="use the call of an earlier run")
    options = parser.parse_args()
    use_plain_addresses(settings)
    settings.ALLOWED_HOSTS = ["*"]
    request_started.disconnect(reset_queries)
    kept = options.keep and Call.objects.filter(code=CODE).exists()
    user = User.objects.get(email="bench@city.example") if kept else prepare(options.rows)
    client = visit_as(user)
    first = Application.objects.filter(call__code=CODE).order_by("number").first()
    assert first is not None
    pages = {**PAGES, "side panel": f"/w/applications/{first.pk}/"}
    print(f"{Application.objects.filter(call__code=CODE).count()} applications")
    print("| page | median ms | slowest ms | Python ms | queries |")
    print("|---|--:|--:|--:|--:|")
    for name, path in pages.items():
        headers = {"HX-Request": "true"} if name == "side panel" else {}
        answer = client.get(path, headers=headers)
        assert answer.status_code == 200, (path, answer.status_code)
        with CaptureQueriesContext(connection) as captured:
            client.get(path, headers=headers)
            queries = len(captured)
        walls, own = [], []
        for _ in range(options.repeat):
            wall, cpu = time.perf_counter(), time.process_time()
            client.get(path, headers=headers)
            walls.append(1000 * (time.perf_counter() - wall))
            own.append(1000 * (time.process_time() - cpu))
        print(
            f"| {name} | {statistics.median(walls):.0f} | {max(walls):.0f} | {statistics.median(own):.0f} | {queries} |"
        )


if __name__ == "__main__":
    main()
