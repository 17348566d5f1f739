"""The applicant's page of interested host areas."""

import pytest

from tests.factories.city import make_user
from tests.factories.docking import Fair
from tests.factories.pages import text_of, visit_as
from yunhui.features.docking.models import ContactRelease
from yunhui.features.docking.services import answer_not_interested
from yunhui.kernel.i18n import CHINESE


def home(fair: Fair) -> str:
    return f"/my/applications/{fair.application.pk}/host-areas"


def test_who_said_no_or_nothing_is_not_shown(fair: Fair) -> None:
    client = visit_as(fair.founder)
    assert "No host area is interested yet" in text_of(client.get(home(fair)))
    answer_not_interested(actor=fair.officer(1), offer_id=fair.offer(1).pk, reason="secret")
    fair.interest(0)
    page = text_of(client.get(home(fair)))
    for wanted in ("District 1", "Hall 2", "Clause 6", "Visit by 29 Nov", "I would like to talk"):
        assert wanted in page
    for secret in ("District 2", "District 3", "secret", "he@d1.example", "8372"):
        assert secret not in page
    assert "有意向的板块" in text_of(visit_as(fair.founder, CHINESE).get(home(fair)))


def test_saying_yes_opens_and_not_now_closes(fair: Fair) -> None:
    offer = fair.interest(0)
    client = visit_as(fair.founder)
    assert client.get(f"{home(fair)}/{offer.pk}/contact").status_code == 403
    for _twice in range(2):
        done = client.post(f"{home(fair)}/{offer.pk}/wish", {"wish": "talk"})
        assert done.status_code == 302
    assert ContactRelease.objects.get().wish == "talk"
    page = text_of(client.get(f"{home(fair)}/{offer.pk}/contact"))
    assert "he@d1.example" in page and "+86 516 8372 0016" in page
    client.post(f"{home(fair)}/{offer.pk}/wish", {"wish": "not_now"})
    assert client.get(f"{home(fair)}/{offer.pk}/contact").status_code == 403
    assert client.post(f"{home(fair)}/{offer.pk}/wish", {"wish": "maybe"}).status_code == 409


@pytest.mark.parametrize("tail", ["", "/{offer}/contact"])
def test_nobody_elses(fair: Fair, tail: str) -> None:
    offer = fair.interest(0)
    stranger = visit_as(make_user("stranger"))
    assert stranger.get(home(fair) + tail.format(offer=offer.pk)).status_code == 404
    assert stranger.post(f"{home(fair)}/{offer.pk}/wish", {"wish": "talk"}).status_code == 404
    assert not ContactRelease.objects.exists()


def test_the_application_leads_here(fair: Fair) -> None:
    client = visit_as(fair.founder)
    path = f"/my/applications/{fair.application.pk}/"
    assert "host-areas" not in text_of(client.get(path))
    fair.interest(0)
    page = text_of(client.get(path))
    assert "One host area is interested: District 1." in page
    assert "One waits for your word." in page
    assert f"{path}host-areas" in page
