"""Letters to applicants: the receipt, reminders of drafts, withdrawals, stages; each once and to the right people."""

from datetime import timedelta

import pytest

from tests.factories.city import SYSTEM, give_consents, make_actor, make_application, make_call
from yunhui.foundation.accounts.models import User
from yunhui.foundation.notices.models import Notice
from yunhui.foundation.outbox.models import Fact
from yunhui.foundation.outbox.services import deliver
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import (
    conclude_passes,
    remind_drafts,
    save_draft,
    screen_application,
    start_application,
    withdraw_application,
)
from yunhui.pipeline.calls.models import Call


@pytest.fixture
def call(city: Jurisdiction) -> Call:
    return make_call(city)


@pytest.fixture
def founder(call: Call) -> Actor:
    return make_actor("founder")


def delivered() -> None:
    """Bring every fact to its subscribers, twice as a crash might."""
    for fact in [*Fact.objects.order_by("pk"), *Fact.objects.order_by("pk")]:
        deliver(fact.pk)


def letters_to(actor: Actor, key: str) -> list[Notice]:
    return list(Notice.objects.filter(user_id=actor.user_id, letter=f"applications.{key}").order_by("written_at"))


def test_the_receipt_names_number_version_and_fingerprint(call: Call, founder: Actor) -> None:
    User.objects.filter(pk=founder.user_id).update(language="en", zone="Europe/Amsterdam")
    application = make_application(call, 1, owner=founder, screened=False)
    delivered()
    (letter,) = letters_to(founder, "submitted")
    version = application.versions.get()
    assert "No. 0001" in letter.subject
    for wanted in ("Project 1", "Version: 1", version.digest, "Beijing time, UTC+8"):
        assert wanted in letter.body, letter.body


def test_an_application_without_an_account_gets_no_letter(call: Call) -> None:
    make_application(call, 1, screened=False)
    delivered()
    assert not Notice.objects.filter(letter__startswith="applications.").exists()


def test_the_form_check_is_told_with_what_comes_next_or_with_the_reason(call: Call, founder: Actor) -> None:
    make_application(call, 1, owner=founder)
    failed = make_application(call, 2, owner=founder, screened=False)
    stage_pass = failed.passes.get(stage__kind="screening")
    screen_application(actor=SYSTEM, stage_pass=stage_pass, passed=False, reason="缺少知识产权证明")
    delivered()
    (good,) = letters_to(founder, "stage_passed")
    (bad,) = letters_to(founder, "stage_failed")
    assert "专家各自评审" in good.body
    assert "缺少知识产权证明" in bad.body


def test_stages_that_a_decision_weighs_say_nothing_before_it(call: Call, founder: Actor) -> None:
    application = make_application(call, 1, owner=founder)
    before = len(letters_to(founder, "stage_passed"))
    review = application.passes.get(stage__kind="review")
    conclude_passes(actor=SYSTEM, pass_ids=[review.pk], passed=False)
    delivered()
    assert letters_to(founder, "stage_failed") == []
    assert len(letters_to(founder, "stage_passed")) == before + 1  # the form check alone


def test_a_withdrawal_is_confirmed_and_a_withdrawn_draft_is_not(call: Call, founder: Actor) -> None:
    application = make_application(call, 1, owner=founder)
    withdraw_application(actor=founder, application_id=application.pk)
    draft = start_application(actor=founder, call=call)
    withdraw_application(actor=founder, application_id=draft.pk)
    delivered()
    assert [letter.about_id for letter in letters_to(founder, "withdrawn")] == [str(application.pk)]


def test_a_draft_is_reminded_of_seven_three_and_one_day_before_the_end(call: Call, founder: Actor) -> None:
    draft = start_application(actor=founder, call=call)
    give_consents(draft)
    assert call.closes_at is not None
    seen = []
    for hours in range(10 * 24, -2, -6):
        with clock.travel(call.closes_at - timedelta(hours=hours) + timedelta(minutes=1)):
            remind_drafts()
            if len(letters_to(founder, "closes_soon")) > len(seen):
                seen.append(hours)
    assert seen == [7 * 24, 3 * 24, 24]


def test_who_wrote_since_or_has_submitted_is_left_alone(call: Call, founder: Actor) -> None:
    draft = start_application(actor=founder, call=call)
    make_application(call, 2, owner=make_actor("other"))
    assert call.closes_at is not None
    with clock.travel(call.closes_at - timedelta(days=2)):
        save_draft(actor=founder, application_id=draft.pk, answers={"title": "Cold cells"})
        assert remind_drafts() == 0
    with clock.travel(call.closes_at + timedelta(hours=1)):
        assert remind_drafts() == 0
    assert Application.objects.filter(reminded_at__isnull=False).count() == 0
