"""Questions and answers: who answers by when, nothing of one asker to another, answers for everyone without a name."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from tests.factories.city import make_actor, make_application, make_board, make_call, make_user
from yunhui.features.enquiries.enums import EnquiryState, MessageKind
from yunhui.features.enquiries.models import Enquiry, Faq
from yunhui.features.enquiries.selectors import enquiries_at, enquiry_at, faq_of, like_it, near_to, own_enquiry
from yunhui.features.enquiries.services import (
    answer_enquiry,
    ask_again,
    ask_office,
    close_enquiry,
    draft_faq,
    edit_faq,
    hand_over,
    merge_enquiries,
    publish_faq,
    save_answer,
    withdraw_faq,
)
from yunhui.features.enquiries.services.telling import tell_answered, tell_asked, tell_handed_over
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.notices.models import Notice
from yunhui.kernel import clock
from yunhui.kernel.actor import VISITOR, Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, RefusedError
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.calls.models import Call

GOOD = {"subject": "兼职成员", "text": "团队成员可以兼职吗？"}


@pytest.fixture
def call(city: Jurisdiction) -> Call:
    make_board(city, 1, "energy")
    return make_call(city)


@pytest.fixture
def applicant(city: Jurisdiction) -> Actor:
    return make_actor("applicant")


@pytest.fixture
def office(city: Jurisdiction) -> Actor:
    return make_actor("office", Role.OFFICE)


def _public(call: Call, office: Actor, question: str = "可以兼职吗？", answer: str = "可以。") -> Faq:
    faq = draft_faq(actor=office, call=call)
    texts = {"question_zh": question, "question_en": "Part time?", "answer_zh": answer, "answer_en": "Yes."}
    return publish_faq(actor=office, faq_id=faq.pk, texts=texts)


def test_a_question_is_due_in_working_days(call: Call, applicant: Actor) -> None:
    with clock.travel(clock.beijing(date(2026, 6, 5), 18)):  # a Friday
        enquiry = ask_office(actor=applicant, call=call, **GOOD)
    assert enquiry.due_at == clock.end_of_day(date(2026, 6, 9))
    assert enquiry.messages.get().text_zh == GOOD["text"]


def test_an_answer_reaches_who_asked_and_asking_again_opens_it(call: Call, applicant: Actor, office: Actor) -> None:
    enquiry = ask_office(actor=applicant, call=call, **GOOD)
    save_answer(actor=office, enquiry_id=enquiry.pk, zh="可", en="")
    assert enquiry_at(office, enquiry.pk).draft_zh == "可"
    first = answer_enquiry(actor=office, enquiry_id=enquiry.pk, zh="可以", en="Yes")
    assert answer_enquiry(actor=office, enquiry_id=enquiry.pk, zh="可以", en="Yes") == first, "pressed twice"
    with pytest.raises(DomainError):
        answer_enquiry(actor=make_actor("other", Role.OFFICE), enquiry_id=enquiry.pk, zh="不可以")
    tell_answered(first.pk)
    assert Notice.objects.get().user_id == applicant.user_id
    ask_again(actor=applicant, enquiry_id=enquiry.pk, text="几个人？")
    ask_again(actor=applicant, enquiry_id=enquiry.pk, text="几个人？")
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.draft_zh) == (EnquiryState.OPEN, "")
    assert [one.kind for one in own_enquiry(applicant, enquiry.pk).messages.all()] == [
        MessageKind.QUESTION,
        MessageKind.ANSWER,
        MessageKind.QUESTION,
    ]


def test_a_visitor_is_answered_by_letter(call: Call, office: Actor) -> None:
    enquiry = ask_office(actor=VISITOR, call=call, name="Ada", email="ada@firm.example", **GOOD)
    tell_asked(enquiry.pk)
    letters = {one.letter: one for one in Notice.objects.all()}
    assert letters["enquiries.received"].email == "ada@firm.example"
    assert letters["enquiries.asked"].user_id == office.user_id
    tell_answered(answer_enquiry(actor=office, enquiry_id=enquiry.pk, zh="可以").pk)
    assert "可以" in Notice.objects.get(letter="enquiries.answered").body


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"subject": " "}, "subject"),
        ({"subject": "字" * 161}, "subject"),
        ({"text": "\u202e"}, "text"),
        ({"text": "字" * 100_000}, "text"),
        ({"email": ""}, "email"),
        ({"email": "no address"}, "email"),
        ({"name": "x" * 121}, "name"),
    ],
)
def test_what_cannot_be_asked_is_said_by_its_field(call: Call, changed: dict[str, str], field: str) -> None:
    given: dict[str, Any] = {"email": "a@b.example", "name": "", **GOOD, **changed}
    with pytest.raises(InvalidError) as refusal:
        ask_office(actor=VISITOR, call=call, **given)
    assert [problem.field for problem in refusal.value.problems] == [field]
    assert not Enquiry.objects.exists()


def test_one_asks_about_ones_own_application_only(call: Call, applicant: Actor) -> None:
    own = make_application(call, 1, owner=applicant, screened=False)
    assert ask_office(actor=applicant, call=call, application=own, **GOOD).application == own
    with pytest.raises(RefusedError):
        ask_office(actor=make_actor("other"), call=call, application=own, **GOOD)


def test_nothing_of_one_asker_is_visible_to_another(call: Call, applicant: Actor, office: Actor) -> None:
    enquiry, other = ask_office(actor=applicant, call=call, **GOOD), make_actor("other")
    for actor in (other, VISITOR):
        with pytest.raises(NotFoundError):
            own_enquiry(actor, enquiry.pk)
        with pytest.raises(NotFoundError):
            enquiry_at(actor, enquiry.pk)
        with pytest.raises(NotFoundError):
            ask_again(actor=actor, enquiry_id=enquiry.pk, text="x")
        with pytest.raises(NotFoundError):
            answer_enquiry(actor=actor, enquiry_id=enquiry.pk, zh="x")
    with pytest.raises(NotFoundError):
        own_enquiry(applicant, uuid4())


def test_another_calls_office_sees_nothing(call: Call, city: Jurisdiction, applicant: Actor) -> None:
    enquiry = ask_office(actor=applicant, call=call, **GOOD)
    elsewhere = make_actor("elsewhere", Role.OFFICE, scope=("call", make_call(city, "other").pk))
    assert not enquiries_at(elsewhere).exists()
    with pytest.raises(NotFoundError):
        enquiry_at(elsewhere, enquiry.pk)


def test_joined_questions_get_one_answer_each_in_its_own_thread(call: Call, applicant: Actor, office: Actor) -> None:
    second_asker = make_actor("second")
    first = ask_office(actor=applicant, call=call, **GOOD)
    second = ask_office(actor=second_asker, call=call, **GOOD)
    assert [one.pk for one in like_it(office, enquiry_at(office, first.pk))] == [second.pk]
    merge_enquiries(actor=office, enquiry_id=second.pk, into_id=first.pk)
    answer_enquiry(actor=office, enquiry_id=first.pk, zh="可以")
    for actor, enquiry in ((applicant, first), (second_asker, second)):
        assert [one.text_zh for one in own_enquiry(actor, enquiry.pk).messages.all()] == [GOOD["text"], "可以"]
    second.refresh_from_db()
    assert second.state == EnquiryState.MERGED
    ask_again(actor=second_asker, enquiry_id=second.pk, text="几个人？")
    second.refresh_from_db()
    assert (second.state, second.merged_into_id) == (EnquiryState.OPEN, None)
    with pytest.raises(DomainError):
        merge_enquiries(actor=office, enquiry_id=second.pk, into_id=second.pk)
    with pytest.raises(DomainError):
        merge_enquiries(actor=office, enquiry_id=second.pk, into_id=first.pk)


def test_handing_over_stays_inside_the_office(call: Call, applicant: Actor, office: Actor) -> None:
    colleague, stranger = make_user("colleague", Role.OFFICE), make_user("stranger")
    enquiry = ask_office(actor=applicant, call=call, **GOOD)
    hand_over(actor=office, enquiry_id=enquiry.pk, to=colleague, note="请核对第六条")
    tell_handed_over(enquiry.pk, str(colleague.pk))
    assert Notice.objects.get().user_id == colleague.pk
    assert len(own_enquiry(applicant, enquiry.pk).messages.all()) == 1, "the note is not for the asker"
    with pytest.raises(InvalidError):
        hand_over(actor=office, enquiry_id=enquiry.pk, to=stranger)
    close_enquiry(actor=office, enquiry_id=enquiry.pk, note="重复")
    with pytest.raises(DomainError):
        answer_enquiry(actor=office, enquiry_id=enquiry.pk, zh="x")


def test_an_answer_for_everyone_tells_no_name(call: Call, office: Actor) -> None:
    asker = make_actor("Ada Lovelace")
    application = make_application(call, 1, owner=asker, title="差分机", screened=False)
    enquiry = ask_office(actor=asker, call=call, application=application, **GOOD)
    answer_enquiry(actor=office, enquiry_id=enquiry.pk, zh="可以", en="Yes")
    faq = draft_faq(actor=office, call=call, source_id=enquiry.pk)
    assert draft_faq(actor=office, call=call, source_id=enquiry.pk) == faq
    assert (faq.question_zh, faq.answer_en) == (GOOD["text"], "Yes")
    with pytest.raises(InvalidError) as refusal:
        publish_faq(actor=office, faq_id=faq.pk)
    assert {problem.field for problem in refusal.value.problems} == {"question_en"}
    with pytest.raises(InvalidError) as refusal:
        texts = {"question_en": "May ada lovelace work part time?", "answer_zh": "差分机团队可以"}
        publish_faq(actor=office, faq_id=faq.pk, texts=texts)
    assert {problem.code for problem in refusal.value.problems} == {"names"}
    assert faq_of(call) == []
    publish_faq(actor=office, faq_id=faq.pk, texts={"question_en": "Part time?"})
    assert faq_of(call) == [faq]


def test_what_is_public_stays_complete_and_can_be_withdrawn(call: Call, office: Actor) -> None:
    faq = _public(call, office)
    with pytest.raises(InvalidError):
        edit_faq(actor=office, faq_id=faq.pk, texts={"answer_en": ""})
    edit_faq(actor=office, faq_id=faq.pk, texts={"answer_en": "Yes, two."})
    assert faq_of(call)[0].answer_en == "Yes, two."
    with pytest.raises(InvalidError):
        withdraw_faq(actor=office, faq_id=faq.pk, reason=" ")
    withdraw_faq(actor=office, faq_id=faq.pk, reason="规则改了")
    assert faq_of(call) == []
    publish_faq(actor=office, faq_id=faq.pk)
    assert faq_of(call) == [faq]
    for command in (
        lambda: edit_faq(actor=make_actor("x"), faq_id=faq.pk, texts={}),
        lambda: withdraw_faq(actor=VISITOR, faq_id=faq.pk, reason="x"),
    ):
        with pytest.raises(NotFoundError):
            command()


def test_the_answers_are_searched_in_both_languages(call: Call, office: Actor) -> None:
    one, two = _public(call, office), _public(call, office, "什么时候公布结果？", "六月。")
    assert faq_of(call, "兼职") == [one]
    assert faq_of(call, "YES part") == [one, two]
    assert faq_of(call, "没有的词") == []
    assert near_to(call, "我们的团队成员可以兼职吗")[0] == one
    assert near_to(call, "") == []
