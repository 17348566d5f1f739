"""The pages on which tables are brought in."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.city import answers, make_board, make_call, make_user
from tests.factories.pages import text_of, visit_as
from tests.features.imports.tables import text, workbook
from yunhui.features.imports.models import ImportRun
from yunhui.features.imports.rules import read_table
from yunhui.features.imports.services import queue as import_queue
from yunhui.features.imports.services import work_on
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.notices.models import Notice
from yunhui.kernel.i18n import CHINESE
from yunhui.parties.models import Jurisdiction, Organisation
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call

HEADS = ["统一社会信用代码", "单位名称", "单位性质", "备注"]
GOOD = ["91110000600037341L", "青澜储能", "企业", "x"]
BAD = ["123", "=cmd|' /C calc'!A0", "什么", "<script>alert(1)</script>"]


@pytest.fixture
def call(city: Jurisdiction) -> Call:
    make_board(city, 1, "energy")
    return make_call(city)


@pytest.fixture
def page(city: Jurisdiction) -> Client:
    return visit_as(make_user("office", Role.OFFICE))


def _send(page: Client, data: bytes, kind: str = "organisations", name: str = "名单.csv", **more: str) -> Any:
    return page.post("/w/imports/", {"kind": kind, "file": SimpleUploadedFile(name, data), **more}, follow=True)


def _applications(call: Call, count: int) -> bytes:
    assert call.form_version is not None
    questions = call.form_version.questions
    heads = ["外部编号", *(one["label_zh"] for one in questions)]
    rows = [[f"R{n}", *(str(answers(n).get(one["key"], "")) for one in questions)] for n in range(1, count + 1)]
    return text([heads, *rows], encoding="gb18030")


def test_a_table_is_shown_before_it_is_written(page: Client) -> None:
    shown = _send(page, text([HEADS, GOOD, BAD], encoding="gb18030"))
    said = text_of(shown)
    assert "GB18030" in said
    assert "1 new, 0 to change" in said
    assert "This is no unified credit code" in said
    assert "<script>alert" not in said
    assert not Organisation.objects.filter(name_zh="青澜储能").exists()
    run = ImportRun.objects.get()
    done = page.post(f"/w/imports/{run.pk}/confirm", follow=True)
    assert "The table is written." in text_of(done)
    assert Organisation.objects.filter(name_zh="青澜储能").count() == 1
    page.post(f"/w/imports/{run.pk}/confirm")
    assert Organisation.objects.filter(name_zh="青澜储能").count() == 1


def test_bad_rows_come_back_with_their_reasons_and_run_nothing(page: Client) -> None:
    _send(page, text([HEADS, GOOD, BAD]))
    run = ImportRun.objects.get()
    data = page.get(f"/w/imports/{run.pk}/bad.xlsx").content
    rows = read_table(data).rows
    assert rows[0].cells[:2] == ("Row", "Why it was not read")
    assert rows[1].cells[0] == "3"
    assert "This is no unified credit code" in rows[1].cells[1]
    assert rows[1].cells[3] == BAD[1]
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml"), "no formula"


def test_columns_are_said_by_hand(page: Client) -> None:
    _send(page, text([["a", "b", "c"], ["91110000600037341L", "青澜储能", "企业"]]))
    run = ImportRun.objects.get()
    said = text_of(page.get(f"/w/imports/{run.pk}/"))
    assert "No column of the table is read as" in said
    bad = page.post(f"/w/imports/{run.pk}/columns", {"column-0": "kind", "column-1": "kind"})
    assert bad.status_code == 422
    assert "Two columns cannot mean the same" in text_of(bad)
    page.post(f"/w/imports/{run.pk}/columns", {"column-0": "credit_code", "column-1": "name_zh", "column-2": "kind"})
    assert "1 new, 0 to change" in text_of(page.get(f"/w/imports/{run.pk}/"))


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "x.csv", "The file is empty"),
        (b"MZ\x90\x00", "list.xlsx", "This file is not a table"),
        (b"PK\x03\x04broken", "list.xlsx", "This file is not a table"),
        (b"\x81\x00\xff", "x.csv", "neither UTF-8 nor GB18030"),
        (b"a,b,c", "x.csv", "Under the heads the table has no rows"),
    ],
)
def test_what_is_no_table_says_what_to_do(page: Client, data: bytes, name: str, said: str) -> None:
    answer = _send(page, data, name=name)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not ImportRun.objects.exists()


def test_without_a_file_or_a_kind(page: Client, call: Call) -> None:
    answer = page.post("/w/imports/", {"kind": "organisations", "consent": "<b>kept"})
    assert answer.status_code == 422
    assert "Choose a file." in text_of(answer)
    assert "&lt;b&gt;kept" in text_of(answer)
    assert _send(page, text([HEADS, GOOD]), kind="").status_code == 422
    assert _send(page, text([HEADS, GOOD]), kind="applications").status_code == 403


def test_applications_and_their_letters(page: Client, call: Call) -> None:
    shown = _send(page, _applications(call, 3), "applications", call="roadshow", consent="档案 12")
    assert "3 new, 0 to change" in text_of(shown)
    run = ImportRun.objects.get()
    done = text_of(page.post(f"/w/imports/{run.pk}/confirm", follow=True))
    assert Application.objects.count() == 3
    assert "Write to the applicants that they can take over" in done
    page.post(f"/w/imports/{run.pk}/claims")
    page.post(f"/w/imports/{run.pk}/claims")
    assert Notice.objects.filter(letter="applications.claim").count() == 3


def test_a_large_table_goes_on_by_itself(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_queue, "SMALL", 0)
    shown = _send(page, text([HEADS, GOOD]))
    assert "The table is being checked." in text_of(shown)
    run = ImportRun.objects.get()
    part = page.get(f"/w/imports/{run.pk}/", headers={"HX-Request": "true", "HX-Target": "progress"})
    assert "0 of 1 rows" in text_of(part)
    work_on(run.pk)
    over = page.get(f"/w/imports/{run.pk}/", headers={"HX-Request": "true", "HX-Target": "progress"})
    assert over.headers["HX-Refresh"] == "true"


def test_giving_up(page: Client) -> None:
    _send(page, text([HEADS, GOOD]))
    run = ImportRun.objects.get()
    assert page.post(f"/w/imports/{run.pk}/cancel").status_code == 302
    assert "has been forgotten" in text_of(page.get(f"/w/imports/{run.pk}/"))


def test_empty_tables_can_be_filled_in(page: Client, call: Call) -> None:
    for kind in ("applications", "boards", "organisations"):
        answer = page.get(f"/w/imports/template/{kind}.xlsx?call=roadshow")
        assert answer.status_code == 200
        assert read_table(answer.content).rows
    assert page.get("/w/imports/template/staff.xlsx").status_code == 404
    assert page.get("/w/imports/template/nonsense.xlsx").status_code == 404
    assert page.get("/w/imports/template/applications.xlsx?call=none").status_code == 404


def test_staff_come_in_by_the_system_administrator(city: Jurisdiction) -> None:
    admin = visit_as(make_user("admin", Role.SYSTEM_ADMIN))
    rows = [["邮箱", "姓名", "角色"], ["li@city.example", "李明", "人才办"]]
    assert "1 new" in text_of(_send(admin, workbook(rows, title="专员名单"), "staff", "a.xlsx"))
    assert _send(admin, text([HEADS, GOOD])).status_code == 403


def test_nobody_else(page: Client, city: Jurisdiction) -> None:
    _send(page, text([HEADS, GOOD]))
    run = ImportRun.objects.get()
    for role in (Role.BOARD, Role.EXPERT, Role.CHAIR, Role.APPROVER):
        scope = ("board", make_board(city, 3, "ict").pk) if role == Role.BOARD else ("city", "")
        other = visit_as(make_user(f"u-{role}", role, scope=scope))
        assert other.get("/w/imports/").status_code == 403
        assert other.get(f"/w/imports/{run.pk}/").status_code == 403
    admin = visit_as(make_user("admin", Role.SYSTEM_ADMIN))
    assert admin.get(f"/w/imports/{run.pk}/").status_code == 404
    assert admin.post(f"/w/imports/{run.pk}/confirm").status_code == 404


def test_in_chinese(city: Jurisdiction) -> None:
    page = visit_as(make_user("zh", Role.OFFICE), CHINESE)
    assert "统一社会信用代码" in text_of(_send(page, text([HEADS, BAD])))


def test_the_number_of_queries_does_not_grow(page: Client) -> None:
    counts = []
    for number in (1, 3):
        _send(page, text([HEADS, *[GOOD] * number]))
        run = ImportRun.objects.order_by("-began_at")[0]
        with CaptureQueriesContext(connection) as queries:
            page.get(f"/w/imports/{run.pk}/?show=new")
        counts.append(len(queries))
    with CaptureQueriesContext(connection) as queries:
        page.get("/w/imports/")
    assert counts[0] == counts[1] <= 10
    assert len(queries) <= 10
