"""An interest owes a first talk; contact details open when both sides want to talk, and close at once."""

from datetime import timedelta

import pytest

from tests.factories.city import make_user
from tests.factories.docking import GIVEN, TALK, Fair
from tests.factories.pages import text_of, visit_as
from yunhui.features.docking.enums import OfferState, TaskState, Wish
from yunhui.features.docking.models import ContactRelease, DockingTask, Offer, Talk
from yunhui.features.docking.services import (
    answer_interested,
    close_forbidden_offers,
    end_withdrawn,
    extend_task,
    mark_overdue_talks,
    read_host_contacts,
    read_team_contacts,
    reconsider,
    register_talk,
    say_wish,
    take_back_interest,
)
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.codes.selectors import add_working_days
from yunhui.kernel import clock
from yunhui.kernel.errors import InvalidError, NotFoundError, RefusedError
from yunhui.pipeline.applications.services import withdraw_application
from yunhui.pipeline.consents.enums import Purpose
from yunhui.pipeline.consents.services import revoke_consent
from yunhui.pipeline.reading.models import Opening


def today() -> str:
    return clock.now().astimezone(clock.BEIJING).date().isoformat()


def talk(fair: Fair, index: int = 0, **changed: str) -> Talk:
    return register_talk(
        actor=fair.officer(index), offer_id=fair.offer(index).pk, **{**TALK, "held_on": today(), **changed}
    )


def test_an_interest_owes_a_talk_in_ten_working_days(fair: Fair) -> None:
    offer = fair.interest(0)
    task = DockingTask.objects.get(offer=offer)
    assert (task.state, task.due_at) == (TaskState.OPEN, add_working_days(clock.now(), 10))


def test_nothing_is_late_until_the_team_wants_to_talk(fair: Fair) -> None:
    offer = fair.interest(0)
    with clock.travel(clock.now() + timedelta(days=40)):
        assert mark_overdue_talks() == 0, "the applicant has not said a word"
        fair.wish(0)
        task = DockingTask.objects.get(offer=offer)
        assert task.due_at == add_working_days(clock.now(), 10), "the working days begin with the wish"
    with clock.travel(task.due_at):
        assert (mark_overdue_talks(), mark_overdue_talks()) == (1, 0)
        page = text_of(visit_as(fair.officers[0]).get("/w/offers/"))
        assert "One first talk is overdue." in page
        talk(fair)
    task.refresh_from_db()
    assert task.state == TaskState.DONE


def test_a_talk_registered_twice_is_once_and_the_second_one_is_another(fair: Fair) -> None:
    fair.interest(0)
    assert talk(fair) == talk(fair)
    assert talk(fair, summary="A second talk").pk != talk(fair).pk
    assert DockingTask.objects.get().state == TaskState.DONE


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("held_on", "", "required"),
        ("held_on", "22.11.2026", "not_a_day"),
        ("held_on", "2099-01-01", "ahead"),
        ("way", "pigeon", "not_a_choice"),
        ("people", " ", "required"),
        ("summary", "x" * 1001, "too_long"),
    ],
)
def test_a_talk_says_what_is_wrong_with_it(fair: Fair, field: str, value: str, code: str) -> None:
    fair.interest(0)
    with pytest.raises(InvalidError) as caught:
        talk(fair, **{field: value})
    assert [(one.field, one.code) for one in caught.value.problems] == [(field, code)]


def test_more_time_once_with_a_reason(fair: Fair) -> None:
    offer = fair.interest(0)
    before = DockingTask.objects.get().due_at
    with pytest.raises(InvalidError):
        extend_task(actor=fair.officer(0), offer_id=offer.pk, reason=" ")
    task = extend_task(actor=fair.officer(0), offer_id=offer.pk, reason="The hall is free in May")
    assert task.due_at == add_working_days(before, 5)
    with pytest.raises(RefusedError) as caught:
        extend_task(actor=fair.officer(0), offer_id=offer.pk, reason="again")
    assert caught.value.code == "extended"


def test_contact_details_open_on_both_sides_wish_alone_and_each_look_is_recorded(fair: Fair) -> None:
    offer = fair.interest(0)
    founder = actor_of(fair.founder)
    for read, actor in ((read_team_contacts, fair.officer(0)), (read_host_contacts, founder)):
        with pytest.raises(RefusedError):
            read(actor=actor, offer_id=offer.pk)
    fair.wish(0)
    card = read_team_contacts(actor=fair.officer(0), offer_id=offer.pk)
    assert (card.name, card.email) == ("申报人1", "person1@firm1.example")
    host = read_host_contacts(actor=founder, offer_id=offer.pk)
    assert (host.name, host.email, host.phone) == ("He Linchuan", "he@d1.example", "+86 516 8372 0016")
    assert Opening.objects.filter(what="contact", board=fair.boards[0], reader=fair.officers[0]).count() == 1
    sides = AuditEntry.objects.filter(action="contacts.read").values_list("after__side", flat=True)
    assert sorted(sides) == ["host_area", "team"]
    assert "+86" not in Offer.objects.get(pk=offer.pk).contact_phone_sealed


def test_nobody_else_reads_contact_details(fair: Fair) -> None:
    offer = fair.interest(0)
    fair.wish(0)
    stranger = actor_of(make_user("stranger"))
    for actor in (fair.officer(1), stranger):
        for read in (read_team_contacts, read_host_contacts):
            with pytest.raises(NotFoundError):
                read(actor=actor, offer_id=offer.pk)


def test_not_now_closes_at_once_and_owes_nothing(fair: Fair) -> None:
    offer = fair.interest(0)
    fair.wish(0)
    fair.wish(0, Wish.NOT_NOW)
    with pytest.raises(RefusedError):
        read_team_contacts(actor=fair.officer(0), offer_id=offer.pk)
    assert DockingTask.objects.get().state == TaskState.ENDED
    fair.wish(0)
    assert DockingTask.objects.get().state == TaskState.OPEN
    assert read_team_contacts(actor=fair.officer(0), offer_id=offer.pk).email


def test_an_interest_taken_back_closes_contact_details(fair: Fair) -> None:
    offer = fair.interest(0)
    fair.wish(0)
    with pytest.raises(InvalidError):
        take_back_interest(actor=fair.officer(0), offer_id=offer.pk, reason="")
    take_back_interest(actor=fair.officer(0), offer_id=offer.pk, reason="The hall is let")
    with pytest.raises(RefusedError):
        read_team_contacts(actor=fair.officer(0), offer_id=offer.pk)
    assert ContactRelease.objects.get().closed_because == "taken_back"
    assert DockingTask.objects.get().state == TaskState.ENDED
    with pytest.raises(NotFoundError):
        say_wish(actor=actor_of(fair.founder), offer_id=offer.pk, wish=Wish.TALK)


def test_the_window_to_change_ones_mind_ends_with_the_time_to_answer(fair: Fair) -> None:
    offer = fair.interest(0)
    with clock.travel(offer.due_at), pytest.raises(RefusedError) as caught:
        take_back_interest(actor=fair.officer(0), offer_id=offer.pk, reason="late")
    assert caught.value.code == "window_over"


def test_a_no_taken_back_waits_again(fair: Fair) -> None:
    client = visit_as(fair.officers[0])
    offer = fair.offer(0)
    client.post(f"/w/offers/{offer.pk}/not-interested", {"reason_code": "site"})
    assert "No suitable site or carrier now" in text_of(client.get(f"/w/offers/{offer.pk}/"))
    client.post(f"/w/offers/{offer.pk}/reconsider")
    assert fair.offer(0).state == OfferState.PENDING
    answer_interested(actor=fair.officer(0), offer_id=offer.pk, **GIVEN)
    with pytest.raises(Exception, match="not_answered"):
        reconsider(actor=fair.officer(0), offer_id=offer.pk)


def test_a_revoked_consent_closes_everything_for_that_host_area_at_once(fair: Fair) -> None:
    offer = fair.interest(0)
    fair.wish(0)
    client = visit_as(fair.officers[0])
    revoke_consent(
        actor=actor_of(fair.founder),
        application_id=fair.application.pk,
        purpose=Purpose.BOARDS,
        board=fair.boards[0],
    )
    assert client.get(f"/w/offers/{offer.pk}/").status_code == 404, "before any worker has heard of it"
    assert client.get(f"/w/offers/{offer.pk}/contacts").status_code == 404
    assert "Project 1" not in text_of(client.get("/w/offers/?show=answered"))
    assert (
        close_forbidden_offers(application_id=fair.application.pk),
        close_forbidden_offers(application_id=fair.application.pk),
    ) == (1, 0)
    assert fair.offer(0).state == OfferState.CLOSED
    assert fair.offer(1).state == OfferState.PENDING
    assert DockingTask.objects.get().state == TaskState.ENDED
    assert visit_as(fair.officers[1]).get(f"/w/offers/{fair.offer(1).pk}/").status_code == 200


def test_a_withdrawn_application_owes_and_shows_nothing(fair: Fair) -> None:
    offer = fair.interest(0)
    fair.wish(0)
    withdraw_application(actor=actor_of(fair.founder), application_id=fair.application.pk)
    client = visit_as(fair.officers[0])
    assert "解决电池低温问题" not in text_of(client.get(f"/w/offers/{offer.pk}/"))
    assert client.get(f"/w/offers/{offer.pk}/contacts").status_code == 403
    assert client.get(f"/w/offers/{offer.pk}/brief.pdf").status_code == 404
    assert end_withdrawn(application_id=fair.application.pk) == 3
    assert DockingTask.objects.get().state == TaskState.ENDED


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"contact_phone": "", "contact_email": ""}, "contact_phone"),
        ({"contact_phone": "12"}, "contact_phone"),
        ({"contact_email": "he at d1"}, "contact_email"),
    ],
)
def test_a_contact_person_can_be_reached(fair: Fair, changed: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidError) as caught:
        answer_interested(actor=fair.officer(0), offer_id=fair.offer(0).pk, **{**GIVEN, **changed})
    assert [one.field for one in caught.value.problems] == [field]


def test_without_a_word_the_officers_own_address_stands(fair: Fair) -> None:
    given = {name: text for name, text in GIVEN.items() if not name.startswith("contact_")}
    offer = answer_interested(actor=fair.officer(0), offer_id=fair.offer(0).pk, **given)
    assert offer.contact_email == fair.officers[0].email


def test_numbers_are_kept_as_the_world_dials_them(fair: Fair) -> None:
    client = visit_as(fair.officers[0])
    offer = fair.offer(0)
    client.post(f"/w/offers/{offer.pk}/interested", {**GIVEN, "contact_phone": "０５１６-83720016"})
    assert "+86 516 8372 0016" in text_of(client.get(f"/w/offers/{offer.pk}/"))
