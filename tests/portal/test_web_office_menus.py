"""Filters, columns, views and the spreadsheet of the office's list."""

import io
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import override_settings
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from tests.factories.city import make_application, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.views.models import SavedView
from yunhui.kernel import clock
from yunhui.kernel.i18n import CHINESE
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call

LIST = "/w/calls/roadshow/"
Worked = dict[str, Application]


def sheets(response: Any) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_every_filter_stands_in_the_menu_with_what_is_chosen(office: User, worked: Worked) -> None:
    page = text_of(visit_as(office).get(f"{LIST}narrow?stage=review&q=Project&cols=number,title"))
    assert '<input type="checkbox" name="stage" value="review" checked>' in page
    assert '<input type="checkbox" name="stage" value="docking">' in page
    assert '<input type="hidden" name="q" value="Project">' in page
    assert '<input type="hidden" name="cols" value="number,title">' in page
    for legend in ("Group", "Country or region", "Host area", "Channel", "Form check", "Looked after by", "Wild card"):
        assert f"<legend>{legend}</legend>" in page


def test_what_narrows_the_list_is_a_chip_that_takes_itself_away(office: User, worked: Worked) -> None:
    page = text_of(visit_as(office).get(f"{LIST}?stage=review&stage=docking&country=NL&step=wanted&q=Project"))
    for word in ("Stage: Expert review", "Stage: Host-area match", "Country or region: Netherlands", "“Project”"):
        assert f">{word}<svg" in page
    assert (
        'href="?stage=docking&amp;country=NL&amp;step=wanted&amp;q=Project" aria-current="true">Stage: Expert' in page
    )


def test_columns_are_chosen_and_ordered(office: User, worked: Worked) -> None:
    client = visit_as(office)
    answer = client.post(
        f"{LIST}columns/choose", {"query": "?stage=review", "col": ["state", "number", "no"], "rows": "dense"}
    )
    assert answer.headers["Location"] == f"{LIST}?stage=review&cols=state%2Cnumber&rows=dense"
    page = text_of(client.get(answer.headers["Location"]))
    assert page.index(">State<") < page.index(">No.<")
    assert "list--dense" in page and 'class="c-next"' not in page
    assert '<td class="c-state" data-l="State"><a class="title" href="/w/applications/' in page  # something to open


def test_personal_columns_are_for_the_office(office: User, worked: Worked) -> None:
    query = {"cols": "number,email,employer"}
    assert "person1@firm1.example" in text_of(visit_as(office).get(LIST, query))
    chair = visit_as(make_user("chair", Role.CHAIR))
    assert "person1@firm1.example" not in text_of(chair.get(LIST, query))
    assert "E-mail" not in text_of(chair.get(f"{LIST}columns"))
    table = sheets(chair.get(f"{LIST}export.xlsx", query))["Submitted applications"]
    assert table[0] == ["No."]
    assert "Project 1" in text_of(visit_as(office).get(LIST, {"q": "person1@firm1.example"}))
    assert "No application fits" in text_of(chair.get(LIST, {"q": "person1@firm1.example"}))
    pages = [text_of(chair.get(LIST, {"sort": sort})) for sort in ("email", "-email", "due")]
    assert len({tuple(re.findall(r'class="title"[^>]*>([^<]+)', page)) for page in pages}) == 1  # nor the order


def test_a_view_is_kept_shared_and_deleted(office: User, worked: Worked) -> None:
    client, colleague = visit_as(office), visit_as(make_user("other", Role.OFFICE))
    answer = client.post(f"{LIST}views/save", {"query": "?due=late&sort=-score", "name": " Late  ones ", "shared": "1"})
    view = SavedView.objects.get()
    assert answer.headers["Location"] == f"{LIST}?due=late&sort=-score&view={view.pk}"
    assert view.name == "Late ones"
    assert "Late ones" in text_of(client.get(answer.headers["Location"]))
    theirs = text_of(colleague.get(f"{LIST}views"))
    assert "Shared by colleagues" in theirs and "Late ones" in theirs
    assert colleague.post(f"{LIST}views/{view.pk}/delete").status_code == 403
    client.post(f"{LIST}views/save", {"query": "?due=late", "name": "Late ones"})  # the same name again replaces
    assert SavedView.objects.get().query == "?due=late"
    assert "Late ones" not in text_of(colleague.get(f"{LIST}views"))
    assert colleague.post(f"{LIST}views/{view.pk}/delete").status_code == 404
    assert client.post(f"{LIST}views/{view.pk}/delete").status_code == 302
    assert not SavedView.objects.exists()
    actions = list(
        AuditEntry.objects.filter(action__startswith="view.").order_by("pk").values_list("action", flat=True)
    )
    assert actions == ["view.saved", "view.saved", "view.deleted"]


@pytest.mark.parametrize("name", ["", "  ", "很" * 61])
def test_a_view_without_a_good_name_is_not_kept(office: User, worked: Worked, name: str) -> None:
    answer = visit_as(office).post(f"{LIST}views/save", {"query": "?due=late", "name": name})
    assert answer.status_code == 422
    assert name.strip() in text_of(answer)
    assert not SavedView.objects.exists()


def test_the_sheet_is_what_is_on_the_screen(office: User, call: Call) -> None:
    make_application(call, 1, title_en='=HYPERLINK("http://x")', screened=False)
    make_application(call, 2, title_en="+1 @home", name="-Ann", screened=False)
    make_application(call, 5, screened=False)
    client = visit_as(office)
    query = {"group": "ict", "sort": "-number", "cols": "number,title,due,score,speaker,submitted"}
    found = sheets(client.get(f"{LIST}export.xlsx", {**query, "group": ["ict", "energy"]}))
    table, about = found["Submitted applications"], dict(found["About this table"])
    assert table[0] == ["No.", "Project", "Due (Beijing time)", "Score", "Speaker", "Submitted (Beijing time)"]
    assert [row[0] for row in table[1:]] == [3.0, 2.0, 1.0]
    assert table[3][1] == '=HYPERLINK("http://x")'  # text, never a formula
    assert table[2][4] == "-Ann"
    assert table[1][2].year >= 2026  # a date, not a text
    assert about["Rows"] == 3
    assert about["Made by"] == "office"
    assert about["Personal data"] == "contained: keep it inside the office"
    entry = AuditEntry.objects.get(action="applications.exported")
    assert entry.after["rows"] == 3
    assert len(sheets(client.get(f"{LIST}export.xlsx", query))["Submitted applications"]) == 2


def test_the_ticked_rows_alone_can_be_taken_out(office: User, call: Call) -> None:
    rows = [make_application(call, number, screened=False) for number in (1, 2, 5)]
    client = visit_as(office)
    ticked = {"query": "?cols=number", "pick": [str(rows[0].pk), str(rows[2].pk), "nonsense"]}
    table = sheets(client.post(f"{LIST}export.xlsx", ticked))["Submitted applications"]
    assert [row[0] for row in table[1:]] == [1.0, 3.0]
    assert client.post(f"{LIST}export.xlsx", {"query": ""}).status_code == 302


def test_taking_the_list_out_asks_for_the_second_factor_again(office: User, call: Call) -> None:
    make_application(call, 1, screened=False)
    client = visit_as(office)
    session = client.session
    session["proved_at"] = clock.now().timestamp() - 16 * 60
    session.save()
    for answer in (
        client.get(f"{LIST}export.xlsx", {"cols": "number"}),
        client.post(f"{LIST}export.xlsx", {"query": "?cols=number", "all": "1"}),
    ):
        assert answer.status_code == 302
        assert answer["Location"] == f"/sign-in/second?{urlencode({'next': f'{LIST}?cols=number'})}"
    session["is_demo"] = True  # a door of the demo stands for the factor, and only in the demo
    session.save()
    assert client.get(f"{LIST}export.xlsx").status_code == 302
    with override_settings(DEMO=True):
        assert client.get(f"{LIST}export.xlsx").status_code == 200
    assert AuditEntry.objects.filter(action="applications.exported").count() == 1


def test_menus_and_sheet_speak_chinese(office: User, worked: Worked) -> None:
    client = visit_as(office, CHINESE)
    assert "经办人" in text_of(client.get(f"{LIST}narrow"))
    assert "等申报人补正" in text_of(client.get(f"{LIST}views"))
    assert "恢复默认列" in text_of(client.get(f"{LIST}columns"))
    assert sheets(client.get(f"{LIST}export.xlsx"))["报名"][0][:2] == ["编号", "项目"]


def test_figures_agree_with_the_rows_behind_them(
    office: User, worked: Worked, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = visit_as(office)
    with django_assert_num_queries(9):
        page = text_of(client.get(f"{LIST}funnel"))
    for title in ("By group", "By country or region", "By channel", "By stage", "By state", "By host area"):
        assert f">{title}</h2>" in page
    assert f'href="{LIST}?state=withdrawn">1</a>' in page
    assert f'href="{LIST}?country=NL&amp;step=wanted">2</a>' in page
    assert "At least one host area has said that it is interested" in page
    part = text_of(client.get(f"{LIST}funnel", headers={"HX-Request": "true", "HX-Target": "figures"}))
    assert part.startswith('<div id="figures" data-topic="call"')


@pytest.mark.parametrize("tail", ["narrow", "columns", "views", "funnel", "export.xlsx"])
def test_only_staff_comes_here(worked: Worked, tail: str) -> None:
    assert visit_as(None).get(LIST + tail).headers["Location"].startswith("/sign-in?next=")
    for role in (Role.EXPERT, Role.BOARD, Role.SYSTEM_ADMIN):
        assert visit_as(make_user(role, role)).get(LIST + tail).status_code == 403
