"""Nothing unpublished, withdrawn or not consented to is ever on a public page, feed, file, picture, embed or sitemap,
and what a speaker takes back is gone from all of them at once, from memory too.

The addresses come from the URLconf and from the pages themselves, so that a new one joins by itself.
"""

import re
from collections import deque
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from tests.factories.pages import PLAIN_STORAGES
from tests.trust.face import LANGS, LEVELS, SEES, SELECTED, Face, Seen, Visitor, plant_face, routes, word
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.kernel import clock
from yunhui.pipeline.applications.models import Application, ApplicationVersion
from yunhui.pipeline.applications.services import withdraw_application
from yunhui.pipeline.consents.enums import Purpose
from yunhui.pipeline.consents.services import give_consent, revoke_consent

pytestmark = pytest.mark.django_db

# Of an address whose value is checked elsewhere, or which only signs somebody in.
_OTHERS = ("/static/", "/sign-in/with/")
# What differs from visit to visit by itself: tokens, times, when a file was made.
_CHANGING = re.compile(
    r"[A-Za-z0-9]{64}|\d\d:\d\d(?::\d\d(?:\.\d+)?)?|DTSTAMP:\w+|/CreationDate[^)]*\)|/ID ?\[[^\]]*\]"
)


@pytest.fixture(scope="module", autouse=True)
def _still() -> Iterator[None]:
    """Pages say what time it is; those of one test are of one minute."""
    with clock.travel(clock.now()):
        yield


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[Face]:
    """Planted once for the module; what its tests do is undone after each."""
    with django_db_blocker.unblock(), override_settings(STORAGES=PLAIN_STORAGES), transaction.atomic():
        yield plant_face()
        transaction.set_rollback(True)


@pytest.fixture
def face(planted: Face, db: None) -> Face:
    """The planted city."""
    return planted


def crawl(face: Face, visitor: Visitor) -> dict[str, Seen]:
    """Every address of the URLconf, and every one that stands in an answer, as it comes the second time."""
    waiting = deque(path for paths in routes(face).values() for path in paths)
    seen: dict[str, Seen] = {}
    while waiting:
        path = waiting.popleft()
        if path in seen or path.startswith(_OTHERS) or len(seen) > 3_000:
            continue
        visitor.get(path)
        seen[path] = visitor.get(path)
        waiting.extend(seen[path].links())
    assert len(seen) <= 3_000, "an address leads to ever new ones"
    return seen


@pytest.fixture(scope="module")
def crawled(planted: Face) -> dict[str, Seen]:
    """All that a visitor can reach in the planted city."""
    return crawl(planted, Visitor())


def test_no_secret_stands_anywhere(face: Face, crawled: dict[str, Seen]) -> None:
    bad = {path: told for path, seen in crawled.items() if (told := face.told(seen.words))}
    # What the asker wrote may come back in an address (a page to sign in and go on).
    bad = {path: [one for one in told if one not in path] for path, told in bad.items()}
    assert {path: told for path, told in bad.items() if told} == {}


def test_the_crawl_sees_what_is_open(face: Face, crawled: dict[str, Seen]) -> None:
    """Otherwise it would prove nothing: every open word is seen in both languages, and most kinds of page are kept."""
    public = [seen for seen in crawled.values() if seen.status == 200]
    words = "\n".join(seen.words for seen in public)
    assert not [one for one in face.opens if one not in words]
    for lang in LANGS:
        assert len([seen for seen in public if seen.path.startswith(f"/{lang}/")]) >= 25, lang
    kept = {seen.path for seen in public if seen.kept == "hit"}
    for path in ("/en/", "/zh/timetable/stage/", "/en/calls/stage/", "/embed/zh/figures/"):
        assert path in kept, path
    assert not {seen.path for seen in crawled.values() if seen.kept and seen.status != 200}


def test_every_public_address_is_one_of_ours(crawled: dict[str, Seen]) -> None:
    """No page leads a visitor nowhere, and none fails."""
    broken = [path for path, seen in crawled.items() if seen.status >= 500]
    assert broken == []


def test_no_page_that_is_kept_has_a_cookie_or_a_token(crawled: dict[str, Seen]) -> None:
    for path, seen in crawled.items():
        if seen.kept:
            assert "Set-Cookie" not in seen.headers and b"csrfmiddlewaretoken" not in seen.content, path
            assert seen.headers["Cache-Control"].startswith("public"), path


def test_what_is_hidden_changes_nothing(face: Face, crawled: dict[str, Seen]) -> None:
    """Every secret of the applications is another: not one byte of a page, a file or a picture is.

    Pictures tell no words to a search; this is how they are looked at.
    """
    for kind, row in face.rows.items():
        if kind in SELECTED and kind not in LEVELS:
            Application.objects.filter(pk=row.pk).update(
                title="另一个题目", title_en="Another title", speaker="Somebody"
            )
        for version in ApplicationVersion.objects.filter(application=row):
            hidden = {
                key: "other" for key in ("employer", "email", "phone", "novelty", "team") if key in version.answers
            }
            ApplicationVersion.objects.filter(pk=version.pk).update(answers={**version.answers, **hidden})
            Application.objects.filter(pk=row.pk).update(answers={**version.answers, **hidden})
    visitor, changed = Visitor(), []
    for path, before in crawled.items():
        if before.status == 200 and path.startswith(("/zh/", "/en/", "/embed/", "/sitemap", "/site/")):
            after = visitor.get(path)
            if _CHANGING.sub("", before.shown) != _CHANGING.sub("", after.shown):
                changed.append(path)
    assert changed == []


@pytest.mark.parametrize("kind", LEVELS)
def test_consent_that_is_taken_back_is_gone_from_memory_at_once(
    face: Face, crawled: dict[str, Seen], kind: str
) -> None:
    """Every page that showed a word of it is warm; after the commit none shows one."""
    words = [word(part, kind) for part in SEES[LEVELS[kind]]]
    visitor = Visitor()
    shown = [path for path, seen in crawled.items() if any(one in seen.words for one in words)]
    assert len(shown) >= 4
    for path in shown:
        visitor.get(path)
    owner = actor_of(face.owners[kind])
    revoke_consent(actor=owner, application_id=face.rows[kind].pk, purpose=Purpose.PUBLICATION)
    assert not [path for path in shown if any(one in visitor.get(path).words for one in words)]
    give_consent(actor=owner, application_id=face.rows[kind].pk, purpose=Purpose.PUBLICATION, level=LEVELS[kind])
    again = [path for path in shown if any(one in visitor.get(path).words for one in words)]
    assert set(again) == set(shown)


def test_a_project_that_withdraws_is_gone_from_memory_at_once(face: Face, crawled: dict[str, Seen]) -> None:
    row, visitor = face.rows["summed"], Visitor()
    page = re.compile(rf"/projects/stage/{row.number}(?!\d)")
    shown = [path for path, seen in crawled.items() if "Qsummed" in seen.words or word("TITLE", "summed") in seen.words
             or page.search(path)]  # fmt: skip
    for path in shown:
        visitor.get(path)
    withdraw_application(actor=actor_of(face.owners["summed"]), application_id=row.pk)
    for path in shown:
        after = visitor.get(path)
        assert word("TITLE", "summed") not in after.words and word("SPEAKER", "summed") not in after.words, path
        if page.search(path):
            assert after.status in (302, 404, 410), path


def test_one_visitor_is_like_another(face: Face, crawled: dict[str, Seen]) -> None:
    """Cookies of language, clock and forms change nothing of a page that is kept."""
    other = Visitor("yunhui_language=en; yunhui_zone=America%2FNew_York; yunhui_csrf_8000=x; _ga=1")
    for path, seen in crawled.items():
        if seen.kept:
            assert _CHANGING.sub("", other.get(path).shown) == _CHANGING.sub("", seen.shown), path
