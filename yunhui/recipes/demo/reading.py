"""What the demo's applicants entrust, and who has opened it: slides, undertakings, openings over some days."""

import tempfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.selectors import actor_of, holders
from yunhui.foundation.files.models import Attachment
from yunhui.foundation.files.services import attach_sent
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import submit_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.consents.enums import Purpose
from yunhui.pipeline.consents.services import give_consent
from yunhui.pipeline.reading.rules import promise_of
from yunhui.pipeline.reading.selectors import reading_for
from yunhui.pipeline.reading.services import open_reading, undertake
from yunhui.recipes.demo.city import DemoCity
from yunhui.ui.papers import typeset

_TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "recipes" / "deck.typ"
_OTHERS = 4
_PARTS = (("summary", "做什么"), ("novelty", "新在哪里"), ("team", "团队"), ("landing", "落地打算"))
_STEPS = (
    ("第一年", "中试线，首批用户"),
    ("第二年", "小批量，第三方检测"),
    ("第三年", "量产，第二个应用"),
)


@transaction.atomic
def entrust(*, actor: Actor, city: DemoCity) -> None:
    """Give this season's applications their slides, and let readers open the applicant's own."""
    call = Call.objects.get(code="youth")
    assert call.closes_at is not None, "a published call closes"
    rows = Application.objects.filter(call=call)
    own = rows.get(owner=city.applicant)
    offered = rows.filter(offers__board=city.boards[1], offers__state="pending").exclude(pk=own.pk)
    assigned = rows.filter(assignments__expert=city.experts[0], assignments__state="open").exclude(pk=own.pk)
    some = [*offered.order_by("number").distinct()[:_OTHERS], *assigned.order_by("-number")]
    for application in {one.pk: one for one in (own, *some)}.values():
        with clock.travel(call.closes_at - timedelta(hours=3)):
            deck = _deck(actor, application)
            answers = {**application.answers, "deck": [str(deck.pk)]}
            submit_application(actor=actor, application_id=application.pk, answers=answers)
    give_consent(actor=actor_of(city.applicant), application_id=own.pk, purpose=Purpose.RECORDING)
    _open(own, city)


def _deck(actor: Actor, application: Application) -> Attachment:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deck"
        path.write_bytes(typeset(_TEMPLATE, _words(application.answers)))
        return attach_sent(
            actor=actor, path=path, name="路演材料.pdf", owner=("application", application.pk), slot="deck"
        )


def _words(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": answers["title"],
        "title_en": answers["title_en"],
        "line": f"{answers['name']} · {answers['employer']}",
        "parts": [{"title": title, "text": str(answers[key])} for key, title in _PARTS],
        "plan": {"title": "三年计划", "steps": [{"when": when, "what": what} for when, what in _STEPS]},
    }


def _open(own: Application, city: DemoCity) -> None:
    """Some who may read it do, on different days; who may not by then does not."""
    now = clock.now()
    people = [holders(role).order_by("pk").first() for role in (Role.OFFICE,)]
    people += [user for board in city.boards if (user := holders(Role.BOARD, ScopeKind.BOARD, board.pk).first())]
    people += [task.expert.person.user for task in own.assignments.select_related("expert__person__user")[:2]]
    for days, user in enumerate(filter(None, people), 1):
        reader = actor_of(user)
        with clock.travel(now - timedelta(days=min(days, 4), hours=days, minutes=7 * days)):
            try:
                reading = reading_for(reader, own.pk)
            except NotFoundError:  # was not asked about this project
                continue
            undertake(actor=reader, application_id=own.pk, text_version=promise_of(reading.application.call).version)
            open_reading(actor=reader, application_id=own.pk, attachment_id=_first_file(own))


def _first_file(application: Application) -> Any:
    return Attachment.objects.filter(owner_id=str(application.pk)).values_list("pk", flat=True).first()
