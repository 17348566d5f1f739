"""The pages of questions and answers."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.city import make_actor, make_application, make_board, make_call, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.features.enquiries.enums import EnquiryState
from yunhui.features.enquiries.models import Enquiry, Faq
from yunhui.features.enquiries.services import ask_office, draft_faq, publish_faq
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.calls.models import Call

ASK = "/en/calls/roadshow/ask"
GOOD = {"subject": "Part time", "text": "May members work part time? <b>"}


@pytest.fixture
def call(city: Jurisdiction) -> Call:
    make_board(city, 1, "energy")
    return make_call(city)


@pytest.fixture
def asker(city: Jurisdiction) -> User:
    return make_user("asker")


@pytest.fixture
def office(city: Jurisdiction) -> Client:
    return visit_as(make_user("office", Role.OFFICE))


def _ask(call: Call, asker: User, **more: Any) -> Enquiry:
    return ask_office(actor=actor_of(asker), call=call, **{**GOOD, **more})


def _publish(call: Call) -> Faq:
    officer = make_actor("faq-office", Role.OFFICE)
    faq = draft_faq(actor=officer, call=call)
    texts = {
        "question_zh": "可以兼职吗？",
        "question_en": "May we work part time?",
        "answer_zh": "可",
        "answer_en": "Yes.",
    }
    return publish_faq(actor=officer, faq_id=faq.pk, texts=texts)


def test_a_visitor_asks_and_is_told_when(call: Call) -> None:
    page = visit_as(None)
    assert "Ask the office" in text_of(page.get(ASK))
    bad = page.post(ASK, {**GOOD, "email": "nonsense"})
    assert bad.status_code == 422
    assert "This is not an e-mail address" in text_of(bad)
    assert "part time? &lt;b&gt;" in text_of(bad)
    done = page.post(ASK, {**GOOD, "email": "ada@firm.example"}, follow=True)
    assert "Your question has arrived" in text_of(done)
    assert Enquiry.objects.get().email == "ada@firm.example"


def test_a_program_that_fills_in_everything_is_not_heard(call: Call) -> None:
    visit_as(None).post(ASK, {**GOOD, "email": "a@b.example", "website": "http://x.example"})
    assert not Enquiry.objects.exists()


def test_more_than_six_an_hour_wait_and_lose_nothing(call: Call, asker: User) -> None:
    page = visit_as(asker)
    answers = [page.post(ASK, {**GOOD, "text": f"question {number}"}) for number in range(7)]
    assert [one.status_code for one in answers] == [302] * 6 + [429]
    assert "question 6" in text_of(answers[-1])
    assert Enquiry.objects.count() == 6


def test_what_is_answered_already_is_shown_first(call: Call, asker: User) -> None:
    _publish(call)
    page = visit_as(asker)
    near = page.post(ASK, {"subject": "part time", "text": "May we work part time?"})
    assert "Perhaps it is answered already" in text_of(near)
    assert not Enquiry.objects.exists()
    page.post(ASK, {"subject": "part time", "text": "May we work part time?", "seen": "1"})
    assert Enquiry.objects.count() == 1


def test_the_call_shows_its_answers_and_they_can_be_searched(call: Call) -> None:
    _publish(call)
    page = visit_as(None)
    assert "May we work part time?" in text_of(page.get("/en/calls/roadshow/"))
    assert "可以兼职吗？" in text_of(page.get("/zh/calls/roadshow/questions/"))
    assert "May we work" in text_of(page.get("/en/calls/roadshow/questions/?q=part"))
    assert "No answer holds these words." in text_of(page.get("/en/calls/roadshow/questions/?q=zzz"))
    assert page.get("/en/calls/none/questions/").status_code == 404


def test_a_draft_call_takes_no_questions(city: Jurisdiction) -> None:
    make_call(city, "hidden", published=False)
    for page in (visit_as(None), visit_as(make_user("o", Role.OFFICE))):
        assert page.get("/en/calls/hidden/ask").status_code == 404
        assert page.post("/en/calls/hidden/ask", GOOD).status_code == 404


def test_the_asker_reads_the_thread_and_goes_on(call: Call, asker: User, office: Client) -> None:
    enquiry, page = _ask(call, asker), visit_as(asker)
    where = f"/my/questions/{enquiry.pk}/"
    assert "You get an answer by" in text_of(page.get(where))
    office.post(f"/w/enquiries/{enquiry.pk}/give", {"note": "internal note"})
    office.post(f"/w/enquiries/{enquiry.pk}/answer", {"en": "Yes, two of five."})
    text = text_of(page.get(where))
    assert "Yes, two of five." in text
    assert "internal note" not in text
    assert page.post(where, {"text": " "}).status_code == 422
    assert page.post(where, {"text": "And three?"}).status_code == 302
    enquiry.refresh_from_db()
    assert enquiry.state == EnquiryState.OPEN
    assert GOOD["subject"] in text_of(page.get("/my/questions/"))
    other = visit_as(make_user("other"))
    assert other.get(where).status_code == 404
    assert other.post(where, {"text": "x"}).status_code == 404
    assert GOOD["subject"] not in text_of(other.get("/my/questions/"))


def test_one_asks_about_ones_own_application(call: Call, asker: User) -> None:
    own = make_application(call, 1, owner=actor_of(asker), screened=False)
    where = f"/my/applications/{own.pk}/ask"
    assert "Only the talent office reads it." in text_of(visit_as(asker).get(where))
    visit_as(asker).post(where, GOOD)
    assert Enquiry.objects.get().application_id == own.pk
    assert visit_as(make_user("other")).get(where).status_code == 404


def test_the_office_saves_answers_and_makes_public(call: Call, asker: User, office: Client) -> None:
    enquiry = _ask(call, asker)
    home = f"/w/enquiries/{enquiry.pk}/"
    assert GOOD["subject"] in text_of(office.get("/w/enquiries/"))
    assert office.post(f"{home}save", {"zh": "", "en": "half an"}).json()["saved_at"]
    assert "half an" in text_of(office.get(home))
    empty = office.post(f"{home}answer", {"zh": " ", "en": ""})
    assert empty.status_code == 422
    assert "Write the answer." in text_of(empty)
    office.post(f"{home}answer", {"en": "Yes."})
    late = visit_as(make_user("late", Role.OFFICE)).post(f"{home}answer", {"en": "No, <never>."})
    assert late.status_code == 409
    assert "No, &lt;never&gt;." in text_of(late), "what was typed is shown, so that it is not lost"
    where = office.post(f"{home}public")["Location"]
    assert "Both languages are needed" in text_of(office.get(where))
    bad = office.post(where, {"do": "publish", "question_en": "x"})
    assert bad.status_code == 422
    texts = {"question_zh": "问", "question_en": "Q", "answer_zh": "答", "answer_en": "A"}
    office.post(where, {**texts, "do": "publish"})
    assert "Public" in text_of(office.get("/w/calls/roadshow/faq/"))
    assert office.post(f"{where}withdraw", {"reason": ""}).status_code == 422
    office.post(f"{where}withdraw", {"reason": "changed"})
    assert "Withdrawn" in text_of(office.get("/w/calls/roadshow/faq/"))


def test_joining_and_closing(call: Call, asker: User, office: Client) -> None:
    first, second = _ask(call, asker), _ask(call, make_user("second"))
    assert f"/w/enquiries/{second.pk}/" in text_of(office.get(f"/w/enquiries/{first.pk}/"))
    assert office.post(f"/w/enquiries/{second.pk}/merge", {"into": "nonsense"}).status_code == 404
    office.post(f"/w/enquiries/{second.pk}/merge", {"into": str(first.pk)})
    office.post(f"/w/enquiries/{first.pk}/answer", {"en": "Yes."})
    assert "Yes." in text_of(visit_as(User.objects.get(name="second")).get(f"/my/questions/{second.pk}/"))
    third = _ask(call, asker, subject="Thanks")
    assert office.post(f"/w/enquiries/{third.pk}/close", {"why": ""}).status_code == 422
    office.post(f"/w/enquiries/{third.pk}/close", {"why": "no question"})
    third.refresh_from_db()
    assert third.state == EnquiryState.CLOSED


def test_the_office_alone_answers(call: Call, city: Jurisdiction, asker: User) -> None:
    enquiry = _ask(call, asker)
    for role in (Role.EXPERT, Role.CHAIR, Role.APPROVER):
        other = visit_as(make_user(f"u-{role}", role))
        assert other.get("/w/enquiries/").status_code == 403
        assert other.post(f"/w/enquiries/{enquiry.pk}/answer", {"en": "x"}).status_code == 403
    elsewhere = visit_as(make_user("elsewhere", Role.OFFICE, scope=("call", make_call(city, "other").pk)))
    assert GOOD["subject"] not in text_of(elsewhere.get("/w/enquiries/"))
    assert elsewhere.get(f"/w/enquiries/{enquiry.pk}/").status_code == 404
    assert elsewhere.get("/w/calls/roadshow/faq/").status_code == 404


def test_lists_ask_the_same_number_of_queries(call: Call, asker: User, office: Client) -> None:
    counts = []
    page = visit_as(asker)
    for number in (1, 2, 3):
        _ask(call, asker, subject=f"Question {number}")
        both = []
        for client, where in ((office, "/w/enquiries/"), (page, "/my/questions/")):
            with CaptureQueriesContext(connection) as queries:
                client.get(where)
            both.append(len(queries))
        counts.append(both)
    assert counts[0] == counts[1] == counts[2]
    assert max(counts[0]) <= 9, counts
