"""Host areas as their public pages present them."""

from uuid import UUID

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import F, TextField, Value
from django.db.models.functions import Concat

from yunhui.features.site.models import Area, Policy
from yunhui.features.site.rules import can_keep_site
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError, require
from yunhui.parties.models import Board
from yunhui.parties.selectors import boards


def areas_with_slugs() -> list[Board]:
    """The active host areas in the city's order, each with its `area` where it has one: one query."""
    return list(boards().select_related("area", "jurisdiction"))


def areas_with_words() -> list[Board]:
    """The same with `words`: the titles and offers of their policies in both languages, for search; one query."""
    columns = ("title_zh", "offer_zh", "title_en", "offer_en")
    parts = [part for name in columns for part in (F(f"policies__{name}"), Value(" "))]
    said = StringAgg(Concat(*parts, output_field=TextField()), " ", default=Value(""))
    return list(boards().select_related("area", "jurisdiction").annotate(words=said))


def area_by_slug(slug: str) -> Board:
    """One active host area by the address of its page.

    Raises:
        NotFoundError: none.
    """
    rows = boards().select_related("area", "jurisdiction")
    found = rows.filter(area__slug=slug).first() or rows.filter(area__isnull=True, jurisdiction_id=slug).first()
    if found is None:
        raise NotFoundError("host area")
    return found


def policies_shown(board: Board | None = None) -> list[Policy]:
    """What host areas offer in writing, in the city's order; of one area, or of all."""
    rows = Policy.objects.filter(board__is_active=True).select_related("board__area")
    return list((rows.filter(board=board) if board else rows).order_by("board__sort", "sort", "pk"))


def area_for(actor: Actor, board_id: UUID) -> Area:
    """A host area's page for its keepers; a new one where it has none yet.

    Raises:
        NotFoundError: there is no such host area.
    """
    require(can_keep_site(actor))
    board = Board.objects.select_related("area", "jurisdiction").filter(pk=board_id).first()
    if board is None:
        raise NotFoundError("host area")
    found = getattr(board, "area", None)
    return found if isinstance(found, Area) else Area(board=board, slug=slug_of(board))


def policies_of(actor: Actor, board: Board) -> list[Policy]:
    """The policies of one host area for the keepers."""
    require(can_keep_site(actor))
    return list(Policy.objects.filter(board=board).order_by("sort", "pk"))


def slug_of(board: Board) -> str:
    """The address that a host area's page has before anybody chose one: the code of its jurisdiction."""
    return board.jurisdiction_id
