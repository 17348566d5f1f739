"""A city whose public face has something to hide: projects under every consent and in every state, texts that nobody
let out yet, and people who have no part in it. And a visitor who looks at all of it through the pages in memory."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from html import unescape
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings
from django.test.client import ClientHandler, RequestFactory
from django.urls import URLPattern, get_resolver

from tests.factories.city import SYSTEM, make_actor, make_application, make_board, make_call, make_city, make_expert
from tests.factories.city import make_user as make_person
from tests.factories.deciding import WISH
from tests.features.timetable.staging import make_site, place_event
from tests.trust.world import _inside, words_of
from yunhui.features.enquiries.services import ask_office
from yunhui.features.site.services import (
    approve_article,
    begin_article,
    edit_article,
    keep_partner,
    keep_word,
    propose_article,
    take_down_article,
)
from yunhui.features.timetable.models import Timetable
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.pagecache.selectors import version
from yunhui.foundation.pagecache.web.gate import Gate
from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.models import Application, ApplicationVersion
from yunhui.pipeline.applications.services import start_application, withdraw_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.consents.enums import Purpose
from yunhui.pipeline.consents.models import Consent
from yunhui.pipeline.consents.services import give_consent, revoke_consent
from yunhui.pipeline.decisions.services import propose_batch, release_batch, sign_batch
from yunhui.pipeline.review.services import assign_experts
from yunhui.recipes.walk import answer_offers, lock_sheets, spread_points

HOST = "testserver"
LANGS = ("zh", "en")
# What each project lets everyone see; the others let nothing be seen.
LEVELS = {"titled": "title", "teamed": "team", "summed": "summary"}
SELECTED = ("silent", "titled", "teamed", "summed", "revoked", "gone")
KINDS = (*SELECTED, "reserve", "poor", "late")
SEES = {"title": ("TITLE", "ENTITLED"), "team": ("TITLE", "ENTITLED", "SPEAKER")}
SEES["summary"] = (*SEES["team"], "SUMMARY")
_PARTS = ("TITLE", "ENTITLED", "SPEAKER", "SUMMARY", "EMPLOYER", "MAIL", "NOVELTY", "PHONE")
# Pages on which people type or that send them on; their answers are looked at all the same.
_LINK = re.compile(
    r"""(?:href|src|action)=["']([^"'#]+)|content=["'](https?:[^"']+)"""
    r"""|<(?:loc|link|guid|id)>([^<]+)<|"url": ?"([^"]+)\""""
)


def word(part: str, kind: str) -> str:
    """The planted word of one part of a project: QTITLEsilent."""
    return f"Q{part}{kind}"


@dataclass
class Face:
    """The planted city."""

    call: Call
    rows: dict[str, Application]
    owners: dict[str, User]
    office: Actor
    secrets: set[str] = field(default_factory=set)
    opens: set[str] = field(default_factory=set)

    def told(self, words: str) -> list[str]:
        """Which secrets stand in some words."""
        return sorted(one for one in self.secrets if one in words)


def plant_face() -> Face:
    """Build it."""
    city = make_city()
    make_site(city)
    board = make_board(city, 1, "energy", "ict")
    office = make_actor("QOFFICER", Role.OFFICE)
    for number in (1, 2, 3):
        make_expert(number, user=make_person(f"QEXPERT{number}", Role.EXPERT))
    call = make_call(city, "stage", seats=len(SELECTED), reserves=1)
    call.groups.update(quota=0)
    call.groups.filter(key="energy").update(quota=len(SELECTED))
    owners = {kind: make_person(f"QOWNER{kind}") for kind in KINDS}
    rows = {kind: _apply(call, number, kind, owners[kind]) for number, kind in enumerate(KINDS[:-1], 1)}
    face = Face(call, rows, owners, office)
    _decide(face)
    rows["late"] = _apply(call, len(KINDS), "late", owners["late"])
    for kind, level in LEVELS.items():
        give_consent(
            actor=actor_of(owners[kind]), application_id=rows[kind].pk, purpose=Purpose.PUBLICATION, level=level
        )
    for kind in ("revoked", "gone"):
        give_consent(
            actor=actor_of(owners[kind]), application_id=rows[kind].pk, purpose=Purpose.PUBLICATION, level="summary"
        )
    place_event(call, [rows[kind] for kind in SELECTED], [board])
    _draft_of_a_timetable(face)
    revoke_consent(actor=actor_of(owners["revoked"]), application_id=rows["revoked"].pk, purpose=Purpose.PUBLICATION)
    withdraw_application(actor=actor_of(owners["gone"]), application_id=rows["gone"].pk)
    draft = start_application(actor=actor_of(owners["poor"]), call=call)
    Application.objects.filter(pk=draft.pk).update(title="QDRAFTTITLE", answers={"title": "QDRAFTTITLE"})
    _texts(face)
    _hidden_call(city)
    face.opens = {word(part, kind) for kind, level in LEVELS.items() for part in SEES[level]} | {"QNEWSOPEN"}
    everything = {word(part, kind) for kind in KINDS for part in _PARTS}
    face.secrets = (everything - face.opens) | _people(face) | {
        "QDRAFTTITLE", "QDRAFTITEM", "QNEWSDRAFT", "QNEWSPROPOSED", "QNEWSTAKENDOWN", "QNEWSCHANGED", "QHIDDENPARTNER",
        "QHIDDENCALL", "QASKED", "QASKER", "asker@private.example", "QMASKED",
    }  # fmt: skip
    return face


def _apply(call: Call, number: int, kind: str, owner: User) -> Application:
    planted = {
        "title": word("TITLE", kind), "title_en": word("ENTITLED", kind), "name": word("SPEAKER", kind),
        "summary": word("SUMMARY", kind), "employer": word("EMPLOYER", kind), "novelty": word("NOVELTY", kind),
        "email": f"{word('MAIL', kind)}@private.example", "team": word("NOVELTY", kind), "phone": word("PHONE", kind),
    }  # fmt: skip
    if kind == "titled":
        planted["title"] += " QMASKED"
    row = make_application(call, number, owner=actor_of(owner), group="energy", **planted)
    if kind in ("silent", "reserve", "poor", "late"):
        Consent.objects.filter(application=row, purpose=Purpose.PUBLICATION).delete()
    return row


def _decide(face: Face) -> None:
    """All but one are scored and the batch is released: six selected, a reserve, one below."""
    assign_experts(actor=SYSTEM, call=face.call)
    totals = {row.pk: 95 - number if kind != "poor" else 50 for number, (kind, row) in enumerate(face.rows.items())}
    answer_offers(actor=SYSTEM, call=face.call, decide=lambda _offer: dict(WISH))
    lock_sheets(call=face.call, score=lambda task, config: spread_points(totals[task.application_id], config.criteria))
    chair, director = make_actor("QCHAIR", Role.CHAIR), make_actor("QDIRECTOR", Role.APPROVER)
    batch = propose_batch(actor=chair, call=face.call)
    for signer in (chair, director):
        sign_batch(actor=signer, batch_id=batch.pk)
    release_batch(actor=director, batch_id=batch.pk)
    for row in face.rows.values():
        row.refresh_from_db()


def _draft_of_a_timetable(face: Face) -> None:
    """The office works on the next version."""
    public = Timetable.objects.get(call=face.call, state="published")
    draft = Timetable.objects.create(call=face.call, number=2, state="draft", status="optimal", objective=0, bound=0)
    opening = public.slots.get(kind="opening")
    draft.slots.create(
        kind="opening", room=opening.room, starts_at=opening.starts_at, ends_at=opening.ends_at, name_zh="QDRAFTITEM",
        name_en="QDRAFTITEM",
    )  # fmt: skip


def _texts(face: Face) -> None:
    """News in every state, a partner who is not shown, a question to the office, a word that may not be published."""
    office, second = face.office, make_actor("QSECOND", Role.APPROVER)

    def written(slug: str, text: str) -> Any:
        row = begin_article(actor=office, kind="news", slug=slug)
        texts = {f"{name}_{lang}": text for name in ("title", "summary", "body") for lang in LANGS}
        return edit_article(actor=office, article_id=row.pk, texts=texts)

    written("draft-news", "QNEWSDRAFT")
    propose_article(actor=office, article_id=written("proposed-news", "QNEWSPROPOSED").pk)
    for slug, text in (("open-news", "QNEWSOPEN"), ("taken-news", "QNEWSTAKENDOWN")):
        row = propose_article(actor=office, article_id=written(slug, text).pk)
        approve_article(actor=second, article_id=row.pk)
        if slug == "taken-news":
            take_down_article(actor=office, article_id=row.pk, reason="Wrong")
        else:
            edit_article(actor=office, article_id=row.pk, texts={"body_zh": "QNEWSCHANGED"})
    keep_partner(
        actor=office,
        values={
            "name_zh": "QHIDDENPARTNER",
            "name_en": "QHIDDENPARTNER",
            "is_shown": False,
            "sort": 1,
            "kind": "partner",
        },
    )
    keep_word(
        actor=office,
        values={
            "word": "QMASKED",
            "instead": "",
            "reason_zh": "理由",
            "reason_en": "reason",
            "blocks": True,
            "masks": True,
        },
    )
    ask_office(
        actor=Actor(None, "visitor"), call=face.call, subject="QASKED", text="QASKED", name="QASKER",
        email="asker@private.example",
    )  # fmt: skip


def _hidden_call(city: Any) -> None:
    call = make_call(city, "hidden", published=False)
    Call.objects.filter(pk=call.pk).update(title_zh="QHIDDENCALL", title_en="QHIDDENCALL")


def _people(face: Face) -> set[str]:
    """Accounts, experts and their addresses, and ids of rows."""
    people = {"QOFFICER", "QCHAIR", "QDIRECTOR", "QSECOND", *(f"QEXPERT{n}" for n in (1, 2, 3))}
    people |= {user.name for user in face.owners.values()}
    ids = {str(row.pk) for row in face.rows.values()} | {str(user.pk) for user in face.owners.values()}
    ids |= {str(one) for one in ApplicationVersion.objects.values_list("digest", flat=True)}
    return people | ids | {"专家1", "专家2", "@city.example", "@private.example", "e1@u1.example"}


class Standing:
    """The version as this transaction knows it."""

    def version(self) -> int | None:
        return version()


class Visitor:
    """Somebody without an account, in front of the gate; each page is asked for twice, so that the second time it comes
    from memory where it is kept at all."""

    def __init__(self, cookies: str = "") -> None:
        self._handler = ClientHandler(enforce_csrf_checks=True)
        self._handler.load_middleware()
        self._cookies = cookies
        self.gate = Gate(
            self._django, hosts=[HOST], scheme="http", session_cookie=settings.SESSION_COOKIE_NAME, most=64 << 20,
            watch=Standing(),  # type: ignore[arg-type]
        )  # fmt: skip

    def _django(self, environ: Any, start: Any) -> Iterable[bytes]:
        response: Any = self._handler(environ)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        headers = [*response.items(), *(("Set-Cookie", one.OutputString()) for one in response.cookies.values())]
        start(f"{response.status_code} {response.reason_phrase}", headers)
        return [body]

    def get(self, path: str) -> "Seen":
        """A page, with where it came from."""
        parts = urlsplit(path)
        environ = RequestFactory().get(parts.path, QUERY_STRING=parts.query).environ
        environ |= {"HTTP_HOST": HOST, "SERVER_NAME": HOST}
        if self._cookies:
            environ["HTTP_COOKIE"] = self._cookies
        said: list[Any] = []
        body = b"".join(self.gate(environ, lambda status, headers, *_more: said.extend((status, headers))))
        return Seen(path, int(said[0][:3]), dict(said[1]), body)


@dataclass(frozen=True)
class Seen:
    """What came back."""

    path: str
    status: int
    headers: dict[str, str]
    content: bytes
    streaming: bool = False

    @property
    def kept(self) -> str:
        """hit, miss, or nothing where the page is not kept."""
        return self.headers.get("X-Cache", "")

    @property
    def words(self) -> str:
        """All that it says, files unpacked."""
        return words_of(self)

    @property
    def shown(self) -> str:
        """What it says without its headers; of a picture its bytes."""
        is_picture = self.headers.get("Content-Type", "").startswith("image/")
        return sha256(self.content).hexdigest()[:16] if is_picture else "\n".join(_inside(self.content))

    def links(self) -> Iterator[str]:
        """Addresses of ours that stand in it."""
        if not self.headers.get("Content-Type", "").startswith(("text/html", "application/", "text/calendar")):
            return
        if self.content[:5] == b"%PDF-":
            return
        for found in _LINK.findall(self.content.decode("utf-8", "replace")):
            parts = urlsplit(urljoin(f"http://{HOST}{self.path}", unescape(next(filter(None, found)))))
            if parts.hostname in (HOST, urlsplit(settings.PUBLIC_URL).hostname) and parts.scheme.startswith("http"):
                yield quote(parts.path, safe="/%:@~") + (f"?{quote(parts.query, safe='=&%/+:')}" if parts.query else "")


def routes(face: Face) -> dict[str, list[str]]:
    """Every address of the URLconf that answers to GET, filled in with what there is: pattern -> addresses."""
    ids = [str(face.rows[kind].pk) for kind in ("summed", "silent")]
    values: dict[str, list[str]] = {
        "lang": list(LANGS),
        "code": ["stage", "hidden"],
        "slug": ["open-news", "draft-news", "proposed-news", "taken-news", "about", "area-1"],
        "what": ["timetable", "projects", "next", "figures"],
        "number": [*(str(row.number) for row in face.rows.values()), "99"],
    }
    found = {}
    for pattern in _patterns():
        if "GET" not in getattr(pattern.callback, "methods", ()):
            continue
        texts = [str(pattern.pattern)]
        for name, converter in pattern.pattern.converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
            fills = values.get(name, ids if kind == "uuid" else ["1", "2"] if kind == "int" else ["stage"])
            texts = [text.replace(f"<{kind}:{name}>", fill) for text in texts for fill in fills]
        found[str(pattern.pattern)] = [f"/{text}" for text in texts if "<" not in text]
    return found


def _patterns() -> Iterator[URLPattern]:
    waiting: list[Any] = list(get_resolver().url_patterns)
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, URLPattern):
            yield one
        else:
            waiting = [*one.url_patterns, *waiting]
