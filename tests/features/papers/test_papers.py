"""Papers say what stands in the records, name the announced rule, keep what is sealed, and can be recognised later."""

import io
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from docx import Document
from pypdfium2 import PdfDocument

from tests.factories.city import SYSTEM, make_actor, make_city, make_user
from tests.factories.deciding import Project, make_reviewed_call, project
from tests.factories.pages import text_of, use_plain_addresses, visit_as
from yunhui.features.papers.enums import Form, PaperKind
from yunhui.features.papers.errors import NotReadyError
from yunhui.features.papers.models import Print
from yunhui.features.papers.selectors import Desk, paper_of, shelves_of
from yunhui.features.papers.services import print_paper
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.audit.models import AuditEntry
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import CHINESE
from yunhui.pipeline.calls.enums import RankBy
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.conflicts.services import declare_conflict, resolve_conflict
from yunhui.pipeline.decisions.models import Ranked
from yunhui.pipeline.decisions.services import discard_batch, propose_batch
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.panels.enums import SeatState, Source
from yunhui.pipeline.panels.models import Panel, Seat
from yunhui.pipeline.review.models import Assignment, ScoreSheet
from yunhui.pipeline.review.services import settle_sheets

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(settings: Any) -> Call:
    """Four projects of one group, all scored: one alone on top, two equal, one with scores far apart."""
    use_plain_addresses(settings)
    rows = [project("A", 87.5), project("B", 70), project("C", 65), Project("D", (90.0, 50.0, 61.0))]
    made, _applications = make_reviewed_call(make_city(), rows, rule_clause="12")
    return made


@pytest.fixture
def office(call: Call) -> User:
    return make_user("clerk", Role.OFFICE)


def desk_of(call: Call, actor: Actor = SYSTEM) -> Desk:
    return Desk(actor, call, clock.now())


def said(call: Call, kind: PaperKind, about: str = "") -> str:
    """All words of a paper's Word document, tables too."""
    printed = print_paper(actor=SYSTEM, call=call, kind=kind, about=about, form=Form.DOCX)
    document = Document(io.BytesIO(printed.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([line.text for line in document.paragraphs] + cells)


def first(call: Call, kind: PaperKind) -> str:
    shelf = next(one.shelf for one in shelves_of(desk_of(call)) if one.kind == kind)
    return shelf.choices[0].about


def test_a_score_sheet_has_every_criterion_and_the_total(call: Call) -> None:
    about = first(call, PaperKind.SCORE_SHEETS)
    text = said(call, PaperKind.SCORE_SHEETS, about)
    sheets = ScoreSheet.objects.filter(is_locked=True, assignment__expert=about).select_related("assignment")
    for sheet in sheets:
        assert f"{sheet.assignment.total:.2f}" in text
        for value in sheet.scores.values():
            assert f"{Decimal(value):.1f}" in text
    assert text.count("专家签名：") == len(sheets) == 4


def test_the_summary_names_rule_clause_and_everybody_who_signs(call: Call) -> None:
    text = said(call, PaperKind.SUMMARY, first(call, PaperKind.SUMMARY))
    for words in (
        "公告第12条",
        "算术平均分",
        "87.50",
        "67.00",
        "分差超过25分",
        "评审组组长（签名）",
        "监督人员（签名）",
    ):
        assert words in text
    for name in Expert.objects.values_list("person__name", flat=True):
        assert name in text
    assert "尚未形成提名" in text
    propose_batch(actor=SYSTEM, call=call)
    text = said(call, PaperKind.SUMMARY, first(call, PaperKind.SUMMARY))
    assert "名次和结果按决定批次第1号" in text
    assert "拟入围" in text


def test_a_trimmed_mean_shows_what_it_leaves_out(call: Call) -> None:
    Call.objects.filter(pk=call.pk).update(rank_by=RankBy.TRIMMED_MEAN)
    call.refresh_from_db()
    text = said(call, PaperKind.SUMMARY, first(call, PaperKind.SUMMARY))
    assert "评分不足，取算术平均" in text  # three sheets: nothing is left out, and the sheet says so


def test_the_request_lists_what_is_proposed(call: Call) -> None:
    with pytest.raises(NotReadyError):
        said(call, PaperKind.REQUEST)
    propose_batch(actor=SYSTEM, call=call)
    text = said(call, PaperKind.REQUEST)
    for words in ("关于报请审定“云创荟”", "拟入围2项", "候补1项", "妥否，请批示。", "附件1", "附件2", "87.50"):
        assert words in text
    assert "!" not in text
    assert "！" not in text


def test_the_notice_waits_for_the_release(call: Call) -> None:
    propose_batch(actor=SYSTEM, call=call)
    with pytest.raises(NotReadyError):
        said(call, PaperKind.NOTICE)


def test_what_names_experts_is_sealed_until_the_sign_in_opens(call: Call) -> None:
    expert = Expert.objects.order_by("pk")[0]
    panel = Panel.objects.create(call=call)
    Seat.objects.create(call=call, expert=expert, source=Source.OFFICE, state=SeatState.ACCEPTED)
    clerk = make_actor("clerk", Role.OFFICE)
    held = {one.kind: one.shelf for one in shelves_of(desk_of(call, clerk))}
    sealed = {kind for kind, shelf in held.items() if shelf.is_sealed}
    assert sealed == {
        PaperKind.SIGN_IN, PaperKind.UNDERTAKINGS, PaperKind.SCORE_SHEETS, PaperKind.SUMMARY, PaperKind.MINUTES,
        PaperKind.FEES,
    }  # fmt: skip
    for kind in sealed:
        with pytest.raises(NotReadyError):
            paper_of(desk_of(call, clerk), kind, str(expert.pk))
    panel.opened_at = clock.now()
    panel.save()
    paper = paper_of(desk_of(call, clerk), PaperKind.SIGN_IN, "")
    assert expert.person.name in str(paper)


def test_fees_are_the_offices_alone(call: Call) -> None:
    kinds = {one.kind for one in shelves_of(desk_of(call, make_actor("leader", Role.CHAIR)))}
    assert PaperKind.FEES not in kinds
    assert PaperKind.SUMMARY in kinds


def test_each_print_is_in_the_log_and_found_by_its_fingerprint(call: Call, office: User) -> None:
    browser = visit_as(office)
    group = first(call, PaperKind.SUMMARY)
    path = f"/w/calls/{call.code}/papers/"
    answer = browser.get(f"{path}summary.pdf", {"about": group})
    assert answer["Content-Type"] == "application/pdf"
    printed = Print.objects.get()
    assert (printed.by, printed.kind, printed.form) == (office, "summary", "pdf")
    row = AuditEntry.objects.get(action="paper.printed")
    assert row.after["digest"] == printed.digest
    words = "".join(page.get_textpage().get_text_range() for page in PdfDocument(answer.content))
    assert printed.short in "".join(words.split())
    typed = " ".join(printed.short[at : at + 4] for at in range(0, 16, 4)).upper()
    assert "The records say the same today" in text_of(browser.get(path, {"check": typed}))
    propose_batch(actor=SYSTEM, call=call)
    assert "The records say something else today" in text_of(browser.get(path, {"check": typed}))
    assert "No paper of this call" in text_of(browser.get(path, {"check": "0000 0000 0000 0000"}))


def test_the_page_asks_few_questions_however_many_papers(
    call: Call, office: User, django_assert_max_num_queries: Any
) -> None:
    browser = visit_as(office)
    with django_assert_max_num_queries(8):
        page = text_of(browser.get(f"/w/calls/{call.code}/papers/"))
    for words in ("Sign-in sheet", "No batch has been proposed yet.", "12 sheets", "summary.docx?about="):
        assert words in page
    assert "文书" in text_of(visit_as(office, CHINESE).get(f"/w/calls/{call.code}/papers/"))


def test_strangers_and_wrong_addresses_are_404(call: Call, office: User) -> None:
    path = f"/w/calls/{call.code}/papers/"
    browser = visit_as(office)
    for wrong in ("summary.xlsx", "diary.pdf", "summary.pdf", "summary.pdf?about=999999", "score-sheets.pdf?about=x"):
        assert browser.get(path + wrong).status_code == 404, wrong
    other = visit_as(make_user("elsewhere", Role.OFFICE, scope=("call", "0" * 32)))
    assert other.get(path).status_code == 404
    assert other.get(f"{path}notice.pdf").status_code == 404
    assert Client().get(path).status_code == 302


def test_an_old_proof_is_asked_for_again(call: Call, office: User) -> None:
    browser = visit_as(office)
    session = browser.session
    session["proved_at"] = clock.now().timestamp() - 3600
    session.save()
    answer = browser.get(f"/w/calls/{call.code}/papers/summary.pdf", {"about": first(call, PaperKind.SUMMARY)})
    assert answer["Location"].startswith("/sign-in/second?")
    assert not Print.objects.exists()


def test_a_sheet_that_was_set_aside_is_named_and_counts_nowhere(call: Call) -> None:
    about = first(call, PaperKind.SUMMARY)
    task = Assignment.objects.get(application__title="D", total=90)
    batch = propose_batch(actor=SYSTEM, call=call)
    found = declare_conflict(actor=SYSTEM, expert=task.expert, application=task.application, source="family", note="x")
    resolve_conflict(actor=SYSTEM, conflict_id=found.pk, state="confirmed", reason="")
    settle_sheets(actor=SYSTEM, application_ids=[task.application_id])
    frozen = said(call, PaperKind.SUMMARY, about)
    assert "67.00" in frozen and "于提名后确认应当回避" in frozen, "a batch keeps what counted when it was proposed"
    discard_batch(actor=SYSTEM, batch_id=batch.pk)
    text = said(call, PaperKind.SUMMARY, about)
    assert "另有1份评分表因确认利益冲突不计入" in text and "67.00" not in text and "90.00" not in text
    assert "起不再计入：已确认应当回避" in said(call, PaperKind.SCORE_SHEETS, str(task.expert_id))


def test_the_summary_has_the_order_of_the_page(call: Call) -> None:
    about = first(call, PaperKind.SUMMARY)
    printed = print_paper(actor=SYSTEM, call=call, kind=PaperKind.SUMMARY, about=about, form=Form.DOCX)
    table = Document(io.BytesIO(printed.content)).tables[0]
    rows = [(line.cells[0].text, line.cells[1].text) for line in table.rows[1:]]
    kept = Ranked.objects.filter(ranking__group=about).select_related("application").order_by("position")
    assert rows == [(str(one.rank), str(one.application)) for one in kept]
