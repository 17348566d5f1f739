"""The public timetable: three clocks, the filter, the files, and nothing that is private."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pypdfium2 import PdfDocument

from tests.factories.city import SYSTEM, make_board, make_call, make_user
from tests.factories.pages import text_of, visit_as
from tests.features.timetable.staging import NIGHT, SECRETS, UNRELEASED, make_event, make_site, place_event
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.services import publish_timetable
from yunhui.foundation.accounts.enums import Role
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import withdraw_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.consents.enums import Level, Purpose
from yunhui.pipeline.consents.models import Consent

PAGES = ("/zh/timetable/stage/", "/en/timetable/stage/")
WRITTEN = tuple(f"/{lang}/timetable/stage.{ending}" for lang in ("zh", "en") for ending in ("ics", "json"))
PRINTED = tuple(f"/{lang}/timetable/stage.{ending}" for lang in ("zh", "en") for ending in ("pdf", "pocket.pdf"))
FILES = (*WRITTEN, *PRINTED)


HOUR = timedelta(hours=1)


def publish_first(call: Call) -> None:
    """Make the staged version public as the office does."""
    Timetable.objects.filter(call=call).update(state="draft", published_at=None)
    publish_timetable(actor=SYSTEM, timetable_id=Timetable.objects.get(call=call).pk)


def unfolded(body: bytes) -> str:
    return body.replace(b"\r\n ", b"").decode(errors="replace")


@pytest.mark.parametrize("path", [*PAGES, *WRITTEN])
def test_nothing_private_is_public(event: Call, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 200
    text = unfolded(answer.content)
    assert NIGHT in text or "A project at night" in text
    for secret in (*SECRETS, *UNRELEASED):
        assert secret not in text, secret
    for row in Application.objects.all():
        assert str(row.pk) not in text


def test_the_paper_holds_nothing_private(event: Call) -> None:
    from yunhui.features.timetable.selectors import lines_of
    from yunhui.features.timetable.selectors.papers import words_of

    timetable = Timetable.objects.get()
    for language in ("zh-hans", "en"):
        text = json.dumps(words_of(timetable, lines_of(timetable), language), ensure_ascii=False)
        assert "A project at night" in text or NIGHT in text
        for secret in (*SECRETS, *UNRELEASED):
            assert secret not in text, secret


def test_each_pitch_tells_the_venue_and_the_speaker_and_the_browser_adds_the_reader(event: Call) -> None:
    page = text_of(Client().get("/en/timetable/stage/"))
    assert "15:00–15:13" in page and "09:00 there" in page
    assert 'data-own=" · {time} for you"' in page and " for you</" not in page
    chinese = text_of(Client().get("/zh/timetable/stage/"))
    assert "当地09:00" in chinese and "您那里{time}" in chinese


@pytest.mark.parametrize("path", ["", "halls/", "groups/", "mine/", "changes/"])
def test_no_page_varies_by_who_asks(event: Call, path: str) -> None:
    """One copy is shown to every visitor, whatever their cookies say."""
    plain = Client().get(f"/en/timetable/stage/{path}")
    other = visit_as(None, language="zh-hans", zone="America/New_York").get(f"/en/timetable/stage/{path}")
    assert plain.status_code == 200 and plain.content == other.content
    assert not plain.cookies


def test_a_clock_is_chosen_without_a_script(event: Call) -> None:
    page = text_of(Client().get("/en/timetable/stage/?zone=America/Los_Angeles"))
    assert "00:00 for you" in page
    assert '<option value="America/Los_Angeles" selected>' in page
    assert "zone=America/Los_Angeles" in page.split('aria-label="Filter by group"')[1]
    wrong = text_of(Client().get("/en/timetable/stage/?zone=Mars/Olympus"))
    assert " for you</" not in wrong and '<option value="Asia/Shanghai" selected>' in wrong


def test_the_day_is_named_where_it_differs(event: Call) -> None:
    page = text_of(Client().get("/en/timetable/stage/?zone=Pacific/Honolulu"))
    assert "Wed 21:00 for you" in page


def test_a_pitch_at_night_is_marked_in_words(event: Call) -> None:
    page = text_of(Client().get("/en/timetable/stage/"))
    assert page.count("light--y") == 1
    mark = page.split("A project at night")[1][:900]
    assert "07:00 there" in mark and "outside 08:00–22:00 there" in mark
    assert "One pitch lies outside" in page


def test_the_filter_keeps_one_group(event: Call) -> None:
    page = text_of(Client().get("/en/timetable/stage/groups/energy/"))
    groups = {
        row.group.key: row.title_en for row in Application.objects.filter(state="selected").select_related("group")
    }
    assert groups["energy"] in page and groups["ict"] not in page
    assert page.count('class="talk"') == 1
    assert Client().get("/en/timetable/stage/groups/nonsense/").status_code == 404
    assert Client().get("/en/timetable/stage/?group=energy")["Location"] == "/en/timetable/stage/groups/energy/"


def test_by_hall_and_by_group_hold_every_pitch_once(event: Call) -> None:
    for path in ("", "halls/", "groups/"):
        assert text_of(Client().get(f"/en/timetable/stage/{path}")).count('class="talk"') == 4
    one = text_of(Client().get("/en/timetable/stage/halls/hall-2/"))
    assert one.count('class="talk"') == 2 and "Hall 2" in one
    assert Client().get("/en/timetable/stage/halls/cellar/").status_code == 404


def test_a_session_has_its_page_and_its_calendar(event: Call) -> None:
    page = text_of(Client().get("/en/timetable/stage/"))
    keys = re.findall(r"/en/timetable/stage/sessions/([\w-]+)/", page)
    assert len(keys) == 4 and "0610-1500-hall-1" in keys
    for key in keys:
        assert text_of(Client().get(f"/en/timetable/stage/sessions/{key}/")).count('class="talk"') == 1
        assert Client().get(f"/en/timetable/stage/sessions/{key}.ics").content.count(b"BEGIN:VEVENT") == 1
    assert Client().get("/en/timetable/stage/sessions/0610-0300-hall-1/").status_code == 404
    assert Client().get("/en/timetable/stage/sessions/0610-0300-hall-1.ics").status_code == 404


def test_a_session_tells_a_summary_in_the_language_of_its_page(event: Call) -> None:
    one = Application.objects.get(call=event, number=1)
    one.answers["summary"] = "低温下容量不减。\nIt keeps its capacity in the cold."
    one.save(update_fields=["answers"])
    Consent.objects.filter(application=one, purpose=Purpose.PUBLICATION).update(level=Level.SUMMARY)
    keys = set(re.findall(r"stage/sessions/([\w-]+)/", text_of(Client().get("/zh/timetable/stage/"))))
    for lang, own, other in (("zh", "低温下", "It keeps"), ("en", "It keeps", "低温下")):
        pages = "".join(text_of(Client().get(f"/{lang}/timetable/stage/sessions/{key}/")) for key in keys)
        assert own in pages and other not in pages


def test_a_choice_is_shared_without_an_account(event: Call) -> None:
    ids = re.findall(r'data-star="p-([0-9a-f]{8})"', text_of(Client().get("/en/timetable/stage/")))
    assert len(ids) == 4
    shared = text_of(Client().get(f"/en/timetable/stage/mine/?pick={ids[0]}.{ids[2]}"))
    assert shared.count('class="talk"') == 2 and "A shared programme" in shared
    calendar = unfolded(Client().get(f"/en/timetable/stage.ics?pick={ids[0]}.{ids[2]}").content)
    assert calendar.count("BEGIN:VEVENT") == 2
    assert text_of(Client().get("/en/timetable/stage/mine/?pick=zzzz")).count('class="talk"') == 0


def test_what_moved_and_what_is_cancelled_is_said(event: Call) -> None:
    publish_first(event)
    rows = list(Application.objects.filter(state="selected").order_by("number"))
    draft = place_event(event, rows[:-1], [], number=2)
    Timetable.objects.filter(pk=draft.pk).update(state="draft", published_at=None)
    Timetable.objects.filter(number=1).update(state="published")
    slot = draft.slots.get(application=rows[0])
    slot.starts_at, slot.ends_at = slot.starts_at + HOUR, slot.ends_at + HOUR
    slot.save()
    publish_timetable(actor=SYSTEM, timetable_id=draft.pk, note_en="A train was late.")
    page = text_of(Client().get("/en/timetable/stage/"))
    assert "moved, was 15:00" in page
    assert "Cancelled" in page
    assert NIGHT not in page and "A project at night" not in page
    changes = text_of(Client().get("/en/timetable/stage/changes/"))
    assert "15:00 · Hall 1" in changes and "16:00 · Hall 1" in changes and "A train was late." in changes
    assert "2 items were cancelled." in changes and "A project at night" not in changes
    feed = Client().get("/en/timetable/stage/changes.atom").content.decode()
    assert "A train was late." in feed and feed.count("<entry>") == 2 and "A project at night" not in feed


def test_what_is_withdrawn_leaves_the_old_versions_too(event: Call) -> None:
    publish_first(event)
    rows = list(Application.objects.filter(state="selected").order_by("number"))
    draft = place_event(event, rows, [], number=2, shift=5)
    Timetable.objects.filter(pk=draft.pk).update(state="draft", published_at=None)
    Timetable.objects.filter(number=1).update(state="published")
    publish_timetable(actor=SYSTEM, timetable_id=draft.pk)
    title = rows[0].title_en
    assert title in text_of(Client().get("/en/timetable/stage/changes/"))
    withdraw_application(actor=SYSTEM, application_id=rows[0].pk)
    for path in ("/", "/halls/", "/groups/", "/mine/", "/changes/", "/changes.atom", ".ics", "/schedule.json",
                 "/schedule.xml", ".json", "/halls/hall-1.ics"):  # fmt: skip
        assert title not in unfolded(Client().get(f"/en/timetable/stage{path}").content), path
    cancelled = unfolded(Client().get("/en/timetable/stage.ics").content)
    assert cancelled.count("STATUS:CANCELLED") == 2  # the host area that version 2 leaves out, and this one


def test_who_withdraws_is_gone_at_once(event: Call) -> None:
    before = Client().get("/en/timetable/stage.json")
    withdraw_application(actor=SYSTEM, application_id=Application.objects.get(title=NIGHT).pk)
    for path in (*PAGES, *WRITTEN):
        text = unfolded(Client().get(path).content)
        assert NIGHT not in text and "A project at night" not in text
    assert before["ETag"] != Client().get("/en/timetable/stage.json")["ETag"]


@pytest.mark.parametrize("path", FILES)
def test_files_are_asked_for_again_only_when_they_changed(event: Call, path: str) -> None:
    first = Client().get(path)
    assert "public" in first["Cache-Control"]
    assert Client().get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    rows = list(Application.objects.filter(state="selected").order_by("number"))
    place_event(event, rows, [], number=2, shift=5)
    later = Client().get(path, headers={"if-none-match": first["ETag"]})
    assert later.status_code == 200 and later["ETag"] != first["ETag"]


def test_two_languages_are_two_files(event: Call) -> None:
    for zh, en in zip(FILES[:2], FILES[2:4], strict=True):
        assert Client().get(zh)["ETag"] != Client().get(en)["ETag"]


@pytest.mark.parametrize("path", PRINTED)
def test_on_paper_for_everyone(event: Call, path: str) -> None:
    """What is printed is what the public page says, no more; a project that leaves leaves the paper too."""

    def printed() -> tuple[tuple[float, float], str]:
        with PdfDocument(Client().get(path).content) as paper:
            return paper[0].get_size(), "".join(sheet.get_textpage().get_text_bounded() for sheet in paper)

    size, text = printed()
    assert [round(side / 72 * 25.4) for side in size] == ([105, 148] if "pocket" in path else [210, 297])
    shown = "A project at night" if "/en/" in path else NIGHT
    assert shown in text.replace("\r\n", " " if "/en/" in path else "")
    for secret in (*SECRETS, *UNRELEASED):
        assert secret not in text, secret
    Application.objects.filter(title=NIGHT).update(state="withdrawn")
    assert shown not in printed()[1]
    assert path in Client().get(f"/{path[1:3]}/timetable/stage/").content.decode()


def test_drafts_and_unpublished_versions_are_not_there(city: Jurisdiction, event: Call) -> None:
    make_call(city, "secret", published=False)
    waiting = make_call(city, "waiting")
    Timetable.objects.create(call=waiting, number=1)
    office = visit_as(make_user("office", Role.OFFICE))
    for client in (Client(), office):
        assert client.get("/en/timetable/secret/").status_code == 404
        assert client.get("/en/timetable/waiting.ics").status_code == 404
        page = client.get("/en/timetable/waiting/")
        assert page.status_code == 200 and "not published yet" in text_of(page)
    assert Client().get("/en/timetable/nowhere/").status_code == 404
    assert Client().get("/de/timetable/stage/").status_code == 404


def test_the_latest_is_the_next_event(city: Jurisdiction, event: Call) -> None:
    assert Client().get("/en/timetable/")["Location"] == "/en/timetable/stage/"


@pytest.mark.django_db
def test_without_any_timetable_the_page_says_what_comes() -> None:
    page = Client().get("/zh/timetable/")
    assert page.status_code == 200 and "还没有发布日程" in text_of(page)


def test_the_number_of_queries_does_not_grow(city: Jurisdiction, django_assert_num_queries: Any) -> None:
    make_site(city)
    boards = [make_board(city, 1, "energy")]
    make_event(city, "small", boards, count=1)
    make_event(city, "large", boards, count=5)
    for code in ("small", "large"):
        with django_assert_num_queries(7):
            Client().get(f"/en/timetable/{code}/")
