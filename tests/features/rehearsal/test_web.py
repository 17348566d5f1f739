"""Pages: the speaker's by its link, on a phone and without a script; the office's board, files and letters."""

import json
import re
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.city import SYSTEM, make_application, make_board_actor, make_user
from tests.factories.films import make_film
from tests.factories.pages import text_of, visit_as
from tests.features.timetable.staging import private, select
from tests.foundation.files.corpus import pdf, pptx
from yunhui.features.rehearsal.models import Appearance, Material
from yunhui.features.rehearsal.rules import BY_LINK, Window
from yunhui.features.rehearsal.selectors import free_times, link_of
from yunhui.features.rehearsal.services import (
    Planned,
    add_times,
    check_film,
    choose_time,
    enrol_speakers,
    hand_in_whole,
    keep_plan,
)
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.notices.models import Notice
from yunhui.kernel import clock
from yunhui.pipeline.calls.models import Call

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(city: Any) -> Client:
    return visit_as(make_user("clerk", Role.OFFICE))


@pytest.fixture
def visitor() -> Client:
    """Somebody who has only the link."""
    return visit_as(None)


def add_hours(call: Call) -> None:
    add_times(
        actor=SYSTEM, call=call, window=Window(min(call.event_days) - timedelta(days=1), time(9), time(18), 60, 1)
    )


def test_a_speaker_reads_what_is_left_on_their_own_clock(visitor: Client, event: Call, speaker: Appearance) -> None:
    add_hours(event)
    page = text_of(visitor.get(link_of(speaker)))
    assert "Project 1" in page and "0 of 9 done" in page
    assert "Thu 10 Jun, 09:00" in page and "Thu 10 Jun, 15:00 in Beijing" in page  # on stage
    assert "08:00–09:00" in page and "Beijing 9 Jun 14:00" in page  # of the rehearsal
    assert "early or late for you" in page
    chinese = text_of(visit_as(None, "zh-hans").get(link_of(speaker)))
    assert "项目1" in chinese and "待办事项" in chinese


def test_each_line_is_done_by_a_plain_form(visitor: Client, event: Call, speaker: Appearance) -> None:
    add_hours(event)
    page, hour = link_of(speaker), free_times(event, now=clock.now())[6]
    forms: list[dict[str, str]] = [
        {"do": "names", "announced_en": "Dr Max", "spoken": "Maks"},
        {"do": "biography", "biography_en": "A chemist."},
        {"do": "phone", "phone": "+31 15 278 9111", "interpreter": "no"},
        {"do": "recording", "wish": "no"},
        {"do": "rehearsal", "time": str(hour.pk)},
    ]
    for form in forms:
        answer = visitor.post(page, form)
        assert answer.status_code == 302, form
        assert visitor.get(answer["Location"]).status_code == 200
    sent = SimpleUploadedFile("slides.pdf", pdf())
    assert visitor.post(page, {"do": "file", "kind": "slides", "file-slides": sent}).status_code == 302
    shown = text_of(visitor.get(page))
    assert "4 of 9 done" in shown and "handed in" in shown and "booked" in shown
    assert "278 9111" not in shown and "ends in 9111" in shown


@pytest.mark.parametrize(
    ("form", "says", "kept"),
    [
        ({"do": "names", "announced_en": "Dr Max", "spoken": ""}, "Write how it is spoken", "Dr Max"),
        ({"do": "phone", "phone": "12"}, "no number that can be dialled", "12"),
        ({"do": "phone", "phone": ""}, "Write a number at which we reach you", ""),
        ({"do": "rehearsal"}, "Choose one of the hours", ""),
        ({"do": "biography", "biography_en": "x" * 900}, "shorten it to 800", "x" * 900),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_lost(
    visitor: Client, event: Call, speaker: Appearance, form: dict[str, str], says: str, kept: str
) -> None:
    add_hours(event)
    answer = visitor.post(link_of(speaker), form)
    assert answer.status_code == 422
    assert says in text_of(answer) and kept in text_of(answer)


def test_a_wrong_file_and_no_file_are_told_on_the_page(visitor: Client, speaker: Appearance) -> None:
    page = link_of(speaker)
    program = SimpleUploadedFile("slides.pdf", b"MZ" + b"\0" * 400)
    answer = visitor.post(page, {"do": "file", "kind": "slides", "file-slides": program})
    assert answer.status_code == 422 and "This is a program" in text_of(answer)
    assert "Choose a file first" in text_of(visitor.post(page, {"do": "file", "kind": "film"}))
    assert not Material.objects.exists()


def test_a_film_comes_in_pieces_and_goes_on_after_a_break(visitor: Client, speaker: Appearance, tmp_path: Path) -> None:
    data = make_film(tmp_path / "a.mp4").read_bytes()
    base = f"{link_of(speaker)}/files/film/"
    asked = {"name": "pitch.mp4", "size": len(data), "mark": "1"}
    begun = visitor.post(f"{base}uploads", json.dumps(asked), content_type="application/json").json()
    half = len(data) // 2

    def send(offset: int, part: bytes) -> Any:
        return visitor.patch(begun["url"], part, content_type="application/x", headers={"Upload-Offset": str(offset)})

    assert send(0, data[:half]).json() == {"offset": half}
    assert send(0, data[:half]).status_code == 409
    again = visitor.post(f"{base}uploads", json.dumps(asked), content_type="application/json").json()
    assert (again["url"], again["offset"]) == (begun["url"], half)
    done = send(half, data[half:]).json()
    assert "pitch.mp4" in done["html"] and "being checked" in done["html"]
    assert visitor.get(begun["url"]).json()["html"]
    assert Material.objects.count() == 1
    check_film(Material.objects.get().pk)
    state = text_of(visitor.get(f"{base}state"))
    assert "every 4s" not in state and "1280 × 720 or more" in state
    large = {"name": "x.mp4", "size": 2 << 30, "mark": ""}
    refused = visitor.post(f"{base}uploads", json.dumps(large), content_type="application/json")
    assert refused.status_code == 422 and "1 GB" in refused.json()["message"]


def test_an_upload_belongs_to_its_link(visitor: Client, event: Call, speaker: Appearance) -> None:
    other = Appearance.objects.get(call=event, application__number=2)
    base = f"{link_of(speaker)}/files/slides/uploads"
    asked = json.dumps({"name": "a.pdf", "size": 100, "mark": ""})
    url = visitor.post(base, asked, content_type="application/json").json()["url"]
    foreign = url.replace(link_of(speaker), link_of(other))
    assert visitor.get(url).status_code == 200
    assert visitor.get(foreign).status_code == 404
    assert visitor.get(url.replace("slides", "photo")).status_code == 404
    assert visitor.delete(url).json() == {"cancelled": True}


def test_wrong_links_lead_nowhere(visitor: Client, speaker: Appearance) -> None:
    for path in ("/rehearsal/x", f"/rehearsal/{speaker.pk.hex}", f"{link_of(speaker)}x"):
        assert visitor.get(path).status_code == 404
    assert visitor.get(f"{link_of(speaker)}/files/nothing/state").status_code == 404
    answer = visitor.get(link_of(speaker))
    assert answer["Referrer-Policy"] == "same-origin" and "no-store" in answer["Cache-Control"]


def test_the_office_sees_who_is_ready_and_narrows(office: Client, event: Call, speaker: Appearance) -> None:
    path = f"/w/calls/{event.code}/rehearsal/"
    page = text_of(office.get(path))
    assert "0 of 5 ready" in page and "Project 1" in page and "District 1" in page
    areas = text_of(office.get(path, {"show": "areas"}))
    assert "District 1" in areas and "Project 1" not in areas
    late = text_of(office.get(path, {"day": "2027-06-11"}))
    assert "A project at night" in late and "Project 1" not in late
    assert "None here" in text_of(office.get(path, {"group": "nothing"}))


@pytest.mark.parametrize("more", [0, 3])
def test_the_board_asks_few_questions(
    office: Client, event: Call, django_assert_max_num_queries: Any, more: int
) -> None:
    select([make_application(event, 200 + n, **private(200 + n)) for n in range(more)])
    enrol_speakers(actor=SYSTEM, call=event)
    with django_assert_max_num_queries(8):
        page = office.get(f"/w/calls/{event.code}/rehearsal/")
    assert f"0 of {5 + more} ready" in text_of(page)


def test_letters_leave_after_they_were_shown(office: Client, event: Call, speaker: Appearance) -> None:
    path = f"/w/calls/{event.code}/rehearsal/write"
    before = Notice.objects.count()
    shown = text_of(office.get(path, {"do": "remind", "speaker": [str(speaker.pk)]}))
    assert "Project 1" in shown and "Slides" in shown and Notice.objects.count() == before
    given = {"do": "remind", "speaker": [str(speaker.pk)], "sure": "1"}
    assert office.post(path, given)["Location"].endswith("?written=1")
    assert Notice.objects.filter(letter="rehearsal.reminder").count() == 1
    assert "Nobody gets a letter" in text_of(office.get(path, {"do": "remind", "speaker": [str(speaker.pk)]}))
    assert office.get(path, {"do": "shout"}).status_code == 404


def test_the_office_looks_at_a_file_and_judges_it(
    office: Client, event: Call, speaker: Appearance, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf())
    row = hand_in_whole(actor=BY_LINK, appearance_id=speaker.pk, kind="slides", path=path, name="slides.pdf")
    home, look = f"/w/rehearsal/{speaker.pk}/", f"/w/rehearsal/files/{row.pk}/"
    assert f"{look}1.webp" in text_of(office.get(look))
    assert office.get(f"{look}1.webp")["Content-Type"] == "image/webp"
    assert office.get(f"{look}9.webp").status_code == 404
    assert office.get(f"{look}download")["Location"].startswith("/f/")
    empty = office.post(home, {"do": "return", "material": str(row.pk), "reason": ""})
    assert empty.status_code == 422 and "what to change" in text_of(empty)
    assert office.post(home, {"do": "return", "material": str(row.pk), "reason": "Larger."}).status_code == 302
    assert "Larger." in text_of(office.get(home))
    assert office.post(home, {"do": "accept", "material": str(row.pk)}).status_code == 302


def test_slides_of_powerpoint_are_sent_back_for_a_pdf_in_one_press(
    office: Client, event: Call, speaker: Appearance, tmp_path: Path
) -> None:
    path = tmp_path / "a.pptx"
    path.write_bytes(pptx())
    row = hand_in_whole(actor=BY_LINK, appearance_id=speaker.pk, kind="slides", path=path, name="slides.pptx")
    page = office.get(f"/w/rehearsal/files/{row.pk}/").content.decode()
    assert "PowerPoint files are not drawn here" in page and "Send it back and ask for a PDF" in page
    [reason] = re.findall(r'name="reason" value="([^"]+)"', page)
    answer = office.post(f"/w/rehearsal/{speaker.pk}/", {"do": "return", "material": str(row.pk), "reason": reason})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.state == "returned" and "请改交PDF" in row.reason and "hand in a PDF" in row.reason
    assert Notice.objects.filter(letter="rehearsal.returned", body__contains="hand in a PDF").exists()
    assert "Send it back" not in text_of(office.get(f"/w/rehearsal/files/{row.pk}/"))


def test_the_office_sets_hours_and_writes_down_how_it_went(office: Client, event: Call, speaker: Appearance) -> None:
    home = f"/w/rehearsal/{speaker.pk}/"
    add_hours(event)
    hour = free_times(event, now=clock.now())[0]
    assert office.post(home, {"do": "assign", "time": str(hour.pk)}).status_code == 302
    wrong = office.post(home, {"do": "trial", "outcome": "", "up": "fast", "note": "Echo"})
    assert wrong.status_code == 422 and "Write a number" in text_of(wrong)
    assert "Echo" in text_of(wrong)
    assert office.post(home, {"do": "trial", "outcome": "passed", "camera": "good", "up": "31.2"}).status_code == 302
    assert "Ready for the stage" in text_of(office.get(home))
    choose_time(actor=BY_LINK, appearance_id=speaker.pk, time_id=hour.pk)
    assert office.post(home, {"do": "free"}).status_code == 302


def test_a_plan_is_kept_and_bad_input_is_told(office: Client, event: Call) -> None:
    path = f"/w/calls/{event.code}/rehearsal/plan"
    good = {
        "do": "plan",
        "items": ["slides"],
        "due": "2027-06-01",
        "longest": "600",
        "edits": "1",
        "connect_en": "Room 5",
    }
    assert office.post(path, good).status_code == 302
    assert "Room 5" in text_of(office.get(path))
    wrong = office.post(path, {**good, "longest": "x", "due": "June", "edits": "2", "connect_en": "Room 6"})
    assert wrong.status_code == 422
    assert "Write a number" in text_of(wrong) and "Room 6" in text_of(wrong)
    assert office.post(path, {**good, "edits": "1"}).status_code == 409
    window = {"do": "window", "day": "2027-06-08", "opens": "09:00", "closes": "10:00", "minutes": "20", "desks": "2"}
    assert office.post(path, window).status_code == 302
    assert text_of(office.get(path)).count("09:20–09:40") == 2
    assert office.post(path, {**window, "closes": "9 o'clock"}).status_code == 422
    ids = [str(one.pk) for one in free_times(event, now=clock.now())]
    assert office.post(path, {"do": "drop", "time": ids[:2]}).status_code == 302
    assert free_times(event, now=clock.now()).count() == 4


def test_applicants_and_host_areas_find_their_page(event: Call, speaker: Appearance) -> None:
    owner: User = make_user("founder")
    application = speaker.application
    assert application is not None
    application.owner = owner
    application.save(update_fields=["owner"])
    mine = visit_as(owner)
    assert mine.get(f"/my/applications/{application.pk}/rehearsal")["Location"] == link_of(speaker)
    assert "Get ready for the stage" in text_of(mine.get(f"/my/applications/{application.pk}/"))
    assert visit_as(make_user("other")).get(f"/my/applications/{application.pk}/rehearsal").status_code == 404
    area = Appearance.objects.get(call=event, board__isnull=False)
    officer = make_board_actor(area.board)  # type: ignore[arg-type]
    page = visit_as(User.objects.get(pk=officer.account)).get("/w/rehearsal/")
    assert link_of(area) in text_of(page) and link_of(speaker) not in text_of(page)


def test_without_a_plan_the_board_says_what_to_do(office: Client, city: Any) -> None:
    from tests.factories.city import make_call

    call = make_call(city)
    assert "Keep a plan first" in text_of(office.get(f"/w/calls/{call.code}/rehearsal/"))
    keep_plan(actor=actor_of(User.objects.get(name="clerk")), call=call, planned=Planned())
    assert office.get("/w/calls/nothing/rehearsal/").status_code == 404
