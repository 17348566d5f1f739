"""A review with secrets planted in it: who scored what, in which words, who stood aside and why."""

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver
from pypdfium2 import PdfDocument

from tests.factories.city import (
    SYSTEM,
    make_actor,
    make_application,
    make_board,
    make_call,
    make_city,
    make_expert,
    make_user,
)
from tests.factories.deciding import WISH
from tests.foundation.files.corpus import pdf
from yunhui.features.docking.models import Offer
from yunhui.features.timetable.services import build_timetable, publish_timetable
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.files.services import attach_file
from yunhui.parties.models import Board
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.services import propose_batch, release_batch, sign_batch
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import ReviewConfig
from yunhui.pipeline.review.services import assign_experts, lock_sheet, recuse
from yunhui.recipes.walk import answer_offers, spread_points

NOBODY = "01900000-0000-7000-8000-000000000000"
# What differs from visit to visit: tokens, times, ids.
CHANGING = re.compile(r"[A-Za-z0-9]{64}|\d\d:\d\d(:\d\d)?(\.\d+)?|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Trust:
    """One project that was scored by the first expert, left by the second, and waits for the third; a second project
    that all three have."""

    call: Call
    board: Board
    project: Application
    other: Application
    owner: User
    rival: User
    officer: User
    experts: list[Expert]
    secrets: tuple[str, ...]

    def user(self, number: int) -> User:
        """The account of an expert, from 0."""
        user = self.experts[number].person.user
        assert user is not None
        return user

    def task(self, number: int, application: Application | None = None) -> Assignment:
        """An expert's task on a project, the first unless another is given."""
        return Assignment.objects.get(expert=self.experts[number], application=application or self.project)


def plant() -> Trust:
    """Build it."""
    city = make_city()
    board = make_board(city, 1, "energy")
    experts = []
    for number, name in enumerate(("SCORERNAME", "RECUSEDNAME", "WAITERNAME"), 1):
        user = make_user(name.lower(), Role.EXPERT)
        experts.append(make_expert(number, user=user))
        for one in (user, experts[-1].person):
            one.name = name
            one.save(update_fields=["name"])
    call = make_call(city)
    owner, rival = make_user("owner"), make_user("rival")
    project = make_application(
        call, 1, owner=actor_of(owner), group="energy", title="孤本项目", title_en="Unique venture"
    )
    other = make_application(call, 2, owner=actor_of(rival), group="energy")
    plan = attach_file(actor=SYSTEM, name="Plan.pdf", data=pdf(), owner=("application", project.pk), slot="deck")
    version = project.versions.get()
    project.versions.update(answers={**version.answers, "deck": [str(plan.pk)]})
    officer = make_user("officer", Role.BOARD, scope=(ScopeKind.BOARD, board.pk))
    assign_experts(actor=SYSTEM, call=call)
    trust = Trust(call, board, project, other, owner, rival, officer, experts, ())
    return Trust(call, board, project, other, owner, rival, officer, experts, _secrets(trust))


def review(trust: Trust) -> None:
    """What is to be kept: a sheet with words for the panel, and a conflict with its reason."""
    task = trust.task(0)
    config = ReviewConfig.of(task.stage.config)
    points = {key: str(value) for key, value in spread_points(71.5, config.criteria).items()}
    scorer, recused = actor_of(trust.user(0)), actor_of(trust.user(1))
    lock_sheet(
        actor=scorer, assignment_id=task.pk, scores=points, note_panel="PANELWORDS", note_applicant="APPLICANTWORDS"
    )
    recuse(actor=recused, assignment_id=trust.task(1).pk, reason="RECUSEWORDS")


def release(trust: Trust) -> None:
    """After `review`: everybody scores, both projects are selected and on public notice, the timetable is out."""
    review(trust)
    for application, numbers in ((trust.project, (2,)), (trust.other, (0, 1, 2))):
        for number in numbers:
            task = trust.task(number, application)
            points = spread_points(80.5 + number, ReviewConfig.of(task.stage.config).criteria)
            lock_sheet(
                actor=actor_of(trust.user(number)),
                assignment_id=task.pk,
                scores={key: str(value) for key, value in points.items()},
                note_panel="OTHERPANELWORDS",
                note_applicant="OTHERAPPLICANTWORDS",
            )
    answer_offers(actor=SYSTEM, call=trust.call, decide=lambda _offer: dict(WISH))
    chair, director = make_actor("chair", Role.CHAIR), make_actor("director", Role.APPROVER)
    batch = propose_batch(actor=chair, call=trust.call)
    for signer in (chair, director):
        sign_batch(actor=signer, batch_id=batch.pk)
    release_batch(actor=director, batch_id=batch.pk)
    publish_timetable(
        actor=SYSTEM, timetable_id=build_timetable(actor=SYSTEM, call=trust.call, seconds=60, work=0.4).pk
    )


def _secrets(trust: Trust) -> tuple[str, ...]:
    names = ("SCORERNAME", "RECUSEDNAME", "WAITERNAME", "PANELWORDS", "APPLICANTWORDS", "RECUSEWORDS", "71.5", "82.5")
    ids = [str(one.pk) for expert in trust.experts for one in (expert, expert.person)]
    tasks = Assignment.objects.filter(application=trust.project).values_list("pk", flat=True)
    accounts = [str(trust.user(number).pk) for number in range(3)]
    mails = [f"{name.lower()}@" for name in names[:3]]
    return (*names, *ids, *accounts, *mails, *map(str, tasks), *(f"第{number}大学" for number in (1, 2, 3)))


def words_of(answer: Any) -> str:
    """All that an answer says: its body, what is in a PDF with its properties, every member of a packed file, and its
    headers with the file's name."""
    body = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content
    said = "\n".join(f"{name}: {value}" for name, value in answer.headers.items() if name != "Set-Cookie")
    return "\n".join((said, *_inside(body)))


def _inside(body: bytes) -> list[str]:
    if body.startswith(b"%PDF-"):
        with PdfDocument(body) as document:
            texts = [page.get_textpage().get_text_bounded() for page in document]
            return [*texts, str(document.get_metadata_dict())]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            members = [(one, packed.read(one)) for one in packed.namelist()]
        return [text for name, data in members for text in (name, *_inside(data))]
    return [body.decode("utf-8", "replace")]


def told(trust: Trust, words: str, but: tuple[str, ...] = ()) -> list[str]:
    """Which secrets stand in some words, but for those that their reader may know."""
    return [one for one in trust.secrets if one in words and one not in but]


def addresses(trust: Trust) -> dict[str, str]:
    """Every address that answers to GET and can be filled in: pattern -> address."""
    offer = Offer.objects.filter(application=trust.project).first()
    ids = {
        "lang": "en",
        "code": trust.call.code,
        "application_id": trust.project.pk,
        "assignment_id": trust.task(0).pk,
        "offer_id": offer.pk if offer else NOBODY,
        "attachment_id": trust.project.versions.get().answers["deck"][0],
        "user_id": trust.user(0).pk,
        "expert_id": trust.experts[0].pk,
        "call_id": trust.call.pk,
        "board_id": trust.board.pk,
        "number": 1,
        "batch": 1,
        "key": "deck",
        "kind": "organisations",
        "part": "review",
        "reader": "expert",
        "purpose": "experts",
    }
    found = {}
    for pattern in _patterns():
        if "GET" not in getattr(pattern.callback, "methods", ()):
            continue
        text = str(pattern.pattern)
        for name, converter in pattern.pattern.converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
            text = text.replace(f"<{kind}:{name}>", str(ids.get(name, NOBODY if kind == "uuid" else "none")))
        if "<" not in text:
            found[str(pattern.pattern)] = f"/{text}"
    return found


def _patterns() -> list[URLPattern]:
    waiting: list[Any] = list(get_resolver().url_patterns)
    found: list[URLPattern] = []
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, URLPattern):
            found.append(one)
        else:
            waiting = [*one.url_patterns, *waiting]
    return found
