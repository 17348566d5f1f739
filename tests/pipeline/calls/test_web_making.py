"""Making a call: nothing typed is lost, publication leads to what is missing, changes are public."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any, get_args

import pytest
from django.test import Client

from tests.factories.city import make_call, make_user
from tests.factories.pages import visit_as
from yunhui.features.docking.rules import DockingConfig
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.formkit.rules import Kind
from yunhui.kernel import clock
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.rules import ScreeningConfig
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import questions_now
from yunhui.pipeline.calls.rules.steps import USUAL
from yunhui.pipeline.calls.selectors import eligibility_of
from yunhui.pipeline.decisions.rules import NoticeConfig

PARTS = ("basics", "dates", "groups", "docking", "review", "decision", "before", "readers")


@pytest.fixture
def draft(city: Jurisdiction) -> Call:
    """A complete draft by the recipe."""
    return make_call(city, "next", published=False)


@pytest.fixture
def office(db: None) -> Client:
    """The city's talent office, reading English."""
    return visit_as(make_user("office", Role.OFFICE), "en")


def fields_of(response: Any) -> dict[str, Any]:
    """What the first long form of a page would post."""
    fields: dict[str, Any] = {"seen": response.context["seen"]}
    for block in response.context["blocks"]:
        if block.prefix:
            fields[f"{block.prefix}-count"] = len(block.items)
        lines = [*block.lines, *(line for item in block.items for line in (*item.lines, *item.folded))]
        for field in (field for line in lines for field in line):
            if field.kind == "check" and not field.text:
                continue
            fields[field.name] = "1" if field.kind == "check" else field.value
    return fields


def test_every_part_saves_what_it_shows_and_changes_nothing(office: Client, draft: Call) -> None:
    was = _values(draft)
    for part in PARTS:
        url = f"/w/calls/next/setup/{part}/"
        response = office.post(url, {**fields_of(office.get(url)), "do": "save"})
        assert (response.status_code, response.headers["Location"]) == (302, f"{url}?done=saved"), part
    assert _values(draft) == was


def test_what_steps_allow_is_set_with_the_call(office: Client, draft: Call) -> None:
    url = "/w/calls/next/setup/decision/"
    typed = {**fields_of(office.get(url)), "do": "save"}
    assert (typed["completion_days"], typed["reminder_days"]) == ("3", "1")
    late = office.post(url, {**typed, "reminder_days": "3"})
    assert late.status_code == 422 and b"Remind them later than you ask them." in late.content
    assert office.post(url, {**typed, "completion_days": "７", "reminder_days": "2"}).status_code == 302
    assert draft.stages.get(kind="screening").config == {"completion_days": 7, "reminder_days": 2}
    typed = {**fields_of(office.get(url)), "do": "save"}
    assert (typed["answer_days"], typed["days_notice"], typed["days_confirmation"]) == ("5", "5", "5")
    assert office.post(url, {**typed, "answer_days": ""}).status_code == 422
    set_anew = {**typed, "answer_days": "7", "days_notice": "6", "days_confirmation": "4", "notice_rank": "yes"}
    assert office.post(url, set_anew).status_code == 302
    notice, confirmation = draft.stages.get(kind="notice"), draft.stages.get(kind="confirmation")
    assert (notice.config["answer_days"], notice.config["rank"], notice.working_days) == (7, True, 6)
    assert confirmation.working_days == 4
    url = "/w/calls/next/setup/docking/"
    typed = {**fields_of(office.get(url)), "task_days": "15", "protection_months": "37", "do": "save"}
    assert office.post(url, typed).status_code == 422
    assert office.post(url, {**typed, "protection_months": "12"}).status_code == 302
    assert draft.stages.get(kind="docking").config == {"task_days": 15, "protection_months": 12}


def test_the_usual_numbers_are_those_of_the_rooms_that_use_them() -> None:
    assert asdict(DockingConfig()) == USUAL["docking"]
    assert asdict(ScreeningConfig.of({})) == USUAL["screening"]
    assert NoticeConfig().answer_days == USUAL["notice"]["answer_days"]


def test_a_call_is_made_from_a_recipe_or_copied(office: Client, draft: Call) -> None:
    page = office.get("/w/calls/new")
    assert b"Cloud roadshow" in page.content and b"/w/calls/next/copy" in page.content
    bad = office.post("/w/calls/new/cloud-roadshow", {"title_zh": "秋季", "code": "Autumn 2027"})
    assert bad.status_code == 422 and "秋季" in bad.content.decode() and b"Only small letters" in bad.content
    taken = office.post("/w/calls/new/cloud-roadshow", {"title_zh": "秋季", "code": "next"})
    assert taken.status_code == 422 and b"There is a call with this code already." in taken.content
    made = office.post("/w/calls/new/cloud-roadshow", {"title_zh": "秋季", "code": "autumn"})
    assert made.headers["Location"] == "/w/calls/autumn/setup/"
    copied = office.post("/w/calls/next/copy", {"title_en": "Spring", "code": "spring"})
    assert copied.headers["Location"] == "/w/calls/spring/setup/"
    overview = office.get("/w/calls/spring/setup/").content.decode()
    assert "Dates</a> · The call must open before it closes." in overview
    assert office.get("/w/calls/new/none").status_code == 404


def test_bad_input_is_kept_and_named(office: Client, draft: Call) -> None:
    url = "/w/calls/next/setup/dates/"
    typed = {**fields_of(office.get(url)), "opens_at": "tomorrow", "closes_at": "2027-01-01T09:00", "do": "save"}
    page = office.post(url, typed)
    assert page.status_code == 422
    html = page.content.decode()
    assert 'value="tomorrow"' in html and "Write a day and a time" in html and 'href="#f-opens_at"' in html
    backward = office.post(url, {**typed, "opens_at": "2027-02-01T09:00"})
    assert backward.status_code == 422 and b"The call must open before it closes." in backward.content
    long = office.post("/w/calls/next/setup/basics/", {"title_zh": "长" * 100_000, "do": "save"})
    assert long.status_code == 422 and "长" * 100_000 in long.content.decode()
    draft.refresh_from_db()
    assert draft.title_zh == "云创荟"


def test_rows_are_added_moved_and_taken_away_without_saving(office: Client, draft: Call) -> None:
    url = "/w/calls/next/setup/groups/"
    typed = fields_of(office.get(url))
    added = office.post(url, {**typed, "seats": "１２", "do": "add:g"})
    assert added.status_code == 200 and added.context["blocks"][1].items[-1].title == "New group"
    moved = office.post(url, {**fields_of(added), "do": "up:g:1"})
    assert [item.title for item in moved.context["blocks"][1].items][:2] == [
        "New energy",
        "Equipment and smart manufacturing",
    ]
    typed = fields_of(moved) | {"g-4-name_zh": "海外专场", "g-4-name_en": "Overseas", "g-4-is_overseas": "1"}
    typed |= {"g-4-wild0_zh": "友协", "g-4-wild0_number": "2", "seats": "40"}
    assert draft.groups.count() == 4
    assert office.post(url, {**typed, "do": "save"}).status_code == 302
    overseas = draft.groups.get(key="overseas")
    assert (overseas.is_overseas, overseas.wild_cards, overseas.wild_card_of[0]["name_zh"]) == (True, 2, "友协")
    nameless = office.post(url, {**fields_of(office.get(url)), "g-0-wild0_number": "3", "do": "save"})
    assert nameless.status_code == 422 and b"Say which co-organiser names these projects." in nameless.content


def test_a_stale_page_overwrites_nothing_at_first(office: Client, draft: Call) -> None:
    url = "/w/calls/next/setup/basics/"
    typed = fields_of(office.get(url)) | {"do": "save"}
    assert office.post(url, {**typed, "title_en": "First"}).status_code == 302
    page = office.post(url, {**typed, "title_en": "Second"})
    assert page.status_code == 422 and b"Somebody else has changed this call" in page.content
    assert b'value="Second"' in page.content
    draft.refresh_from_db()
    assert (draft.title_en, draft.stale) == ("First", {"title": "zh"})
    assert "older than the English" in office.get(url).content.decode()
    again = office.post(url, {**fields_of(office.get(url)), "fresh": "title", "do": "save"})
    draft.refresh_from_db()
    assert again.status_code == 302 and draft.stale == {}


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_of_question_can_be_added(office: Client, draft: Call, kind: str) -> None:
    url = "/w/calls/next/setup/form/"
    assert f'<option value="{kind}">' in office.get(url).content.decode()
    new = f"{url}questions/new?kind={kind}"
    typed = fields_of(office.get(new)) | {"label_zh": "再问一句", "label_en": "One more", "do": "save"}
    typed |= {"c-0-label_zh": "有", "c-0-label_en": "Yes", "c-1-label_zh": "无", "c-1-label_en": "No"}
    assert office.post(new, typed).status_code == 302
    draft.refresh_from_db()
    added = questions_now(draft)[-1]
    assert added.kind == kind
    assert added.readers == (("office",) if kind == "email" else ("office", "expert", "board"))
    assert b"Below is what the public will read." in office.get("/w/calls/next/setup/publish").content


def test_the_form_is_built_question_by_question(office: Client, draft: Call) -> None:
    url = "/w/calls/next/setup/form/"
    new = f"{url}questions/new?kind=choice"
    typed = fields_of(office.get(new)) | {"label_zh": "是否已有公司", "label_en": "Is there a firm?", "do": "save"}
    assert office.post(new, typed).status_code == 422  # no answers to choose from
    typed |= {"c-count": "2", "c-0-label_zh": "有", "c-0-label_en": "Yes", "c-1-label_zh": "无", "c-1-label_en": "No"}
    assert office.post(new, typed).headers["Location"] == f"{url}?done=saved#q-is_there_a_firm"
    new = f"{url}questions/new?kind=money"
    typed = fields_of(office.get(new)) | {
        "label_zh": "注册资本",
        "label_en": "Capital",
        "if_question": "is_there_a_firm",
    }
    shown = office.post(new, {**typed, "do": "refresh"})
    assert b"is one of these" in shown.content
    assert office.post(new, {**typed, "if_values": "yes", "do": "save"}).status_code == 302
    draft.refresh_from_db()
    capital = questions_now(draft)[-1]
    assert (capital.key, capital.show_if.values if capital.show_if else ()) == ("capital", ("yes",))
    office.post(url, {"do": "up:capital"})
    draft.refresh_from_db()
    assert [one.key for one in questions_now(draft)][-2:] == ["capital", "is_there_a_firm"]
    assert b"The condition rests on a question that does not come earlier." in office.get(url).content
    removed = office.post(url, {"do": "drop:capital"}).headers["Location"]
    token = office.get(removed).context["removed"]
    assert token and office.post(url, {"do": "restore", "removed": token}).status_code == 302
    assert office.post(url, {"do": "restore", "removed": "made up"}).status_code == 302
    assert office.post(url, {"do": "drop:title"}).status_code == 302
    draft.refresh_from_db()
    keys = [one.key for one in questions_now(draft)]
    assert "capital" in keys and "title" in keys


@pytest.mark.parametrize("reader", ["applicant", "office", "expert", "board", "public"])
def test_the_preview_says_who_reads_what(office: Client, draft: Call, reader: str) -> None:
    page = office.get(f"/w/calls/next/setup/form/preview/{reader}/?in=en")
    html = page.content.decode()
    assert page.status_code == 200 and "Name of the project" in html
    shown = [label for _section, rows in page.context["sections"] for label, _kind, _field in rows]
    assert ("E-mail" in shown) == (reader in ("applicant", "office"))
    assert ("Employer or firm" in shown) == (reader in ("applicant", "office", "expert"))


def test_publication_leads_to_what_is_missing(office: Client, draft: Call) -> None:
    Call.objects.filter(pk=draft.pk).update(summary_en="", before={}, eligibility=[])
    page = office.post("/w/calls/next/setup/publish")
    html = page.content.decode()
    assert page.status_code == 422
    for link in ("basics/#f-summary_en", "before/#f-runs_zh", "before/#f-full_time", "eligibility/"):
        assert f'href="/w/calls/next/setup/{link}"' in html
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_complete_draft_is_previewed_and_published(office: Client, draft: Call) -> None:
    page = office.get("/w/calls/next/setup/publish").content.decode()
    assert "Below is what the public will read." in page and "You are free to tell your employer" in page
    assert office.post("/w/calls/next/setup/publish").headers["Location"] == "/w/calls/next/setup/"
    draft.refresh_from_db()
    assert draft.state == "published"


def test_a_published_call_changes_by_an_amendment_that_everybody_reads(office: Client, city: Jurisdiction) -> None:
    call = make_call(city, "open")
    url = "/w/calls/open/setup/dates/"
    later = f"{call.closes_at.astimezone(clock.BEIJING) + timedelta(days=2):%Y-%m-%dT%H:%M}"
    typed = fields_of(office.get(url)) | {"closes_at": later}
    shown = office.post(url, {**typed, "do": "show"})
    assert shown.status_code == 200 and b"What everybody will read" in shown.content
    assert Call.objects.get(pk=call.pk).closes_at == call.closes_at
    lacking = office.post(url, {**typed, "why_zh": "场馆", "do": "announce"})
    assert lacking.status_code == 422 and "场馆" in lacking.content.decode()
    back = office.post(url, {**typed, "do": "edit"})
    assert later in back.content.decode()
    done = office.post(url, {**typed, "why_zh": "场馆装修", "why_en": "The hall is refitted", "do": "announce"})
    assert done.headers["Location"] == "/w/calls/open/setup/#amendments"
    public = visit_as(None, "en").get("/en/calls/open/").content.decode()
    assert "This call was amended once since publication." in public and "The hall is refitted" in public
    earlier = f"{call.closes_at.astimezone(clock.BEIJING) - timedelta(days=2):%Y-%m-%dT%H:%M}"
    refused = office.post(url, {**fields_of(office.get(url)), "closes_at": earlier, "do": "show"})
    assert (
        refused.status_code == 422
        and b"never brought forward" in refused.content
        and earlier in refused.content.decode()
    )


def test_conditions_are_written_and_kept_in_order(office: Client, draft: Call) -> None:
    url = "/w/calls/next/setup/eligibility/"
    assert office.get(f"{url}new-choice/").status_code == 404  # five are there already
    office.post(url, {"do": "drop:supported", "seen": "0"})
    new = f"{url}new-choice/"
    typed = fields_of(office.get(new)) | {"label_zh": "地区", "label_en": "Region", "do": "save"}
    lacking = office.post(new, typed)
    assert lacking.status_code == 422 and b"At least one answer must let people apply" in lacking.content
    typed |= {"reason_zh": "仅限市外", "reason_en": "Only from elsewhere", "c-count": "2"}
    typed |= {
        "c-0-label_zh": "市外",
        "c-0-label_en": "Elsewhere",
        "c-0-ok": "1",
        "c-1-label_zh": "市内",
        "c-1-label_en": "Here",
    }
    assert office.post(new, typed).status_code == 302
    office.post(url, {"do": "up:question-1"})
    draft.refresh_from_db()
    assert [one.key for one in eligibility_of(draft)] == ["degree", "age", "registered", "question-1", "rights"]


def test_who_may_make_calls(draft: Call) -> None:
    of_call = visit_as(make_user("one", Role.OFFICE, scope=(ScopeKind.CALL, draft.pk)))
    assert of_call.get("/w/calls/new").status_code == 403
    assert of_call.get("/w/calls/next/setup/basics/").status_code == 200
    assert visit_as(make_user("chair", Role.CHAIR)).get("/w/calls/next/setup/").status_code == 403
    other = make_call(draft.jurisdiction, "other", published=False)
    assert of_call.get(f"/w/calls/{other.code}/setup/").status_code == 404


def _values(call: Call) -> dict[str, Any]:
    row = Call.objects.filter(pk=call.pk).values().get()
    groups = list(call.groups.order_by("sort").values())
    return {
        **row,
        "edits": 0,
        "form_draft": None,
        "groups": groups,
        "stages": list(call.stages.order_by("pk").values()),
    }


@pytest.mark.parametrize(
    "path", ["/en/calls/open/", "/en/calls/open/eligible", "/w/calls/open/setup/groups/", "/w/calls/open/setup/form/"]
)
def test_pages_ask_little_of_the_database(city: Jurisdiction, path: str, django_assert_max_num_queries: Any) -> None:
    make_call(city, "open")
    client = visit_as(make_user("office", Role.OFFICE), "en")
    client.get(path)
    with django_assert_max_num_queries(11):
        assert client.get(path).status_code == 200
