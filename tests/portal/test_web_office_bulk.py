"""The pages of an action on many: nothing before it is confirmed, and what is typed wrong is not lost."""

import re

from tests.factories.city import make_application, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.kernel.i18n import CHINESE
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call

BULK = "/w/calls/roadshow/bulk"


def digest_of(page: str) -> str:
    return re.search(r'name="digest" value="([^"]+)"', page).group(1)  # type: ignore[union-attr]


def test_choose_look_confirm_and_see_what_became(office: User, call: Call) -> None:
    rows = [make_application(call, number, screened=False) for number in (1, 2)]
    picks = [str(row.pk) for row in rows]
    client = visit_as(office)
    page = text_of(client.post(BULK, {"pick": picks}))
    assert "What to do with 2 applications" in page and "Pass the form check" in page
    asked = {"pick": picks, "action": "pass_check", "step": "preview"}
    page = text_of(client.post(BULK, asked))
    assert "2 of 2 will change, 0 stay as they are." in page and "Project 1" in page
    assert not Application.objects.filter(standing__steps__contains=["screening:passed"]).exists()
    answer = client.post(BULK, {**asked, "step": "run", "digest": digest_of(page)})
    assert answer.status_code == 302
    page = text_of(client.get(answer.headers["Location"]))
    assert "2 applications done." in page
    assert Application.objects.filter(standing__steps__contains=["screening:passed"]).count() == 2


def test_everything_that_matches_is_worked_out_anew(office: User, call: Call) -> None:
    for number in (1, 2, 5):
        make_application(call, number, screened=False)
    client = visit_as(office)
    asked = {"all": "1", "query": "?group=energy", "action": "give_keeper", "give_keeper-keeper": str(office.pk)}
    page = text_of(client.post(BULK, {**asked, "step": "preview"}))
    assert "2 of 2 will change" in page
    make_application(call, 9, screened=False)  # one more matches meanwhile
    answer = client.post(BULK, {**asked, "step": "run", "digest": digest_of(page)})
    assert answer.status_code == 409
    assert "Something has changed since this was shown" in text_of(answer)
    assert "3 of 3 will change" in text_of(answer)
    assert not Application.objects.filter(keeper=office).exists()


def test_wrong_input_is_said_beside_its_field_and_kept(office: User, call: Call) -> None:
    row = make_application(call, 1)
    typed = {"pick": str(row.pk), "action": "extend_answers", "step": "preview", "extend_answers-days": "99"}
    answer = visit_as(office).post(BULK, {**typed, "extend_answers-reason": "Spring <b>festival</b>"})
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Write a number from 1 to 20." in page
    assert "Spring &lt;b&gt;festival&lt;/b&gt;" in page
    assert visit_as(office).post(BULK, {"pick": "nonsense"}).status_code == 422
    assert "Choose what to do." in text_of(visit_as(office).post(BULK, {"pick": str(row.pk), "step": "preview"}))


def test_only_the_office_acts_on_many(call: Call) -> None:
    row = make_application(call, 1)
    for role in (Role.CHAIR, Role.APPROVER, Role.EXPERT, Role.BOARD, Role.SYSTEM_ADMIN):
        assert visit_as(make_user(role, role)).post(BULK, {"pick": str(row.pk)}).status_code == 403
    chair = text_of(visit_as(make_user("chair2", Role.CHAIR)).get("/w/calls/roadshow/"))
    assert "data-bulk" not in chair


def test_it_speaks_chinese(office: User, call: Call) -> None:
    row = make_application(call, 1, screened=False)
    client = visit_as(office, CHINESE)
    asked = {"pick": str(row.pk), "action": "pass_check", "step": "preview"}
    page = text_of(client.post(BULK, asked))
    assert "形式审查通过，进入：板块对接、专家初评" in page
    assert "1个中1个会变，0个不变。现在还什么都没做。" in page


def test_a_letter_is_read_before_it_is_confirmed_and_never_lost(office: User, call: Call) -> None:
    row = make_application(call, 1, owner=actor_of(make_user("owner")))
    client = visit_as(office)
    letter = {"subject_zh": "时间调整", "subject_en": "A new time", "text_zh": "改到三点", "text_en": "At three <now>"}
    asked = {"pick": str(row.pk), "action": "write_letter", "step": "preview"}
    asked |= {f"write_letter-{name}": text for name, text in letter.items()}
    page = text_of(client.post(BULK, asked))
    assert "改到三点" in page and "At three &lt;now&gt;" in page and "wait in the outbox to be released" in page
    back = text_of(client.post(BULK, {**asked, "step": ""}))
    assert 'value="A new time"' in back and 'value="write_letter" checked' in back
    answer = client.post(BULK, {**asked, "step": "run", "digest": digest_of(page)})
    assert 'href="/w/outbox/"' in text_of(client.get(answer.headers["Location"]))
