"""Pages and news: drafted, proposed, approved by a second person, taken down; every published version stays."""

import re
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.features.site.enums import STANDARD, ArticleKind, ArticleState
from yunhui.features.site.events import ArticleProposed, ArticlePublished, ArticleTakenDown
from yunhui.features.site.models import Article, ArticleVersion
from yunhui.features.site.rules import PHOTO, TEXTS, can_approve, can_keep_site, missing, stale_after, too_long
from yunhui.features.site.services.guarding import problems_of
from yunhui.features.site.services.pictures import drop_unused, take_picture
from yunhui.features.site.states import ARTICLE
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require

REASON_LENGTH = 300
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@transaction.atomic
def begin_article(*, actor: Actor, kind: str, slug: str) -> Article:
    """Begin a page or a piece of news under an address that nothing else of its kind has.

    Raises:
        RefusedError: not a keeper of the site.
        InvalidError: no such kind of address, or it is taken.
    """
    require(can_keep_site(actor))
    name = slug.strip().lower()
    if not _SLUG.fullmatch(name) or len(name) > 60:
        said = _("Small Latin letters, digits and single hyphens, e.g. autumn-call-opens; at most 60.")
        raise InvalidError([Problem("slug", "not_a_slug", said)])
    if Article.objects.filter(kind=kind, slug=name).exists():
        raise InvalidError([Problem("slug", "taken", _("This address is taken; choose another."))])
    row = Article.objects.create(kind=ArticleKind(kind), slug=name, edited_by_id=actor.user_id)
    record(actor=actor, action="article.begun", subject=("article", row.pk), after={"kind": kind, "slug": name})
    return row


@transaction.atomic
def edit_article(
    *,
    actor: Actor,
    article_id: UUID,
    texts: Mapping[str, str],
    edits: int | None = None,
    agree: bool = False,
    picture: bytes | None = None,
    without_picture: bool = False,
) -> Article:
    """Keep the texts that officers work on; what is public stays as it is until a second person approves.

    Args:
        edits: the count that the editor saw.
        agree: that both languages say the same again.
        picture: the file of a new picture; None leaves the one that is there, unless `without_picture`.

    Raises:
        RefusedError, NotFoundError: not a keeper of the site; no such article.
        InvalidError: too long, no picture that can be taken, or somebody else saved meanwhile.
    """
    row = _locked(actor, article_id)
    if edits is not None and edits != row.edits:
        said = _("Somebody else changed this text meanwhile. Read theirs beside yours, then save again.")
        raise InvalidError([Problem("edits", "edited", said)])
    picture_id = row.picture_id
    if picture is not None:
        picture_id = take_picture(actor, picture, PHOTO, "picture").pk
    elif without_picture:
        picture_id = None
    return _kept(actor, row, texts, picture_id, agree=agree)


@transaction.atomic
def propose_article(*, actor: Actor, article_id: UUID) -> Article:
    """Ask a second person to publish it.

    Raises:
        InvalidError: a text is missing in one language, one language is behind, or a word may not be published.
        DomainError: it is not a draft.
    """
    row = _locked(actor, article_id)
    ARTICLE.check(row.state, ArticleState.PROPOSED)
    if problems := _not_publishable(row):
        raise InvalidError(problems)
    row.state, row.returned = ArticleState.PROPOSED, ""
    row.proposed_by_id, row.proposed_at = actor.user_id, clock.now()
    row.save()
    record(actor=actor, action="article.proposed", subject=("article", row.pk), after=_said(row))
    publish(actor=actor, event=ArticleProposed(str(row.pk)))
    return row


@transaction.atomic
def approve_article(*, actor: Actor, article_id: UUID) -> ArticleVersion:
    """Publish what was proposed, as a new version.

    Raises:
        RefusedError: the actor wrote or proposed it.
        InvalidError: the list of words changed meanwhile, and one may not be published.
        DomainError: it was not proposed.
    """
    row = _locked(actor, article_id)
    require(can_approve(actor, row))
    ARTICLE.check(row.state, ArticleState.PUBLISHED)
    if problems := _not_publishable(row):
        raise InvalidError(problems)
    now, texts = clock.now(), _texts(row)
    number = ArticleVersion.objects.filter(article=row).count() + 1
    if row.published_id:
        ArticleVersion.objects.filter(pk=row.published_id, ended_at__isnull=True).update(ended_at=now)
    made = ArticleVersion.objects.create(
        article=row, number=number, proposed_by_id=row.proposed_by_id, approved_by_id=actor.user_id, at=now,
        picture_id=row.picture_id, **texts,
    )  # fmt: skip
    row.published, row.state = made, ArticleState.PUBLISHED
    row.first_published_at = row.first_published_at or now
    row.save()
    record(actor=actor, action="article.published", subject=("article", row.pk), after=_said(row) | {"version": number})
    publish(actor=actor, event=ArticlePublished(str(row.pk), row.kind, row.slug, number))
    return made


@transaction.atomic
def return_article(*, actor: Actor, article_id: UUID, reason: str) -> Article:
    """Send a proposed text back to be changed; whoever wrote it reads why.

    Raises:
        InvalidError: no reason, or too long.
        DomainError: it was not proposed.
    """
    row = _locked(actor, article_id)
    if row.state != ArticleState.PROPOSED:
        ARTICLE.check(row.state, "returned")
    row.returned = _reason(reason, _("Say what must change, for the person who wrote it."))
    row.state = ArticleState.DRAFT
    row.save(update_fields=["returned", "state"])
    record(actor=actor, action="article.returned", subject=("article", row.pk), after={"reason": row.returned})
    return row


@transaction.atomic
def take_down_article(*, actor: Actor, article_id: UUID, reason: str) -> Article:
    """Take it off the public site at once; one person suffices. The reason is for the log and the history.

    Raises:
        InvalidError: no reason, or too long.
        DomainError: it is not public.
    """
    row = _locked(actor, article_id)
    said = _reason(reason, _("Say for the log why it is taken down."))
    if row.published_id is None:
        ARTICLE.check(ArticleState.TAKEN_DOWN, ArticleState.TAKEN_DOWN)
    ArticleVersion.objects.filter(public_of=row).update(ended_at=clock.now(), ended_reason=said)
    row.published, row.state = None, ArticleState.TAKEN_DOWN
    row.save()
    record(actor=actor, action="article.taken_down", subject=("article", row.pk), after={"reason": said})
    publish(actor=actor, event=ArticleTakenDown(str(row.pk), row.kind, row.slug))
    return row


@transaction.atomic
def restore_version(*, actor: Actor, article_id: UUID, number: int) -> Article:
    """Take the texts of an earlier version as the draft; it is proposed and approved like any other.

    Raises:
        NotFoundError: no such version.
    """
    row = _locked(actor, article_id)
    version = ArticleVersion.objects.filter(article=row, number=number).first()
    if version is None:
        raise NotFoundError("version")
    texts = {name: getattr(version, name) for name in TEXTS}
    return _kept(actor, row, texts, version.picture_id, agree=True)


def is_standard(article: Article) -> bool:
    """Whether the frame of the site links to it by name."""
    return article.kind == ArticleKind.PAGE and article.slug in STANDARD


def _kept(actor: Actor, row: Article, texts: Mapping[str, str], picture_id: str | None, *, agree: bool) -> Article:
    before = {name: str(getattr(row, name)) for name in TEXTS}
    after = {name: _tidy(texts.get(name, before[name])) for name in TEXTS}
    if problems := too_long(after):
        raise InvalidError(problems)
    stale = "" if agree else stale_after(before, after, row.stale)
    old = row.picture_id
    is_same = (after, stale, picture_id) == (before, row.stale, old)
    if is_same and row.state != ArticleState.TAKEN_DOWN:
        return row
    for name, text in after.items():
        setattr(row, name, text)
    if row.state != ArticleState.DRAFT:
        ARTICLE.check(row.state, ArticleState.DRAFT)
        row.state = ArticleState.DRAFT
    row.stale, row.edits, row.picture_id = stale, row.edits + 1, picture_id
    row.edited_at, row.edited_by_id = clock.now(), actor.user_id
    row.save()
    if picture_id != old:
        drop_unused(old)
    return row


def _not_publishable(row: Article) -> list[Problem]:
    texts = _texts(row)
    problems = missing(texts, has_picture=row.picture_id is not None)
    if row.stale:
        behind = _("the Chinese") if row.stale == "zh" else _("the English")
        said = _(
            "The other language changed since %(behind)s was written. Change it too, or tick that it needs no change."
        )
        problems.append(Problem("agree", "stale", said % {"behind": behind}))
    return problems or problems_of(texts)


def _texts(row: Article) -> dict[str, str]:
    return {name: str(getattr(row, name)) for name in TEXTS}


def _said(row: Article) -> dict[str, str]:
    """What the log keeps of a text: its words, and which picture stands beside them."""
    return {name: text for name, text in _texts(row).items() if text} | {"picture": row.picture_id or ""}


def _reason(text: str, ask: str) -> str:
    said = text.strip()
    if not said:
        raise InvalidError([Problem("reason", "required", ask)])
    if len(said) > REASON_LENGTH:
        raise InvalidError([Problem("reason", "too_long", _("At most %(n)d characters.") % {"n": REASON_LENGTH})])
    return said


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip()


def _locked(actor: Actor, article_id: UUID) -> Article:
    require(can_keep_site(actor))
    found = Article.objects.select_for_update(of=("self",)).filter(pk=article_id).first()
    if found is None:
        raise NotFoundError("article")
    return found
