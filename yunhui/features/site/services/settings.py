"""The city's settings: its names and numbers, texts of the home page, colours and seal."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.features.site.events import SiteChanged
from yunhui.features.site.models import SiteSettings
from yunhui.features.site.rules import NotASealError, can_keep_site, cleaned, is_readable, nearest_readable, parse
from yunhui.features.site.services.guarding import problems_of
from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.foundation.outbox.services import publish
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import digest
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require
from yunhui.parties.models import City
from yunhui.parties.services import keep_city

OF_CITY = (
    "site_zh", "site_en", "office_zh", "office_en", "address_zh", "address_en",
    "email", "icp", "police", "code", "mark",
)  # fmt: skip
OF_SITE = ("headline_zh", "headline_en", "lead_zh", "lead_en", "phone", "accent")
_NEEDED = ("site_zh", "site_en", "office_zh", "office_en")


@transaction.atomic
def change_settings(*, actor: Actor, texts: Mapping[str, str], edits: int | None = None) -> SiteSettings:
    """Set some of the names, numbers, texts and the accent; what `texts` does not name stays.

    Args:
        edits: the count that the editor saw; refused where somebody saved meanwhile.

    Raises:
        RefusedError: not a keeper of the site.
        NotFoundError: there is no city yet.
        InvalidError: missing, too long, no address, a guarded word, or an accent that cannot be read on.
    """
    require(can_keep_site(actor))
    city = City.objects.select_for_update(of=("self",)).select_related("jurisdiction").first()
    if city is None:
        raise NotFoundError("city")
    SiteSettings.objects.get_or_create(id=1)
    row = SiteSettings.objects.select_for_update().defer("seal").get(id=1)
    if edits is not None and edits != row.edits:
        said = _("Somebody else changed the settings meanwhile. Read theirs below, then save yours again.")
        raise InvalidError([Problem("edits", "edited", said)])
    new = {name: clean_text(texts[name]) for name in (*OF_CITY, *OF_SITE) if name in texts}
    if problems := _problems(new, city, row):
        raise InvalidError(problems)
    if new.get("accent"):
        new["accent"] = parse(new["accent"]) or ""
    changed = {name: text for name, text in new.items() if getattr(_home(name, city, row), name) != text}
    if not changed:
        return row
    before = {name: getattr(_home(name, city, row), name) for name in changed}
    if of_city := {name: text for name, text in changed.items() if name in OF_CITY}:
        keep_city(actor=actor, jurisdiction=city.jurisdiction, **of_city)
    for name in set(changed) & set(OF_SITE):
        setattr(row, name, changed[name])
    row.edits += 1
    row.save(update_fields=[*sorted(set(changed) & set(OF_SITE)), "edits"])
    record(actor=actor, action="site.changed", subject=("site", 1), before=before, after=changed)
    publish(actor=actor, event=SiteChanged(sorted(changed)))
    return row


@transaction.atomic
def set_seal(*, actor: Actor, data: bytes | None) -> SiteSettings:
    """Take a picture as the city's seal, drawn anew without anything but drawing; None takes it away.

    Raises:
        RefusedError: not a keeper of the site.
        InvalidError: too large, broken, or neither PNG nor SVG.
    """
    require(can_keep_site(actor))
    SiteSettings.objects.get_or_create(id=1)
    row = SiteSettings.objects.select_for_update().get(id=1)
    before = row.seal_digest
    if data is None:
        row.seal, row.seal_kind, row.seal_digest = None, "", ""
    else:
        try:
            row.seal_kind, row.seal = cleaned(data)
        except NotASealError as error:
            raise InvalidError([Problem("seal", "not_a_seal", _refusals()[str(error)])]) from error
        row.seal_digest = digest(bytes(row.seal)).partition(":")[2][:24] or digest(bytes(row.seal))[:24]
    if row.seal_digest == before:
        return row
    row.edits += 1
    row.save()
    record(
        actor=actor, action="site.sealed", subject=("site", 1), before={"seal": before}, after={"seal": row.seal_digest}
    )
    publish(actor=actor, event=SiteChanged(["seal"]))
    return row


def _home(name: str, city: City, row: SiteSettings) -> Any:
    return city if name in OF_CITY else row


def _problems(new: Mapping[str, str], city: City, row: SiteSettings) -> list[Problem]:
    problems = []
    for name, text in new.items():
        longest = _home(name, city, row)._meta.get_field(name).max_length or 200
        if len(text) > longest and name != "accent":
            problems.append(Problem(name, "too_long", _("At most %(n)d characters.") % {"n": longest}))
    problems += [
        Problem(name, "required", _("Every page shows this: write it."))
        for name in _NEEDED
        if name in new and not new[name]
    ]
    if new.get("email") and not _is(EmailValidator(), new["email"]):
        problems.append(Problem("email", "not_an_address", _("This is not an e-mail address.")))
    if new.get("mark") and not _is(URLValidator(["https", "http"]), new["mark"]):
        problems.append(Problem("mark", "not_an_address", _("This is not a web address; begin with https://.")))
    problems += _accent_problems(new.get("accent", ""))
    return problems or problems_of({name: text for name, text in new.items() if name.endswith(("_zh", "_en"))})


def _accent_problems(text: str) -> list[Problem]:
    if not text:
        return []
    colour = parse(text)
    if colour is None:
        said = _("Write a colour as #rrggbb, e.g. #b8391f.")
        return [Problem("accent", "not_a_colour", said)]
    if is_readable(colour):
        return []
    near = nearest_readable(colour)
    said = _("White words on %(colour)s, or it on paper, do not reach a contrast of 4.5 to 1. The nearest that "
             "does: %(near)s.") % {"colour": colour, "near": near}  # fmt: skip
    return [Problem("accent", "contrast", said)]


def _refusals() -> dict[str, str]:
    return {
        "kind": _("Send a PNG or an SVG."),
        "size": _("At most 200 KB."),
        "sides": _("Its sides must be 32 to 4,096 pixels; an SVG needs a viewBox."),
        "broken": _("The file is damaged or holds more than a picture."),
    }


def _is(validator: Any, text: str) -> bool:
    try:
        validator(text)
    except ValidationError:
        return False
    return True
