"""What one search over everything finds for a reader: pages first, then what they may see of the city's things."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from yunhui.features.docking.selectors import offers_visible_to
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import users_with_grants
from yunhui.kernel import searching
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.parties.selectors import boards
from yunhui.pipeline.applications.enums import ApplicationState, FoundBy
from yunhui.pipeline.applications.rules import found_by, reads_names
from yunhui.pipeline.applications.selectors import matching, own_applications, submitted_to_staff
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.calls.selectors import calls_inside, calls_visible_to
from yunhui.pipeline.review.selectors import assignments_visible_to
from yunhui.portal.navigation import tasks_of
from yunhui.portal.words import listed

MOST = 8
LONGEST = 100


class Hit(NamedTuple):
    """Something found: its page, its name, one quiet line, an icon of the sprite."""

    url: str
    name: str
    what: str = ""
    icon: str = "list"


class Found(NamedTuple):
    """A kind of thing and what was found of it; `more` leads to all of it."""

    title: str
    hits: list[Hit]
    more: str = ""


def found_for(actor: Actor, text: str) -> list[Found]:
    """What a text finds for the actor, at most eight of a kind; without a text the pages that the actor has."""
    asked = " ".join(text.split())[:LONGEST]
    parts = [Found(_("Pages"), list(_pages(actor, asked)))]
    if asked:
        parts += [
            Found(_("Submitted applications"), list(_applications(actor, asked))),
            Found(_("Your applications"), list(_own(actor, asked))),
            Found(_("Calls"), list(_calls(actor, asked))),
            Found(_("Host areas"), list(_boards(actor, asked))),
            Found(_("People"), list(_people(actor, asked))),
        ]
    return [part for part in parts if part.hits]


def _pages(actor: Actor, asked: str) -> Iterator[Hit]:
    words = searching.folded(asked).split()
    for task in tasks_of(actor):
        name = searching.folded(task.label)
        sounds = "".join(searching.sounds_of(task.label)) if asked.isascii() else ""
        if all(word in name or (len(word) > 1 and word in sounds) for word in words):
            yield Hit(task.url, task.label, "", task.icon)


def _applications(actor: Actor, asked: str) -> Iterator[Hit]:
    """Those on which the actor works, each with the page that is theirs: staff's, the host area's or the expert's."""
    if actor.has(*STAFF):
        rows = submitted_to_staff(actor).filter(matching(asked, found_by(actor))).select_related("call")
        for row in rows.order_by("-submitted_at")[:MOST]:
            yield Hit(f"/w/applications/{row.pk}/", _titled(row, actor), _about(row, actor), "doc")
    if actor.has(Role.BOARD):
        for offer in _of_applications(offers_visible_to(actor), asked, FoundBy.NAMES, "application__call"):
            row = offer.application
            yield Hit(f"/w/offers/{offer.pk}/", _titled(row, actor), _about(row, actor), "hand")
    if actor.has(Role.EXPERT):
        # What a blind review calls otherwise is not found by the title that tells who applies.
        tasks = assignments_visible_to(actor).exclude(state="recused").filter(Q(mask_zh="") & Q(mask_en=""))
        for task in _of_applications(tasks, asked, FoundBy.TITLES):
            row = task.application
            yield Hit(f"/w/reviews/{task.pk}/", _titled(row, actor), _about(row, actor), "pen")


def _of_applications(rows: Any, asked: str, by: FoundBy, *related: str) -> Iterable[Any]:
    """Of rows with an application, those whose application a text finds and that is not withdrawn."""
    found = rows.filter(matching(asked, by, on="application__")).exclude(application__state=ApplicationState.WITHDRAWN)
    return found.select_related("application", *related).order_by("application__number")[:MOST]  # type: ignore[no-any-return]


def _own(actor: Actor, asked: str) -> Iterator[Hit]:
    if actor.user_id is None:
        return
    # Drafts have no words yet: few rows, so that a plain comparison serves.
    likes = Q(title__icontains=asked) | Q(title_en__icontains=asked)
    for row in own_applications(actor).filter(likes)[:MOST]:
        yield Hit(f"/my/applications/{row.pk}/", _titled(row, actor), pick(row.call, "title", actor.language), "doc")


def _calls(actor: Actor, asked: str) -> Iterator[Hit]:
    likes = Q(title_zh__icontains=asked) | Q(title_en__icontains=asked) | Q(code__icontains=asked)
    inside = actor.has(*STAFF)
    lang = "en" if actor.language == ENGLISH else "zh"
    for call in (calls_inside(actor) if inside else calls_visible_to(actor)).filter(likes)[:MOST]:
        url = f"/w/calls/{call.code}/" if inside else f"/{lang}/calls/{call.code}/"
        yield Hit(url, pick(call, "title", actor.language), str(call.get_state_display()), "flag")


def _boards(actor: Actor, asked: str) -> Iterator[Hit]:
    likes = Q(name_zh__icontains=asked) | Q(name_en__icontains=asked)
    latest = calls_inside(actor).exclude(state="draft").first() if actor.has(*STAFF) else None
    lang = "en" if actor.language == ENGLISH else "zh"
    for board in boards().filter(likes)[:MOST]:
        url = f"/w/calls/{latest.code}/?board={board.pk}" if latest else f"/{lang}/areas/"
        what = _("its projects in %(call)s") % {"call": pick(latest, "title", actor.language)} if latest else ""
        yield Hit(url, pick(board, "name", actor.language), what, "pin")


def _people(actor: Actor, asked: str) -> Iterator[Hit]:
    if not actor.has(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
        return
    for user in users_with_grants(actor, asked)[:MOST]:
        yield Hit(f"/w/accounts/{user.pk}/", user.name, user.email, "user")


def _titled(row: Any, actor: Actor) -> str:
    title: str = row.title if actor.language.startswith("zh") else row.title_en or row.title
    return title


def _about(row: Any, actor: Actor) -> str:
    number = f"{row.number:04d}" if row.number else ""
    who = row.speaker if reads_names(actor) else ""
    return listed((number, who, pick(row.call, "title", actor.language)), actor.language)
