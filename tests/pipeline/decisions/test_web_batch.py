"""The pages of a batch: what changed, letters before anybody signs, the signed paper, places, the applicant's place."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.chosen import make_released_call
from tests.factories.city import SYSTEM, make_user
from tests.factories.deciding import make_reviewed_call, project
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.kernel.errors import RefusedError
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import withdraw_application
from yunhui.pipeline.decisions.enums import BatchState
from yunhui.pipeline.decisions.models import Approval, Batch, Signature
from yunhui.pipeline.decisions.selectors import changes_since_last
from yunhui.pipeline.decisions.selectors.feedback import feedback_for
from yunhui.pipeline.decisions.services import discard_batch, propose_batch, release_batch, sign_batch
from yunhui.pipeline.review.rules import ReviewConfig
from yunhui.pipeline.review.services import lock_sheet, reopen_sheet
from yunhui.recipes.walk import spread_points

pytestmark = pytest.mark.django_db
PAGE = "/w/calls/roadshow/batch/"


def test_two_people_press_and_one_outcome_stands(five: Any, leader: User, director: User) -> None:
    call, _rows = five
    batch = propose_batch(actor=actor_of(leader), call=call)
    first, second = visit_as(leader), visit_as(director)
    assert "Read the letters one by one" in text_of(first.get(PAGE))
    press = {"batch": str(batch.pk)}
    assert first.post(PAGE, {**press, "do": "sign"}).status_code == 302
    assert first.post(PAGE, {**press, "do": "release"}).status_code == 403
    assert second.post(PAGE, {**press, "do": "sign"}).status_code == 302
    for who in (second, first, second):
        assert who.post(PAGE, {**press, "do": "release"}).status_code == 302
    batch.refresh_from_db()
    assert batch.state == BatchState.RELEASED
    assert first.post(PAGE, {"batch": "", "do": "sign"}).status_code == 409
    assert first.post(PAGE, {**press, "do": "discard", "reason": "too late"}).status_code == 409


def test_nobody_signs_twice_by_standing_in_for_another(five: Any, leader: User, director: User) -> None:
    call, _rows = five
    batch = propose_batch(actor=actor_of(leader), call=call)
    deputy, other = make_user("deputy"), make_user("other", Role.CHAIR)
    for_leader = replace(actor_of(leader), user_id=deputy.pk, on_behalf_of=leader.pk)
    sign_batch(actor=for_leader, batch_id=batch.pk)
    for again in (
        replace(actor_of(director), user_id=deputy.pk, on_behalf_of=director.pk),  # the deputy, for somebody else
        replace(actor_of(director), user_id=leader.pk),  # who was stood in for, in the other role
        replace(actor_of(director), user_id=other.pk, on_behalf_of=leader.pk),  # another deputy of the same person
        replace(actor_of(director), user_id=director.pk, on_behalf_of=deputy.pk),  # the other, for the deputy
    ):
        with suppress(RefusedError):
            sign_batch(actor=again, batch_id=batch.pk)
        assert Signature.objects.count() == 1
    sign_batch(actor=actor_of(director), batch_id=batch.pk)
    assert "standing in for leader" in text_of(visit_as(director).get(PAGE))


def test_the_letters_are_read_before_anybody_signs(five: Any, leader: User) -> None:
    call, rows = five
    propose_batch(actor=actor_of(leader), call=call)
    page = visit_as(leader)
    shown = text_of(page.get(f"{PAGE}letters/?to={rows['best'].number}"))
    assert "has been selected for" in shown and "入围" in shown and "Decision batch: No. 1" in shown
    assert "Please confirm on your page by" in shown
    reserve = text_of(page.get(f"{PAGE}letters/?show=reserve"))
    assert "on the reserve list" in reserve
    declined = text_of(page.get(f"{PAGE}letters/?show=declined"))
    assert "was not selected" in declined and "55" not in declined.split('class="letter"')[1]


def test_a_proposal_that_is_out_of_date_says_so_when_it_is_opened(five: Any, leader: User) -> None:
    call, rows = five
    propose_batch(actor=actor_of(leader), call=call)
    page = visit_as(leader)
    assert "out of date" not in text_of(page.get(PAGE))
    withdraw_application(actor=SYSTEM, application_id=rows["best"].pk)
    shown = text_of(page.get(PAGE))
    assert "out of date" in shown and "Sign:" not in shown
    before = str(Batch.objects.get().pk)
    refused = page.post(PAGE, {"batch": before, "do": "sign"})
    assert refused.status_code == 409 and "Propose it again." in text_of(refused)
    assert not Signature.objects.exists()
    assert page.post(PAGE, {"batch": before, "do": "propose"})["Location"] == f"{PAGE}?done=proposed#said"
    shown = text_of(page.get(PAGE))
    assert "out of date" not in shown and "Sign: Panel leader" in shown
    assert page.post(PAGE, {"batch": before, "do": "sign"}).status_code == 409  # the page of the proposal before


def test_what_changes_against_the_last_batch_has_its_reason(five: Any, leader: User) -> None:
    call, rows = five
    chair = actor_of(leader)
    first = propose_batch(actor=chair, call=call)
    assert changes_since_last(first) is None
    discard_batch(actor=chair, batch_id=first.pk, reason="one more look")
    withdraw_application(actor=SYSTEM, application_id=rows["best"].pk)
    second = propose_batch(actor=chair, call=call)
    changes = changes_since_last(second)
    assert changes is not None and changes.last == first
    said = {one.application.title: (one.direction, one.before, one.after) for one in changes.rows}
    assert said["third"][0] == "in" and said["best"][0] == "out"
    shown = text_of(visit_as(leader).get(PAGE))
    assert "Against batch 1" in shown and "one more look" in shown and "has withdrawn" in shown


def test_a_tie_is_named_where_one_would_sign(tied: Any, leader: User, director: User) -> None:
    call, _rows = tied
    propose_batch(actor=actor_of(leader), call=call)
    shown = text_of(visit_as(leader).get(PAGE))
    assert "New energy: 2 are equal, 1 of them can be selected" in shown and "deliberations/new?" in shown
    assert "deliberations/new?" not in text_of(visit_as(director).get(PAGE)) and "Sign:" not in shown


def test_undoing_asks_why(five: Any, leader: User) -> None:
    call, _rows = five
    batch = propose_batch(actor=actor_of(leader), call=call)
    page, press = visit_as(leader), {"batch": str(batch.pk), "do": "discard"}
    assert page.post(PAGE, press).status_code == 422
    assert page.post(PAGE, {**press, "reason": "scores to check"}).status_code == 302
    batch.refresh_from_db()
    assert (batch.state, batch.discard_reason) == (BatchState.DISCARDED, "scores to check")


def test_the_signed_paper_is_attached_and_may_be_asked_for(five: Any, leader: User, director: User) -> None:
    call, _rows = five
    call.stages.filter(kind="decision").update(config={"needs_approval": True})
    batch = propose_batch(actor=actor_of(leader), call=call)
    for person in (leader, director):
        sign_batch(actor=actor_of(person), batch_id=batch.pk)
    page, press = visit_as(leader), {"batch": str(batch.pk)}
    assert page.post(PAGE, {**press, "do": "release"}).status_code == 409
    assert "Attach the signed paper, then release." in text_of(page.get(PAGE))
    wrong = page.post(PAGE, {**press, "do": "paper", "number": "", "signed_on": "2999-01-01"})
    assert wrong.status_code == 422 and "after today" in text_of(wrong)
    paper = {**press, "do": "paper", "number": "青委人才〔2026〕12号", "signed_on": "2026-06-01"}
    bad = page.post(PAGE, {**paper, "scan": SimpleUploadedFile("scan.pdf", b"MZ not a paper")})
    assert bad.status_code == 422 and not Approval.objects.exists()
    assert page.post(PAGE, paper).status_code == 302
    assert page.post(PAGE, paper).status_code == 302
    assert Approval.objects.count() == 1
    page.post(PAGE, {**paper, "number": "青委人才〔2026〕13号"})
    assert Approval.objects.filter(replaced_at__isnull=True).get().number == "青委人才〔2026〕13号"
    assert page.post(PAGE, {**press, "do": "release"}).status_code == 302


def test_pages_of_a_released_batch(city: Jurisdiction, django_assert_max_num_queries: Any) -> None:
    _call, made, _batch = make_released_call(city)
    office = visit_as(make_user("office", Role.OFFICE))
    office.get("/w/calls/roadshow/places/")
    with django_assert_max_num_queries(8):
        shown = text_of(office.get("/w/calls/roadshow/places/"))
    assert "alpha" in shown and "No place is free" in shown
    answer = {"do": "decline", "application": str(made["beta"].pk)}
    assert office.post("/w/calls/roadshow/places/", answer).status_code == 422
    assert office.post("/w/calls/roadshow/places/", {**answer, "note": "by phone"}).status_code == 302
    with django_assert_max_num_queries(8):
        shown = text_of(office.get("/w/calls/roadshow/places/"))
    assert "in place of" in shown and "gamma" in shown
    assert office.post("/w/calls/roadshow/places/", {"do": "promote"}).status_code == 409
    assert office.post("/w/calls/roadshow/places/", {"do": "end"}).status_code == 302
    outsider = visit_as(make_user("expert", Role.EXPERT))
    for path in ("batch/", "batch/letters/", "places/", "comments/", "objections/"):
        assert outsider.get(f"/w/calls/roadshow/{path}").status_code == 403


def test_the_applicant_confirms_or_gives_up(city: Jurisdiction) -> None:
    _call, made, _batch = make_released_call(city)
    ada = visit_as(User.objects.get(email="ada@city.example"))
    home = f"/my/applications/{made['alpha'].pk}/"
    for page in (home, "/my/"):
        said = text_of(ada.get(page))
        assert "Confirm your place" in said and "Complete what is missing" not in said, page
    shown = text_of(ada.get(f"{home}place"))
    assert "binds you to nothing else" in shown
    assert ada.post(f"{home}place", {"do": "confirm"}).status_code == 302
    assert "Your place is confirmed." in text_of(ada.get(f"{home}place"))
    assert ada.post(f"{home}place", {"do": "decline"}).status_code == 409
    assert visit_as(make_user("other")).get(f"{home}place").status_code == 404


def test_feedback_is_the_own_and_names_nobody(city: Jurisdiction) -> None:
    call, made, _batch = make_released_call(city)
    made["poor"].owner = make_user("poor")
    made["poor"].save(update_fields=["owner"])
    home = f"/my/applications/{made['poor'].pk}/"
    page = visit_as(made["poor"].owner)
    shown = text_of(page.get(home))
    assert "below what the call asks for" in shown and "50.00" not in shown and "专家" not in shown
    assert shown.count('id="decision"') == 1 and f"{home}decision" in shown
    assert "50.00" not in text_of(page.get(f"{home}decision"))
    call.stages.filter(kind="decision").update(config={"own_mean": True})
    decided = text_of(page.get(f"{home}decision"))
    assert "50.00" in decided and "You may ask for a re-check until" in decided and f"{home}recheck" in decided
    assert feedback_for(SYSTEM, made["alpha"]) is None


def test_comments_are_looked_through_before_the_release(city: Jurisdiction) -> None:
    rows = [project("alpha", 95), project("poor", 50)]
    call, made = make_reviewed_call(city, rows, seats=1, reserves=0)
    leader = make_user("leader", Role.CHAIR)
    tasks = list(made["poor"].assignments.order_by("pk")[:2])
    for task, text in zip(tasks, ("As I said in my talk in Delft.", "Name two customers."), strict=True):
        reopen_sheet(actor=actor_of(leader), assignment_id=task.pk, reason="a word for the applicant")
        points = spread_points(50, ReviewConfig.of(task.stage.config).criteria)
        assert task.expert.person.user is not None
        writer = actor_of(task.expert.person.user)
        lock_sheet(actor=writer, assignment_id=task.pk, scores=points, note_panel="", note_applicant=text)
    office, chair, address = visit_as(make_user("office", Role.OFFICE)), visit_as(leader), "/w/calls/roadshow/comments/"
    assert "No comment for applicants" in text_of(office.get(address))
    propose_batch(actor=actor_of(leader), call=call)
    shown = text_of(office.get(address))
    assert "Name two customers." in shown and "Applicants read nothing of it before the release." in shown
    assert "Keep these words" not in text_of(chair.get(address))
    press = {"comment": str(tasks[0].pk), "do": "reword", "words": "Say more of your own work."}
    assert office.post(address, press).status_code == 422
    assert chair.post(address, {**press, "reason": "tells who wrote it"}).status_code == 403
    assert office.post(address, {**press, "reason": "tells who wrote it"}).status_code == 302
    assert office.post(address, {"comment": str(tasks[1].pk), "do": "hold", "reason": "too short"}).status_code == 302
    for person in (leader, make_user("director", Role.APPROVER)):
        sign_batch(actor=actor_of(person), batch_id=Batch.objects.get().pk)
    assert feedback_for(SYSTEM, made["poor"]) is None
    release_batch(actor=actor_of(leader), batch_id=Batch.objects.get().pk)
    said = feedback_for(SYSTEM, made["poor"])
    assert said is not None and said.comments == ("Say more of your own work.",) and not said.is_chosen
    office.post(address, {"comment": str(tasks[1].pk), "do": "pass"})
    said = feedback_for(SYSTEM, made["poor"])
    assert said is not None and set(said.comments) == {"Say more of your own work.", "Name two customers."}


def test_where_the_call_says_so_everybody_reads_their_comments(city: Jurisdiction) -> None:
    rows = [project("alpha", 95), project("beta", 90), project("poor", 50)]
    call, made = make_reviewed_call(city, rows, seats=1, reserves=1)
    leader = make_user("leader", Role.CHAIR)
    for name in made:
        task = made[name].assignments.order_by("pk")[0]
        total = float(task.total or 0)
        reopen_sheet(actor=actor_of(leader), assignment_id=task.pk, reason="a word for the applicant")
        points = spread_points(total, ReviewConfig.of(task.stage.config).criteria)
        assert task.expert.person.user is not None
        writer = actor_of(task.expert.person.user)
        lock_sheet(actor=writer, assignment_id=task.pk, scores=points, note_applicant=f"Of {name}.")
    batch = propose_batch(actor=actor_of(leader), call=call)
    office, address = visit_as(make_user("office", Role.OFFICE)), "/w/calls/roadshow/comments/"
    shown = text_of(office.get(address))
    assert "Of poor." in shown and "Of alpha." not in shown
    call.stages.filter(kind="decision").update(config={"comments_to_all": True})
    shown = text_of(office.get(address))
    assert "selected or not" in shown and all(f"Of {name}." in shown for name in made)
    for person in (leader, make_user("director", Role.APPROVER)):
        sign_batch(actor=actor_of(person), batch_id=batch.pk)
    assert feedback_for(SYSTEM, made["alpha"]) is None, "not before the release"
    release_batch(actor=actor_of(leader), batch_id=batch.pk)
    for name, is_chosen in (("alpha", True), ("beta", True), ("poor", False)):
        said = feedback_for(SYSTEM, made[name])
        assert said is not None and said.comments == (f"Of {name}.",), "the own, and nobody else's"
        assert (said.is_chosen, said.mean) == (is_chosen, None)
    owner = make_user("ada")
    Application.objects.filter(pk=made["alpha"].pk).update(owner=owner)
    page = text_of(visit_as(owner).get(f"/my/applications/{made['alpha'].pk}/decision"))
    assert "Of alpha." in page and "Of beta." not in page
    assert "re-check until" not in page and "all places went to higher scores" not in page and "95.00" not in page
    call.stages.filter(kind="decision").update(config={})
    assert feedback_for(SYSTEM, made["alpha"]) is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_of_a_batch_take_no_more_queries_for_more_rows(
    city: Jurisdiction, leader: User, director: User, django_assert_num_queries: Any, count: int
) -> None:
    """Session, account, roles, the city and the call among them."""
    call, _rows = make_reviewed_call(city, [project(f"p{number}", 90 - number) for number in range(count)], seats=3)
    chair, page, visitor = actor_of(leader), visit_as(leader), visit_as(None)
    discard_batch(actor=chair, batch_id=propose_batch(actor=chair, call=call).pk, reason="Look once more")
    batch = propose_batch(actor=chair, call=call)
    for person in (leader, director):
        sign_batch(actor=actor_of(person), batch_id=batch.pk)
    release_batch(actor=actor_of(director), batch_id=batch.pk)
    of_page = {PAGE: 7, "places/": 8, "comments/": 7, "objections/": 6, f"{PAGE}letters/": 10}
    for path, queries in of_page.items():
        url = path if path.startswith("/") else f"/w/calls/roadshow/{path}"
        page.get(url)
        with django_assert_num_queries(queries):
            assert page.get(url).status_code == 200, url
    visitor.get("/en/notice/roadshow/")
    with django_assert_num_queries(7):
        assert visitor.get("/en/notice/roadshow/").status_code == 200
