"""Saving by many hands: nothing is overwritten unseen, and nothing that was told saved is gone."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.factories.city import make_actor, make_application, make_call
from tests.factories.pages import visit_as
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.formkit.rules import Question
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import save_draft, settle_answer, start_application, submit_application
from yunhui.pipeline.applications.services.saving import (
    LONGEST,
    Writing,
    asked_of,
    both_of,
    merge,
    said,
    token_of,
)
from yunhui.pipeline.calls.models import Call

TITLE = Question("title", "text", "名称", "Name", max_length=80)
LONG = Question("summary", "long_text", "简介", "Summary", max_length=800)
MONEY = Question("sum", "money", "金额", "Sum")


@pytest.fixture
def call(city: Jurisdiction) -> Call:
    return make_call(city)


@pytest.fixture
def founder(call: Call) -> Actor:
    return make_actor("founder")


@pytest.fixture
def draft(call: Call, founder: Actor) -> Application:
    return start_application(actor=founder, call=call)


def page_of(application: Application) -> dict[str, str]:
    """The tokens that a page opened now shows."""
    return {question.key: token_of(application, question) for question in asked_of(application)}


def test_two_pages_write_different_answers(draft: Application, founder: Actor) -> None:
    known = page_of(draft)
    for tab, typed in (("one", {"title": "Cold cells"}), ("two", {"summary": "They work in winter."})):
        draft = save_draft(actor=founder, application_id=draft.pk, answers=typed, known=known, tab=tab)
    assert (draft.answers, draft.others) == ({"title": "Cold cells", "summary": "They work in winter."}, {})


def test_the_second_page_overwrites_nothing_and_loses_nothing(draft: Application, founder: Actor) -> None:
    known = page_of(draft)
    save_draft(actor=founder, application_id=draft.pk, answers={"title": "First"}, known=known, tab="one")
    for text in ("Sec", "Second"):
        draft = save_draft(actor=founder, application_id=draft.pk, answers={"title": text}, known=known, tab="two")
    assert draft.answers["title"] == "First"
    assert [one["text"] for one in draft.others["title"]] == ["Second"]


def test_a_page_goes_on_over_its_own_words_though_the_answer_was_lost(draft: Application, founder: Actor) -> None:
    known = page_of(draft)
    for number, text in enumerate(("C", "Co", "Cold"), 1):
        draft = save_draft(
            actor=founder, application_id=draft.pk, answers={"title": text}, known=known, tab="one", number=number
        )
    assert (draft.answers["title"], draft.others) == ("Cold", {})
    late = save_draft(actor=founder, application_id=draft.pk, answers={"title": "Co"}, known=known, tab="one", number=2)
    assert (late.answers["title"], late.others) == ("Cold", {})


def test_a_page_without_a_script_sends_back_what_it_showed_and_that_is_no_conflict(
    draft: Application, founder: Actor
) -> None:
    draft = save_draft(actor=founder, application_id=draft.pk, answers={"title": "Old", "summary": "Old"})
    known = page_of(draft)
    save_draft(actor=founder, application_id=draft.pk, answers={"title": "New"}, known=known, tab="other")
    whole = {"title": "Old", "summary": "Mine"}
    draft = save_draft(actor=founder, application_id=draft.pk, answers=whole, known=known, tab="plain")
    assert (draft.answers, draft.others) == ({"title": "New", "summary": "Mine"}, {})


@pytest.mark.parametrize("value", ["First", "Second", "First / Second"])
def test_a_choice_settles_it(draft: Application, founder: Actor, value: str) -> None:
    known = page_of(draft)
    save_draft(actor=founder, application_id=draft.pk, answers={"title": "First"}, known=known, tab="one")
    draft = save_draft(actor=founder, application_id=draft.pk, answers={"title": "Second"}, known=known, tab="two")
    token = token_of(draft, TITLE)
    draft = settle_answer(actor=founder, application_id=draft.pk, key="title", value=value, token=token, tabs=("two",))
    assert (draft.answers["title"], draft.others) == (value, {})


def test_a_choice_made_on_an_old_page_joins_the_texts(draft: Application, founder: Actor) -> None:
    known = page_of(draft)
    save_draft(actor=founder, application_id=draft.pk, answers={"title": "First"}, known=known, tab="one")
    draft = save_draft(actor=founder, application_id=draft.pk, answers={"title": "Second"}, known=known, tab="two")
    old = token_of(draft, TITLE)
    save_draft(actor=founder, application_id=draft.pk, answers={"title": "Third"}, tab="one", number=9)
    draft = settle_answer(actor=founder, application_id=draft.pk, key="title", value="Second", token=old, tabs=("two",))
    assert draft.answers["title"] == "Third"
    assert {one["text"] for one in draft.others["title"]} == {"Second"}


def test_two_texts_keep_it_from_being_submitted(call: Call, founder: Actor) -> None:
    application = make_application(call, 1, owner=founder)
    known = page_of(application)
    for tab in ("one", "two"):
        save_draft(actor=founder, application_id=application.pk, answers={"landing": f"By {tab}"}, known=known, tab=tab)
    with pytest.raises(InvalidError) as refused:
        submit_application(actor=founder, application_id=application.pk)
    assert [(one.field, one.code) for one in refused.value.problems] == [("landing", "two_texts")]


def test_the_same_attempt_twice_is_one_version_whatever_came_between(call: Call, founder: Actor) -> None:
    application = make_application(call, 1, owner=founder)
    save_draft(actor=founder, application_id=application.pk, answers={"landing": "One line"})
    first = submit_application(actor=founder, application_id=application.pk, key="k")
    save_draft(actor=founder, application_id=application.pk, answers={"landing": "Two lines"})
    assert submit_application(actor=founder, application_id=application.pk, key="k") == first
    assert submit_application(actor=founder, application_id=application.pk, key="l").number == first.number + 1


def test_a_save_is_a_few_questions_and_no_entry_in_the_log(draft: Application, founder: Actor) -> None:
    before = AuditEntry.objects.count()
    user = draft.owner
    client = visit_as(user)
    client.get("/my/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.post(
            f"/my/applications/{draft.pk}/save",
            {"title": "Cold cells", "was-title": token_of(draft, TITLE), "tab": "one", "number": "1"},
            headers={"Accept": "application/json"},
        )
    assert answer.status_code == 200
    assert len(asked) <= 8, [one["sql"][:80] for one in asked]
    assert AuditEntry.objects.count() == before


def test_too_long_to_keep_is_said_and_what_was_there_stays(draft: Application, founder: Actor) -> None:
    save_draft(actor=founder, application_id=draft.pk, answers={"title": "Cold"})
    with pytest.raises(InvalidError):
        save_draft(actor=founder, application_id=draft.pk, answers={"title": "x" * (LONGEST + 1)})
    draft.refresh_from_db()
    assert draft.answers["title"] == "Cold"


def test_another_person_saves_nothing(draft: Application) -> None:
    with pytest.raises(NotFoundError):
        save_draft(actor=make_actor("stranger"), application_id=draft.pk, answers={"title": "Mine"})


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        "㛃喆燚镕䶮 𠮷野家",
        "مرحبا بالعالم ‮abc",
        "👩‍🔬🇨🇳 emoji",
        "１２３４５",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "nul\x00bell\x07",
        "half \ud83d pair",
        "=cmd|' /C calc'!A0",
        "{{ 7*7 }} {% include 'x' %}",
    ],
    ids=lambda text: text[:12].encode("ascii", "replace").decode().replace("\x00", "0").replace("\x07", "7"),
)
def test_whatever_is_typed_is_kept_and_shown_as_text(draft: Application, founder: Actor, text: str) -> None:
    draft = save_draft(actor=founder, application_id=draft.pk, answers={"title": text, "summary": text})
    draft.refresh_from_db()
    kept = draft.answers["summary"]
    assert kept == "".join(c for c in text if c not in "\x00\x07\u202e\ud83d")
    client = visit_as(draft.owner)
    page = client.get(f"/my/applications/{draft.pk}/").content.decode()
    assert "<script>alert" not in page and "<img src=x" not in page and ">49<" not in page
    refused = client.post(f"/my/applications/{draft.pk}/submit", {"title": kept})
    assert refused.status_code == 422


def _blank() -> Application:
    return Application(answers={}, revisions={}, others={})


class _Page:
    """A page of the model: what it shows, and the token that it knows."""

    def __init__(self, name: str, application: Application) -> None:
        self.name, self.number = name, 0
        self.token, self.text = token_of(application, LONG), said(LONG, application.answers.get("summary"))


@hypothesis_settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("wlrs"), st.text(max_size=6)), max_size=25))
def test_no_text_disappears_unseen(steps: list[tuple[str, str, str]]) -> None:
    """Pages write (w; l: the answer gets lost), open anew (r) and settle (s) in any order: a text that stood or waits
    is gone only when its own page wrote on, or somebody who saw it chose."""
    application, by = _blank(), uuid4()
    pages = {name: _Page(name, application) for name in "abc"}
    count = 0
    for name, step, text in steps:
        page = pages[name]
        if step == "r":
            count += 1
            pages[name] = _Page(f"{name}{count}", application)
        elif step == "s" and application.others:
            others = application.others.pop("summary")
            application.answers["summary"] = both_of(LONG, application.answers.get("summary"), others[0]["text"])
            application.revisions["summary"] = {"n": application.revisions["summary"]["n"] + 1}
        elif step in "wl":
            standing = application.answers.get("summary", "")
            waiting = {one["tab"]: one["text"] for one in application.others.get("summary", [])}
            written_by = (application.revisions.get("summary") or {}).get("tab")
            knew = page.token == token_of(application, LONG)
            page.number += 1
            mine = said(LONG, text)
            typed: list[tuple[Question, Any]] = [(LONG, mine)]
            in_conflict = merge(
                application, typed, {"summary": page.token}, Writing(by, page.name, page.number), clock.now()
            )
            now = application.answers.get("summary", "")
            assert now == standing or knew or written_by == page.name
            texts = {now, *(one["text"] for one in application.others.get("summary", []))}
            assert mine in texts or mine == page.text
            for tab, other in waiting.items():
                assert other in texts or tab == page.name
            if step == "w" and not in_conflict:
                page.token, page.text = token_of(application, LONG), now


@given(st.integers(0, 10**12))
def test_a_clean_sum_has_the_token_of_the_sum_as_it_is_typed(fen: int) -> None:
    clean = Application(answers={"sum": fen}, revisions={}, others={})
    typed = Application(answers={"sum": said(MONEY, fen)}, revisions={}, others={})
    assert token_of(clean, MONEY) == token_of(typed, MONEY)
