"""“Can I apply?”: a pure rule, and a page that needs no account, no script and keeps nothing."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.factories.city import make_call
from tests.factories.pages import visit_as
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import EligibilityQuestion, Limit, eligible, questions_from
from yunhui.recipes.cloud_roadshow.conditions import ELIGIBILITY

GOOD = {"degree": "doctor", "age": "５４", "registered": "no", "supported": "no", "rights": "own"}


def keys(found: Any) -> list[str]:
    return [one.question.key for one in found.obstacles]


def test_the_answer_and_its_reasons() -> None:
    assert eligible(ELIGIBILITY, GOOD).outcome == "yes"
    # 54 years: within the limit of a doctor, over that of a master.
    assert keys(eligible(ELIGIBILITY, {**GOOD, "degree": "master"})) == ["age"]
    found = eligible(ELIGIBILITY, {**GOOD, "registered": "long", "rights": "none"})
    assert (found.outcome, keys(found)) == ("no", ["registered", "rights"])
    assert found.obstacles[0].question.clause == "3.3" and found.obstacles[0].instead("en")


def test_an_obstacle_is_enough_and_a_gap_is_not_a_yes() -> None:
    assert eligible(ELIGIBILITY, {"registered": "long"}).outcome == "no"
    found = eligible(ELIGIBILITY, {**GOOD, "age": ""})
    assert (found.outcome, [one.field for one in found.problems]) == ("unfinished", ["age"])
    # While the degree is open, 54 may still be within the limit, 60 in no case.
    assert eligible(ELIGIBILITY, {"age": "54"}).outcome == "unfinished"
    assert eligible(ELIGIBILITY, {"age": "60"}).outcome == "no"
    assert eligible(ELIGIBILITY, {**GOOD, "age": "young"}).problems[0].code == "not_a_number"
    assert eligible(ELIGIBILITY, {**GOOD, "degree": "<b>"}).problems[0].code == "not_a_choice"


def test_countries_and_regions() -> None:
    only = EligibilityQuestion("where", "country", "在哪", "Where?", only=("NL", "DE"))
    never = EligibilityQuestion("where", "country", "在哪", "Where?", never=("NL",))
    assert eligible((only,), {"where": "NL"}).outcome == "yes"
    assert eligible((only,), {"where": "US"}).outcome == "no"
    assert eligible((never,), {"where": "NL"}).outcome == "no"
    assert eligible((never,), {"where": "the Netherlands"}).outcome == "unfinished"


@given(st.integers(-5, 130), st.integers(0, 100), st.integers(0, 100))
def test_bounds_include_their_ends(age: int, low: int, high: int) -> None:
    question = EligibilityQuestion("age", "number", "年龄", "Age", low=low, high=high)
    assert (eligible((question,), {"age": str(age)}).outcome == "yes") == (low <= age <= high)
    moved = EligibilityQuestion("age", "number", "年龄", "Age", low=0, high=0, by="x", limits=(Limit("a", low, high),))
    assert (eligible((moved,), {"age": str(age), "x": "a"}).outcome == "yes") == (low <= age <= high)


def test_a_stored_question_reads_back_as_it_was() -> None:
    assert questions_from([one.as_stored() for one in ELIGIBILITY]) == ELIGIBILITY


def test_the_page(city: Jurisdiction) -> None:
    make_call(city)
    visitor = visit_as(None, "en")
    url = "/en/calls/roadshow/eligible"
    assert b"See whether I can apply" in visitor.get(url).content
    empty = visitor.post(url, {"age": "5４"})
    assert empty.status_code == 422 and b"Please answer this." in empty.content and "5４" in empty.content.decode()
    yes = visitor.post(url, GOOD).content.decode()
    assert "You can apply." in yes and "/sign-in?next=/my/calls/roadshow/start" in yes
    no = visitor.post(url, {**GOOD, "supported": "yes"}).content.decode()
    assert "Not under this call." in no and "clause 3.4 of the notice" in no and "What you can do:" in no
    chinese = (
        visit_as(None, "zh-hans").post("/zh/calls/roadshow/eligible", {**GOOD, "supported": "yes"}).content.decode()
    )
    assert "不在本次征集范围" in chinese and "同一项目不重复资助" in chinese


def test_calls_without_questions_and_drafts_have_no_page(city: Jurisdiction) -> None:
    make_call(city, "draft", published=False)
    old = make_call(city, "old")
    Call.objects.filter(pk=old.pk).update(eligibility=[], before={})
    visitor = visit_as(None, "en")
    assert visitor.get("/en/calls/draft/eligible").status_code == 404
    assert visitor.get("/en/calls/old/eligible").status_code == 404
    page = visitor.get("/en/calls/old/")
    assert page.status_code == 200 and b"Can I apply?" not in page.content


def test_the_form_goes_home_as_a_pdf(city: Jurisdiction) -> None:
    make_call(city)
    for lang, language in (("en", "en"), ("zh", "zh-hans")):
        paper = visit_as(None, language).get(f"/{lang}/calls/roadshow/form.pdf")
        assert paper.headers["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF-")
