"""Signing in by password, code, app and passkey; holds; sessions."""

import inspect
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.city import SYSTEM, make_user
from tests.factories.pages import text_of, visit_as
from tests.foundation.accounts.keys import Browser, code_in_mailbox, factors_of, give_app
from yunhui.foundation.accounts.enums import Purpose, Role, SecurityKind
from yunhui.foundation.accounts.models import Hold, SecurityEvent, User, Visit
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.accounts.services import check_credentials, create_user, end_holds, grant_role, passwords
from yunhui.foundation.limits.models import Count
from yunhui.foundation.outbox.models import Fact
from yunhui.kernel import clock

pytestmark = pytest.mark.django_db
SECRET = "a long enough secret"


@pytest.fixture
def anna() -> User:
    return create_user(actor=SYSTEM, email="anna@city.example", name="Anna", password=SECRET)


@pytest.fixture
def officer(anna: User) -> User:
    grant_role(actor=SYSTEM, user=anna, role=Role.OFFICE)
    return anna


def sign_in(client: Client, password: str = SECRET, **more: str) -> Any:
    return client.post("/sign-in", {"email": "anna@city.example", "password": password, **more})


def test_the_session_gets_a_new_key_when_somebody_comes_in(anna: User) -> None:
    client = Client()
    client.get("/sign-in")
    session = client.session
    session["planted"] = 1
    session.save()
    before = session.session_key
    assert sign_in(client).headers["Location"] == "/my/"
    assert client.session.session_key != before
    assert Visit.objects.get(user=anna).session_key == client.session.session_key


@pytest.mark.parametrize(
    "wanted",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "w/calls/",
        "",
    ],
)
def test_nobody_is_led_elsewhere(anna: User, wanted: str) -> None:
    assert sign_in(Client(), next=wanted).headers["Location"] == "/my/"


def test_every_post_of_the_doors_needs_the_token_of_its_page(anna: User) -> None:
    client = Client(enforce_csrf_checks=True)
    for path in ("/sign-in", "/register", "/sign-in/by-code", "/sign-in/passkey/options", "/sign-in/with/oidc"):
        assert client.post(path, {}).status_code == 403


def test_a_role_that_sees_personal_data_needs_the_second_factor(officer: User) -> None:
    client = Client()
    assert sign_in(client, next="/w/calls/").headers["Location"] == "/w/calls/"
    asked = client.get("/w/calls/")
    assert asked.headers["Location"] == "/sign-in/second?next=%2Fw%2Fcalls%2F"
    set_up = client.get(asked.headers["Location"])
    assert set_up.headers["Location"] == "/account/second-factor/?next=%2Fw%2Fcalls%2F"
    client.cookies["yunhui_language"] = "en"
    page = text_of(client.get(set_up.headers["Location"]))
    assert "Your role sees personal data, so it needs a second factor." in page
    script = client.get("/w/calls/", headers={"Accept": "application/json"})
    assert (script.status_code, script.json()) == (403, {"error": "second_factor"})
    part = client.get("/w/calls/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/w/?x=1"})
    assert part.headers["HX-Redirect"] == "/sign-in/second?next=%2Fw%2F"


def test_with_an_app_nobody_is_in_before_its_code(officer: User) -> None:
    app, codes = give_app(officer)
    client = Client()
    asked = sign_in(client, next="/w/calls/").headers["Location"]
    assert asked == "/sign-in/second?next=%2Fw%2Fcalls%2F"
    assert "_auth_user_id" not in client.session
    assert client.post(asked, {"code": "000000"}).status_code == 422
    code = app.code()
    assert client.post("/sign-in/second", {"code": f"{code[:3]} {code[3:]}"}).headers["Location"] == "/w/calls/"
    assert client.get("/w/calls/").status_code == 200
    # No code is good twice, and a recovery code is good once.
    other = Client()
    sign_in(other)
    assert other.post("/sign-in/second", {"code": code}).status_code == 422
    assert other.post("/sign-in/second", {"code": codes[3].lower()}).status_code == 302
    third = Client()
    sign_in(third)
    assert third.post("/sign-in/second", {"code": codes[3]}).status_code == 422
    kinds = SecurityEvent.objects.filter(user=officer).values_list("kind", flat=True)
    assert list(kinds).count(SecurityKind.FACTOR_REFUSED) == 3


def test_tries_of_the_second_factor_are_counted(officer: User) -> None:
    give_app(officer)
    client = Client()
    sign_in(client)
    answers = [client.post("/sign-in/second", {"code": "000000"}).status_code for _turn in range(11)]
    assert answers == [422] * 10 + [429]


def test_half_of_a_sign_in_does_not_last(officer: User) -> None:
    app, _codes = give_app(officer)
    client = Client()
    sign_in(client)
    with clock.travel(clock.now() + timedelta(minutes=11)):
        late = client.post("/sign-in/second", {"code": app.code()})
    assert late.headers["Location"].startswith("/sign-in?")


def test_a_code_by_mail_opens_in_this_browser_and_once(anna: User) -> None:
    client = Client()
    asked = client.post("/sign-in/by-code", {"email": "ANNA@city.example", "next": "/my/"})
    assert asked.headers["Location"] == "/sign-in/code?next=%2Fmy%2F"
    code = code_in_mailbox(Purpose.SIGN_IN)
    assert code.replace(" ", "") not in str(list(Fact.objects.values_list("payload", flat=True)))
    assert Client().post("/sign-in/code", {"code": code}).headers["Location"] == "/sign-in/by-code"
    assert client.post("/sign-in/code", {"code": "1234 5678"}).status_code == 422
    assert client.post("/sign-in/code", {"code": code, "next": "/my/"}).headers["Location"] == "/my/"
    again = Client()
    session = again.session
    session["mail_code"] = {
        "purpose": "sign_in",
        "id": Fact.objects.get(name="CodeAsked").payload["code_id"],
        "email": "",
    }
    session.save()
    assert again.post("/sign-in/code", {"code": code}).status_code == 422


def test_five_wrong_codes_spoil_the_right_one(anna: User) -> None:
    client = Client()
    client.post("/sign-in/by-code", {"email": anna.email})
    code = code_in_mailbox(Purpose.SIGN_IN)
    for _turn in range(5):
        client.post("/sign-in/code", {"code": "00000000"})
    assert client.post("/sign-in/code", {"code": code}).status_code == 422


def test_the_answer_does_not_tell_who_has_an_account(anna: User) -> None:
    """The same pages, and as many statements: equal work, not equal time, is what a test can hold."""
    seen: dict[str, list[tuple[str, int]]] = {}
    for email in (anna.email, "nobody@city.example"):
        for path, then in (("/sign-in/by-code", "/sign-in/code"), ("/sign-in/forgotten", "/sign-in/new-password")):
            client = visit_as(None)
            client.get("/sign-in")
            with CaptureQueriesContext(connection) as statements:
                assert client.post(path, {"email": email}).headers["Location"].startswith(then)
            page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text_of(client.get(then)))
            seen.setdefault(email, []).append((page.replace(email, "…"), len(statements)))
    assert seen[anna.email] == seen["nobody@city.example"]


def test_a_digest_is_computed_for_nobody_too() -> None:
    """By its code path: one `check_password` for a known and an unknown address, before any branch."""
    source = inspect.getsource(passwords.check_credentials)
    assert source.count("check_password(") == 1
    assert source.index("check_password(") < source.index("if user is None")


def test_failures_hold_back_here_and_not_elsewhere(anna: User) -> None:
    client = Client(REMOTE_ADDR="192.0.2.7")
    answers = [sign_in(client, "wrong").status_code for _turn in range(6)]
    assert answers == [422] * 5 + [429]
    assert sign_in(client).status_code == 429, "the right password waits too, here"
    assert sign_in(Client(REMOTE_ADDR="192.0.2.8")).status_code == 302
    hold = Hold.objects.get()
    assert hold.failures == 5
    with clock.travel(clock.now() + timedelta(seconds=61)):
        assert sign_in(client, "wrong").status_code == 422
        hold.refresh_from_db()
        assert hold.until is not None
        assert hold.until - clock.now() > timedelta(seconds=110)
    with clock.travel(clock.now() + timedelta(minutes=4)):
        assert sign_in(client).status_code == 302
    assert not Hold.objects.exists()


def test_an_address_without_account_is_held_alike(anna: User) -> None:
    client = Client()
    sent = {"email": "nobody@city.example", "password": "x"}
    assert [client.post("/sign-in", sent).status_code for _turn in range(6)] == [422] * 5 + [429]


def test_guessing_from_everywhere_slows_passwords_and_leaves_codes(anna: User) -> None:
    for number in range(101):
        check_credentials(email=anna.email, password="wrong", address=f"192.0.2.{number % 250 + 1}")
    assert sign_in(Client(REMOTE_ADDR="198.51.100.9")).status_code == 429
    assert Client().post("/sign-in/by-code", {"email": anna.email}).status_code == 302
    security = actor_of(make_user("security", Role.SECURITY_ADMIN))
    end_holds(actor=security, email=anna.email)
    assert sign_in(Client(REMOTE_ADDR="198.51.100.9")).status_code == 302


def test_codes_are_not_sent_without_end(anna: User) -> None:
    client = Client()
    answers = [client.post("/sign-in/by-code", {"email": anna.email}).status_code for _turn in range(6)]
    assert answers == [302] * 5 + [429]
    assert not any("anna" in key for key in Count.objects.values_list("key", flat=True))


def test_a_new_password_by_code_ends_other_sessions(anna: User) -> None:
    old = Client()
    sign_in(old)
    client = visit_as(None)
    client.post("/sign-in/forgotten", {"email": anna.email})
    code = code_in_mailbox(Purpose.PASSWORD)
    weak = client.post("/sign-in/new-password", {"code": code, "password": "password1234"})
    assert weak.status_code == 422
    assert "Many people use this password" in text_of(weak)
    done = client.post("/sign-in/new-password", {"code": code, "password": "quiet otters sleep late"})
    assert done.headers["Location"] == "/my/"
    assert old.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200
    assert sign_in(Client()).status_code == 422


def test_a_passkey_is_made_and_opens_without_a_password(officer: User) -> None:
    client = visit_as(officer)
    browser = Browser()
    options = client.post("/account/second-factor/passkey/options").json()
    made = client.post("/account/second-factor/passkey", {"answer": browser.make(options)})
    assert "Your recovery codes" in text_of(made)
    assert factors_of(officer) == ["passkey"]
    visitor = Client()
    answer = browser.use(visitor.post("/sign-in/passkey/options").json())
    assert visitor.post("/sign-in/passkey", {"answer": answer, "next": "/w/calls/"}).headers["Location"] == "/w/calls/"
    assert visitor.get("/w/calls/").status_code == 200
    replay = Client()
    replay.post("/sign-in/passkey/options")
    assert replay.post("/sign-in/passkey", {"answer": answer}).status_code == 422
    unlocked_by_nobody = Client()
    options = unlocked_by_nobody.post("/sign-in/passkey/options").json()
    assert unlocked_by_nobody.post("/sign-in/passkey", {"answer": browser.use(options, flags=0x01)}).status_code == 422
    browser.count = 0  # a copy of the key
    copy = Client()
    answer = browser.use(copy.post("/sign-in/passkey/options").json())
    assert copy.post("/sign-in/passkey", {"answer": answer}).status_code == 422


def test_nonsense_instead_of_a_passkey(anna: User) -> None:
    for answer in ("", "{", "[]", "{}", '{"rawId": "x", "response": {}}'):
        client = Client()
        client.post("/sign-in/passkey/options")
        assert client.post("/sign-in/passkey", {"answer": answer}).status_code == 422


def test_staff_who_do_nothing_are_signed_out_and_applicants_are_not(officer: User, settings: Any) -> None:
    settings.STAFF_IDLE_MINUTES = 30
    client, other = Client(), Client()
    sign_in(client)
    owner = create_user(actor=SYSTEM, email="o@firm.example", name="Owner", password=SECRET)
    other.post("/sign-in", {"email": owner.email, "password": SECRET})
    client.cookies["yunhui_language"] = "en"
    with clock.travel(clock.now() + timedelta(minutes=31)):
        gone = client.get("/account/")
        assert gone.headers["Location"].startswith("/sign-in?")
        assert "You were signed out" in text_of(client.get(gone.headers["Location"]))
        assert other.get("/account/").status_code == 200
    with clock.travel(clock.now() + timedelta(hours=12, minutes=1)):
        assert other.get("/account/").status_code == 302


def test_a_page_that_refreshes_itself_keeps_nobody_in(officer: User, settings: Any) -> None:
    settings.STAFF_IDLE_MINUTES = 30
    client = Client()
    sign_in(client)
    start = clock.now()
    with clock.travel(start + timedelta(minutes=20)):
        client.get("/w/stream")
    with clock.travel(start + timedelta(minutes=40)):
        assert client.get("/account/second-factor/").status_code == 302
    sign_in(client)
    with clock.travel(start + timedelta(minutes=20)):
        client.get("/account/second-factor/")
    with clock.travel(start + timedelta(minutes=40)):
        assert client.get("/account/second-factor/").status_code == 200


def test_one_session_at_a_time_where_the_city_wants_it(anna: User, settings: Any) -> None:
    settings.SINGLE_SESSION = True
    first, second = Client(), Client()
    sign_in(first)
    sign_in(second)
    assert first.get("/account/").status_code == 302
    assert second.get("/account/").status_code == 200


def test_sessions_are_seen_and_ended_by_their_owner_alone(anna: User) -> None:
    first, second = Client(), Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) AppleWebKit Safari/604.1")
    sign_in(first)
    sign_in(second)
    page = text_of(first.get("/account/sessions/", HTTP_ACCEPT_LANGUAGE="en"))
    assert "Safari · iPhone" in page
    keys = list(Visit.objects.values_list("session_key", flat=True))
    assert not any(key in page for key in keys), "a key on a page would open the session"
    stranger = visit_as(make_user("stranger"))
    handle = page.split('name="session" value="')[1].split('"')[0]
    assert stranger.post("/account/sessions/", {"session": handle}).status_code == 404
    first.post("/account/sessions/", {"session": handle})
    assert second.get("/account/").status_code == 302
    third = Client()
    sign_in(third)
    third.post("/account/sessions/")
    assert first.get("/account/").status_code == 302
    assert third.get("/account/").status_code == 200


def test_the_account_page_stays_quick(anna: User, django_assert_max_num_queries: Any) -> None:
    client = Client()
    sign_in(client)
    with django_assert_max_num_queries(8):
        assert client.get("/account/").status_code == 200
