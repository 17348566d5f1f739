"""The applicant's page for what is missing: those questions alone, saved as typed, handed in once."""

import pytest

from tests.factories.city import SYSTEM, answers, make_application, make_board, make_call, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.kernel import clock
from yunhui.kernel.i18n import CHINESE
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.enums import CompletionEnd
from yunhui.pipeline.applications.models import Application, Completion
from yunhui.pipeline.applications.services import Missing, ask_to_complete


@pytest.fixture
def user(city: Jurisdiction) -> User:
    return make_user("applicant")


@pytest.fixture
def owing(city: Jurisdiction, user: User) -> Application:
    """An application whose team and, in general, dates are missing."""
    make_board(city, 1, "energy")
    application = make_application(make_call(city), owner=actor_of(user), screened=False)
    missing = [Missing("team", "请写明谁全职", "Say who works full time"), Missing("", "请核对日期", "Check the dates")]
    ask_to_complete(actor=SYSTEM, pass_id=application.passes.get(stage__kind="screening").pk, missing=missing)
    return application


def _home(application: Application) -> str:
    return f"/my/applications/{application.pk}/complete"


def test_it_shows_what_is_missing_and_nothing_else(owing: Application, user: User) -> None:
    text = text_of(visit_as(user).get(_home(owing)))
    assert "2 things are missing" in text
    assert "Say who works full time" in text
    assert "Check the dates" in text
    assert 'name="team"' in text
    assert 'name="summary"' not in text
    assert "请写明谁全职" in text_of(visit_as(user, CHINESE).get(_home(owing)))


def test_it_is_saved_as_typed_and_handed_in_once(owing: Application, user: User) -> None:
    page = visit_as(user)
    saved = page.post(f"{_home(owing)}/save", {"team": "两人 <b>全职</b>", "reply": "见上", "title": "改题"})
    assert saved.status_code == 200
    assert saved.json()["saved_at"]
    assert "两人 &lt;b&gt;全职&lt;/b&gt;" in text_of(page.get(_home(owing)))
    assert owing.versions.count() == 1
    for _twice in range(2):
        answer = page.post(f"{_home(owing)}/submit", {"team": "两人全职", "reply": "见上"})
        assert answer.status_code == 302
        assert answer["Location"].endswith("?done=completed")
    assert owing.versions.count() == 2
    assert Completion.objects.get().outcome == CompletionEnd.ANSWERED
    assert owing.versions.get(number=2).answers["title"] == answers(1)["title"]
    assert page.get(_home(owing)).status_code == 302


def test_nothing_changed_is_told_and_nothing_lost(owing: Application, user: User) -> None:
    page = visit_as(user)
    unchanged = page.post(f"{_home(owing)}/submit", {"team": answers(1)["team"]})
    assert unchanged.status_code == 422
    assert "Nothing has changed yet" in text_of(unchanged)
    empty = page.post(f"{_home(owing)}/submit", {"team": "", "reply": "kept"})
    assert empty.status_code == 422
    assert "Please fill this in." in text_of(empty)
    assert "kept" in text_of(empty)
    long = page.post(f"{_home(owing)}/submit", {"team": "x", "reply": "字" * 1_001})
    assert long.status_code == 422
    assert "1 characters too many" in text_of(long)


def test_after_the_time_it_is_shown_and_not_taken(owing: Application, user: User) -> None:
    page, late = visit_as(user), Completion.objects.get().due_at
    with clock.travel(late):
        text = text_of(page.get(_home(owing)))
        assert "The time to complete this is over" in text
        assert "Hand in" not in text
        assert page.post(f"{_home(owing)}/submit", {"team": "x"}).status_code == 403
        assert page.post(f"{_home(owing)}/save", {"team": "x"}).status_code == 422
    assert owing.versions.count() == 1


def test_it_is_nobody_elses(owing: Application) -> None:
    other = visit_as(make_user("other"))
    assert other.get(_home(owing)).status_code == 404
    assert other.post(f"{_home(owing)}/save", {"team": "x"}).status_code == 404
    assert other.post(f"{_home(owing)}/submit", {"team": "x"}).status_code == 404
    assert visit_as(None).get(_home(owing)).status_code == 302
