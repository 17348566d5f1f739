"""What letters are about, and who signs them: the foundation writes letters and knows neither calls nor the city."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Q

from yunhui.features.docking.models import Offer
from yunhui.features.docking.selectors import offers_visible_to
from yunhui.foundation.notices.ports import Both, Signature, register_signature, register_subject
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import pick
from yunhui.parties.models import City
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.rules import found_by
from yunhui.pipeline.applications.selectors import applications_visible_to, matching
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.selectors import calls_inside

_MOST = 20


class Calls:
    """A call: its title and when applications close."""

    def call_of(self, about_id: str) -> UUID | None:
        """Itself."""
        return UUID(about_id)

    def find(self, actor: Actor, text: str) -> Sequence[tuple[str, str]]:
        """The actor's calls."""
        rows = calls_inside(actor)
        if text:
            rows = rows.filter(Q(title_zh__icontains=text) | Q(title_en__icontains=text) | Q(code__icontains=text))
        return [(str(one.pk), pick(one, "title", actor.language)) for one in rows[:_MOST]]

    def facts(self, actor: Actor, about_id: str) -> Mapping[str, object]:
        """Title and end."""
        call = calls_inside(actor).filter(pk=_uuid(about_id)).first()
        return _of_call(call) if call else {}


class Applications:
    """An application: its number and title, and its call."""

    def call_of(self, about_id: str) -> UUID | None:
        """The call that it answers."""
        return Application.objects.filter(pk=_uuid(about_id)).values_list("call_id", flat=True).first()

    def find(self, actor: Actor, text: str) -> Sequence[tuple[str, str]]:
        """Submitted applications that fit a text."""
        rows = applications_visible_to(actor).filter(number__isnull=False).order_by("number")
        rows = rows.filter(matching(text, found_by(actor))) if text else rows
        return [(str(one.pk), f"{one} {one.title}"[:60]) for one in rows[:_MOST]]

    def facts(self, actor: Actor, about_id: str) -> Mapping[str, object]:
        """Number, title, call."""
        row = applications_visible_to(actor).select_related("call").filter(pk=_uuid(about_id)).first()
        return _of_application(row) if row else {}


class Offers:
    """A project offered to a host area."""

    def call_of(self, about_id: str) -> UUID | None:
        """The call of its project."""
        return Offer.objects.filter(pk=_uuid(about_id)).values_list("application__call_id", flat=True).first()

    def find(self, actor: Actor, text: str) -> Sequence[tuple[str, str]]:
        """Offers by project and host area."""
        rows = offers_visible_to(actor).select_related("application", "board").order_by("application__number", "pk")
        if text:
            rows = rows.filter(Q(application__title__icontains=text) | Q(board__name_zh__icontains=text))
        return [(str(one.pk), f"{one.application} {pick(one.board, 'name', actor.language)}") for one in rows[:_MOST]]

    def facts(self, actor: Actor, about_id: str) -> Mapping[str, object]:
        """Project, host area, and until when the answer is due."""
        rows = offers_visible_to(actor).select_related("application__call", "board")
        row = rows.filter(pk=_uuid(about_id)).first()
        if row is None:
            return {}
        board = Both(row.board.name_zh, row.board.name_en)
        return {**_of_application(row.application), "board": board, "due": row.due_at}


def sign() -> Signature | None:
    """The city's office."""
    city = City.objects.first()
    if city is None:
        return None
    return Signature(
        site=Both(city.site_zh, city.site_en),
        office=Both(city.office_zh, city.office_en),
        address=Both(city.address_zh, city.address_en),
        email=city.email,
    )


def register_letters() -> None:
    """Called when the portal is ready."""
    register_signature(sign)
    register_subject("call", Calls())
    register_subject("application", Applications())
    register_subject("offer", Offers())


def _of_call(call: Call) -> dict[str, object]:
    return {"call": Both(call.title_zh, call.title_en), **({"closes": call.closes_at} if call.closes_at else {})}


def _of_application(row: Application) -> dict[str, object]:
    title = Both(row.title or row.title_en, row.title_en)
    return {**_of_call(row.call), "title": title, "project": title, "number": str(row)}


def _uuid(text: str) -> UUID:
    """The id of a text; of a text that is none, an id that nothing has."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
