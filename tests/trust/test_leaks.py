"""Nothing tells an applicant, another reviewer, a host area or a visitor who reviewed what: one test for each channel.

Each plants names, words, scores and ids that could leak (`tests.trust.world`), and most compare what an outsider sees
before and after: who must not know sees the same, whatever the experts did.
"""

import json
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.city import make_user
from tests.factories.pages import text_of, visit_as
from tests.trust.world import CHANGING, NOBODY, Trust, addresses, release, review, told, words_of
from yunhui.features.docking.models import Offer
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.notices.models import Notice
from yunhui.foundation.outbox.models import Fact
from yunhui.foundation.outbox.services import deliver
from yunhui.foundation.own.ports import holdings
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.selectors import applications_visible_to
from yunhui.pipeline.reading.selectors import openings_of, reading_for
from yunhui.pipeline.reading.services import open_reading

pytestmark = pytest.mark.django_db

OUTSIDERS = ("visitor", "owner", "rival", "officer", "system_admin", "security_admin")


def person(trust: Trust, name: str) -> User | None:
    """Somebody who must not know."""
    if name == "visitor":
        return None
    if name in ("system_admin", "security_admin"):
        return make_user(name.replace("_", "-"), name)
    return {"owner": trust.owner, "rival": trust.rival, "officer": trust.officer}[name]


def ask(client: Client, path: str, **headers: str) -> Any:
    """One page, as if nobody had been there."""
    with transaction.atomic():
        answer: Any = client.get(path, headers=headers)
        words = words_of(answer)
        for close in answer._resource_closers:
            close()
        transaction.set_rollback(True)
    return answer.status_code, words


@pytest.mark.parametrize("name", OUTSIDERS)
def test_page(trust: Trust, name: str) -> None:
    """Every address of the city that answers to GET, files, exports and fragments among them."""
    review(trust)
    _deliver()
    client = visit_as(person(trust, name))
    # The administrators of accounts keep the accounts of experts, and see names there and nothing of the review.
    accounts = name in ("system_admin", "security_admin")
    for pattern, path in addresses(trust).items():
        status, words = ask(client, path)
        if accounts and status == 200 and pattern.startswith(("w/accounts/", "w/security", "w/recert", "w/invit")):
            continue
        known = tuple(one for one in trust.secrets if one in path)  # what the asker wrote may come back
        assert told(trust, words, known) == [], (pattern, status)


@pytest.mark.parametrize("name", ["visitor", "owner", "rival", "officer"])
def test_page_after_the_release(trust: Trust, name: str) -> None:
    """The same once results are out: the applicant reads the words that were written to them, and still no name, no
    points of one sheet and nothing that was written for the panel; nobody else reads even those."""
    release(trust)
    _deliver()
    client, pages = visit_as(person(trust, name)), 0
    may = {"owner": ("APPLICANTWORDS",), "rival": ("APPLICANTWORDS", "82.5")}.get(name, ())
    for pattern, path in addresses(trust).items():
        status, words = ask(client, path)
        pages += status == 200
        words = words.replace("OTHERAPPLICANTWORDS", "") if name in ("owner", "rival") else words
        known = may + tuple(one for one in trust.secrets if one in path)
        assert told(trust, words, known) == [], (pattern, status)
    assert pages >= 15, "pages that answer, not refusals"
    if name == "owner":  # who is not selected
        said = ask(client, f"/my/applications/{trust.project.pk}/decision")[1]
        assert "OTHERAPPLICANTWORDS" in said and "OTHERPANELWORDS" not in said


def test_page_of_another_reviewer(trust: Trust) -> None:
    """Who has not locked their own sheet sees no other's name, words or points, on any page."""
    review(trust)
    _deliver()
    user = trust.user(2)
    own = _known_of(trust, 2)
    client = visit_as(user)
    paths = addresses(trust)
    mine = (str(trust.task(0).pk), str(trust.task(2).pk))
    paths |= {f"own {pattern}": path.replace(*mine) for pattern, path in paths.items()}
    for pattern, path in paths.items():
        status, words = ask(client, path)
        known = own + tuple(one for one in trust.secrets if one in path)
        assert told(trust, words, known) == [], (pattern, status)


def test_error_says_the_same_of_what_one_is_recused_from_and_of_nothing(trust: Trust) -> None:
    """Same status, same body, same number of questions to the database: a conflict is no oracle."""
    review(trust)
    client = visit_as(trust.user(1))
    task, gone = str(trust.task(1).pk), str(trust.project.pk)
    attachment = trust.project.versions.get().answers["deck"][0]
    paths = [
        f"/w/reviews/{task}/", f"/r/{gone}/", f"/r/{gone}/undertaking", f"/r/{gone}/{attachment}/",
        f"/r/{gone}/{attachment}/1.webp", f"/r/{gone}/{attachment}/text", f"/w/applications/{gone}/",
        f"/my/applications/{gone}/", f"/my/applications/{gone}/decision",
    ]  # fmt: skip
    for path in paths:
        absent = path.replace(task, NOBODY).replace(gone, NOBODY)
        seen = [_counted(client, one) for one in (path, absent)]
        assert seen[0] == seen[1], path
    # To stand aside twice is to stand aside once, and tells nobody anything new.
    for verb in ("save", "lock", "abstain"):
        seen = [_counted(client, f"/w/reviews/{one}/{verb}", {"reason": "x"}) for one in (task, NOBODY)]
        assert seen[0] == seen[1] and seen[0][0] == 404, verb


def test_search_and_palette(trust: Trust) -> None:
    """Who stood aside does not find the project; nobody outside finds a reviewer by name, word or number."""
    review(trust)
    recused = visit_as(trust.user(1))
    for headers in ({}, {"HX-Request": "true"}):
        words = ("Unique", "Nonexi", "0001", "7777")
        found = [ask(recused, f"/w/search?q={word}", **headers)[1] for word in words]
        same = [CHANGING.sub("", page).replace(word, "") for page, word in zip(found, words, strict=True)]
        assert same[0] == same[1] and same[2] == same[3]
    for name in ("owner", "officer", "rival"):
        client = visit_as(person(trust, name))
        for word in ("SCORERNAME", "PANELWORDS", "scorername@u1.example"):
            words = ask(client, f"/w/search?q={word}")[1].replace(word, "")
            assert told(trust, words) == [], (name, word)


def test_count(trust: Trust) -> None:
    """Numbers on lists, tabs, bells and figures do not move for outsiders, whatever the experts do; and for who stood
    aside they are those of a review without the project."""
    people = {name: visit_as(person(trust, name)) for name in ("owner", "rival", "officer", "visitor")}
    paths = {
        "owner": [
            "/my/",
            "/notices/",
            *(f"/my/applications/{trust.project.pk}/{part}" for part in ("", "decision", "openings/", "host-areas")),
        ],
        "rival": ["/my/", f"/my/applications/{trust.other.pk}/", "/notices/bell"],
        "officer": ["/w/", "/w/offers/", "/w/pool/", "/notices/bell"],
        "visitor": ["/en/", "/en/figures/", f"/en/calls/{trust.call.code}/"],
    }
    before = {(name, path): _plain(people[name], path) for name, some in paths.items() for path in some}
    review(trust)
    after = {(name, path): _plain(people[name], path) for name, some in paths.items() for path in some}
    assert after == before
    stack = text_of(visit_as(trust.user(1)).get("/w/reviews/"))
    assert "Unique venture" not in stack and "0001" not in stack
    assert applications_visible_to(actor_of(trust.user(1))).filter(pk=trust.project.pk).count() == 0


def test_openings_tell_no_hour_and_no_name(trust: Trust) -> None:
    """The applicant learns "Expert 1" with the day, in an order that says nothing."""
    for number in (2, 0):
        user = trust.user(number)
        visit_as(user).get(f"/w/reviews/{trust.task(number).pk}/")
    seen = openings_of(actor_of(trust.owner), trust.project)
    experts = [one for one in seen if one.capacity == "expert"]
    assert [one.at for one in experts] == [None] * len(experts)
    assert told(trust, " ".join(one.who for one in seen)) == []


def test_notice_and_letter(trust: Trust) -> None:
    """No letter to anybody outside names a reviewer or says their words; subject, link and stored values too."""
    review(trust)
    _deliver()
    outside = Notice.objects.exclude(user__in=[trust.user(number) for number in range(3)])
    for notice in outside.filter(user__in=[trust.owner, trust.rival, trust.officer]):
        assert told(trust, json.dumps(notice.__dict__, default=str, ensure_ascii=False)) == [], notice.letter
    for number, others in ((2, ("SCORERNAME", "RECUSEDNAME", "PANELWORDS")), (1, ("SCORERNAME", "WAITERNAME"))):
        words = json.dumps([one.__dict__ for one in Notice.objects.filter(user=trust.user(number))], default=str)
        assert not [one for one in others if one in words]


def test_fact_and_live_stream(trust: Trust) -> None:
    """Facts, and the ids that go to open pages, name no expert: an application at most."""
    review(trust)
    facts = Fact.objects.filter(name__in=["SheetLocked", "PassConcluded", "StageOpened"])
    assert "SheetLocked" in {fact.name for fact in facts}
    for fact in facts:
        words = json.dumps(fact.payload)
        assert told(trust, words) == [], fact.name


def test_watermark(trust: Trust) -> None:
    """The mark over a page is the reader's own; the applicant's own files bear none of a reader's."""
    review(trust)
    attachment = trust.project.versions.get().answers["deck"][0]
    path = f"/r/{trust.project.pk}/{attachment}/text"
    waiting = text_of(visit_as(trust.user(2)).get(path))
    assert "WAITERNAME" in waiting and "SCORERNAME" not in waiting
    assert told(trust, text_of(visit_as(trust.owner).get(path))) == []


def test_file_name_and_metadata(trust: Trust) -> None:
    """Receipts and briefs: neither name nor properties nor words of a reviewer, whatever program wrote them."""
    review(trust)
    offer = Offer.objects.get(application=trust.project)
    files = [(trust.owner, f"/my/applications/{trust.project.pk}/receipt-1.pdf")]
    files += [(trust.officer, f"/w/offers/{offer.pk}/brief.{form}") for form in ("pdf", "docx")]
    for user, path in files:
        status, words = ask(visit_as(user), path)
        assert status == 200, path
        assert told(trust, words) == [], path


def test_calendar(trust: Trust) -> None:
    """No calendar that leaves names a reviewer."""
    release(trust)
    for user in (None, trust.owner, trust.officer):
        status, words = ask(visit_as(user), f"/en/timetable/{trust.call.code}.ics")
        assert status == 200 and "BEGIN:VEVENT" in words
        assert told(trust, words) == []


def test_export(trust: Trust) -> None:
    """Nobody outside gets a list out; the office's list names no reviewer unless it asks for scores."""
    review(trust)
    for name in OUTSIDERS:
        client = visit_as(person(trust, name))
        for path in (f"/w/calls/{trust.call.code}/export.xlsx", f"/w/calls/{trust.call.code}/funnel"):
            status, words = ask(client, path)
            assert status in (302, 403, 404) and told(trust, words) == []


def test_own_data_copy(trust: Trust) -> None:
    """The copy of all that is held of an applicant does not hold who reviewed them; a reviewer's does not hold the
    others'."""
    review(trust)
    _deliver()
    for user, known in ((trust.owner, ()), (trust.rival, ()), (trust.user(2), _known_of(trust, 2))):
        words = json.dumps([one.collect(user) for one in holdings().values()], default=str, ensure_ascii=False)
        assert told(trust, words, known) == [], user.name


def test_audit_pages_for_the_wrong_role(trust: Trust) -> None:
    """The log, one decision, emergencies: closed to whoever is not meant, with a refusal that says nothing."""
    review(trust)
    paths = [
        "/w/audit/", f"/w/audit/?subject=application:{trust.project.pk}", "/w/audit/?actor=SCORERNAME", "/w/proof/",
        f"/w/proof/{trust.call.code}/", f"/w/proof/{trust.call.code}/1/1/",
        f"/w/proof/{trust.call.code}/1/1/decision.zip",
    ]  # fmt: skip
    roles: dict[str, User | None] = {name: person(trust, name) for name in OUTSIDERS}
    roles |= {"expert": trust.user(2), "office": make_user("office", Role.OFFICE)}
    for name, user in roles.items():
        client = visit_as(user)
        for path in paths:
            status, words = ask(client, path)
            assert status in (302, 403), (name, path)
            known = _known_of(trust, 2) if name == "expert" else ()
            assert told(trust, words, known + tuple(one for one in trust.secrets if one in path)) == [], (name, path)
    elsewhere = make_user("far", Role.CHAIR, scope=(ScopeKind.CALL, NOBODY))
    for path in paths[4:]:
        assert ask(visit_as(elsewhere), path)[0] in (302, 404)


def test_reading_room(trust: Trust) -> None:
    """Files and answers: who stood aside reads nothing any more, by page, service or selector."""
    review(trust)
    actor = actor_of(trust.user(1))
    with pytest.raises(NotFoundError):
        reading_for(actor, trust.project.pk)
    with pytest.raises(NotFoundError):
        open_reading(actor=actor, application_id=trust.project.pk)


def _known_of(trust: Trust, number: int) -> tuple[str, ...]:
    """What an expert may know of themself."""
    expert, user = trust.experts[number], trust.user(number)
    name = ("SCORERNAME", "RECUSEDNAME", "WAITERNAME")[number]
    ids = (str(user.pk), str(expert.pk), str(expert.person_id), str(trust.task(number).pk))
    return (name, f"{name.lower()}@", *ids, f"第{number + 1}大学")


def _deliver() -> None:
    for fact in Fact.objects.order_by("pk"):
        deliver(fact.pk)


def _plain(client: Client, path: str) -> str:
    return CHANGING.sub("", ask(client, path)[1])


def _counted(client: Client, path: str, given: dict[str, str] | None = None) -> tuple[int, str, int]:
    with CaptureQueriesContext(connection) as questions:
        answer = client.get(path) if given is None else client.post(path, given)
    return answer.status_code, CHANGING.sub("", text_of(answer)), len(questions)
