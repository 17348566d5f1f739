"""A blind review: a name planted in every place, and looked for on every page of an expert."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from tests.factories.city import GROUPS, SYSTEM, answers, give_consents, make_call, make_expert, make_user
from tests.factories.pages import text_of, undertake_everywhere, visit_as
from tests.foundation.files.corpus import pdf
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.files.enums import Kind
from yunhui.foundation.files.services import attach_sent
from yunhui.foundation.formkit.rules import questions_of
from yunhui.foundation.formkit.services import publish_form
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import screen_application, start_application, submit_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.services import publish_call
from yunhui.pipeline.review.models import Assignment, MaskedTitle
from yunhui.pipeline.review.services import assign_experts, declare_for_tasks

NAME, HOUSE, FILE = "Lindqvist", "Norrsken", "Lindqvist-Norrsken plan 2026"
SECRETS = (NAME, HOUSE)


class World:
    """A project whose title, answers and files all tell who applies, and an expert who judges it without knowing."""

    def __init__(self, city: Jurisdiction, folder: Path) -> None:
        self.call: Call = make_call(city, published=False, declare_first=True, allows_download=True)
        stage = self.call.stages.get(kind="review")
        stage.config = {**stage.config, "blind": True, "declare_first": True, "discussion": "own_lock"}
        stage.save(update_fields=["config"])
        questions = [
            # The form says that the plan itself was made without names.
            replace(one, identifies=False, label_zh="计划", label_en="Plan") if one.key == "deck" else one
            for one in questions_of(self.call.form_version.questions)
        ]
        self.call.form_version = publish_form(actor=SYSTEM, form="call:roadshow", questions=questions)
        self.call.save(update_fields=["form_version"])
        self.call = publish_call(actor=SYSTEM, call=self.call)
        self.owner, self.office = make_user("owner"), make_user("office", Role.OFFICE)
        user = make_expert(1).person.user
        assert user is not None
        self.expert = user
        owner = actor_of(self.owner)
        draft = start_application(actor=owner, call=self.call)
        give_consents(draft)
        path = folder / "sent"
        path.write_bytes(pdf(1, text="Nothing is said here"))
        plan = attach_sent(
            actor=owner, path=path, name=f"{FILE}.pdf", owner=("application", draft.pk), slot="deck", accept=Kind.values
        )
        given = answers(
            1,
            title="Lindqvist 低温电池",
            title_en="Norrsken cells by Zoë Lindqvist",
            group=GROUPS[1],
            name="Zoë Lindqvist",
            employer="Norrsken Works",
            email="zoe@norrsken.example",
            deck=[str(plan.pk)],
        )
        submit_application(actor=owner, application_id=draft.pk, answers=given)
        screen_application(actor=SYSTEM, stage_pass=draft.passes.get(stage__kind="screening"), passed=True)
        assign_experts(actor=SYSTEM, call=self.call)
        self.application, self.file = Application.objects.get(pk=draft.pk), plan
        self.task = Assignment.objects.select_related("expert__person").get()

    def as_office(self) -> Client:
        return visit_as(self.office)

    def mask(self, **typed: str) -> Any:
        given = {"project": str(self.application.pk), "title_zh": "低温电池", "title_en": "Cells for the cold"}
        return self.as_office().post("/w/calls/roadshow/names/", given | typed)

    def as_expert(self, language: str = "en") -> Client:
        declare_for_tasks(
            actor=actor_of(self.expert), tasks=[self.task], conflicts=set(), note="", declined=set(), reason=""
        )
        undertake_everywhere(self.expert)
        return visit_as(self.expert, language=language)

    def pages(self) -> list[str]:
        sheet = f"/w/reviews/{self.task.pk}/"
        reader = f"/r/{self.application.pk}/"
        return [
            "/w/reviews/", sheet, f"{sheet}discussion", f"/w/reviews/stages/{self.task.stage_id}/",
            reader, f"{reader}{self.file.pk}/", f"{reader}{self.file.pk}/text", "/w/panel/",
            *(f"/w/search?q={quote(word)}" for word in ("Norrsken", "Lindqvist", "Zoë", "zoe@norrsken", "0001")),
        ]  # fmt: skip


@pytest.fixture
def world(city: Jurisdiction, settings: Any, tmp_path: Path) -> World:
    settings.FILES_ROOT = tmp_path / "files"
    return World(city, tmp_path)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_page_of_an_expert_says_who_applies(world: World, language: str) -> None:
    """Title, answers, file names, the reader, the search: in either language."""
    assert world.mask().status_code == 302
    client = world.as_expert(language)
    for address in world.pages():
        response = client.get(address)
        assert response.status_code == 200, address
        found = response.content.decode() + str(response.headers)
        if "search" in address:
            found = found.replace(address.partition("q=")[2], "").replace('value="', "")
            assert f"/w/reviews/{world.task.pk}/" not in found, address
            continue
        for secret in SECRETS:
            assert secret not in found, (address, response.status_code)
    page = text_of(client.get(f"/w/reviews/{world.task.pk}/"))
    assert ("Cells for the cold" if language == "en" else "低温电池") in page
    reader = text_of(client.get(f"/r/{world.application.pk}/"))
    assert ("Plan.pdf" if language == "en" else "计划.pdf") in reader


def test_a_file_of_a_blind_review_is_not_saved(world: World) -> None:
    """Its properties say who made it, whatever it is called; the call lets everybody else save it."""
    address = f"/r/{world.application.pk}/{world.file.pk}/download"
    assert world.as_expert().get(address).status_code == 404
    assert world.as_office().get(address).status_code in (200, 302)


def test_what_is_asked_before_joins_no_project_to_a_name(world: World) -> None:
    """Organisations and people stand apart from titles, which are not shown at all."""
    page = text_of(visit_as(world.expert).get("/w/reviews/declare/"))
    assert "Norrsken Works" in page and "Cells" not in page and "0001" not in page


def test_the_office_is_warned_and_gives_another_title(world: World) -> None:
    client = world.as_office()
    assert "tell who applies" in text_of(client.get("/w/calls/roadshow/assignment/"))
    page = text_of(client.get("/w/calls/roadshow/names/"))
    assert "Norrsken cells by" in page and "Title for experts (English)" in page
    half = world.mask(title_en="")
    assert half.status_code == 422 and "低温电池" in half.content.decode() and "both languages" in text_of(half)
    assert world.mask(title_zh="长" * 121).status_code == 422
    assert world.mask(project="x").status_code == 404
    assert world.mask().status_code == 302
    page = text_of(client.get("/w/calls/roadshow/names/"))
    assert "Experts read:" in page and "Cells for the cold" in page
    assert "tell who applies" not in text_of(client.get("/w/calls/roadshow/assignment/"))
    assert AuditEntry.objects.filter(action="review.title_masked").count() == 1
    assert world.mask(title_zh="", title_en="").status_code == 302
    assert not MaskedTitle.objects.exists()


def test_others_read_the_applicants_own_title(world: World) -> None:
    """The mask is for the experts of the blind review alone, and ends with the blindness."""
    world.mask()
    assert "Norrsken cells" in text_of(world.as_office().get(f"/w/applications/{world.application.pk}/"))
    stage = world.task.stage
    stage.config = {**stage.config, "blind": False}
    stage.save(update_fields=["config"])
    assert "Norrsken cells" in text_of(world.as_expert().get(f"/w/reviews/{world.task.pk}/"))


def test_only_the_office_gives_titles(world: World) -> None:
    given = {"project": str(world.application.pk), "title_zh": "一", "title_en": "One"}
    chair = visit_as(make_user("chair", Role.CHAIR)).post("/w/calls/roadshow/names/", given)
    assert chair.status_code in (403, 404)
    assert visit_as(world.expert).post("/w/calls/roadshow/names/", given).status_code in (403, 404)
    assert not MaskedTitle.objects.exists()
