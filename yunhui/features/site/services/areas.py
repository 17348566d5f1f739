"""Host areas on the public site: what each says of itself, and its policies."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.features.site.events import AreaPresented
from yunhui.features.site.models import Area, Policy
from yunhui.features.site.rules import can_keep_site
from yunhui.features.site.selectors import area_for
from yunhui.features.site.services.guarding import problems_of
from yunhui.features.site.services.rows import read_into
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require
from yunhui.parties.models import Board
from yunhui.parties.services import change_board

OF_BOARD = ("wants_zh", "wants_en", "offers_zh", "offers_en")
OF_AREA = (
    "slug", "about_zh", "about_en", "sites_zh", "sites_en", "office_zh", "office_en", "phone", "email", "url",
)  # fmt: skip
OF_POLICY = ("title_zh", "title_en", "offer_zh", "offer_en", "basis", "url", "until")


@transaction.atomic
def present_area(*, actor: Actor, board_id: UUID, values: Mapping[str, object]) -> Area:
    """Say what a host area's page says; what `values` does not name stays.

    Raises:
        RefusedError, NotFoundError: not a keeper of the site; no such host area.
        InvalidError: too long, no address, an address that is taken, or a word that may not be published.
    """
    board = _locked(actor, board_id)
    row = area_for(actor, board_id)
    before = {name: getattr(row, name) for name in OF_AREA}
    read_into(row, values, OF_AREA)
    if Area.objects.filter(slug=row.slug).exclude(pk=board_id).exists():
        raise InvalidError([Problem("slug", "taken", _("This address is taken; choose another."))])
    own = {name: str(values[name]).strip() for name in OF_BOARD if name in values}
    said = {name: str(getattr(row, name)) for name in OF_AREA if name.endswith(("_zh", "_en"))}
    if problems := _too_long(own) + problems_of({**said, **own}):
        raise InvalidError(problems)
    row.save()
    change_board(actor=actor, board_id=board.pk, **own)
    after = {name: getattr(row, name) for name in OF_AREA}
    record(actor=actor, action="area.presented", subject=("board", board.pk), before=before, after=after)
    publish(actor=actor, event=AreaPresented(str(board.pk)))
    return row


@transaction.atomic
def set_policies(*, actor: Actor, board_id: UUID, rows: Sequence[Mapping[str, object]]) -> list[Policy]:
    """The policies of a host area, all at once and in this order; rows without a title are left out.

    Raises:
        RefusedError, NotFoundError: not a keeper of the site; no such host area.
        InvalidError: problems name the row: "p-0-title_zh".
    """
    board = _locked(actor, board_id)
    made: list[Policy] = []
    problems: list[Problem] = []
    for at, values in enumerate(rows):
        if not any(str(values.get(name, "") or "").strip() for name in OF_POLICY):
            continue
        row = Policy(board=board, sort=len(made))
        try:
            read_into(row, {**values, "until": values.get("until") or None}, OF_POLICY, f"p-{at}-")
        except InvalidError as error:
            problems += error.problems
            continue
        texts = {f"p-{at}-{name}": str(getattr(row, name)) for name in OF_POLICY if name.endswith(("_zh", "_en"))}
        problems += problems_of(texts)
        made.append(row)
    if problems:
        raise InvalidError(problems)
    before = list(Policy.objects.filter(board=board).order_by("sort").values(*OF_POLICY))
    after = [{name: getattr(row, name) for name in OF_POLICY} for row in made]
    if before == after:
        return list(Policy.objects.filter(board=board).order_by("sort"))
    Policy.objects.filter(board=board).delete()
    Policy.objects.bulk_create(made)
    record(
        actor=actor, action="area.policies", subject=("board", board.pk),
        before={"policies": before}, after={"policies": after},
    )  # fmt: skip
    publish(actor=actor, event=AreaPresented(str(board.pk)))
    return made


def _too_long(own: Mapping[str, str]) -> list[Problem]:
    return [
        Problem(name, "too_long", _("At most %(n)d characters.") % {"n": 200}) for name in own if len(own[name]) > 200
    ]


def _locked(actor: Actor, board_id: UUID) -> Board:
    require(can_keep_site(actor))
    found = Board.objects.select_for_update(of=("self",), no_key=True).filter(pk=board_id).first()
    if found is None:
        raise NotFoundError("host area")
    return found
