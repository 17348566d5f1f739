"""What an applicant keeps: receipts and what changed between versions."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.city import make_application, make_call, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.kernel.i18n import CHINESE
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import submit_application
from yunhui.pipeline.applications.web.changes import marked
from yunhui.pipeline.applications.web.receipt import words_of_receipt
from yunhui.ui.reader import Reader


@pytest.fixture
def founder(city: Jurisdiction) -> User:
    return make_user("founder")


@pytest.fixture
def application(city: Jurisdiction, founder: User) -> Application:
    odd = "<b>㛃喆燚镕䶮</b> 🔬 مرحبا\n#set page(fill: red)"
    return make_application(make_call(city), 1, owner=actor_of(founder), summary=odd)


@pytest.mark.parametrize("language", ["en", CHINESE])
def test_the_receipt_is_a_pdf_in_the_readers_language(application: Application, founder: User, language: str) -> None:
    answer = visit_as(founder, language).get(f"/my/applications/{application.pk}/receipt-1.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert visit_as(make_user("stranger")).get(answer.request["PATH_INFO"]).status_code == 404
    assert visit_as(founder).get(f"/my/applications/{application.pk}/receipt-9.pdf").status_code == 404


def test_the_receipt_says_number_both_clocks_and_fingerprint(application: Application) -> None:
    version = application.versions.get()
    with translation.override("en"):
        words = words_of_receipt(application, version, Reader("en", "America/New_York"))
        near = words_of_receipt(application, version, Reader("en", "Asia/Hong_Kong"))
    rows = dict(words["rows"])
    assert rows["Number"] == "0001"
    assert "Beijing time (UTC+8)" in rows["Submitted"]
    assert "New York time (UTC" in rows["On your clock"]
    assert words["digest"] == version.digest
    assert "On your clock" not in dict(near["rows"])


def test_versions_show_what_changed_word_by_word(application: Application, founder: User) -> None:
    changed = {"landing": "建两条中试线", "title_en": "Project 1 <script>"}
    submit_application(actor=actor_of(founder), application_id=application.pk, answers=changed)
    page = text_of(visit_as(founder).get(f"/my/applications/{application.pk}/versions"))
    assert "建<del>一</del><ins>两</ins>条中试线" in page
    assert "&lt;script&gt;" in page
    assert "What would you do here?" in page
    assert "The first one." in page


@given(st.text(max_size=60), st.text(max_size=60))
def test_marked_texts_give_both_back(before: str, after: str) -> None:
    pieces = marked(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after
