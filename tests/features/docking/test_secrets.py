"""One host area learns nothing of another's answer, by whatever way it looks: each way is a test."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from pypdfium2 import PdfDocument

from tests.factories.city import make_user
from tests.factories.docking import GIVEN, Fair
from tests.factories.pages import text_of, visit_as
from yunhui.features.docking.enums import Wish
from yunhui.features.docking.selectors import figures_of, first_contact_for, inbox_of, notes_of, offers_of, talks_of
from yunhui.features.docking.services import (
    answer_interested,
    answer_not_interested,
    raise_objection,
    register_first_contact,
    register_talk,
    remind_host_areas,
    say_wish,
    take_back_interest,
    write_note,
)
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.notices.models import Notice
from yunhui.foundation.outbox.models import Fact
from yunhui.foundation.outbox.services import deliver
from yunhui.kernel import clock

SECRETS = ("Hall 2", "Clause 6", "He Linchuan", "he@d1", "8372", "OWN NOTE", "EVIDENCE", "TALKED ABOUT", "District 1")


def interested(fair: Fair) -> None:
    """The first host area goes all the way: interest, talk, note, first contact."""
    offer = fair.interest(0)
    say_wish(actor=actor_of(fair.founder), offer_id=offer.pk, wish=Wish.TALK)
    today = clock.now().astimezone(clock.BEIJING).date().isoformat()
    register_talk(
        actor=fair.officer(0), offer_id=offer.pk, held_on=today, way="video", people="a", outcome="onward",
        summary="TALKED ABOUT",
    )  # fmt: skip
    write_note(actor=fair.officer(0), offer_id=offer.pk, text="OWN NOTE")


def no(fair: Fair) -> None:
    answer_not_interested(actor=fair.officer(0), offer_id=fair.offer(0).pk, reason_code="other", reason="Hall 2 is let")


def silent(fair: Fair) -> None:
    """Nothing."""


# What differs from visit to visit: tokens, times, ids.
CHANGING = re.compile(r"[A-Za-z0-9]{64}|\d\d:\d\d(:\d\d)?(\.\d+)?|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
WAYS = (interested, no, silent)


def seen_by_the_second(fair: Fair) -> dict[str, tuple[int, str]]:
    """Every page of the second host area: address -> (status, words)."""
    client = visit_as(fair.officers[1])
    own, theirs = fair.offer(1).pk, fair.offer(0).pk
    paths = [
        "/w/", "/w/offers/", "/w/offers/?show=answered", "/w/offers/?show=talks", "/w/offers/?show=late",
        "/w/offers/?q=Hall", "/w/pool/", "/w/pool/?show=all", f"/w/offers/{own}/", f"/w/offers/{own}/brief",
        f"/w/offers/{theirs}/", f"/w/offers/{theirs}/brief", f"/w/offers/{theirs}/brief.pdf",
        f"/w/offers/{theirs}/contacts", f"/w/offers/{own}/contacts", f"/w/calls/{fair.call.code}/docking/",
    ]  # fmt: skip
    return {path: _seen(client.get(path)) for path in paths}


def _seen(response: Any) -> tuple[int, str]:
    return response.status_code, CHANGING.sub("", text_of(response))


@pytest.mark.parametrize("way", WAYS)
def test_no_page_tells(fair: Fair, way: Callable[[Fair], None]) -> None:
    before = seen_by_the_second(fair)
    way(fair)
    after = seen_by_the_second(fair)
    for path, (status, words) in after.items():
        assert (status, words) == before[path], path
        assert not [secret for secret in SECRETS if secret in words], path


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "path",
    [
        "/w/search?q=Project", "/w/search?q=Hall", "/w/search?q=interested", "/w/search?q=District",
        "/notices/", "/notices/bell", "/w/recommended/", "/r/{application}/", "/my/data/",
        "/w/calls/{call}/", "/w/calls/{call}/export.xlsx", "/w/calls/{call}/funnel", "/w/calls/{call}/ranking/",
        "/w/applications/{application}/", "/my/applications/{application}/host-areas",
        "/en/", "/en/areas/", "/en/figures/", "/en/calls/{call}/",
    ],
)  # fmt: skip
def test_no_search_export_notice_or_public_figure_tells(fair: Fair, way: Callable[[Fair], None], path: str) -> None:
    client = visit_as(fair.officers[1])
    address = path.format(application=fair.application.pk, call=fair.call.code)
    before = _seen(client.get(address))
    way(fair)
    for fact in Fact.objects.all():
        deliver(fact.pk)
    status, words = _seen(client.get(address))
    assert (status, words) == before
    assert not [secret for secret in SECRETS[:-1] if secret in words]


@pytest.mark.parametrize("way", WAYS)
def test_no_brief_on_paper_tells(fair: Fair, way: Callable[[Fair], None]) -> None:
    """The same words on the PDF and in the document of one's own offer, whatever the others answered."""
    client, own = visit_as(fair.officers[1]), f"/w/offers/{fair.offer(1).pk}/"

    def printed() -> tuple[str, str]:
        with PdfDocument(client.get(f"{own}brief.pdf").content) as pdf:
            on_paper = "".join(page.get_textpage().get_text_bounded() for page in pdf)
        document = Document(io.BytesIO(client.get(f"{own}brief.docx").content))
        return CHANGING.sub("", on_paper), "\n".join(one.text for one in document.paragraphs)

    before = printed()
    way(fair)
    assert printed() == before
    assert not [secret for secret in SECRETS if secret in " ".join(before)]


@pytest.mark.parametrize("way", WAYS)
def test_no_count_and_no_number_of_questions_tells(fair: Fair, way: Callable[[Fair], None]) -> None:
    client, actor = visit_as(fair.officers[1]), fair.officer(1)
    paths = ("/w/offers/", f"/w/offers/{fair.offer(1).pk}/", "/w/pool/")

    def asked() -> list[int]:
        numbers = []
        for path in paths:
            with CaptureQueriesContext(connection) as questions:
                client.get(path)
            numbers.append(len(questions))
        return numbers

    client.get(paths[1])  # the first opening writes a row
    before = (figures_of(actor), inbox_of(actor).count(), asked())
    way(fair)
    assert (figures_of(actor), inbox_of(actor).count(), asked()) == before


@pytest.mark.parametrize("way", WAYS)
def test_no_refusal_tells(fair: Fair, way: Callable[[Fair], None]) -> None:
    """Every command on the other's offer is answered as if there were none, whatever state it is in."""
    way(fair)
    client, theirs = visit_as(fair.officers[1]), fair.offer(0).pk
    verbs = (
        "interested", "not-interested", "take-back", "reconsider", "talk", "extend", "first-contact", "object", "notes",
    )  # fmt: skip
    answers = {verb: client.post(f"/w/offers/{theirs}/{verb}", {**GIVEN, "reason": "x", "text": "x"}) for verb in verbs}
    nowhere = client.post("/w/offers/01900000-0000-7000-8000-000000000000/interested", GIVEN)
    for verb, answer in answers.items():
        assert answer.status_code == 404, verb
        assert _seen(answer) == _seen(nowhere), verb


@pytest.mark.parametrize("way", WAYS)
def test_ones_own_answer_comes_out_the_same(fair: Fair, way: Callable[[Fair], None]) -> None:
    """Answering, and taking it back, say the same whether the others have answered, and whatever it concluded."""
    way(fair)
    answer_not_interested(actor=fair.officer(2), offer_id=fair.offer(2).pk)
    answer_interested(actor=fair.officer(1), offer_id=fair.offer(1).pk, **GIVEN)
    taken = take_back_interest(actor=fair.officer(1), offer_id=fair.offer(1).pk, reason="The hall is let")
    assert taken.state == "not_interested"


@pytest.mark.parametrize("way", WAYS)
def test_no_letter_tells(fair: Fair, way: Callable[[Fair], None]) -> None:
    way(fair)
    for fact in Fact.objects.all():
        deliver(fact.pk)
    with clock.travel(clock.now() + timedelta(hours=1)):
        remind_host_areas()
    letters = Notice.objects.filter(user=fair.officers[1])
    words = " ".join(str(one.__dict__) for one in letters)
    assert not [secret for secret in SECRETS if secret in words and secret != "District 1"]
    assert "第1区" not in words


def test_selectors_answer_nobody_else(fair: Fair) -> None:
    interested(fair)
    offer, other = fair.offer(0), fair.officer(1)
    office = actor_of(make_user("office", Role.OFFICE))
    for actor in (other, office):
        assert not notes_of(actor, offer).exists(), "notes are for the host area alone, not even for the office"
    assert talks_of(other, offer) == []
    assert offers_of(other, fair.application) == []
    assert first_contact_for(other, offer).own is None
    assert len(talks_of(office, offer)) == 1


def test_an_objector_and_the_protected_read_nothing_of_each_other(fair: Fair) -> None:
    day = (clock.now()).astimezone(clock.BEIJING).date().isoformat()
    given = {"talked_on": day, "way": "visit"}
    register_first_contact(actor=fair.officer(0), offer_id=fair.offer(0).pk, evidence="EVIDENCE ONE", **given)
    raise_objection(actor=fair.officer(1), offer_id=fair.offer(1).pk, evidence="EVIDENCE TWO", **given)
    first = text_of(visit_as(fair.officers[0]).get(f"/w/offers/{fair.offer(0).pk}/"))
    second = text_of(visit_as(fair.officers[1]).get(f"/w/offers/{fair.offer(1).pk}/"))
    assert "EVIDENCE ONE" in first and "EVIDENCE TWO" not in first
    assert "EVIDENCE ONE" not in second
    assert "Another host area objects" in first
    assert "officer2" not in first and "officer1" not in second.replace("officer1@", "")


def test_the_office_reads_no_notes_on_any_page(fair: Fair) -> None:
    interested(fair)
    client = visit_as(make_user("office", Role.OFFICE))
    for path in (f"/w/applications/{fair.application.pk}/", f"/w/calls/{fair.call.code}/docking/?show=interested"):
        assert "OWN NOTE" not in text_of(client.get(path))
