"""In and out: signing in, and the demo's one-click doors."""

from typing import Any

import pytest
from django.test import Client

from tests.factories.city import SYSTEM, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.enums import Role, SecurityKind
from yunhui.foundation.accounts.models import SecurityEvent
from yunhui.foundation.accounts.services import create_user
from yunhui.kernel.i18n import CHINESE
from yunhui.portal.demo_roles import DEMO_ROLES


def test_signing_in_leads_where_one_wanted_to_go(db: None) -> None:
    create_user(actor=SYSTEM, email="anna@city.example", name="Anna", password="a long enough secret")
    client = Client()
    page = text_of(client.get("/sign-in", {"next": "/w/calls/"}))
    assert 'name="next" value="/w/calls/"' in page
    sent = {"email": "ANNA@city.example", "password": "a long enough secret", "next": "/w/calls/"}
    assert client.post("/sign-in", sent).headers["Location"] == "/w/calls/"
    assert "_auth_user_id" in client.session
    assert client.post("/sign-in", {**sent, "next": "https://elsewhere.example/"}).headers["Location"] == "/my/"


def test_a_wrong_password_keeps_the_address_and_tells_nothing(db: None) -> None:
    create_user(actor=SYSTEM, email="anna@city.example", name="Anna", password="a long enough secret")
    answers = []
    for email in ("anna@city.example", "nobody@city.example"):
        response = visit_as(None).post("/sign-in", {"email": email, "password": "wrong"})
        assert response.status_code == 422
        answers.append(text_of(response).replace(email, "…"))
        assert f'value="{email}"' in text_of(response)
        assert "wrong" not in text_of(response).replace("What was wrong", "")
    assert answers[0].count("Address and password do not fit together.") == answers[1].count(
        "Address and password do not fit together."
    )
    assert SecurityEvent.objects.filter(kind=SecurityKind.REFUSED).count() == 2


def test_the_demo_opens_every_door_in_one_click(db: None, settings: Any) -> None:
    settings.DEMO = True
    for role in DEMO_ROLES:
        create_user(actor=SYSTEM, email=role.email, name=role.key)
    page = text_of(visit_as(None).get("/demo/sign-in"))
    assert "Everything here is invented" in page
    assert "这里的城市、人、企业和项目全是编的" in text_of(visit_as(None, CHINESE).get("/demo/sign-in"))
    for role in DEMO_ROLES:
        assert f'name="role" value="{role.key}"' in page
        client = Client()
        assert client.post("/demo/sign-in", {"role": role.key}).headers["Location"] == role.start
        assert "_auth_user_id" in client.session
    assert Client().post("/demo/sign-in", {"role": "emperor"}).status_code == 404


@pytest.mark.parametrize(("demo", "address"), [(False, "127.0.0.1"), (True, "192.0.2.7")])
def test_the_demo_has_no_door_for_others(db: None, settings: Any, demo: bool, address: str) -> None:
    settings.DEMO = demo
    create_user(actor=SYSTEM, email=DEMO_ROLES[0].email, name="office")
    client = Client(REMOTE_ADDR=address)
    assert client.get("/demo/sign-in").status_code == 404
    assert client.post("/demo/sign-in", {"role": "office"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_signing_out_ends_the_session(db: None) -> None:
    client = visit_as(make_user("anna", Role.OFFICE))
    assert client.get("/w/calls/").status_code == 200
    client.post("/sign-out")
    assert client.get("/w/calls/").status_code == 302
