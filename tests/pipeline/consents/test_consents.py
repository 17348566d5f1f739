"""The ledger of consents: each purpose apart, versioned, revocable at once, and never changed."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.city import (
    GROUPS,
    SYSTEM,
    answers,
    give_consents,
    make_actor,
    make_application,
    make_board,
    make_board_actor,
    make_call,
    make_expert,
)
from yunhui.features.docking.models import Offer
from yunhui.features.docking.selectors import inbox_of
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.outbox.models import Fact
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, RefusedError
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.selectors import applications_visible_to
from yunhui.pipeline.applications.services import start_application, submit_application, withdraw_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.consents.enums import Level, Purpose, Source
from yunhui.pipeline.consents.models import Consent
from yunhui.pipeline.consents.rules import CURRENT, TEXTS, needed_of
from yunhui.pipeline.consents.selectors import (
    boards_permitted_by,
    in_force,
    permitted,
    publication_of,
    published_at_least,
)
from yunhui.pipeline.consents.services import choose_boards, give_consent, note_consents, revoke_consent
from yunhui.pipeline.review.selectors import own_tasks
from yunhui.pipeline.review.services import assign_experts

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(city: Jurisdiction) -> Call:
    return make_call(city)


@pytest.fixture
def founder() -> Actor:
    return make_actor("founder")


@pytest.fixture
def draft(call: Call, founder: Actor) -> Application:
    return start_application(actor=founder, call=call)


def may(application: Application, purpose: str, board: Any = None) -> bool:
    return Application.objects.filter(permitted(purpose, board.pk if board else None), pk=application.pk).exists()


def test_nothing_is_given_that_nobody_gave(draft: Application) -> None:
    assert not any(may(draft, purpose) for purpose in Purpose)
    assert not Consent.objects.exists()


def test_each_purpose_stands_by_itself_and_the_same_twice_is_once(founder: Actor, draft: Application) -> None:
    one = give_consent(actor=founder, application_id=draft.pk, purpose=Purpose.EXPERTS)
    assert give_consent(actor=founder, application_id=draft.pk, purpose=Purpose.EXPERTS) == one
    assert [purpose for purpose in Purpose if may(draft, purpose)] == [Purpose.EXPERTS]
    assert (one.text_version, one.source, one.by_id, one.language) == (
        CURRENT,
        Source.APPLICANT,
        founder.user_id,
        founder.language,
    )
    revoke_consent(actor=founder, application_id=draft.pk, purpose=Purpose.EXPERTS)
    assert revoke_consent(actor=founder, application_id=draft.pk, purpose=Purpose.EXPERTS) is None
    assert not may(draft, Purpose.EXPERTS)
    give_consent(actor=founder, application_id=draft.pk, purpose=Purpose.EXPERTS)
    assert may(draft, Purpose.EXPERTS)
    assert Consent.objects.count() == 3 and in_force().count() == 1
    said = ["consent.given", "consent.revoked", "consent.given"]
    assert list(AuditEntry.objects.filter(action__startswith="consent").values_list("action", flat=True)) == said
    assert list(Fact.objects.filter(name__startswith="Consent").order_by("at").values_list("name", flat=True)) == [
        "ConsentGiven",
        "ConsentRevoked",
        "ConsentGiven",
    ]


def test_one_host_area_alone_can_be_let_in_or_left_out(city: Jurisdiction, founder: Actor, draft: Application) -> None:
    one, two, three = (make_board(city, number, "energy") for number in (1, 2, 3))
    choose_boards(actor=founder, application_id=draft.pk, named=[one, two])
    assert [may(draft, Purpose.BOARDS, board) for board in (one, two, three)] == [True, True, False]
    choose_boards(actor=founder, application_id=draft.pk, named=[two])
    assert [may(draft, Purpose.BOARDS, board) for board in (one, two, three)] == [False, True, False]
    choose_boards(actor=founder, application_id=draft.pk, named=None)
    assert all(may(draft, Purpose.BOARDS, board) for board in (one, two, three))
    revoke_consent(actor=founder, application_id=draft.pk, purpose=Purpose.BOARDS, board=three)
    assert [may(draft, Purpose.BOARDS, board) for board in (one, two, three)] == [True, True, False]
    revoke_consent(actor=founder, application_id=draft.pk, purpose=Purpose.BOARDS)
    assert not any(may(draft, Purpose.BOARDS, board) for board in (one, two, three))
    with pytest.raises(InvalidError):
        choose_boards(actor=founder, application_id=draft.pk, named=[])


def test_publication_has_levels(founder: Actor, draft: Application) -> None:
    assert publication_of([draft.pk]) == {}
    for level in Level:
        give_consent(actor=founder, application_id=draft.pk, purpose=Purpose.PUBLICATION, level=level)
        assert publication_of([draft.pk]) == {draft.pk: level}
    give_consent(actor=founder, application_id=draft.pk, purpose=Purpose.PUBLICATION, level="everything")
    assert publication_of([draft.pk]) == {draft.pk: Level.TITLE}
    assert not Application.objects.filter(published_at_least(Level.TEAM)).exists()


def test_only_the_applicant_decides_and_only_by_the_text_that_they_read(
    call: Call, founder: Actor, draft: Application
) -> None:
    office, other = make_actor("office", Role.OFFICE), make_actor("other")
    for stranger in (other, make_actor("audit", Role.AUDIT_ADMIN)):
        with pytest.raises(NotFoundError):
            give_consent(actor=stranger, application_id=draft.pk, purpose=Purpose.EXPERTS)
    submitted = make_application(call, 2, owner=other)
    with pytest.raises(RefusedError):
        give_consent(actor=office, application_id=submitted.pk, purpose=Purpose.FIRMS)
    with pytest.raises(RefusedError):
        revoke_consent(actor=office, application_id=submitted.pk, purpose=Purpose.EXPERTS)
    noted = give_consent(actor=office, application_id=submitted.pk, purpose=Purpose.FIRMS, source=Source.PAPER)
    assert noted.source == Source.PAPER
    with pytest.raises(DomainError) as old:
        give_consent(actor=founder, application_id=draft.pk, purpose=Purpose.EXPERTS, text_version=CURRENT + 1)
    assert old.value.code == "old_text"
    with pytest.raises(DomainError):
        give_consent(actor=founder, application_id=draft.pk, purpose="everything")
    withdraw_application(actor=other, application_id=submitted.pk)
    with pytest.raises(RefusedError):
        give_consent(actor=other, application_id=submitted.pk, purpose=Purpose.RECORDING)


def test_submitting_needs_the_consents_that_the_stages_need(founder: Actor, draft: Application) -> None:
    with pytest.raises(InvalidError) as lacking:
        submit_application(actor=founder, application_id=draft.pk, answers=answers(1))
    assert [problem.field for problem in lacking.value.problems] == ["consent-experts", "consent-boards"]
    give_consent(actor=founder, application_id=draft.pk, purpose=Purpose.EXPERTS)
    give_consent(actor=founder, application_id=draft.pk, purpose=Purpose.BOARDS)
    assert submit_application(actor=founder, application_id=draft.pk, answers=answers(1)).number == 1
    assert needed_of(["screening", "notice"]) == ()


def test_a_revocation_acts_at_once_on_whoever_reads(city: Jurisdiction, call: Call, founder: Actor) -> None:
    boards = [make_board(city, number, *GROUPS) for number in (1, 2)]
    expert = make_expert(1)
    application = make_application(call, 1, owner=founder)
    assign_experts(actor=SYSTEM, call=call)
    officers = [make_board_actor(board) for board in boards]
    judge = actor_of(expert.person.user)  # type: ignore[arg-type]
    offered = {offer.board_id for offer in Offer.objects.filter(application=application)}
    assert offered == {board.pk for board in boards}

    def read() -> list[bool]:
        return [
            *(applications_visible_to(officer).exists() for officer in officers),
            *(inbox_of(officer).exists() for officer in officers),
            applications_visible_to(judge).exists(),
            own_tasks(judge).exists(),
        ]

    assert read() == [True] * 6
    revoke_consent(actor=founder, application_id=application.pk, purpose=Purpose.BOARDS, board=boards[0])
    assert read() == [False, True, False, True, True, True]
    revoke_consent(actor=founder, application_id=application.pk, purpose=Purpose.BOARDS)
    revoke_consent(actor=founder, application_id=application.pk, purpose=Purpose.EXPERTS)
    assert read() == [False] * 6


def test_many_consents_are_noted_in_few_queries(
    call: Call, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    rows = [start_application(actor=make_actor(f"p{number}"), call=call) for number in range(6)]
    give_consents(rows[0])
    with django_assert_max_num_queries(8):
        count = note_consents(actor=SYSTEM, applications=rows, note="row of a table")
    assert count == 10
    assert AuditEntry.objects.filter(action="consents.noted").count() == 2
    assert {row.note for row in Consent.objects.filter(application__in=rows[1:])} == {"row of a table"}


MOVES = st.lists(
    st.tuples(st.sampled_from(["give", "revoke"]), st.sampled_from(list(Purpose)), st.sampled_from([None, 0, 1])),
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(MOVES)
def test_what_holds_follows_from_the_last_word(moves: list[tuple[str, Purpose, int | None]]) -> None:
    """Against a plain model: purposes as a set, host areas as the last word on each and on all of them."""
    from django.db import transaction

    from tests.factories.city import make_city

    with transaction.atomic():
        city = make_city()
        boards = [make_board(city, number, "energy") for number in (1, 2)]
        founder = make_actor("founder")
        draft = start_application(actor=founder, call=make_call(city))
        given, own, for_all = set[Purpose](), dict[int, bool](), False
        for verb, purpose, number in moves:
            board = boards[number] if number is not None and purpose == Purpose.BOARDS else None
            act = give_consent if verb == "give" else revoke_consent
            act(actor=founder, application_id=draft.pk, purpose=purpose, board=board)
            if purpose != Purpose.BOARDS:
                (given.add if verb == "give" else given.discard)(purpose)
            elif number is None:
                for_all = verb == "give"
                if verb == "revoke":
                    own = {one: False if stands else stands for one, stands in own.items()}
            elif verb == "give" or own.get(number, for_all):
                own[number] = verb == "give"
        assert {one for one in Purpose if one != Purpose.BOARDS and may(draft, one)} == given
        recipients = boards_permitted_by([draft.pk]).get(draft.pk)
        for number, board in enumerate(boards):
            expected = own.get(number, for_all)
            assert may(draft, Purpose.BOARDS, board) == expected
            assert bool(recipients and recipients.allows(board.pk)) == expected
        transaction.set_rollback(True)


def test_no_text_that_was_shown_is_ever_changed() -> None:
    """The digests of published versions; a new wording is a new version."""
    from yunhui.kernel.crypto import digest

    marks = {version: digest(repr(sorted(texts.items())).encode())[7:19] for version, texts in TEXTS.items()}
    assert marks == {1: "88e4babcfa11"}
