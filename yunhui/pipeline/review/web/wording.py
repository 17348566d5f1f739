"""The assignment in words: why this expert, why not that one, and what a project lacks."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yunhui.decide.assignment import WhyNot
from yunhui.pipeline.conflicts.enums import ConflictSource
from yunhui.pipeline.review.enums import AssignmentState, PinKind, PlanMode

_PASSED = {
    "conflict": gettext_lazy("A better fit has a conflict of interest."),
    "full": gettext_lazy("A better fit is needed more elsewhere."),
    "floor": gettext_lazy("A better fit keeps the worst-served project from falling lower."),
    "organisation": gettext_lazy("A better fit is of one unit with somebody chosen."),
    "chance": gettext_lazy("A better fit was not drawn."),
    "no room": gettext_lazy("A better fit takes no project."),
}

_FOR_COUNTRY = gettext_lazy("So that the project is read from one country or region more, at a small price in fit.")


def fit_word(fit: float | None, experts: int = 1) -> str:
    """A fit, or the mean of the sum of several, as people read it: from 0 to 100, which is an expert of the industry
    who wrote about the very same."""
    return "–" if fit is None else f"{round(float(fit) / experts / 1.25 * 100)}"


def why_of(why: Mapping[str, Any]) -> list[str]:
    """The sentences that say why an expert got a project."""
    if text := why.get("hand"):
        return [_("By hand: {reason}").format(reason=text)]
    if why.get("repair"):
        found = [_("In a repair: in the place of who could not, with the fewest changes for others.")]
        return [*found, str(_FOR_COUNTRY)] if why.get("for_country") else found
    if "rank" not in why:
        return [_("From a list that was brought in.")] if why.get("mode") == PlanMode.GIVEN else []
    found = []
    if why.get("pinned"):
        found.append(_("Fixed by hand before the plan."))
    if why.get("mode") == PlanMode.RANDOM:
        found.append(_("By lot, with better chances for a better fit."))
    if why.get("for_country"):
        found.append(str(_FOR_COUNTRY))
    found.append(
        _("No. {rank} of {of} who may judge it, by fit; {load} of at most {most} projects.").format(**_numbers(why))
    )
    reasons = [_PASSED[one["why"]] for one in why.get("passed_over", ()) if one.get("why") in _PASSED]
    for text, count in {text: reasons.count(text) for text in reasons}.items():
        found.append(str(text) if count == 1 else f"{text} ({count})")
    return found


def barred_word(code: str) -> str:
    """Why somebody cannot judge a project, in a few words."""
    if code in ConflictSource.values:
        return _("Conflict: {source}").format(source=ConflictSource(code).label)
    words = {
        str(PinKind.MUST_NOT): _("Kept away by hand"),
        "other_group": _("Asked for another group"),
        **{str(state.value): str(state.label) for state in AssignmentState},
    }
    return words.get(code, code)


def shortage_of(one: Mapping[str, Any]) -> str:
    """What a project lacks and for want of what, in a sentence."""
    first = _("{got} of {wanted} experts").format(**one)
    if one["may"] < one["wanted"]:
        rest = ngettext(
            "only one may judge it; {conflicts} have a conflict or cannot",
            "only {may} may judge it; {conflicts} have a conflict or cannot",
            one["may"],
        )
    elif one["lacking"]:
        rest = _("all experts together have room for {lacking} tasks too few; invite more, or let each take more")
    elif one["same_organisation"]:
        rest = _("{full} of {may} are full, {same_organisation} are of one unit with somebody chosen")
    else:
        rest = _("{full} of the {may} who may judge it are full")
    return f"{first}: {rest.format(**one)}"


def why_not_words(found: WhyNot) -> list[str]:
    """Why an expert does not judge a project, and what it would cost if they did."""
    load = _("{load} of at most {most} projects").format(load=found.load, most=found.most)
    match found.why:
        case "chosen":
            return [_("Judges it already."), load]
        case "conflict":
            return [_("There is a conflict of interest, or they were asked before; no plan may choose them.")]
        case "no room":
            return [_("Takes no further project: {load}.").format(load=load)]
        case "unscored":
            return [_("Is not on this panel.")]
        case "impossible":
            return [_("What is fixed by hand, or an expert of the same unit, stands against it."), load]
        case "free":
            return [_("Could as well: nothing would be worse with them on it."), load]
    lines = [_("Could, at a price to others:")]
    if found.reviews_lost:
        lines.append(
            ngettext("{n} task would find nobody.", "{n} tasks would find nobody.", found.reviews_lost).format(
                n=found.reviews_lost
            )
        )
    if found.floor_lost > 0:
        lines.append(_("The worst-served project would lose {n} of its fit.").format(n=fit_word(found.floor_lost)))
    if found.sum_lost > 0:
        lines.append(_("All projects together would lose {n} of their fit.").format(n=fit_word(found.sum_lost)))
    return [*lines, load]


def _numbers(why: Mapping[str, Any]) -> dict[str, Any]:
    return {name: why.get(name, "–") for name in ("rank", "of", "load", "most")}
