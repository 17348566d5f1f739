"""The decorator of every page: what somebody hears who cannot go on, and where they are led."""

import json

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from yunhui.kernel.actor import VISITOR
from yunhui.kernel.errors import DomainError
from yunhui.ui.page import Request, anyone, page, pressed, signed_in


@page(signed_in, "GET", "POST")
def diary(request: Request) -> HttpResponse:
    """A page for people with an account."""
    raise AssertionError("nobody comes this far")


@page(anyone)
def closed(request: Request) -> HttpResponse:
    """A page that opens once something else is done."""
    error = DomainError("not_promised", "Promise first.")
    error.door = "/promise"
    raise error


def answer(method: str = "POST", **headers: str) -> HttpResponse:
    request = RequestFactory().generic(method, "/diary?day=1", headers=headers)
    request.actor = VISITOR  # type: ignore[attr-defined]
    return diary(request)  # type: ignore[arg-type]


@pytest.mark.parametrize("headers", [{"Accept": "application/json"}, {"Accept": "*/*", "Sec-Fetch-Dest": "empty"}])
def test_a_script_is_told_that_its_reader_is_signed_out(headers: dict[str, str]) -> None:
    told = answer(**headers)
    assert told.status_code == 401
    assert json.loads(told.content) == {"error": "signed_out"}


@pytest.mark.parametrize("headers", [{}, {"Accept": "text/html,*/*;q=0.8", "Sec-Fetch-Dest": "document"}])
def test_a_person_is_led_to_the_door_and_back(headers: dict[str, str]) -> None:
    led = answer("GET", **headers)
    assert led.status_code == 302
    assert led["Location"] == "/sign-in?next=%2Fdiary%3Fday%3D1"


@pytest.mark.parametrize(
    ("headers", "status", "where"),
    [
        ({}, 302, "Location"),
        # What htmx asks for looks fetched to the browser, but its reader can be led.
        ({"HX-Request": "true", "Sec-Fetch-Dest": "empty"}, 204, "HX-Redirect"),
    ],
)
def test_what_stands_in_the_way_leads_to_its_door(headers: dict[str, str], status: int, where: str) -> None:
    request = RequestFactory().get("/diary?day=1", headers=headers)
    request.actor = VISITOR  # type: ignore[attr-defined]
    led = closed(request)  # type: ignore[arg-type]
    assert led.status_code == status
    assert led[where] == "/promise?next=%2Fdiary%3Fday%3D1"


@page(anyone, "POST")
def draft(request: Request) -> HttpResponse:
    """A page with two buttons."""
    return HttpResponse(pressed(request, "save", "publish"))


@pytest.mark.parametrize(("sent", "status"), [("publish", 200), ("publsih", 422), ("", 422)])
def test_a_button_that_the_page_does_not_have_does_nothing(sent: str, status: int) -> None:
    request = RequestFactory().post("/draft", {"do": sent} if sent else {})
    request.actor = VISITOR  # type: ignore[attr-defined]
    told = draft(request)  # type: ignore[arg-type]
    assert told.status_code == status
    assert (told.content == b"publish") == (status == 200)
