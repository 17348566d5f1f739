"""What every template knows: who reads, which city, and where they can go."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from yunhui.foundation.notices.selectors import unread_of
from yunhui.kernel.actor import VISITOR, Actor
from yunhui.kernel.clock import now
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.kernel.statements import fetched
from yunhui.parties.models import City, Jurisdiction
from yunhui.portal.navigation import public_links, rail_for, role_word
from yunhui.ui import formats
from yunhui.ui.frame import Link, Person


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """The reader, the site, the navigation and the demo's ribbon."""
    actor = getattr(request, "actor", VISITOR)
    lang = "en" if actor.language == ENGLISH else "zh"
    path = request.path_info
    is_public = path.startswith(("/zh/", "/en/"))
    context: dict[str, Any] = {
        "actor": actor,
        "reader": actor,
        "lang": lang,
        "site": SimpleLazyObject(lambda: _site(city_of(request), actor.language)),
        "nav": public_links(lang, path),
        "rail": rail_for(actor, path),
        "home_url": f"/{lang}/",
        "bench_url": "/w/",
        "demo": settings.DEMO,
        "demo_url": "/demo/sign-in",
        "set_language_url": "/language",
        "sign_in_url": "/sign-in",
        "sign_out_url": "/sign-out",
        "acting_for": getattr(request, "acting_for", ""),
        "watermark": "" if is_public else watermark_of(actor),
    }
    if is_public:
        context["foot"] = _foot(lang)
        context["alternates"] = [
            (hreflang, f"{settings.PUBLIC_URL.rstrip('/')}/{other}{path[3:]}")
            for hreflang, other in (("zh-Hans", "zh"), ("en", "en"))
        ]
        context["other_language_url"] = f"/{'zh' if lang == 'en' else 'en'}{request.get_full_path()[3:]}"
    if actor.is_signed_in:
        roles = role_word(actor)
        context |= {
            "notices_url": "/notices/",
            "notices_topic": f"notices:{actor.user_id}",
            "notices_count": lambda: getattr(city_of(request), "unread", 0),
        }
        context["search_url"] = "/w/search"
        context |= {"person": Person(actor.name, "/account/", roles), "demo_role": roles or actor.name}
        context |= {"work_url": "/w/" if roles else "/my/", "work": _("Your work") if roles else _("Your applications")}
    return context


def watermark_of(actor: Actor) -> str:
    """What lies over every page of staff: who looks, and when, on Beijing's clock. Empty for those without a role."""
    if not actor.grants:
        return ""
    return f"{actor.name} · {formats.local(now(), formats.BEIJING):%Y-%m-%d %H:%M}"


def city_of(request: HttpRequest) -> City | None:
    """The city, read once for each request; with how much the reader has not read, so that the bell costs no query."""
    if not hasattr(request, "_yunhui_city"):
        request._yunhui_city = _read_city(getattr(request, "actor", VISITOR))  # type: ignore[attr-defined]
    found: City | None = request._yunhui_city  # type: ignore[attr-defined]
    return found


def _read_city(actor: Actor) -> City | None:
    """The city, with the number `unread` of whoever is signed in. Every page asks, so that the statement is kept."""
    names = [field.attname for field in City._meta.concrete_fields]
    place = [field.attname for field in Jurisdiction._meta.concrete_fields]

    def make() -> QuerySet[Any, Any]:
        rows = City.objects.values_list(*names, *(f"jurisdiction__{name}" for name in place))
        return rows.annotate(unread=unread_of(actor)) if actor.is_signed_in else rows

    for row in fetched(("city", actor.user_id), make):
        city = City(**dict(zip(names, row, strict=False)))
        city.jurisdiction = Jurisdiction(**dict(zip(place, row[len(names) :], strict=False)))
        city.unread = row[-1] if actor.is_signed_in else 0  # type: ignore[attr-defined]
        return city
    return None


def _foot(lang: str) -> list[tuple[str, list[Link]]]:
    """The foot of the public site: only pages that are there."""
    return [
        (_("The event"), [Link(f"/{lang}/", _("This year")), Link(f"/{lang}/timetable/", _("Timetable"))]),
        (_("Take part"), [Link(f"/{lang}/calls/", _("Calls")), Link("/my/", _("Your applications"))]),
        (
            _("The city"),
            [Link(f"/{lang}/areas/", _("Host areas")), Link(f"/{lang}/figures/", _("How each figure is made"))],
        ),
    ]


def _site(row: City | None, language: str) -> dict[str, str]:
    if row is None:
        return {}
    names = {name: pick(row, name, language) for name in ("site", "office", "address")}
    return {
        "name": names.pop("site"),
        **names,
        "email": row.email,
        "icp": row.icp,
        "police": row.police,
        "code": row.code,
        "mark": row.mark,
    }
