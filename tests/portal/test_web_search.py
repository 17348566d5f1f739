"""One search over everything: each finds what is theirs, and nothing of anybody else's."""

import pytest

from tests.factories.city import make_application, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.features.docking.models import Offer
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.kernel.i18n import CHINESE
from yunhui.parties.models import Board
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.rules import search_of
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.review.models import Assignment
from yunhui.portal.web import search as page

SEARCH = "/w/search"


def found(user: User | None, text: str, language: str = "en") -> str:
    return text_of(visit_as(user, language).get(SEARCH, {"q": text}, headers={"HX-Request": "true"}))


def test_the_office_finds_projects_people_calls_and_areas(office: User, worked: dict[str, Application]) -> None:
    assert "Project 5" in found(office, "project 5")
    assert "申报人3" in found(office, "申报人3", CHINESE)
    assert "Project 2" in found(office, "0002")
    assert "Project 4" in found(office, "person4@firm4")
    assert 'href="/w/calls/roadshow/"' in found(office, "roadshow")
    board = Board.objects.order_by("sort").first()
    assert board is not None
    assert f"/w/calls/roadshow/?board={board.pk}" in found(office, "District 1")
    assert 'href="/w/calls/"' in found(office, "all calls")
    assert "Nothing fits “zzz”" in found(office, "zzz")


def test_nobody_finds_what_is_not_theirs(worked: dict[str, Application], call: Call) -> None:
    stranger = make_user("stranger")
    applicant = make_user("applicant")
    own = make_application(call, 9, owner=actor_of(applicant), screened=False)
    for text in ("project", "申报人", "0002", "person4@firm4"):
        assert "/w/applications/" not in found(stranger, text)
        assert "Project 2" not in found(stranger, text)
    assert f"/my/applications/{own.pk}/" in found(applicant, "project 9")
    board = Board.objects.order_by("sort").first()
    assert board is not None
    officer = make_user("officer", Role.BOARD, scope=(ScopeKind.BOARD, board.pk))
    theirs = found(officer, "project 1")
    assert "/w/offers/" in theirs and "/w/applications/" not in theirs
    assert "/w/offers/" not in found(officer, "person1@firm1")  # an address finds nothing for a host area
    assert "Project 7" not in found(officer, "project 7")  # not offered yet


def test_a_hit_tells_nobody_a_name_that_they_do_not_read(worked: dict[str, Application], call: Call) -> None:
    """A search that finds is an answer to "is this hers?": experts and panel leaders find by titles alone, host areas
    by the speaker and not by employer or address."""
    row = Application.objects.filter(call=call, number=1).get()
    row.speaker, row.answers = "王珂雅", {**row.answers, "employer": "Quintessence Works", "email": "ke@quint.example"}
    row.search = search_of(row)
    row.save(update_fields=["speaker", "answers", "search"])
    offer, task = Offer.objects.filter(application=row).first(), Assignment.objects.filter(application=row).first()
    assert offer is not None and task is not None and task.expert.person.user is not None
    people = {
        "chair": make_user("leader", Role.CHAIR),
        "expert": task.expert.person.user,
        "officer": make_user("area", Role.BOARD, scope=(ScopeKind.BOARD, offer.board_id)),
        "office": make_user("all", Role.OFFICE),
        "auditor": make_user("auditor", Role.AUDIT_ADMIN),
    }
    name, kept = ("王珂雅", "珂雅", "wangkeya", "wky"), ("quintess", "works", "ke@quint.example", "quint.example")
    finds = {"chair": (), "expert": (), "officer": name, "office": (*name, *kept[:3]), "auditor": ()}
    for who, user in people.items():
        for text in (*name, *kept):
            assert ("Project 1" in found(user, text)) is (text in finds[who]), (who, text)
        if who in ("chair", "expert", "office"):
            assert "Project 1" in found(user, "project 1"), who
    for text in (*name, *kept[:2]):
        page = visit_as(people["chair"]).get("/w/calls/roadshow/", {"q": text})
        assert "Project 1<" not in text_of(page), text
        page = visit_as(people["chair"]).get("/w/calls/roadshow/", {"q": f"project {text}"})
        assert "Project 1<" not in text_of(page), text


def test_administrators_find_accounts_and_no_projects(worked: dict[str, Application]) -> None:
    admin = make_user("keeper", Role.SECURITY_ADMIN)
    assert "keeper@city.example" in found(admin, "keeper")
    assert "Project" not in found(admin, "project")


def test_a_page_of_its_own_without_a_script(office: User, worked: dict[str, Application]) -> None:
    whole = text_of(visit_as(office).get(SEARCH, {"q": "<b>project</b>"}))
    assert "<h1>Search</h1>" in whole
    assert "&lt;b&gt;project&lt;/b&gt;" in whole and "<b>project" not in whole
    assert visit_as(None).get(SEARCH).headers["Location"].startswith("/sign-in?next=")


def test_a_machine_is_stopped(office: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST", 3)
    client = visit_as(office)
    answers = [client.get(SEARCH, {"q": "a"}).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
