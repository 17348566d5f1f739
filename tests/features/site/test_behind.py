"""Which language of an article is behind, and how an officer says that it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.city import make_user
from tests.factories.pages import text_of, visit_as
from yunhui.features.site.models import Article
from yunhui.features.site.rules import TEXTS, stale_after
from yunhui.features.site.services import begin_article, edit_article
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import actor_of

BEFORE = dict.fromkeys(TEXTS, "") | {
    "title_zh": "开始报名",
    "title_en": "Calls open",
    "body_zh": "文",
    "body_en": "Text",
}


@pytest.mark.parametrize(
    ("changes", "known", "behind"),
    [
        ({"body_zh": "新文"}, "", "en"),
        ({"body_en": "New"}, "", "zh"),
        ({"body_zh": "新文", "body_en": "New"}, "en", ""),
        ({"body_zh": "新文"}, "zh", ""),  # it was behind, and is changed now
        ({"body_zh": "新文"}, "en", "en"),
        ({"title_en": "Calls open."}, "", ""),  # a full stop
        ({"title_en": "calls  open"}, "", ""),
        ({"title_zh": "开始，报名"}, "en", "en"),
        ({}, "zh", "zh"),
    ],
)
def test_a_language_falls_behind_and_catches_up(changes: dict[str, str], known: str, behind: str) -> None:
    assert stale_after(BEFORE, BEFORE | changes, known) == behind


@given(st.text(alphabet="。，！ \n.,-—“”", max_size=8), st.integers(0, 4), st.sampled_from(["", "zh", "en"]))
def test_punctuation_is_nothing_to_follow(marks: str, at: int, known: str) -> None:
    title = BEFORE["title_zh"]
    assert stale_after(BEFORE, BEFORE | {"title_zh": title[:at] + marks + title[at:]}, known) == known


def test_a_slip_of_the_pen_in_one_language_is_saved_and_proposed_in_one_press(db: None) -> None:
    user = make_user("writer", Role.OFFICE)
    row = begin_article(actor=actor_of(user), kind="news", slug="first")
    edit_article(actor=actor_of(user), article_id=row.pk, texts=BEFORE, agree=True)
    desk, page = visit_as(user), f"/w/site/news/{row.pk}/"
    assert "The other language needs no change" in text_of(desk.get(page))

    slip = {**BEFORE, "title_zh": "开放报名", "edits": "1", "do": "propose"}
    answer = desk.post(page, slip)
    assert answer.status_code == 422 and "the English did not" in text_of(answer)
    answer = desk.post(page, {**slip, "edits": "2", "agree": "1"})
    assert answer.status_code == 302 and Article.objects.get().state == "proposed"
