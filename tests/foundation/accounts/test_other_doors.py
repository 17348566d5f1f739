"""Signing in through other services, against servers that speak as they do."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.factories.city import SYSTEM, make_user
from tests.factories.pages import text_of, visit_as
from tests.foundation.accounts.fakes import Fake, door
from tests.foundation.accounts.keys import give_app
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import Identity, User
from yunhui.foundation.accounts.services import create_user

pytestmark = pytest.mark.django_db
COMMON = {"id": "yunhui", "secret": "secret", "name_zh": "某处", "name_en": "Elsewhere"}
ANNA = {"sub": "a1", "name": "Anna", "email": "anna@firm.example", "email_verified": True}


@pytest.fixture
def open_door(settings: Any) -> Iterator[Callable[[str], Fake]]:
    """`open_door("wechat")`: a fake that the city is configured for."""
    settings.PUBLIC_URL = "http://testserver"
    opened = []

    def make(kind: str) -> Fake:
        waiting = door(kind)
        fake = waiting.__enter__()
        opened.append(waiting)
        more = {
            "oidc": {"issuer": fake.url},
            "wechat": {"open": fake.url, "api": fake.url},
            "dingtalk": {"open": fake.url, "api": fake.url},
            "province": {
                "authorise": f"{fake.url}/authorize",
                "token": f"{fake.url}/token",
                "person": f"{fake.url}/person",
                "fields": "subject=uid name=name kind=type level=level organisation=orgName email=email",
                "signature": "sm3",
                "organisation_kind": "2",
                "strong_level": "3",
            },
        }
        settings.DOORS = {**settings.DOORS, kind: {**COMMON, **more[kind]}}
        return fake

    settings.DOORS = {}
    yield make
    for one in opened:
        one.__exit__(None, None, None)


def walk(client: Client, fake: Fake, code: str = "good", **changed: str) -> Any:
    """Press the button, be sent there, come back."""
    sent = client.post(f"/sign-in/with/{fake.kind}", {"next": "/my/"})
    query = {
        key: value[0] for key, value in parse_qs(urlsplit(sent.headers["Refresh"].partition("url=")[2]).query).items()
    }
    fake.nonce, fake.challenge = query.get("nonce", ""), query.get("code_challenge", "")
    assert query["redirect_uri"] == f"http://testserver/sign-in/with/{fake.kind}/back"
    name = "authCode" if fake.kind == "dingtalk" else "code"
    return client.get(f"/sign-in/with/{fake.kind}/back", {name: code, "state": query["state"], **changed})


def test_there_are_buttons_only_for_what_is_configured(open_door: Callable[[str], Fake]) -> None:
    assert "/sign-in/with/" not in text_of(visit_as(None).get("/sign-in"))
    assert Client().post("/sign-in/with/oidc").status_code == 404
    open_door("oidc")
    page = text_of(visit_as(None).get("/sign-in"))
    assert 'action="/sign-in/with/oidc"' in page
    assert "With Elsewhere" in page
    assert Client().get("/sign-in/with/oidc").headers["Location"] == "/sign-in", "a link from elsewhere starts nothing"


def test_a_verified_address_without_account_gets_one(open_door: Callable[[str], Fake]) -> None:
    fake = open_door("oidc")
    fake.person = ANNA
    client = visit_as(None)
    assert walk(client, fake).headers["Location"] == "/my/"
    user = User.objects.get()
    assert (user.email, user.name) == ("anna@firm.example", "Anna")
    assert walk(visit_as(None), fake).headers["Location"] == "/my/", "and is known the next time"
    assert (User.objects.count(), Identity.objects.count()) == (1, 1)


@pytest.mark.parametrize("spoil", ["signature", "none", "issuer", "audience", "old", "nonce", "down"])
def test_a_token_that_is_not_for_us_opens_nothing(open_door: Callable[[str], Fake], spoil: str) -> None:
    fake = open_door("oidc")
    fake.person, client = ANNA, visit_as(None)
    sent = client.post("/sign-in/with/oidc")
    query = {
        key: value[0] for key, value in parse_qs(urlsplit(sent.headers["Refresh"].partition("url=")[2]).query).items()
    }
    fake.nonce, fake.challenge, fake.spoil = query["nonce"], query["code_challenge"], spoil
    answer = client.get("/sign-in/with/oidc/back", {"code": "good", "state": query["state"]})
    assert answer.status_code == 502
    assert "did not confirm who you are" in text_of(answer)
    assert not User.objects.exists()


def test_only_the_browser_that_left_comes_back_and_once(open_door: Callable[[str], Fake]) -> None:
    fake = open_door("oidc")
    fake.person = ANNA
    client = visit_as(None)
    assert walk(client, fake, state="guessed").status_code == 400
    client = visit_as(None)
    sent = client.post("/sign-in/with/oidc")
    state = parse_qs(urlsplit(sent.headers["Refresh"].partition("url=")[2]).query)["state"][0]
    assert visit_as(None).get("/sign-in/with/oidc/back", {"code": "good", "state": state}).status_code == 400
    assert walk(client, fake).status_code == 302
    assert client.get("/sign-in/with/oidc/back", {"code": "good", "state": state}).status_code == 400
    assert walk(visit_as(None), fake, code="").status_code == 502, "they pressed Cancel"


def test_an_address_that_is_not_verified_links_nothing(open_door: Callable[[str], Fake]) -> None:
    create_user(actor=SYSTEM, email="anna@firm.example", name="Anna")
    fake = open_door("oidc")
    fake.person = {**ANNA, "email_verified": False}
    answer = walk(visit_as(None), fake)
    assert answer.status_code == 200
    assert "One more step" in text_of(answer)
    assert not Identity.objects.exists()


def test_an_applicant_is_linked_by_a_verified_address_and_staff_sign_in_first(open_door: Callable[[str], Fake]) -> None:
    create_user(actor=SYSTEM, email="anna@firm.example", name="Anna")
    fake = open_door("oidc")
    fake.person = ANNA
    assert walk(visit_as(None), fake).headers["Location"] == "/my/"
    officer = make_user("officer", Role.OFFICE)
    fake.person = {"sub": "o1", "email": officer.email, "email_verified": True}
    client = visit_as(None)
    answer = walk(client, fake)
    assert "Sign in to it once" in text_of(answer)
    assert "_auth_user_id" not in client.session
    assert not Identity.objects.filter(user=officer).exists()


def test_linking_asks_and_a_closed_account_stays_closed(open_door: Callable[[str], Fake]) -> None:
    fake = open_door("wechat")
    fake.person = {"openid": "o1", "unionid": "u1", "nickname": "张三"}
    user = make_user("anna")
    client = visit_as(user)
    assert walk(client, fake).headers["Location"] == "/account/link"
    assert "张三" in text_of(client.get("/account/link"))
    assert not Identity.objects.exists(), "nothing is linked before the person says yes"
    client.post("/account/link", {"answer": "no"})
    assert not Identity.objects.exists()
    walk(client, fake)
    assert client.post("/account/link", {"answer": "link"}).headers["Location"] == "/account/?done=linked"
    row = Identity.objects.get()
    assert (row.user, row.subject, row.name) == (user, "u1", "张三")
    assert walk(visit_as(None), fake).headers["Location"] == "/my/"
    other = visit_as(make_user("berta"))
    walk(other, fake)
    assert other.post("/account/link", {"answer": "link"}).status_code == 409
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert walk(visit_as(None), fake).status_code == 200
    client = visit_as(make_user("carl"))
    assert client.post("/account/doors/wechat/unlink").status_code == 404


def test_wechat_gives_no_address_so_it_is_asked_for(open_door: Callable[[str], Fake]) -> None:
    fake = open_door("wechat")
    fake.person = {"openid": "o1", "unionid": "u1", "nickname": "㛃喆"}
    answer = walk(visit_as(None), fake)
    assert "register by e-mail" in text_of(answer)
    assert not User.objects.exists()
    assert walk(visit_as(None), fake, code="bad").status_code == 502


def test_dingtalk_is_known_by_its_union_id(open_door: Callable[[str], Fake]) -> None:
    fake = open_door("dingtalk")
    fake.person = {"nick": "李四", "unionId": "d1", "openId": "x", "email": "li@firm.example"}
    user = make_user("li")
    client = visit_as(user)
    walk(client, fake)
    client.post("/account/link", {"answer": "link"})
    assert Identity.objects.get().subject == "d1"
    assert walk(visit_as(None), fake).headers["Location"] == "/my/"
    assert walk(visit_as(None), fake, code="bad").status_code == 502


@pytest.mark.parametrize(("level", "assurance"), [("1", 1), ("3", 2)])
def test_a_province_says_how_surely_it_knows_a_person(
    open_door: Callable[[str], Fake], level: str, assurance: int
) -> None:
    fake = open_door("province")
    fake.person = {"uid": "p1", "name": "王五", "type": "1", "level": level}
    officer = make_user("officer", Role.OFFICE)
    client = visit_as(officer)
    walk(client, fake)
    client.post("/account/link", {"answer": "link"})
    visitor = visit_as(None)
    assert walk(visitor, fake).headers["Location"] == "/my/"
    assert visitor.session["assurance"] == assurance
    assert visitor.get("/w/calls/").status_code == (200 if assurance == 2 else 302)
    signed = next(said for path, said in fake.asked if path == "/token")
    assert len(signed["sign"]) == 64


def test_an_organisation_at_the_provinces_door_goes_by_its_name(open_door: Callable[[str], Fake]) -> None:
    fake = open_door("province")
    fake.person = {"uid": "f1", "name": "经办人", "type": "2", "level": "1", "orgName": "青澜新材料有限公司"}
    answer = walk(visit_as(None), fake)
    assert "One more step" in text_of(answer)
    client = visit_as(make_user("firm"))
    walk(client, fake)
    assert "青澜新材料有限公司" in text_of(client.get("/account/link"))


def test_another_door_does_not_go_around_the_second_factor(open_door: Callable[[str], Fake]) -> None:
    fake = open_door("oidc")
    officer = make_user("officer", Role.OFFICE)
    app, _codes = give_app(officer)
    Identity.objects.create(user=officer, provider="oidc", subject="o1")
    fake.person = {"sub": "o1"}
    client = visit_as(None)
    assert walk(client, fake).headers["Location"].startswith("/sign-in/second?")
    assert "_auth_user_id" not in client.session
    assert client.post("/sign-in/second", {"code": app.code()}).headers["Location"] == "/my/"
