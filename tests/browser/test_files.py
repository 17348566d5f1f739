"""A founder in Chromium sends a plan over a bad line, decides who reads it, and is read by a host area."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.chromium import serious
from tests.factories.city import (
    SYSTEM,
    answers,
    make_board,
    make_call,
    make_city,
    make_user,
)
from tests.foundation.files.corpus import BAD, pdf
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.files.models import Attachment, Upload
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import save_draft, screen_application, start_application
from yunhui.pipeline.consents.enums import Purpose
from yunhui.pipeline.consents.selectors import permitted
from yunhui.pipeline.reading.models import Opening, Undertaking

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def draft() -> Application:
    city = make_city()
    make_board(city, 1, "energy")
    founder = make_user("founder")
    application = start_application(actor=actor_of(founder), call=make_call(city, max_boards=1))
    given = {key: str(value) for key, value in answers(1, group="energy").items()}
    save_draft(actor=actor_of(founder), application_id=application.pk, answers=given)
    return application


def big(megabytes: int) -> bytes:
    """A PDF that takes several pieces: a comment makes it long."""
    return pdf(2).replace(b"%PDF-1.7\n", b"%PDF-1.7\n%" + b"x" * (megabytes << 20) + b"\n", 1)


def file(name: str, data: bytes) -> dict[str, Any]:
    """A file as it is chosen."""
    return {"name": name, "mimeType": "application/pdf", "buffer": data}


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("zh-hans", 390)])
def test_an_upload_that_is_cut_goes_on(open_as: Open, draft: Application, language: str, width: int) -> None:
    page = open_as(draft.owner, f"/my/applications/{draft.pk}/", language=language, width=width)
    box, chooser = page.locator("[data-files]"), page.locator("#f-deck")
    sent: list[str] = []

    def cut(route: Any) -> None:
        if route.request.method == "PATCH":
            sent.append(route.request.headers["upload-offset"])
            if len(sent) == 3:  # the line breaks in the middle, and stays broken
                page.context.set_offline(True)
                route.abort()
                return
        route.continue_()

    page.route("**/files/deck/uploads/**", cut)
    chooser.set_input_files(file("Plan.pdf", big(4)))
    page.locator("[data-files] .error").wait_for()
    assert Upload.objects.get().received == 2 << 20
    assert serious(page) == []
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    box.locator("[data-file]").wait_for()
    kept = Attachment.objects.get()
    assert kept.name == "Plan.pdf" and kept.blob.pages == 2
    assert Application.objects.get().answers["deck"] == [str(kept.pk)]
    assert [int(one) >> 20 for one in sent[:4]] == [0, 1, 2, 2]
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.unroute("**/files/deck/uploads/**")
    page.reload()
    box.locator("[data-file]").wait_for()
    page.locator("[data-file-remove]").click()
    box.locator("[data-file]").wait_for(state="detached")
    assert Application.objects.get().answers["deck"] == [] and not Attachment.objects.exists()


def test_a_page_loaded_anew_goes_on_with_the_same_file(open_as: Open, draft: Application) -> None:
    page = open_as(draft.owner, f"/my/applications/{draft.pk}/")
    seen: list[str] = []

    def broken(route: Any) -> None:
        seen.append(route.request.method)
        if len(seen) > 2:
            route.abort()
        else:
            route.continue_()

    page.route("**/files/deck/uploads/**", broken)
    data = file("Plan.pdf", big(4))
    page.locator("#f-deck").set_input_files(data)
    page.locator("[data-files] .error").wait_for()
    page.unroute("**/files/deck/uploads/**")
    page.reload()
    line = page.locator("[data-upload]")
    line.get_by_text("Choose the same file again to go on").wait_for()
    assert Upload.objects.get().received == 2 << 20
    Upload.objects.update(mark="")  # a file from memory has no time of change of its own
    page.locator("#f-deck").set_input_files(data)
    page.locator("[data-file]").wait_for()
    assert Attachment.objects.get().blob.pages == 2


def test_what_is_wrong_is_said_beside_the_file(open_as: Open, draft: Application) -> None:
    page = open_as(draft.owner, f"/my/applications/{draft.pk}/")
    page.locator("#f-deck").set_input_files(file("Plan.pdf", BAD["a program"][0]))
    page.get_by_text("This is a program, whatever its name says.").first.wait_for()
    page.locator("#f-deck").set_input_files(file("Empty.pdf", b""))
    page.get_by_text("The file is empty.").first.wait_for()
    assert serious(page) == [] and not Attachment.objects.exists()


def test_without_scripts_a_plain_form_does_the_same(open_as: Open, draft: Application) -> None:
    page = open_as(draft.owner, f"/my/applications/{draft.pk}/", java_script_enabled=False)
    page.fill("[name=title]", "写了一半")
    page.locator("#f-deck").set_input_files(file("Plan.pdf", pdf()))
    page.get_by_role("button", name="Upload").click()
    page.get_by_text("Plan.pdf").first.wait_for()
    assert page.locator("[name=title]").input_value() == "写了一半"
    page.locator("#f-deck").set_input_files(file("x.pdf", b"no PDF"))
    page.get_by_role("button", name="Upload").click()
    page.get_by_text("This kind of file is not taken here.").first.wait_for()
    page.get_by_role("button", name="Remove").click()
    page.locator("[data-file]").wait_for(state="detached")
    assert Application.objects.get().answers["deck"] == []


@pytest.mark.parametrize(("language", "width"), [("en", 390), ("zh-hans", 1440)])
def test_from_consent_to_reader_and_back(open_as: Open, draft: Application, language: str, width: int) -> None:
    page = open_as(draft.owner, f"/my/applications/{draft.pk}/", language=language, width=width)
    page.locator("#f-deck").set_input_files(file("Plan.pdf", pdf(3)))
    page.locator("[data-file]").wait_for()
    page.locator("#consent-experts button").click()
    page.locator("#consent-experts .light--full").wait_for()
    page.locator("#consent-boards [value=all]").check()
    page.locator("#consent-boards button").last.click()
    page.locator("#consent-boards .light--full").wait_for()
    assert serious(page) == []
    assert Application.objects.filter(permitted(Purpose.BOARDS)).exists()
    page.locator(".form__foot button").click()
    page.wait_for_url("**/?done=submitted")
    screen_application(actor=SYSTEM, stage_pass=draft.passes.get(stage__kind="screening"), passed=True)

    board = draft.__class__.objects.get().offers.get().board
    officer = make_user("officer", Role.BOARD, scope=(ScopeKind.BOARD, board.pk))
    reader = open_as(officer, "/w/offers/", language=language, width=width)
    Undertaking.objects.all().delete()
    reader.goto(f"/r/{draft.pk}/")
    assert serious(reader) == []
    reader.locator("#agreed").check()
    reader.locator("form .btn--primary").click()
    with reader.expect_response("**/1.webp?*") as drawn:
        reader.get_by_role("link", name="Plan.pdf").click()
    assert drawn.value.status == 200 and drawn.value.headers["content-type"] == "image/webp"
    assert serious(reader) == []
    assert reader.evaluate("document.documentElement.scrollWidth") <= width
    assert Opening.objects.filter(what="file").count() == 1

    page.goto(f"/my/applications/{draft.pk}/consents/boards/revoke")
    page.locator("main form .btn--primary").click()
    page.wait_for_url("**/consents/#consent-boards")
    reader.reload()
    assert reader.locator("h1").count() and not reader.locator(".reader__page").count()
    page.goto(f"/my/applications/{draft.pk}/openings/")
    page.get_by_text("Plan.pdf").wait_for()
    assert serious(page) == []
