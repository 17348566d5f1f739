"""What a person is called: in either order, in any script, reachable from any country."""

import pytest
from django.conf import settings as django_settings

from tests.factories.city import make_user
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.kernel.i18n import CHINESE
from yunhui.parties.models import Jurisdiction, Person
from yunhui.parties.rules import full_name, international
from yunhui.parties.services import own_phone

GOOD = {
    "family_name": "de Vries",
    "given_name": "Maarten",
    "order": "given",
    "name_latin": "Maarten de Vries",
    "phone": "+31 6 12345678",
    "zone": "Europe/Amsterdam",
}


@pytest.fixture
def founder(city: Jurisdiction) -> User:
    return make_user("founder")


@pytest.mark.parametrize(
    ("family", "given", "first", "name"),
    [
        ("沈", "砚秋", True, "沈砚秋"),
        ("砚秋", "沈", False, "沈砚秋"),
        ("䶮", "㛃喆", True, "䶮㛃喆"),
        ("de Vries", "Maarten", False, "Maarten de Vries"),
        ("Nagy", "Ágnes", True, "Nagy Ágnes"),
        ("", "Suharto", True, "Suharto"),
        ("Ли", "Вэй", True, "Ли Вэй"),
        ("沈", "Jane", True, "沈 Jane"),
    ],
)
def test_a_name_stands_in_its_owners_order(family: str, given: str, first: bool, name: str) -> None:
    assert full_name(family, given, family_first=first) == name


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("+31 6 12345678", "", "+31 6 12345678"),
        ("＋３１ ６ １２３４５６７８", "", "+31 6 12345678"),
        ("06 12345678", "NL", "+31 6 12345678"),
        ("138 1234 5678", "CN", "+86 138 1234 5678"),
        ("+1 617 555 0100", "", "+1 617-555-0100"),
        ("12345", "", None),
        ("call me", "NL", None),
    ],
)
def test_phones_of_any_country(typed: str, country: str, kept: str | None) -> None:
    assert international(typed, country) == kept


def test_the_page_keeps_name_phone_and_clock(founder: User) -> None:
    client = visit_as(founder)
    assert "Guessed from your browser." in text_of(client.get("/my/profile"))
    assert client.post("/my/profile", GOOD)["Location"] == "/my/profile?kept"
    founder.refresh_from_db()
    person = Person.objects.get(user=founder)
    assert (founder.name, founder.zone) == ("Maarten de Vries", "Europe/Amsterdam")
    assert (person.family_name, person.given_name, person.family_first) == ("de Vries", "Maarten", False)
    assert own_phone(actor_of(founder)) == "+31 6 12345678"
    assert "12345678" not in person.phone_sealed
    assert person.phone_index == django_settings.VAULT.mac("person.phone", "31612345678")
    logged = AuditEntry.objects.filter(action="person.kept").get()
    assert "Maarten" not in str(logged.after)
    page = text_of(client.get("/my/profile?kept"))
    assert 'value="+31 6 12345678"' in page
    assert "Guessed" not in page
    client.post("/my/profile", {**GOOD, "phone": ""})
    assert own_phone(actor_of(founder)) == ""


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(founder: User) -> None:
    wrong = {
        **GOOD,
        "family_name": "",
        "given_name": " ",
        "name_latin": "沈砚秋",
        "phone": "12",
        "zone": "Europe/Delft",
    }
    client = visit_as(founder, CHINESE)
    page = client.post("/my/profile", wrong)
    assert page.status_code == 422
    page = client.post("/my/profile", {**wrong, "zone": "Europe/Amsterdam"})
    text = text_of(page)
    for wanted in ('href="#f-family_name"', 'href="#f-name_latin"', 'href="#f-phone"', 'value="沈砚秋"', 'value="12"'):
        assert wanted in text
    assert not Person.objects.filter(user=founder).exists()


def test_a_visitor_is_sent_to_sign_in(city: Jurisdiction) -> None:
    assert visit_as(None).get("/my/profile")["Location"] == "/sign-in?next=%2Fmy%2Fprofile"
