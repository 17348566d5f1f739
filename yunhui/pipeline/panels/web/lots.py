"""Drawing lots: what is drawn, who is left out, the frozen list; then the supervisor's value, and what came of it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import DomainError, InvalidError, Problem
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.calls.selectors import call_for
from yunhui.pipeline.experts.rules import LANGUAGES
from yunhui.pipeline.experts.selectors.words import language_word
from yunhui.pipeline.panels.forms import ROWS, group_of, regions, strata_from, units, whole
from yunhui.pipeline.panels.models import Draw
from yunhui.pipeline.panels.rules import can_see_panel
from yunhui.pipeline.panels.selectors import draw_for, draws_of
from yunhui.pipeline.panels.selectors.draws import lots_of
from yunhui.pipeline.panels.services.drawing import Outlook, Plan, foresee, hold_draw, verified
from yunhui.pipeline.panels.web.office import home_of
from yunhui.pipeline.panels.web.words import barred_word, industry_names, lack_word, strata_words, stratum_word
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page


@page(holds(Role.OFFICE), "GET", "POST")
def lots(request: Request, code: str) -> HttpResponse:
    """The plan of a draw; looked at first, then drawn."""
    call = call_for(request.actor, code, inside=True)
    if request.method != "POST":
        return _form(request, call, _usual(call))
    typed = request.POST.dict()
    try:
        plan = _plan(call, typed)
        if typed.get("do") == "draw":
            hold_draw(
                actor=request.actor,
                call=call,
                plan=plan,
                public_value=typed.get("public_value", ""),
                present=_present(typed.get("present", "")),
                digest=typed.get("digest", ""),
                reason=typed.get("reason", ""),
            )
            return HttpResponseRedirect(f"{home_of(call)}?done=drawn")
        return _form(request, call, typed, outlook=foresee(actor=request.actor, call=call, plan=plan))
    except InvalidError as error:
        outlook = _again(request, call, typed, error.problems)
        return _form(request, call, typed, problems=error.problems, outlook=outlook)
    except DomainError as error:
        if error.status in (403, 404):
            raise
        outlook = foresee(actor=request.actor, call=call, plan=_plan(call, typed))
        return _form(request, call, typed, refusal=str(error.message), outlook=outlook)


@page(holds(*STAFF))
def drawn(request: Request, code: str, draw_id: UUID) -> HttpResponse:
    """A draw as it was held, and how to work it out again; with names once the sign-in is open."""
    actor, language = request.actor, request.actor.language
    call = call_for(actor, code, inside=True)
    row = draw_for(actor, call, draw_id)
    words = strata_words(row.strata, language)
    may_see = bool(can_see_panel(actor, call))
    context: dict[str, Any] = {
        "title": _("Draw %(number)s") % {"number": row.number},
        "call_title": pick(call, "title", language),
        "home": home_of(call),
        "draw": row,
        "group": pick(row.group, "name", language) if row.group else _("every group"),
        "by": row.drawn_by.name if row.drawn_by else "",
        "strata": [(words[one["key"]], one["seats"], one["reserve"]) for one in row.strata],
        "rules": _rules(row),
        "candidates": len(row.lots),
        "is_sealed": not may_see,
        "lots": [_lot(one, words) for one in lots_of(actor, row)] if may_see else [],
        "is_same": verified(row),
        "again": draws_of(actor, call).count() > 1,
    }
    return render(request, "panels/draw.html", context)


def _form(
    request: Request,
    call: Call,
    typed: Mapping[str, str],
    *,
    problems: Sequence[Problem] = (),
    outlook: Outlook | None = None,
    refusal: str = "",
) -> HttpResponse:
    language = request.actor.language
    errors = {one.field: str(one.message) for one in problems}
    industries = industry_names(language)
    words = {}
    if outlook:
        try:
            words = {
                one.key: stratum_word(
                    {trait: sorted(values) for trait, values in one.wants.items()}, language, industries
                )
                for one in strata_from(typed)
            }
        except InvalidError:
            words = {}
    is_again = draws_of(request.actor, call).exists()
    decide = _deciding(typed, errors, is_again=is_again)
    choices = {
        "industry": [("", _("Any industry")), *industries.items()],
        "unit": [("", _("Any organisation")), *units()],
        "region": [("", _("Anywhere")), *regions()],
        "language": [("", _("Any language")), *((one, language_word(one)) for one in LANGUAGES)],
    }
    labels = {"industry": _("Industry"), "unit": _("Organisation"), "region": _("Where"), "language": _("Language")}
    rows = [
        {
            "n": n,
            "number": n + 1,
            "picks": [
                (trait, labels[trait], options, typed.get(f"{trait}-{n}", "")) for trait, options in choices.items()
            ],
            "seats": typed.get(f"seats-{n}", ""),
            "reserve": typed.get(f"reserve-{n}", ""),
        }
        for n in range(ROWS)
    ]
    context: dict[str, Any] = {
        "title": _("Draw lots"),
        "call_title": pick(call, "title", language),
        "home": home_of(call),
        "rows": rows,
        "strata_error": errors.get("strata", ""),
        "limits": _limits(call, typed, errors, language),
        "decide": decide,
        "wrong": [one for one in (*decide, *_limits(call, typed, errors, language)) if one.error]
        + ([Field("strata", _("Seats drawn"), error=errors["strata"], id="f-seats-0")] if "strata" in errors else []),
        "outlook": outlook,
        "barred": [(barred_word(code), count) for code, count in sorted((outlook.barred if outlook else {}).items())],
        "lacks": [lack_word(one, words) for one in (outlook.lacks if outlook else ())],
        "seats": sum(
            int(typed.get(f"seats-{n}", "") or 0) for n in range(ROWS) if typed.get(f"seats-{n}", "").isdecimal()
        ),
        "refusal": refusal,
    }
    return render(request, "panels/lots.html", context, status=422 if errors else 409 if refusal else 200)


def _limits(call: Call, typed: Mapping[str, str], errors: Mapping[str, str], language: str) -> list[Field]:
    groups = [("", _("Every group")), *((one.key, pick(one, "name", language)) for one in call.groups.all())]
    return [
        Field("group", _("Drawn for"), kind="select", choices=groups, value=typed.get("group", "")),
        Field(
            "per_organisation",
            _("At most so many of one organisation"),
            kind="number",
            value=typed.get("per_organisation", "1"),
            error=errors.get("per_organisation", ""),
            help=_("0 for no limit."),
        ),
        Field(
            "rest",
            _("Who served in so many of the last calls rests"),
            kind="number",
            value=typed.get("rest", "0"),
            error=errors.get("rest", ""),
            help=_("0: everybody may be drawn again."),
        ),
        Field(
            "avoid",
            _("Leave out who has a conflict with an application of the group"),
            kind="check",
            value=typed.get("avoid", ""),
        ),
    ]


def _deciding(typed: Mapping[str, str], errors: Mapping[str, str], *, is_again: bool) -> list[Field]:
    fields = [
        Field(
            "public_value",
            _("Value that the supervisor types in"),
            value=typed.get("public_value", ""),
            error=errors.get("public_value", ""),
            help=_("Nobody could know it beforehand: tonight's lottery numbers, the closing value of an index."),
            required=True,
            autocomplete="off",
        ),
        Field(
            "present",
            _("Who is present"),
            kind="textarea",
            rows=3,
            value=typed.get("present", ""),
            error=errors.get("present", ""),
            help=_("A line for each: name, then as whom. Two at least, one of them the supervisor."),
            placeholder=_("Li Ming, supervision"),
            required=True,
        ),
    ]
    if is_again:
        fields.append(
            Field(
                "reason",
                _("Why lots are drawn again"),
                value=typed.get("reason", ""),
                error=errors.get("reason", ""),
                help=_("The draw before stays visible, with this reason beside it."),
                limit=300,
                required=True,
            )
        )
    return fields


def _plan(call: Call, typed: Mapping[str, str]) -> Plan:
    return Plan(
        group=group_of(typed, list(call.groups.all())),
        strata=strata_from(typed),
        per_organisation=whole(typed.get("per_organisation", ""), "per_organisation") or 0,
        rest=whole(typed.get("rest", ""), "rest") or 0,
        avoid_conflicts=bool(typed.get("avoid")),
    )


def _again(request: Request, call: Call, typed: Mapping[str, str], problems: Sequence[Problem]) -> Outlook | None:
    """The frozen list once more, where only the supervisor's part was wrong."""
    if typed.get("do") != "draw" or {one.field for one in problems} & {"strata", "per_organisation", "rest"}:
        return None
    return foresee(actor=request.actor, call=call, plan=_plan(call, typed))


def _present(text: str) -> list[dict[str, str]]:
    """Lines of “name, as whom”; the comma may be Chinese."""
    found = []
    for line in text.replace("，", ",").splitlines():
        name, _comma, role = line.partition(",")
        if name.strip():
            found.append({"name": name.strip()[:80], "as": role.strip()[:80]})
    return found[:20]


def _usual(call: Call) -> dict[str, str]:
    """What a new draw begins with: a row for each industry of the call's groups."""
    industries = list(dict.fromkeys(one.industry for one in call.groups.all() if one.industry))[:ROWS]
    typed = {"per_organisation": "2", "rest": "0", "avoid": "1"}
    for n, industry in enumerate(industries or [""]):
        typed |= {f"industry-{n}": industry, f"seats-{n}": "3", f"reserve-{n}": "3"}
    return typed


def _rules(row: Draw) -> list[str]:
    rules, said = row.rules, []
    if most := rules.get("per_organisation"):
        said.append(_("At most %(most)s of one organisation") % {"most": most})
    if rest := rules.get("rest"):
        said.append(_("Who served in one of the last %(rest)s calls was left out") % {"rest": rest})
    if rules.get("avoid_conflicts"):
        said.append(_("Who had a conflict with an application was left out"))
    return said


def _lot(one: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    outcome = one["outcome"]
    word = {"seat": _("Drawn"), "reserve": _("In reserve")}.get(outcome) or barred_word(outcome)
    return {
        "name": one["name"],
        "organisation": one["organisation"],
        "number": one["number"][:12],
        "key": one["key"],
        "light": {"seat": "full", "reserve": "half"}.get(outcome, "dash"),
        "word": word,
        "kind": words.get(one["stratum"], ""),
        "place": one["place"] or "",
    }
