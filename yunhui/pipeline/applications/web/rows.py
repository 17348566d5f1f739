"""An applicant's applications and open calls as their pages show them, and where those pages are."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.rules import columns_of, is_owner
from yunhui.pipeline.applications.web.journey import Next, next_of, standing
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.selectors import calls_visible_to

HOME = "/my/"


@dataclass(frozen=True, slots=True)
class Row:
    """One of the applicant's applications in their list."""

    application: Application
    title: str
    call: str
    group: str
    standing: str
    next: Next
    is_own: bool


def row_of(application: Application, actor: Actor) -> Row:
    """What the list says of an application; no query of its own."""
    is_draft = application.state == ApplicationState.DRAFT
    english = columns_of(application.answers, {})["title_en"] if is_draft else application.title_en
    title = (english if actor.language == ENGLISH else "") or application.title
    return Row(
        application=application,
        title=title or _("Project without a name yet"),
        call=pick(application.call, "title", actor.language),
        group=pick(application.group, "name", actor.language) if application.group else "",
        standing=standing(application),
        next=next_of(application, actor),
        is_own=is_owner(actor, application),
    )


def open_calls(actor: Actor) -> QuerySet[Call]:
    """The calls that take applications now, the one that closes first on top."""
    now = clock.now()
    rows = calls_visible_to(actor).filter(state=CallState.PUBLISHED, opens_at__lte=now, closes_at__gt=now)
    return rows.order_by("closes_at", "pk")


def call_card(call: Call, actor: Actor) -> dict[str, Any]:
    """A call in the reader's language, and where to start an application to it."""
    return {
        "code": call.code,
        "name": pick(call, "title", actor.language),
        "summary": pick(call, "summary", actor.language),
        "closes_at": call.closes_at,
        "start_url": f"{HOME}calls/{call.code}/start",
    }


def address(application: Application) -> str:
    """The page of an application for its applicant."""
    return f"{HOME}applications/{application.pk}/"


def form_address(application: Application) -> str:
    """Where its form is: a draft's page is the form, what was submitted is changed on a page of its own."""
    return address(application) + ("" if application.state == ApplicationState.DRAFT else "edit")
