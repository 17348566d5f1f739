"""The library's list: found in both languages, narrowed, sorted, kept, taken out; and one expert's page."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from tests.factories.city import SYSTEM, make_actor, make_application, make_call, make_expert, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.views.models import SavedView
from yunhui.kernel import clock
from yunhui.kernel.errors import DomainError, InvalidError, RefusedError
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.experts.enums import ExpertState
from yunhui.pipeline.experts.models import CreditNote, Expert
from yunhui.pipeline.experts.services import (
    Particulars,
    Past,
    Tied,
    add_credit_note,
    keep_expert,
    let_go,
    resume_expert,
    suspend_expert,
)
from yunhui.pipeline.panels.services import invite_experts

HOME = "/w/experts/"
QUERIES = 8
GU = Particulars(
    name="顾明远", name_latin="Gu Mingyuan", email="gu@tongwan.example", country="CN", title_zh="教授",
    title_en="Professor", level="senior", industries=["energy"], terms=["动力电池", "cells"], languages=["zh", "en"],
    profile="做低温电池。", affiliations=[Past("桐湾大学")], ties=[Tied("Ada Berg", "coauthor", 2024)],
)  # fmt: skip
ADA = Particulars(
    name="Ada Berg", email="ada@delft.example", country="NL", level="associate", industries=["ict"], languages=["en"],
    terms=["lidar"], affiliations=[Past("TU Delft")],
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def office() -> Client:
    return visit_as(make_user("office", Role.OFFICE))


@pytest.fixture
def gu() -> Expert:
    return keep_expert(actor=SYSTEM, particulars=GU)


@pytest.fixture
def ada() -> Expert:
    return keep_expert(actor=SYSTEM, particulars=ADA)


def names_on(client: Client, query: str = "") -> list[str]:
    page = client.get(f"{HOME}{query}")
    assert page.status_code == 200, query
    return [row["name"] for row in page.context["rows"]]


@pytest.mark.parametrize(
    "words",
    ["顾", "明远", "gu ming", "GMY", "Mingyuan", "桐湾", "动力电池", "教授", "cells", "gu@tongwan", "professor"],
)
def test_an_expert_is_found_in_chinese_and_english(office: Client, gu: Expert, ada: Expert, words: str) -> None:
    """By name, pinyin, initials, Latin name, organisation, title, field and the beginning of the address."""
    assert names_on(office, f"?q={words}") == ["顾明远"]


def test_what_is_not_there_is_not_found(office: Client, gu: Expert) -> None:
    page = text_of(office.get(f"{HOME}?q=不存在"))
    assert "No expert fits" in page and "Show all" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?industry=energy", ["顾明远"]),
        ("?language=zh", ["顾明远"]),
        ("?level=associate", ["Ada Berg"]),
        ("?region=abroad", ["Ada Berg"]),
        ("?region=domestic", ["顾明远"]),
        ("?state=admitted", []),
        ("?state=nonsense&level=nonsense&sort=nonsense&page=x", ["Ada Berg", "顾明远"]),
        ("?sort=name", ["Ada Berg", "顾明远"]),
        ("?sort=-name", ["顾明远", "Ada Berg"]),
        ("?sort=level", ["顾明远", "Ada Berg"]),
        ("?sort=-level", ["Ada Berg", "顾明远"]),
        ("?sort=proposed", ["顾明远", "Ada Berg"]),
        ("?sort=-admitted", ["Ada Berg", "顾明远"]),
    ],
)
def test_the_list_is_narrowed_and_sorted(office: Client, gu: Expert, ada: Expert, query: str, found: list[str]) -> None:
    assert names_on(office, query) == found


def test_a_view_is_kept_shared_and_forgotten(office: Client, gu: Expert, ada: Expert) -> None:
    """Under a name, with filters and order; colleagues see what is shared, and only its owner forgets it."""
    assert "Proposed: to look at" in text_of(office.get(f"{HOME}views"))
    empty = office.post(f"{HOME}views/save", {"query": "?region=abroad", "name": " "})
    assert empty.status_code == 422 and "Give the view a name." in text_of(empty)
    kept = office.post(
        f"{HOME}views/save", {"query": "?region=abroad&sort=-level&call=x", "name": "国外", "shared": "1"}
    )
    assert kept.status_code == 302
    view = SavedView.objects.get()
    assert (view.list, view.about, view.query) == ("experts", "", "?region=abroad&sort=-level")
    page = office.get(kept["Location"])
    assert [row["name"] for row in page.context["rows"]] == ["Ada Berg"] and "国外" in text_of(page)
    colleague = visit_as(make_user("colleague", Role.OFFICE))
    assert "国外" in text_of(colleague.get(f"{HOME}views"))
    assert colleague.post(f"{HOME}views/{view.pk}/delete").status_code == 403
    assert office.post(f"{HOME}views/{view.pk}/delete").status_code == 302
    assert not SavedView.objects.exists()


def test_what_is_on_the_screen_goes_into_a_workbook(office: Client, gu: Expert, ada: Expert) -> None:
    """The same rows in the same order, nothing that runs, and what the table is; taken out leaves a row in the log."""
    Expert.objects.filter(pk=ada.pk).update(title_en="=1+1")
    found = office.get(f"{HOME}export.xlsx?sort=-name")
    book = CalamineWorkbook.from_object(BytesIO(found.content))
    head, *rows = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["顾明远", "Ada Berg"]
    assert rows[0][head.index("E-mail address")] == "gu@tongwan.example"
    assert rows[1][head.index("Title")] == "=1+1"
    about = {str(row[0]): row[1] for row in book.get_sheet_by_index(1).to_python()}
    assert about["Rows"] == 2 and "keep it inside" in str(about["Personal data"])
    assert AuditEntry.objects.get(action="experts.exported").after == {"query": "?sort=-name", "rows": 2}
    director = visit_as(make_user("director", Role.APPROVER)).get(f"{HOME}export.xlsx?region=abroad")
    head, *rows = CalamineWorkbook.from_object(BytesIO(director.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 1 and "E-mail address" not in head


def test_a_workbook_asks_who_one_is(office: Client, gu: Expert) -> None:
    """A second factor of long ago is confirmed anew, and the reader is then back at the list."""
    session = office.session
    session["proved_at"] = clock.now().timestamp() - 86_400
    session.save()
    answer = office.get(f"{HOME}export.xlsx?q=gu")
    assert answer["Location"].startswith("/sign-in/second?") and "export" not in answer["Location"]
    assert not AuditEntry.objects.filter(action="experts.exported").exists()


def test_for_a_call_only_those_who_can_be_asked(office: Client, city: Jurisdiction, gu: Expert) -> None:
    """Each with a box; who is proposed is not among them, and a call that is not there is none."""
    make_expert(1)
    make_call(city)
    page = office.get(f"{HOME}?call=roadshow")
    assert [row["name"] for row in page.context["rows"]] == ["专家1"]
    assert 'name="id"' in page.content.decode() and "Invite those ticked" in text_of(page)
    assert office.get(f"{HOME}?call=nothing").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("query", ["", "?q=1&industry=energy&sort=-level", "?call=roadshow", "?view={view}"])
def test_the_list_asks_a_constant_number_of_times(
    office: Client, city: Jurisdiction, number: int, query: str, django_assert_max_num_queries: Any
) -> None:
    for one in range(1, number + 1):
        make_expert(one)
    make_call(city)
    office.post(f"{HOME}views/save", {"query": "?level=senior", "name": "高级"})
    address = HOME + query.format(view=SavedView.objects.get().pk)
    office.get(address)
    with django_assert_max_num_queries(QUERIES):
        assert office.get(address).status_code == 200


def test_who_reads_and_who_keeps(office: Client, city: Jurisdiction, gu: Expert) -> None:
    """Staff read; only the city's office proposes, admits and notes; credit is read by it alone."""
    call = make_call(city)
    add_credit_note(actor=SYSTEM, expert_id=gu.pk, kind="poor", reason="两次迟交")
    of_call = visit_as(make_user("of-call", Role.OFFICE, scope=(ScopeKind.CALL, call.pk)))
    director = visit_as(make_user("director", Role.APPROVER))
    url = f"{HOME}{gu.pk}/"
    assert "两次迟交" in text_of(office.get(url))
    for reader in (of_call, director):
        page = text_of(reader.get(url))
        assert "顾明远" in page and "两次迟交" not in page and "Admit" not in page
    assert of_call.post(f"{url}move", {"do": "admit"}).status_code == 403
    assert of_call.post(f"{url}note", {"kind": "good", "reason": "x"}).status_code == 403
    for other in (make_user("expert", Role.EXPERT), make_user("applicant")):
        client = visit_as(other)
        for address in (HOME, url, f"{HOME}views", f"{HOME}export.xlsx"):
            assert client.get(address).status_code in (403, 404), address


def test_bad_input_keeps_what_was_typed(office: Client) -> None:
    """Each problem beside its field, in the summary, and nothing lost."""
    typed = {
        "name": "", "email": "nobody", "terms": "x" * 70, "profile": "很长", "level": "king",
        "affiliations": "桐湾大学 | employed | 2023–2019", "ties": "| coauthor",
    }  # fmt: skip
    page = office.post(f"{HOME}new", typed)
    text = text_of(page)
    assert page.status_code == 422 and not Expert.objects.exists()
    for words in ("Write the name.", "not an e-mail address", "Choose one industry", "Choose one language",
                  "the earlier one first", "Each line needs a name"):  # fmt: skip
        assert words in text, words
    assert "很长" in text and "2023–2019" in text


def test_in_and_out_of_the_library(office: Client, gu: Expert) -> None:
    """Proposed, admitted, suspended until a day that ends by itself, let go, taken back; each with its reason."""
    url = f"{HOME}{gu.pk}/"
    assert office.post(f"{url}move", {"do": "admit"}).status_code == 302
    unsaid = office.post(f"{url}move", {"do": "suspend", "reason": ""})
    assert unsaid.status_code == 422 and "Say why" in text_of(unsaid)
    assert office.post(f"{url}move", {"do": "suspend", "reason": "违规", "until": "2020-01-01"}).status_code == 422
    assert office.post(f"{url}move", {"do": "suspend", "reason": "违规"}).status_code == 302
    gu.refresh_from_db()
    assert (gu.state, gu.is_active, gu.state_reason) == (ExpertState.SUSPENDED, False, "违规")
    resume_expert(actor=SYSTEM, expert_id=gu.pk)
    let_go(actor=SYSTEM, expert_id=gu.pk, reason="退休")
    with pytest.raises(DomainError, match="move_not_allowed"):
        suspend_expert(actor=SYSTEM, expert_id=gu.pk, reason="x")
    assert office.post(f"{url}move", {"do": "admit"}).status_code == 302
    gu.refresh_from_db()
    assert gu.state == ExpertState.ADMITTED
    moves = AuditEntry.objects.filter(subject_id=str(gu.pk)).order_by("seq").values_list("action", flat=True)
    assert list(moves) == [
        "expert.proposed", "expert.admitted", "expert.suspended", "expert.resumed", "expert.left", "expert.admitted"
    ]  # fmt: skip


def test_the_log_says_which_parts_changed_and_never_what_they_say(gu: Expert) -> None:
    changed = Particulars(**{**{name: getattr(GU, name) for name in GU.__dataclass_fields__}, "title_zh": "研究员"})
    keep_expert(actor=SYSTEM, particulars=changed, expert_id=gu.pk)
    keep_expert(actor=SYSTEM, particulars=changed, expert_id=gu.pk)
    entry = AuditEntry.objects.get(action="expert.changed")
    assert entry.after == {"fields": ["title"]} and "研究员" not in str(entry.after)


def test_a_note_on_credit_is_never_empty_nor_changed(gu: Expert) -> None:
    with pytest.raises(InvalidError):
        add_credit_note(actor=SYSTEM, expert_id=gu.pk, kind="bad", reason=" ")
    with pytest.raises(RefusedError):
        add_credit_note(actor=make_actor("chair", Role.CHAIR), expert_id=gu.pk, kind="good", reason="x")
    assert not CreditNote.objects.exists()


def test_an_address_is_in_the_library_once(gu: Expert) -> None:
    again = Particulars(
        **{**{name: getattr(GU, name) for name in GU.__dataclass_fields__}, "email": "GU@tongwan.example"}
    )
    with pytest.raises(InvalidError) as caught:
        keep_expert(actor=SYSTEM, particulars=again)
    assert [one.code for one in caught.value.problems] == ["taken"]


def test_service_tells_nothing_of_a_sealed_panel(office: Client, city: Jurisdiction) -> None:
    expert, call = make_expert(1), make_call(city)
    make_application(call, 1)

    def page() -> str:
        return re.sub(r'value="[^"]{60,}"', "", text_of(office.get(f"{HOME}{expert.pk}/")).partition("<main")[2])

    before = page()
    invite_experts(actor=make_actor("city", Role.OFFICE), call=call, expert_ids=[expert.pk])
    assert page() == before and "Times invited" in before


def test_in_chinese(gu: Expert) -> None:
    page = text_of(visit_as(make_user("office", Role.OFFICE), language="zh-hans").get(f"{HOME}?q=桐湾"))
    for words in ("专家库", "顾明远", "教授", "导入表格", "中文、英文"):
        assert words in page, words
