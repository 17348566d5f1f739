"""A table of experts: an office's own library, brought in once."""

from collections.abc import Sequence

import pytest
from django.db import connection

from tests.factories.city import make_actor
from tests.factories.pages import text_of, visit_as
from tests.features.imports.tables import text, workbook
from yunhui.features.imports.enums import Kind, Outcome
from yunhui.features.imports.models import ImportRow, ImportRun
from yunhui.features.imports.services import confirm_import, start_import, work_on
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.audit.models import AuditEntry
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import RefusedError
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.experts.enums import ExpertState
from yunhui.pipeline.experts.models import Expert, Payee
from yunhui.pipeline.experts.services import PayeeData, keep_payee, let_go
from yunhui.pipeline.experts.services.paying import opened

CARD, OTHER_CARD, IDENTITY = "6222020200112230", "6222 0212 3456 7894", "11010519491231002X"
HEADS = [
    "电子邮箱", "专家姓名", "工作单位", "职称", "职称级别", "行业", "研究方向", "语言", "国家", "简介",
    "开户行", "银行卡号", "身份证号码",
]  # fmt: skip
GU = ["Gu@Tongwan.example", "顾明远", "桐湾大学", "教授", "正高", "新能源、ict", "动力电池、电解液", "中文、英文",
      "CN", "做低温电池。", "青澜银行", CARD, IDENTITY]  # fmt: skip
ADA = ["ada@delft.example", "Ada Berg", "TU Delft", "", "", "energy", "cells", "English", "荷兰", "", "", "", ""]


@pytest.fixture
def office(city: Jurisdiction) -> Actor:
    return make_actor("office", Role.OFFICE)


def bring(
    office: Actor, rows: Sequence[Sequence[str]], heads: Sequence[str] = HEADS, encoding: str = "utf-8"
) -> ImportRun:
    data = text([heads, *rows], encoding=encoding)
    return work_on(start_import(actor=office, kind=Kind.EXPERTS, file_name="专家库.csv", data=data).pk)


def write(office: Actor, run: ImportRun) -> ImportRun:
    confirm_import(actor=office, run_id=run.pk)
    return work_on(run.pk)


def counts(run: ImportRun) -> dict[str, int]:
    return {name: count for name, count in run.counts.items() if count}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_library_comes_in_and_twice_changes_nothing(office: Actor, encoding: str) -> None:
    """Nothing before a yes; then admitted, found, ready to be paid. The same file again has nothing to write."""
    run = bring(office, [GU, ADA], encoding=encoding)
    assert counts(run) == {Outcome.NEW: 2} and not Expert.objects.exists()
    write(office, run)
    gu = Expert.objects.get(person__email="gu@tongwan.example")
    assert (gu.state, gu.title_zh, gu.level, gu.is_active) == (ExpertState.ADMITTED, "教授", "senior", True)
    assert gu.industries == ["energy", "ict"]
    assert gu.terms == ["动力电池", "电解液"] and gu.languages == ["zh", "en"] and gu.person.country == "CN"
    assert [one.name for one in gu.affiliations.all()] == ["桐湾大学"]
    assert opened(gu.payee).account == CARD and opened(gu.payee).holder == "顾明远"
    ada = Expert.objects.get(person__name="Ada Berg")
    assert ada.languages == ["en"] and ada.person.country == "NL" and not hasattr(ada, "payee")
    audited = AuditEntry.objects.filter(action__in=("expert.proposed", "expert.admitted", "payee.brought"))
    assert audited.count() == 5
    again = bring(office, [GU, ADA], encoding=encoding)
    assert counts(again) == {Outcome.SAME: 2}


def test_a_workbook_with_english_heads(office: Actor) -> None:
    heads = ["E-mail", "Name", "Organisation", "Title (English)", "Industries", "Languages"]
    data = workbook([heads, ["li@tongwan.example", "Li Ming", "Tongwan", "Professor", "energy", "Chinese; English"]])
    run = work_on(start_import(actor=office, kind=Kind.EXPERTS, file_name="experts.xlsx", data=data).pk)
    assert counts(run) == {Outcome.NEW: 1}
    write(office, run)
    assert Expert.objects.get().title_en == "Professor"


def test_what_differs_is_shown_and_the_rest_stays(office: Actor) -> None:
    """An empty cell leaves what is there, a new employer is one more, and nobody's past is lost."""
    write(office, bring(office, [GU]))
    run = bring(office, [["gu@tongwan.example", "顾明远", "另一所大学", "研究员", *[""] * 9]])
    row = run.rows.get()
    assert row.outcome == Outcome.BAD and [one["column"] for one in row.problems] == ["industries"]
    run = bring(office, [["gu@tongwan.example", "顾明远", "另一所大学", "研究员", "", "新能源、ict", *[""] * 7]])
    row = run.rows.get()
    assert set(row.changes) == {"title_zh", "organisation"} and row.changes["title_zh"] == ["教授", "研究员"]
    write(office, run)
    gu = Expert.objects.get()
    assert gu.title_zh == "研究员" and gu.terms == ["动力电池", "电解液"] and gu.profile == ["做低温电池。"]
    assert {one.name for one in gu.affiliations.all()} == {"桐湾大学", "另一所大学"}


def test_every_bad_row_says_why(office: Actor) -> None:
    rows = [
        ["nobody", *GU[1:]],
        [GU[0], "", *GU[2:]],
        [GU[0], *GU[1:5], "炼金术", *GU[6:]],
        [GU[0], *GU[1:7], "世界语", *GU[8:]],
        [GU[0], *GU[1:8], "亚特兰蒂斯", *GU[9:]],
        [*GU[:11], "6222020200112231", IDENTITY],
        [*GU[:11], CARD, "110105194912310021"],
        [*GU[:11], CARD, ""],
        GU,
        GU,
    ]
    run = bring(office, rows)
    found = {row.number - 2: sorted(f"{one['column']}:{one['code']}" for one in row.problems) for row in run.rows.all()}
    assert found == {
        0: ["email:not_an_email"],
        1: ["name:required"],
        2: ["industries:not_a_choice"],
        3: ["languages:not_a_choice"],
        4: ["country:not_a_country"],
        5: ["account:payee_not_an_account"],
        6: ["document:payee_not_an_id"],
        7: ["document:payee_required"],
        8: [],
        9: [":twice"],
    }


def test_bank_and_tax_data_are_nowhere_in_the_clear(office: Actor, settings: object) -> None:
    """Neither in the rows that wait, nor on a page, in the file of bad rows, or in the log; whatever is mapped."""
    bad = ["x", *GU[1:11], OTHER_CARD, IDENTITY]
    run = bring(office, [GU, bad])
    secrets = (CARD, IDENTITY, OTHER_CARD, OTHER_CARD.replace(" ", ""))

    def stored() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(r::text, '') FROM imports_importrow r")
            rows = cursor.fetchone()[0] or ""
            cursor.execute("SELECT string_agg(p::text, '') FROM experts_payee p")
            return rows + (cursor.fetchone()[0] or "")

    client = visit_as(User.objects.get(pk=office.account))
    pages = [f"/w/imports/{run.pk}/?show={show}" for show in ("new", "bad")] + [f"/w/imports/{run.pk}/bad.xlsx"]
    seen = stored() + "".join(str(client.get(one).content) for one in pages)
    write(office, run)
    seen += stored() + "".join(str(one) for one in AuditEntry.objects.values_list("before", "after"))
    assert not [secret for secret in secrets if secret in seen]
    assert opened(Payee.objects.get()).account == CARD
    # A column that nobody has named is sealed and masked too.
    unnamed = bring(office, [[GU[0], "顾明远", CARD]], heads=["电子邮箱", "姓名", "备注二"])
    assert CARD not in stored() and CARD not in str(client.get(f"/w/imports/{unnamed.pk}/").content)


def test_what_an_expert_entered_is_not_changed_by_a_table(office: Actor) -> None:
    write(office, bring(office, [[*GU[:10], "", "", ""]]))
    gu = Expert.objects.get()
    me = make_actor("gu", Role.EXPERT)
    gu.person.user_id = me.user_id
    gu.person.save(update_fields=["user"])
    keep_payee(actor=me, given=PayeeData(holder="顾明远", bank="本人的银行", account=OTHER_CARD, document=IDENTITY))
    run = bring(office, [GU])
    assert counts(run) == {Outcome.SAME: 1}
    assert opened(Payee.objects.get()).bank == "本人的银行"


def test_who_left_is_taken_back_by_a_person(office: Actor) -> None:
    write(office, bring(office, [GU]))
    let_go(actor=office, expert_id=Expert.objects.get().pk, reason="退休")
    row: ImportRow = bring(office, [GU]).rows.get()
    assert [one["code"] for one in row.problems] == ["expert_left"]


def test_only_who_keeps_the_library(office: Actor, settings: object) -> None:
    of_call = make_actor("of-call", Role.OFFICE, scope=(ScopeKind.CALL, "01a202fb-2f02-7777-b6af-ec726d7a2b29"))
    for one in (of_call, make_actor("admin", Role.SYSTEM_ADMIN), make_actor("chair", Role.CHAIR)):
        with pytest.raises(RefusedError):
            bring(one, [GU])
    client = visit_as(User.objects.get(pk=office.account))
    page = text_of(client.get("/w/experts/"))
    assert 'href="/w/imports/?kind=experts"' in page
    assert client.get("/w/imports/template/experts.xlsx").status_code == 200
    assert visit_as(User.objects.get(pk=of_call.account)).get("/w/imports/template/experts.xlsx").status_code == 404
