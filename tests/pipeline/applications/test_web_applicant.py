"""The applicant's pages: nothing typed is lost, nothing of another's is seen, and every page says what comes next."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.city import SYSTEM, answers, give_consents, make_application, make_call, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.kernel import clock
from yunhui.kernel.i18n import CHINESE
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application, ApplicationVersion
from yunhui.pipeline.applications.services import save_draft, screen_application, withdraw_application
from yunhui.pipeline.calls.models import Call

SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def call(city: Jurisdiction) -> Call:
    return make_call(city)


@pytest.fixture
def founder(call: Call) -> User:
    return make_user("founder")


def started(client: Client, call: Call) -> Application:
    """A draft made by the button of the call, with the consents that its submission needs."""
    client.post(f"/my/calls/{call.code}/start")
    draft = Application.objects.get(state=ApplicationState.DRAFT)
    give_consents(draft)
    return draft


def test_a_visitor_is_sent_to_sign_in_and_comes_back(call: Call) -> None:
    visitor = visit_as(None)
    for method in (visitor.get, visitor.post):
        answer = method(f"/my/calls/{call.code}/start")
        assert answer.status_code == 302
        assert answer["Location"] == f"/sign-in?next=%2Fmy%2Fcalls%2F{call.code}%2Fstart"
    assert Application.objects.count() == 0


def test_looking_at_a_call_makes_nothing_and_its_button_one_draft(call: Call, founder: User) -> None:
    client = visit_as(founder)
    page = client.get(f"/my/calls/{call.code}/start")
    assert page.status_code == 200
    assert Application.objects.count() == 0
    first = client.post(f"/my/calls/{call.code}/start")
    again = client.post(f"/my/calls/{call.code}/start")
    assert first["Location"] == again["Location"] == f"/my/applications/{Application.objects.get().pk}/"


def test_a_call_that_is_not_public_is_not_there(city: Jurisdiction, founder: User) -> None:
    make_call(city, "secret", published=False)
    assert visit_as(founder).get("/my/calls/secret/start").status_code == 404


def test_the_list_says_what_comes_next_and_where_to_start(call: Call, founder: User) -> None:
    client = visit_as(founder)
    empty = text_of(client.get("/my/"))
    assert "Open calls" in empty
    assert f"/my/calls/{call.code}/start" in empty
    make_application(call, 1, owner=actor_of(founder))
    page = text_of(client.get("/my/"))
    assert "Host areas in your field answer" in page
    assert "Experts review, each alone" in page
    assert "No. 0001" in page
    chinese = text_of(visit_as(founder, CHINESE).get("/my/"))
    assert "专家各自评审" in chinese
    assert "Host-area match" not in page  # the office's word for the same stage


def test_without_an_open_call_the_list_says_so(city: Jurisdiction) -> None:
    assert "No call is open now" in text_of(visit_as(make_user("early")).get("/my/"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    call: Call, founder: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        make_application(call, number + 1, owner=actor_of(founder))
    client = visit_as(founder)
    with django_assert_num_queries(7):
        client.get("/my/")


def test_what_is_typed_is_saved_whatever_it_is(call: Call, founder: User) -> None:
    client = visit_as(founder)
    draft = started(client, call)
    typed = {"title": "Cold cells", "team_size": "four", "x": "y"}
    answer = client.post(f"/my/applications/{draft.pk}/save", typed, headers=SCRIPT)
    draft.refresh_from_db()
    assert answer.json() == {"saved_at": draft.saved_at.isoformat(), "was": {}, "others": {}}
    own = {"name": "founder", "email": "founder@city.example"}  # what the account knows stands there already
    assert draft.answers == {**own, "title": "Cold cells", "team_size": "four"}
    page = text_of(client.get(f"/my/applications/{draft.pk}/"))
    assert 'value="four"' in page
    assert "Write a number" in page
    assert "Please fill this in." not in page  # what is only missing is not wrong yet


def test_a_submission_that_needs_correction_keeps_and_names_everything(call: Call, founder: User) -> None:
    client = visit_as(founder)
    draft = started(client, call)
    typed = answers(1, email="yanqiu", landing="", summary="<b>cold</b>\n\n" + "x" * 900)
    page = client.post(f"/my/applications/{draft.pk}/submit", typed)
    text = text_of(page)
    assert page.status_code == 422
    for wanted in ('href="#f-email"', 'href="#f-landing"', 'href="#f-summary"', "3 answers need you."):
        assert wanted in text
    assert "&lt;b&gt;cold&lt;/b&gt;" in text
    draft.refresh_from_db()
    assert draft.state == ApplicationState.DRAFT
    assert draft.answers["summary"] == typed["summary"]
    assert client.get(f"/my/applications/{draft.pk}/submit")["Location"] == f"/my/applications/{draft.pk}/"


def test_submitting_gives_a_receipt_and_twice_is_once(call: Call, founder: User) -> None:
    client = visit_as(founder)
    draft = started(client, call)
    first = client.post(f"/my/applications/{draft.pk}/submit", answers(1))
    second = client.post(f"/my/applications/{draft.pk}/submit", answers(1))
    assert first["Location"] == second["Location"] == f"/my/applications/{draft.pk}/?done=submitted"
    version = ApplicationVersion.objects.get()
    page = text_of(client.get(first["Location"]))
    assert "We have received it as No. 0001." in page
    assert version.digest.removeprefix("sha256:")[:8] in page
    assert "You, Amsterdam" in page
    assert "Beijing time" in page
    assert "Delft, Netherlands" in page


def test_changes_are_kept_apart_until_they_are_submitted(call: Call, founder: User) -> None:
    application = make_application(call, 1, owner=actor_of(founder))
    client = visit_as(founder)
    home = f"/my/applications/{application.pk}/"
    assert "You have changed answers" not in text_of(client.get(home))
    client.post(f"{home}save", {"landing": "Two lines"})
    page = text_of(client.get(home))
    assert "You have changed answers that are not submitted." in page
    assert "建一条中试线" in page
    assert "Two lines" in text_of(client.get(f"{home}edit"))
    client.post(f"{home}submit", {"landing": "Two lines"})
    page = text_of(client.get(home))
    assert "Two lines" in page
    assert "2 versions, and what changed" in page
    assert application.versions.count() == 2


def test_after_the_deadline_nothing_is_taken_and_nothing_is_lost(call: Call, founder: User) -> None:
    client = visit_as(founder)
    draft = started(client, call)
    home = f"/my/applications/{draft.pk}/"
    client.post(f"{home}save", {"title": "Cold cells"})
    with clock.travel(clock.now() + timedelta(days=31)):
        late = client.post(f"{home}submit", answers(1, summary="My last words"))
        assert late.status_code == 409
        assert "My last words" in text_of(late)
        refused = client.post(f"{home}save", {"title": "Warm cells"}, headers=SCRIPT)
        assert (refused.status_code, refused.json()["code"]) == (422, "closed")
        page = text_of(client.get(home))
        assert "Cold cells" in page
        assert "data-draft" not in page
        assert "This call has closed" in text_of(client.get("/my/"))


def test_withdrawing_says_what_it_means_before_it_does_it(call: Call, founder: User) -> None:
    application = make_application(call, 1, owner=actor_of(founder))
    client = visit_as(founder)
    home = f"/my/applications/{application.pk}/"
    page = text_of(client.get(f"{home}withdraw"))
    assert "can no longer be selected" in page
    assert "You cannot undo it." in page
    application.refresh_from_db()
    assert application.state == ApplicationState.IN_PROGRESS
    for _twice in range(2):
        assert client.post(f"{home}withdraw")["Location"] == home
    page = text_of(client.get(home))
    assert "You withdrew this application" in page
    assert client.get(f"{home}edit")["Location"] == home
    assert "ended already" in text_of(client.get(f"{home}withdraw"))


def test_who_did_not_pass_the_form_check_reads_why(call: Call, founder: User) -> None:
    application = make_application(call, 1, owner=actor_of(founder), screened=False)
    stage_pass = application.passes.get(stage__kind="screening")
    screen_application(actor=SYSTEM, stage_pass=stage_pass, passed=False, reason="No proof of IP")
    page = text_of(visit_as(founder).get(f"/my/applications/{application.pk}/"))
    assert "It did not pass the form check" in page
    assert "No proof of IP" in page


def test_a_withdrawal_is_not_taken_for_a_failed_check(call: Call, founder: User) -> None:
    application = make_application(call, 1, owner=actor_of(founder), screened=False)
    withdraw_application(actor=actor_of(founder), application_id=application.pk)
    page = text_of(visit_as(founder).get(f"/my/applications/{application.pk}/"))
    assert "You withdrew this application" in page
    assert "form check" not in page


@pytest.mark.parametrize("state", [ApplicationState.SELECTED, ApplicationState.RESERVE, ApplicationState.DECLINED])
def test_every_standing_has_its_words(call: Call, founder: User, state: str) -> None:
    application = make_application(call, 1, owner=actor_of(founder))
    Application.objects.filter(pk=application.pk).update(state=state)
    words = {"selected": "You are selected", "reserve": "You are on the reserve list", "declined": "Not selected"}
    client = visit_as(founder)
    for path in ("/my/", f"/my/applications/{application.pk}/"):
        assert words[state] in text_of(client.get(path))


@pytest.mark.parametrize("tail", ["", "edit", "withdraw", "submit"])
def test_another_persons_application_is_not_there(call: Call, founder: User, tail: str) -> None:
    application = make_application(call, 1, owner=actor_of(founder))
    stranger = visit_as(make_user("stranger"))
    assert stranger.get(f"/my/applications/{application.pk}/{tail}").status_code == 404
    if tail in ("withdraw", "submit"):
        assert stranger.post(f"/my/applications/{application.pk}/{tail}").status_code == 404


def test_another_person_saves_nothing(call: Call, founder: User) -> None:
    draft = started(visit_as(founder), call)
    answer = visit_as(make_user("stranger")).post(f"/my/applications/{draft.pk}/save", {"title": "Mine now"})
    assert answer.status_code == 404
    draft.refresh_from_db()
    assert "title" not in draft.answers


def test_no_such_application(founder: User) -> None:
    assert visit_as(founder).get(f"/my/applications/{UUID(int=7)}/").status_code == 404


def test_choices_stand_in_the_readers_order(call: Call, founder: User) -> None:
    draft = started(visit_as(founder), call)
    path = f"/my/applications/{draft.pk}/"
    english = text_of(visit_as(founder).get(path))
    assert english.index(">Åland Islands<") < english.index(">Albania<")
    assert "Taiwan, China" in english
    chinese = text_of(visit_as(founder, CHINESE).get(path))
    assert chinese.index(">阿根廷<") < chinese.index(">荷兰<") < chinese.index(">中国香港<")


def test_progress_is_a_part_of_the_page(call: Call, founder: User) -> None:
    client = visit_as(founder)
    draft = started(client, call)
    given = {key: value for key, value in answers(1).items() if key in ("title", "group", "summary")}
    save_draft(actor=actor_of(founder), application_id=draft.pk, answers=given)
    part = client.get(f"/my/applications/{draft.pk}/", headers={"HX-Request": "true"})
    text = text_of(part)
    assert "<html" not in text
    assert "2 of 5 sections complete" in text
    assert "Finish 3 sections and submit" in text
