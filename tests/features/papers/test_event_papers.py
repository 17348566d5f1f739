"""Papers of an event say what is published, keep each consent, and read names as their owners do."""

import io
from datetime import time
from typing import Any

import pytest
from django.test import Client
from docx import Document
from pypdfium2 import PdfDocument

from tests.factories.city import SYSTEM, make_application, make_board, make_call, make_city, make_user
from tests.factories.pages import text_of, use_plain_addresses, visit_as
from tests.features.timetable.staging import SECRETS, make_event, make_site, place_event, private, select
from yunhui.features.papers.enums import DRAWN, Form, PaperKind
from yunhui.features.papers.models import Print
from yunhui.features.papers.selectors import Desk, paper_of, shelves_of
from yunhui.features.papers.services import print_paper
from yunhui.features.rehearsal.models import Appearance
from yunhui.features.rehearsal.services import Planned, Words, keep_phone, keep_plan, keep_words, wish_no_recording
from yunhui.features.timetable.models import Event, EventSession, Participant
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel import clock
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.services import withdraw_application
from yunhui.pipeline.calls.models import Call

pytestmark = pytest.mark.django_db
EVENT = (
    PaperKind.PROGRAMME, PaperKind.HANDBOOK, PaperKind.SCRIPT, PaperKind.RUN_SHEET, PaperKind.DOOR_SIGNS,
    PaperKind.NAME_CARDS, PaperKind.SESSION_SIGN_IN,
)  # fmt: skip
RARE = "㛃喆燚镕䶮"


@pytest.fixture
def event(settings: Any) -> Call:
    """Four pitches in two halls over two days, the last at 06:00 in the Netherlands; one host area."""
    use_plain_addresses(settings)
    city = make_city()
    make_site(city)
    return make_event(city)


def desk_of(call: Call) -> Desk:
    return Desk(SYSTEM, call, clock.now())


def shelves(call: Call) -> dict[str, Any]:
    return {one.kind: one.shelf for one in shelves_of(desk_of(call)) if one.kind in EVENT}


def printed(call: Call, kind: PaperKind, about: str, form: Form = Form.PDF) -> bytes:
    return print_paper(actor=SYSTEM, call=call, kind=kind, about=about, form=form).content


def words_of_pdf(content: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in PdfDocument(content))


def words_of_docx(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


def speaker(call: Call, number: int) -> Appearance:
    return Appearance.objects.get(application__call=call, application__number=number)


def test_before_the_timetable_is_public_there_is_nothing_to_print(settings: Any) -> None:
    use_plain_addresses(settings)
    call = make_call(make_city())
    assert all(shelf.missing and not shelf.choices for shelf in shelves(call).values())


def test_every_paper_of_the_event_can_be_taken(event: Call) -> None:
    for kind, shelf in shelves(event).items():
        assert shelf.choices, kind
        for choice in (shelf.choices[0], shelf.choices[-1]):
            content = printed(event, kind, choice.about)
            assert len(PdfDocument(content)) >= 1, kind
    assert {one.kind for one in Print.objects.all()} == set(EVENT)


@pytest.mark.parametrize("about", ["zh.a4", "zh.pocket", "en.a4", "en.pocket"])
def test_the_programme_and_the_handbook_hold_nothing_that_is_not_public(event: Call, about: str) -> None:
    words = words_of_pdf(printed(event, PaperKind.PROGRAMME, about))
    words += words_of_docx(printed(event, PaperKind.HANDBOOK, about[:2], Form.DOCX))
    assert ("项目1" in words) if about.startswith("zh") else ("Project 1" in words)
    assert not [secret for secret in SECRETS if secret in words.replace("代尔夫特", "") and secret != "Delft"]


def test_who_withdrew_is_on_no_paper(event: Call) -> None:
    gone = event.applications.get(number=1)
    withdraw_application(actor=SYSTEM, application_id=gone.pk)
    for kind, about in ((PaperKind.HANDBOOK, "zh"), (PaperKind.PROGRAMME, "zh.a4"), (PaperKind.NAME_CARDS, "speakers")):
        assert gone.title not in words_of_pdf(printed(event, kind, about)), kind


def test_the_script_reads_names_as_their_owners_do(event: Call) -> None:
    keep_plan(actor=SYSTEM, call=event, planned=Planned())
    told = speaker(event, 1)
    words = Words(
        announced_zh=f"{RARE} 博士", announced_en="Dr Ran", spoken="jié-zhé-yì-róng-yǎn", biography_zh="研究电池。"
    )
    keep_words(actor=SYSTEM, appearance_id=told.pk, words=words)
    wish_no_recording(actor=SYSTEM, appearance_id=told.pk, wish=True)
    about = next(one.about for one in shelves(event)[PaperKind.SCRIPT].choices if one.about.endswith("hall-1"))
    said = words_of_docx(printed(event, PaperKind.SCRIPT, about, Form.DOCX))
    assert f"有请本场第1个项目《项目1》。路演人：{RARE} 博士" in said
    assert "读法：jié-zhé-yì-róng-yǎn" in said and "研究电池。" in said and "本人不同意录制" in said
    assert RARE in words_of_pdf(printed(event, PaperKind.SCRIPT, about))
    english = words_of_docx(printed(event, PaperKind.SCRIPT, about.replace("zh.", "en."), Form.DOCX))
    assert "The speaker is Dr Ran, where it is now" in english and "Fingerprint" not in english.splitlines()[0]


def test_the_script_names_who_is_in_the_chair(event: Call) -> None:
    """One for the morning, two after noon; another hall is another's."""
    keep_plan(actor=SYSTEM, call=event, planned=Planned())
    slots = event.timetables.get(state="published").slots.filter(room__key="hall-1").order_by("starts_at")
    first, last = slots[0], slots[len(slots) - 1]
    begins, turns = (one.starts_at.astimezone(clock.BEIJING) for one in (first, last))
    half = {"day": begins.date(), "room": first.room, "event": Event.objects.get_or_create(call=event)[0]}
    early = EventSession.objects.create(**half, key="a", opens=time(0), closes=turns.time())
    late = EventSession.objects.create(**half, key="b", opens=turns.time(), closes=time(23, 59))
    for name, session in (("沈望舒", early), ("Ada Berg", late), ("陆景行", late)):
        Participant.objects.create(call=event, kind="chair", name=name, session=session, language="en", zone="UTC")
    about = next(one.about for one in shelves(event)[PaperKind.SCRIPT].choices if one.about.endswith("hall-1"))
    said = words_of_docx(printed(event, PaperKind.SCRIPT, about, Form.DOCX))
    assert "本场由沈望舒主持。" in said and "接下来由Ada Berg、陆景行主持。" in said
    assert said.index("沈望舒") < said.index("本场第1个项目") < said.index("Ada Berg")
    english = words_of_docx(printed(event, PaperKind.SCRIPT, about.replace("zh.", "en."), Form.DOCX))
    assert "In the chair: 沈望舒." in english and "From here on in the chair: Ada Berg and 陆景行." in english


def test_a_name_in_characters_gets_pinyin_to_check(event: Call) -> None:
    application = event.applications.get(number=3)
    application.speaker = "单于飞"
    application.save(update_fields=["speaker"])
    keep_plan(actor=SYSTEM, call=event, planned=Planned())
    about = next(one.about for one in shelves(event)[PaperKind.SCRIPT].choices if one.about.endswith("hall-1"))
    assert "shàn yú fēi（系统注音" in words_of_docx(printed(event, PaperKind.SCRIPT, about, Form.DOCX))


def test_the_run_of_show_goes_minute_by_minute(event: Call) -> None:
    keep_plan(actor=SYSTEM, call=event, planned=Planned())
    told = speaker(event, 1)
    keep_phone(actor=SYSTEM, appearance_id=told.pk, phone="+31 15 278 9111", interpreter="questions")
    about = shelves(event)[PaperKind.RUN_SHEET].choices[0].about
    said = words_of_docx(printed(event, PaperKind.RUN_SHEET, about, Form.DOCX))
    for words in ("15:00", "15:06", "15:08", "15:13", "还剩2分钟", "无录播", "答辩口译", "备用电话尾号9111"):
        assert words in said, words
    assert "278 9111" not in said


def test_long_and_foreign_names_fit_on_their_cards(settings: Any) -> None:
    use_plain_addresses(settings)
    call = make_call(make_city())
    long = "Prof. Dr. Maria-Magdalena van den Berghe-Ollenhauer zu Löwenstein-Wertheim"
    rows = [
        make_application(call, 1, **private(1, name=long)),
        make_application(call, 2, **private(2, name="محمد عبد الرحمن")),
        make_application(call, 3, **private(3, name="ישראל ישראלי")),
        make_application(call, 4, **private(4, name=RARE)),
    ]
    select(rows)
    place_event(call, rows, [make_board(call.jurisdiction, 1, "energy")])
    document = PdfDocument(printed(call, PaperKind.NAME_CARDS, "speakers"))
    assert len(document) == 4  # one sheet each, nothing runs over
    said = [page.get_textpage().get_text_range().replace("\r\n", " ") for page in document]
    assert sum(RARE in words for words in said) == 1
    assert any("Berghe-Ollenhauer" in words for words in said)


def test_what_a_template_draws_has_no_word_file(event: Call) -> None:
    for kind in DRAWN:
        about = shelves(event)[kind].choices[0].about
        with pytest.raises(NotFoundError):
            printed(event, kind, about, Form.DOCX)
        with pytest.raises(NotFoundError):
            paper_of(desk_of(event), kind, "elsewhere")


def test_a_print_of_drawn_sheets_is_found_by_its_fingerprint(event: Call) -> None:
    browser: Client = visit_as(make_user("clerk", Role.OFFICE))
    path = f"/w/calls/{event.code}/papers/"
    assert browser.get(f"{path}door-signs.pdf", {"about": "a4"}).status_code == 200
    short = Print.objects.get().short
    page = text_of(browser.get(path, {"check": short}))
    assert "Signs for the doors" in page and "still" in page
    assert "door-signs.docx" not in browser.get(path).content.decode()
