"""Bringing tables in: the check writes nothing, the same file twice changes nothing, what is bad says why."""

from collections.abc import Sequence

import pytest

from tests.factories.city import SYSTEM, answers, make_actor, make_board, make_call
from tests.features.imports.tables import text, workbook
from yunhui.features.imports.enums import Kind, Outcome, RunState
from yunhui.features.imports.models import ImportRow, ImportRun, KnownHead
from yunhui.features.imports.selectors import import_for, imports_at
from yunhui.features.imports.services import (
    cancel_import,
    confirm_import,
    go_on_with_imports,
    map_columns,
    start_import,
    work_on,
    working,
)
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import Invitation, User
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, RefusedError
from yunhui.parties.models import Board, Jurisdiction, Organisation
from yunhui.parties.services import keep_city
from yunhui.pipeline.applications.enums import ApplicationState, Channel
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.applications.services import screen_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.consents.enums import Purpose
from yunhui.pipeline.consents.selectors import permitted

HEADS = ["编号", "项目名称", "Project title (English)", "组别", "姓名", "邮箱", "国家/地区", "城市", "备用列"]
CREDIT = "91110000600037341L"


@pytest.fixture
def call(city: Jurisdiction) -> Call:
    make_board(city, 1, "energy")
    return make_call(city)


@pytest.fixture
def office(city: Jurisdiction) -> Actor:
    return make_actor("office", Role.OFFICE)


def _form_heads(call: Call) -> list[str]:
    assert call.form_version is not None
    return ["外部编号", *(question["label_zh"] for question in call.form_version.questions)]


def _form_rows(call: Call, count: int, **changed: str) -> list[list[str]]:
    assert call.form_version is not None
    keys = [question["key"] for question in call.form_version.questions]
    rows = []
    for number in range(1, count + 1):
        given = answers(number, **changed)
        rows.append([f"HB-{number:04d}", *(str(given.get(key, "")) for key in keys)])
    return rows


def _bring(actor: Actor, kind: Kind, data: bytes, call: Call | None = None, consent: str = "") -> ImportRun:
    run = start_import(actor=actor, kind=kind, file_name="名单.csv", data=data, call=call, consent=consent)
    return work_on(run.pk)


def _write(actor: Actor, run: ImportRun) -> ImportRun:
    confirm_import(actor=actor, run_id=run.pk)
    return work_on(run.pk)


def _reasons(run: ImportRun) -> dict[int, list[str]]:
    return {row.number: [one["code"] for one in row.problems] for row in run.rows.filter(outcome=Outcome.BAD)}


def test_applications_come_in_once(call: Call, office: Actor) -> None:
    data = text([_form_heads(call), *_form_rows(call, 5)], encoding="gb18030")
    run = _bring(office, Kind.APPLICATIONS, data, call, "纸质授权书存人才办，2026-06-01")
    assert (run.state, run.encoding) == (RunState.CHECKED, "GB18030")
    assert run.counts == {"new": 5, "changed": 0, "same": 0, "bad": 0}, _reasons(run)
    assert not Application.objects.exists(), "nothing is written before it is confirmed"
    assert _write(office, run).state == RunState.DONE
    rows = list(Application.objects.order_by("number"))
    assert [row.reference for row in rows] == [f"HB-{number:04d}" for number in range(1, 6)]
    assert {(row.channel, row.state, row.owner_id) for row in rows} == {
        (Channel.IMPORT, ApplicationState.IN_PROGRESS, None)
    }
    assert StagePass.objects.filter(stage__kind="screening", state="open").count() == 5
    assert Application.objects.filter(permitted(Purpose.EXPERTS)).count() == 5
    again = _bring(office, Kind.APPLICATIONS, data, call)
    assert again.counts == {"new": 0, "changed": 0, "same": 5, "bad": 0}
    with pytest.raises(DomainError) as refusal:
        confirm_import(actor=office, run_id=again.pk)
    assert refusal.value.code == "nothing_to_write"
    assert Application.objects.count() == 5


def test_the_same_rows_in_another_file_are_known_too(call: Call, office: Actor) -> None:
    heads, rows = _form_heads(call), _form_rows(call, 3)
    _write(office, _bring(office, Kind.APPLICATIONS, text([heads, *rows]), call))
    data = workbook([list(reversed(heads)), *[list(reversed(row)) for row in reversed(rows)]])
    assert _bring(office, Kind.APPLICATIONS, data, call).counts["same"] == 3
    without = text([heads[1:], *[row[1:] for row in rows]])
    assert _bring(office, Kind.APPLICATIONS, without, call).counts["same"] == 3, "by address and title"


def test_what_differs_is_shown_before_and_after(call: Call, office: Actor) -> None:
    heads = _form_heads(call)
    _write(office, _bring(office, Kind.APPLICATIONS, text([heads, *_form_rows(call, 2)]), call))
    rows = _form_rows(call, 2)
    rows[0][heads.index(heads[3])] = rows[0][3]
    place = next(at for at, question in enumerate(call.form_version.questions, 1) if question["key"] == "team")
    rows[1][place] = "五人全职"
    run = _bring(office, Kind.APPLICATIONS, text([heads, *rows]), call)
    assert run.counts == {"new": 0, "changed": 1, "same": 1, "bad": 0}, _reasons(run)
    assert run.rows.get(outcome="changed").changes == {"team": ["三人全职", "五人全职"]}
    _write(office, run)
    changed = Application.objects.get(reference="HB-0002")
    assert changed.answers["team"] == "五人全职"
    assert changed.versions.count() == 2


def test_an_empty_cell_leaves_what_is_there(call: Call, office: Actor) -> None:
    heads = _form_heads(call)
    _write(office, _bring(office, Kind.APPLICATIONS, text([heads, *_form_rows(call, 1)]), call))
    rows = _form_rows(call, 1, team="")
    assert _bring(office, Kind.APPLICATIONS, text([heads, *rows]), call).counts["same"] == 1


def test_bad_rows_say_why_and_keep_nobody_else_out(call: Call, office: Actor) -> None:
    heads = [*_form_heads(call), "推荐板块"]
    rows = [[*row, ""] for row in _form_rows(call, 7)]
    by_key = {question["key"]: at for at, question in enumerate(call.form_version.questions, 1)}
    rows[1][by_key["title"]] = ""
    rows[2][by_key["group"]] = "没有的组"
    rows[3][by_key["email"]] = "not an address"
    rows[4][0] = rows[0][0]
    rows[5][-1] = "没有的板块"
    rows[6][by_key["title"]] = "字" * 100_000
    run = _bring(office, Kind.APPLICATIONS, text([heads, *rows]), call)
    assert run.counts == {"new": 1, "changed": 0, "same": 0, "bad": 6}
    assert _reasons(run) == {
        3: ["answer"],
        4: ["answer"],
        5: ["answer"],
        6: ["twice"],
        7: ["no_such_board"],
        8: ["answer"],
    }
    long = run.rows.get(number=8).problems[0]
    assert len(long["value"]) <= 300
    assert long["message" if "message" in long else "params"]
    _write(office, run)
    assert Application.objects.count() == 1


def test_missing_answers_are_left_to_the_form_check(call: Call, office: Actor) -> None:
    heads = ["项目名称", "组别"]
    assert call.form_version is not None
    labels = {question["key"]: question["label_zh"] for question in call.form_version.questions}
    data = text([[labels["title"], labels["group"]], ["低温电池", "energy"]])
    assert heads
    run = _bring(office, Kind.APPLICATIONS, data, call)
    assert run.counts["new"] == 1
    assert run.rows.get().values["_missing"] > 3


def test_what_is_decided_or_taken_over_is_not_changed_by_a_table(call: Call, office: Actor) -> None:
    heads = _form_heads(call)
    _write(office, _bring(office, Kind.APPLICATIONS, text([heads, *_form_rows(call, 2)]), call))
    first, second = Application.objects.order_by("number")
    screen_application(actor=SYSTEM, stage_pass=first.passes.get(stage__kind="screening"), passed=True)
    Application.objects.filter(pk=second.pk).update(owner_id=make_actor("owner").user_id)
    run = _bring(office, Kind.APPLICATIONS, text([heads, *_form_rows(call, 2, team="改了")]), call)
    assert _reasons(run) == {2: ["decided"], 3: ["taken_over"]}


def test_a_recommended_row_names_its_host_area(call: Call, office: Actor) -> None:
    heads, rows = [*_form_heads(call), "推荐板块"], [[*row, "第1区"] for row in _form_rows(call, 1)]
    _write(office, _bring(office, Kind.APPLICATIONS, text([heads, *rows]), call))
    row = Application.objects.get()
    assert (row.channel, row.referred_by) == (Channel.BOARD, Board.objects.get())


ORGANISATIONS: Sequence[Sequence[object]] = (
    ("统一社会信用代码", "单位名称", "英文名称", "类型", "国家/地区", "邮箱域名"),
    (f" {CREDIT.lower()} ", "青澜储能有限公司", "", "企业", "", "storage.example"),
    ("", "", "TU Delft", "University", "荷兰", "tudelft.example"),
    ("911100006000373410", "错码公司", "", "企业", "CN", ""),
    ("", "", "", "企业", "CN", ""),
    ("", "无类公司", "", "什么", "火星", ""),
)


def test_organisations(city: Jurisdiction, office: Actor) -> None:
    run = _bring(office, Kind.ORGANISATIONS, workbook(ORGANISATIONS, title="单位名录"))
    assert run.counts == {"new": 2, "changed": 0, "same": 0, "bad": 3}
    assert _reasons(run) == {
        6: ["not_a_credit_code"],
        7: ["required"],
        8: ["not_a_choice", "not_a_country"],
    }
    _write(office, run)
    assert Organisation.objects.get(credit_code=CREDIT).email_domain == "storage.example"
    assert Organisation.objects.get(name_en="TU Delft").country == "NL"
    assert _bring(office, Kind.ORGANISATIONS, workbook(ORGANISATIONS)).counts["same"] == 2
    changed = text([["信用代码", "名称", "类型"], [CREDIT, "青澜储能股份有限公司", "企业"]])
    run = _bring(office, Kind.ORGANISATIONS, changed)
    assert run.rows.get().changes == {"name_zh": ["青澜储能有限公司", "青澜储能股份有限公司"]}
    _write(office, run)
    assert Organisation.objects.get(credit_code=CREDIT).name_zh == "青澜储能股份有限公司"


def test_boards(city: Jurisdiction, office: Actor) -> None:
    keep_city(
        actor=SYSTEM, jurisdiction=city, site_zh="云荟", site_en="Yunhui", office_zh="办", office_en="Office",
        latitude="34.200", longitude="117.200",
    )  # fmt: skip
    heads = ["代码", "板块名称", "英文名称", "类型", "产业", "排序"]
    rows = [["q-1", "云湖区", "Yunhu", "县区", "energy", "１"], ["q-2", "高新区", "High-tech Zone", "开发区", "", ""]]
    run = _bring(office, Kind.BOARDS, text([heads, *rows]))
    assert run.counts["new"] == 2, _reasons(run)
    _write(office, run)
    board = Board.objects.get(jurisdiction_id="q-1")
    assert (board.kind, board.industries, board.sort) == ("county", ["energy"], 1)
    assert _bring(office, Kind.BOARDS, text([heads, *rows])).counts["same"] == 2
    run = _bring(office, Kind.BOARDS, text([heads, ["q-9", "云湖区", "Yunhu", "县区", "", ""]]))
    assert _reasons(run) == {2: ["name_taken"]}


def test_staff(city: Jurisdiction) -> None:
    board, admin = make_board(city, 1, "energy"), make_actor("admin", Role.SYSTEM_ADMIN)
    heads = ["邮箱", "姓名", "角色", "范围"]
    rows = [
        ["li@city.example", "李明", "人才办", ""],
        ["LI@city.example", "李明", "县区专员", "第1区"],
        ["wang@city.example", "王芳", "县区专员", ""],
        ["not-an-address", "赵", "人才办", ""],
        ["zhao@city.example", "赵", "皇帝", ""],
    ]
    run = _bring(admin, Kind.STAFF, text([heads, *rows]))
    assert run.counts == {"new": 2, "changed": 0, "same": 0, "bad": 3}
    assert _reasons(run) == {4: ["needs_board"], 5: ["not_an_email"], 6: ["not_a_choice"]}
    _write(admin, run)
    assert User.objects.filter(email="li@city.example").count() == 1
    assert Invitation.objects.count() == 1
    assert set(User.objects.get(email="li@city.example").proposals.values_list("role", "scope_id")) == {
        ("office", ""),
        ("board", str(board.pk)),
    }
    assert _bring(admin, Kind.STAFF, text([heads, *rows])).counts["same"] == 2


def test_columns_are_remembered(call: Call, office: Actor) -> None:
    data = text([["甲", "乙", "丙"], ["李", "li@x.example", "x"]])
    admin = make_actor("admin", Role.SYSTEM_ADMIN)
    run = _bring(admin, Kind.STAFF, data)
    assert run.counts["bad"] == 1
    map_columns(actor=admin, run_id=run.pk, mapping={0: "name", 1: "email", 2: "role"})
    assert work_on(run.pk).rows.get().values["name"] == "李"
    assert KnownHead.objects.count() == 3
    again = start_import(actor=admin, kind=Kind.STAFF, file_name="b.csv", data=data)
    assert again.mapping == {"0": "name", "1": "email", "2": "role"}
    with pytest.raises(InvalidError) as refusal:
        map_columns(actor=admin, run_id=run.pk, mapping={0: "name", 1: "name", 2: "no_such"})
    assert {problem.code for problem in refusal.value.problems} == {"twice", "not_a_choice"}


def test_who_may_bring_in_what(call: Call, city: Jurisdiction, office: Actor) -> None:
    board, admin = make_actor("b", Role.EXPERT), make_actor("admin", Role.SYSTEM_ADMIN)
    data = text([["邮箱"], ["a@b.example"]])
    for actor, kind in (
        (board, Kind.APPLICATIONS),
        (office, Kind.STAFF),
        (admin, Kind.ORGANISATIONS),
        (admin, Kind.BOARDS),
    ):
        with pytest.raises(RefusedError):
            start_import(actor=actor, kind=kind, file_name="x", data=data, call=call)
    with pytest.raises(InvalidError):
        start_import(actor=office, kind="nonsense", file_name="x", data=data)
    run = _bring(office, Kind.APPLICATIONS, text([_form_heads(call), *_form_rows(call, 1)]), call)
    elsewhere = make_actor("elsewhere", Role.OFFICE, scope=("call", make_call(city, "other").pk))
    for command in (import_for, lambda actor, pk: cancel_import(actor=actor, run_id=pk)):
        with pytest.raises(NotFoundError):
            command(elsewhere, run.pk)
    assert not imports_at(elsewhere).exists()
    assert imports_at(office).count() == 1


def test_giving_up_forgets_what_was_read(call: Call, office: Actor) -> None:
    run = _bring(office, Kind.APPLICATIONS, text([_form_heads(call), *_form_rows(call, 2)]), call)
    cancel_import(actor=office, run_id=run.pk)
    assert not ImportRow.objects.exists()
    with pytest.raises(DomainError):
        confirm_import(actor=office, run_id=run.pk)


def test_a_stopped_writer_goes_on_where_it_was(call: Call, office: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "PIECE", 2)
    run = _bring(office, Kind.APPLICATIONS, text([_form_heads(call), *_form_rows(call, 5)]), call)
    confirm_import(actor=office, run_id=run.pk)
    pieces = []
    real = working._write_piece

    def dies_at_the_second(bringer: object, rows: object) -> None:
        pieces.append(rows)
        if len(pieces) == 2:
            raise KeyboardInterrupt
        real(bringer, rows)  # type: ignore[arg-type]

    monkeypatch.setattr(working, "_write_piece", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        work_on(run.pk)
    assert Application.objects.count() == 2
    monkeypatch.setattr(working, "_write_piece", real)
    assert go_on_with_imports() == 0, "it stands for too short a time"
    ImportRun.objects.update(touched_at="2026-01-01T00:00:00Z")
    assert go_on_with_imports() >= 1
    assert Application.objects.count() == 5
    assert ImportRun.objects.get().state == RunState.DONE


def test_two_tables_of_a_kind_are_written_one_after_the_other(call: Call, office: Actor) -> None:
    data = text([_form_heads(call), *_form_rows(call, 2)])
    first, second = (_bring(office, Kind.APPLICATIONS, data, call) for _ in range(2))
    confirm_import(actor=office, run_id=first.pk)
    with pytest.raises(DomainError) as refusal:
        confirm_import(actor=office, run_id=second.pk)
    assert refusal.value.code == "another_is_written"
    work_on(first.pk)
    run = _write(office, second)
    assert Application.objects.count() == 2
    assert run.counts["same"] == 2, "what came in meanwhile is not written twice"
