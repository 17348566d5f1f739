"""How a reader wants to be told."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.notices.enums import Channel, Kind
from yunhui.foundation.notices.rules import can_switch, is_on
from yunhui.foundation.notices.rules.timing import QUIET_FROM, QUIET_UNTIL
from yunhui.foundation.notices.selectors import trouble_of
from yunhui.foundation.notices.services import keep_contact, keep_wishes
from yunhui.foundation.notices.services.carriers import switched_on
from yunhui.foundation.notices.services.reaching import contacts_of, wishes_for
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, Problem
from yunhui.ui import formats
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, page, signed_in

HOURS = tuple(f"{hour:02}:00" for hour in range(24))


@page(signed_in, "GET", "POST")
def wishes(request: Request) -> HttpResponse:
    """Quiet hours, the digest, what is switched off, and where else the reader is reached."""
    if request.method != "POST":
        return _form(request, {}, ())
    given, ways = request.POST, _ways(request.actor)
    problems: list[Problem] = []
    for way in ways:
        if way == Channel.MAIL:
            continue
        try:
            keep_contact(actor=request.actor, channel=way, address=given.get(way, ""))
        except InvalidError as error:
            problems += error.problems
    quiet = (_hour(given.get("quiet_from")), _hour(given.get("quiet_until")))
    digest = _hour(given.get("digest_at"))
    keep_wishes(
        actor=request.actor,
        quiet=(quiet[0], quiet[1]) if given.get("quiet") and quiet[0] and quiet[1] else None,
        digest_at=digest if given.get("digest") else None,
        switched={f"{kind}.{way}": f"{kind}.{way}" in given for kind in Kind for way in ways},
    )
    if problems:
        return _form(request, given, problems)
    return HttpResponseRedirect("/notices/wishes?done=kept")


def _form(request: Request, given: Mapping[str, Any], problems: tuple[Problem, ...] | list[Problem]) -> HttpResponse:
    now, ways = wishes_for(request.actor), _ways(request.actor)
    kept = contacts_of(request.actor)
    errors = {problem.field: str(problem.message) for problem in problems}
    has_quiet = now.quiet_from != now.quiet_until
    context = {
        "title": _("How you are told"),
        "is_kept": request.GET.get("done") == "kept",
        "ways": [(way, str(Channel(way).label)) for way in ways],
        "rows": [
            (
                str(kind.label),
                [
                    {
                        "name": f"{kind}.{way}",
                        "word": f"{kind.label}: {Channel(way).label}",
                        "is_on": is_on(now.switched, kind, way),
                        "is_fixed": not can_switch(kind, way),
                    }
                    for way in ways
                ],
            )
            for kind in Kind
        ],
        "has_quiet": has_quiet,
        "hours": HOURS,
        "quiet_from": _written(now.quiet_from if has_quiet else QUIET_FROM),
        "quiet_until": _written(now.quiet_until if has_quiet else QUIET_UNTIL),
        "has_digest": now.digest_at is not None,
        "digest_at": _written(now.digest_at or time(9)),
        "clock": formats.clock_name(request.actor.zone, request.actor.language),
        "fields": [
            Field(
                name=way,
                label=_label(way),
                kind="tel" if way == Channel.SMS else "text",
                value=given.get(way, kept.get(way, "")),
                help=_help(way),
                error=errors.get(way, ""),
                autocomplete="tel" if way == Channel.SMS else "off",
            )
            for way in ways
            if way != Channel.MAIL
        ],
        "trouble": trouble_of(request.actor),
    }
    return render(request, "notices/wishes.html", context, status=422 if problems else 200)


def _ways(actor: Actor) -> list[str]:
    """The channels that are switched on; work messages reach the city's own people only."""
    on = switched_on() if actor.grants else switched_on() - {Channel.WECOM, Channel.DINGTALK}
    return [str(one) for one in Channel if one in on]


def _label(way: str) -> str:
    if way == Channel.SMS:
        return _("Mobile number")
    return _("Your id in WeCom") if way == Channel.WECOM else _("Your id in DingTalk")


def _help(way: str) -> str:
    if way == Channel.SMS:
        return _("With country code, from any country. Kept sealed; used for these messages only. Empty: no SMS.")
    return _("As the address book of your office has it. Empty: no work messages.")


def _hour(text: str | None) -> time | None:
    return time.fromisoformat(text) if text in HOURS else None


def _written(at: time) -> str:
    return f"{at:%H:%M}"
