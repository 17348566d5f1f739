"""Pictures: taken from an officer, kept while something needs them, withdrawn from everywhere at once."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.features.site.events import PictureWithdrawn
from yunhui.features.site.models import Article, ArticleVersion, Partner, Picture
from yunhui.features.site.rules import NotAPictureError, Shape, can_keep_site, drawn_anew
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import digest
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require

REASON_LENGTH = 300


def take_picture(actor: Actor, data: bytes, shape: Shape, field: str) -> Picture:
    """Keep what an officer sent, drawn anew; in the caller's transaction.

    Raises:
        InvalidError: at `field`: no picture, too large, too small, broken.
    """
    try:
        large, small = drawn_anew(data, shape)
    except NotAPictureError as error:
        raise InvalidError([Problem(field, f"picture_{error}", _refusal(str(error), shape))]) from error
    name = digest(large.data).partition(":")[2][:24]
    values = {
        "kind": large.kind, "width": large.width, "height": large.height, "data": large.data,
        "small": small.data if small else None, "small_width": small.width if small else 0,
        "added_by_id": actor.user_id,
    }  # fmt: skip
    return Picture.objects.get_or_create(digest=name, defaults=values)[0]


def drop_unused(picture_id: str | None) -> None:
    """Delete a picture that nothing shows, in no version; in the caller's transaction."""
    if not picture_id or any(
        rows.exists()
        for rows in (
            Article.objects.filter(picture=picture_id),
            ArticleVersion.objects.filter(picture=picture_id),
            Partner.objects.filter(logo=picture_id),
        )
    ):
        return
    Picture.objects.filter(pk=picture_id).delete()


@transaction.atomic
def withdraw_picture(*, actor: Actor, article_id: UUID, reason: str) -> None:
    """Take an article's pictures off every page and out of every version, and delete them; one person suffices.

    Somebody on a picture may take their consent back at any time: then not even the history keeps it. The texts stay
    public as they are.

    Raises:
        RefusedError, NotFoundError: not a keeper of the site; no such article, or it has no picture.
        InvalidError: no reason, or too long.
    """
    require(can_keep_site(actor))
    row = Article.objects.select_for_update(of=("self",)).filter(pk=article_id).first()
    versions = ArticleVersion.objects.filter(article=article_id, picture__isnull=False)
    gone = {*versions.values_list("picture_id", flat=True), row.picture_id if row else None} - {None}
    if row is None or not gone:
        raise NotFoundError("picture")
    said = reason.strip()
    if not said or len(said) > REASON_LENGTH:
        words = _("Say for the log why it is taken down.") if not said else _("At most %(n)d characters.")
        raise InvalidError([Problem("why", "required" if not said else "too_long", words % {"n": REASON_LENGTH})])
    Article.objects.filter(picture__in=gone).update(picture=None)
    ArticleVersion.objects.filter(picture__in=gone).update(picture=None)
    for one in gone:
        drop_unused(one)
    after = {"reason": said, "pictures": sorted(str(one) for one in gone)}
    record(actor=actor, action="picture.withdrawn", subject=("article", row.pk), after=after)
    publish(actor=actor, event=PictureWithdrawn(str(row.pk)))


def _refusal(code: str, shape: Shape) -> str:
    sides = {"width": shape.least[0], "height": shape.least[1]}
    return {
        "kind": _("Send a PNG, JPEG or WebP."),
        "size": _("At most %(mb)d MB.") % {"mb": shape.largest // 1_000_000},
        "large": _("It has more than 50 million pixels. Save it smaller."),
        "small": _("It is too small: at least %(width)d pixels wide and %(height)d high.") % sides,
        "broken": _("The file is damaged. Save it again as PNG or JPEG."),
    }[code]
