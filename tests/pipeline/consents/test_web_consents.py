"""The applicant's page of consents: none is ticked before, each is one click, and its end is told before."""

import pytest
from django.test import Client

from tests.factories.city import make_application, make_board, make_call, make_user
from tests.factories.pages import text_of, undertake_everywhere, visit_as
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import start_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.consents.enums import Level, Purpose
from yunhui.pipeline.consents.models import Consent
from yunhui.pipeline.consents.rules import CURRENT
from yunhui.pipeline.consents.selectors import boards_permitted_by, publication_of
from yunhui.pipeline.reading.enums import Capacity, What
from yunhui.pipeline.reading.services import record_opening

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(city: Jurisdiction) -> Call:
    return make_call(city)


@pytest.fixture
def founder() -> User:
    return make_user("founder")


@pytest.fixture
def draft(call: Call, founder: User) -> Application:
    return start_application(actor=actor_of(founder), call=call)


def post(client: Client, draft: Application, purpose: str, **data: object) -> int:
    given = {"text_version": CURRENT, **data}
    return client.post(f"/my/applications/{draft.pk}/consents/{purpose}", given).status_code


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_form_asks_each_by_itself_and_nothing_is_chosen(founder: User, draft: Application, language: str) -> None:
    page = text_of(visit_as(founder, language).get(f"/my/applications/{draft.pk}/"))
    part = page[page.index('id="consents-list"') :]
    for purpose in Purpose:
        assert f'id="consent-{purpose}"' in part
    assert " checked" not in part[: part.index("</ul>\n<p")] and "light--full" not in part[: part.index("</ul>\n<p")]


def test_one_click_gives_and_the_page_says_since_when(founder: User, draft: Application) -> None:
    client = visit_as(founder)
    assert post(client, draft, "experts") == 302
    assert post(client, draft, "publication", level=Level.TEAM) == 302
    assert publication_of([draft.pk]) == {draft.pk: Level.TEAM}
    page = text_of(client.get(f"/my/applications/{draft.pk}/consents/"))
    assert "team" in page and "Version 1" in page
    again = client.post(
        f"/my/applications/{draft.pk}/consents/firms", {"text_version": CURRENT}, headers={"HX-Request": "true"}
    )
    assert again.status_code == 200 and again.headers["HX-Trigger"] == "draft:saved"
    assert "<html" not in text_of(again)


def test_wrong_input_is_told_beside_the_purpose(founder: User, draft: Application) -> None:
    client = visit_as(founder)
    answer = client.post(f"/my/applications/{draft.pk}/consents/boards", {"text_version": CURRENT, "reach": "named"})
    assert answer.status_code == 422 and "Name at least one host area" in text_of(answer)
    assert post(client, draft, "experts", text_version=99) == 409
    assert post(client, draft, "nothing") == 409
    assert client.get(f"/my/applications/{draft.pk}/consents/nothing/revoke").status_code == 404
    assert not Consent.objects.exists()


def test_naming_host_areas(city: Jurisdiction, founder: User, draft: Application) -> None:
    one, two = (make_board(city, number, "energy") for number in (1, 2))
    client = visit_as(founder)
    assert post(client, draft, "boards", reach="named", board=[str(one.pk)]) == 302
    recipients = boards_permitted_by([draft.pk])[draft.pk]
    assert recipients.allows(one.pk) and not recipients.allows(two.pk)
    assert "District 1" in text_of(client.get(f"/my/applications/{draft.pk}/consents/"))


def test_what_a_revocation_does_is_told_before_it_is_done(city: Jurisdiction, call: Call, founder: User) -> None:
    boards = [make_board(city, number, "energy") for number in (1, 2)]
    application = make_application(call, 1, owner=actor_of(founder), group="energy")
    for number, board in enumerate(boards):
        officer = make_user(f"officer{number}", Role.BOARD, scope=(ScopeKind.BOARD, board.pk))
        undertake_everywhere(officer)
        record_opening(
            actor=actor_of(officer), application=application, what=What.BRIEF, capacity=Capacity.BOARD, board=board
        )
    client, path = visit_as(founder), f"/my/applications/{application.pk}/consents/boards/revoke"
    page = text_of(client.get(path))
    assert "2 host areas have read it. They lose access now" in page and "Your application stays submitted" in page
    assert boards_permitted_by([application.pk])[application.pk].is_anyone
    one = text_of(client.get(f"{path}?board={boards[0].pk}"))
    assert "One host area has read it" in one and "District 1" in one
    assert client.post(path, {"board": str(boards[0].pk)}).status_code == 302
    recipients = boards_permitted_by([application.pk])[application.pk]
    assert [recipients.allows(board.pk) for board in boards] == [False, True]
    assert client.post(path).status_code == 302
    assert not any(boards_permitted_by([application.pk])[application.pk].allows(board.pk) for board in boards)


def test_another_finds_nothing(call: Call, draft: Application) -> None:
    stranger = visit_as(make_user("stranger"))
    base = f"/my/applications/{draft.pk}/consents/"
    assert stranger.get(base).status_code == 404
    assert post(stranger, draft, "experts") == 404
    assert stranger.post(f"{base}experts/revoke").status_code == 404
