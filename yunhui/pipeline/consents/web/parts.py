"""Consents as a list on a page: what is asked, what holds, what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import pick
from yunhui.parties.models import Board
from yunhui.parties.selectors import boards
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.ports import FormPart, register_form_part, register_status_part, register_submit_check
from yunhui.pipeline.consents.enums import Level, Purpose
from yunhui.pipeline.consents.models import Consent
from yunhui.pipeline.consents.rules import CURRENT, can_change, can_give, needed_for, text_of
from yunhui.pipeline.consents.selectors import consents_of, lacking, missing_consents
from yunhui.ui.fields import Choice, Field

ANCHOR = "consents"


@dataclass(frozen=True, slots=True)
class Row:
    """One purpose on the page.

    Attributes:
        standing: what holds, in words; `is_given` whether the purpose may read at all.
        since: when it was given or revoked last; None where nothing was ever said.
        choices: for host areas and publication, how far the consent goes.
        barred: host areas from which it was taken back one by one.
    """

    purpose: str
    title: str
    ask: str
    means: str
    standing: str
    is_given: bool
    is_needed: bool
    since: datetime | None
    choices: Field | None
    named: Field | None
    barred: Sequence[Board]
    url: str

    @property
    def anchor(self) -> str:
        """The id of the row on the page."""
        return f"consent-{self.purpose}"


def rows_for(actor: Actor, application: Application) -> list[Row]:
    """Every purpose in its order, with what holds now."""
    by_purpose: dict[str, list[Consent]] = {purpose: [] for purpose in Purpose.values}
    for consent in consents_of(actor, application):
        by_purpose[consent.purpose].append(consent)
    needed = needed_for(application.call)
    areas = list(boards())
    return [_row(actor, application, purpose, by_purpose[purpose], purpose in needed, areas) for purpose in Purpose]


def context_of(actor: Actor, application: Application) -> dict[str, Any]:
    """What the list needs; the same on the form's page, on the status page and on its own."""
    return {
        "application": application,
        "rows": rows_for(actor, application),
        "may_change": bool(can_change(actor, application)),
        "may_give": bool(can_give(actor, application)),
        "text_version": CURRENT,
        "anchor": ANCHOR,
        "home": home_of(application),
    }


def home_of(application: Application) -> str:
    """The page of an application's consents."""
    return f"/my/applications/{application.pk}/consents/"


def register_parts() -> None:
    """Called when the room is ready."""
    part = FormPart(
        template="consents/parts/list.html",
        anchor=ANCHOR,
        title=gettext_lazy("Who may see this"),
        context=context_of,
        is_complete=lambda actor, application: not lacking(application, needed_for(application.call)),
        rank=70,
    )
    register_form_part("consents", part)
    register_status_part("consents", part)
    register_submit_check("consents", missing_consents)


def _row(
    actor: Actor,
    application: Application,
    purpose: Purpose,
    standing: Sequence[Consent],
    is_needed: bool,
    areas: Sequence[Board],
) -> Row:
    given = [one for one in standing if one.is_given]
    text = text_of(purpose)
    last = max((one.at for one in standing), default=None)
    return Row(
        purpose=purpose.value,
        title=str(purpose.label),
        ask=text.ask(actor.language),
        means=text.means(actor.language),
        standing=_standing(actor, purpose, standing, given),
        is_given=bool(given),
        is_needed=is_needed,
        since=last,
        choices=_choices(purpose, given),
        named=_named(actor, given, areas) if purpose == Purpose.BOARDS else None,
        barred=[one.board for one in standing if one.board and not one.is_given],
        url=f"{home_of(application)}{purpose.value}",
    )


def _standing(actor: Actor, purpose: Purpose, standing: Sequence[Consent], given: Sequence[Consent]) -> str:
    if not given:
        return _("Revoked") if standing else _("Not given")
    if purpose == Purpose.PUBLICATION:
        return str(Level(given[0].level or Level.TITLE).label)
    if purpose == Purpose.BOARDS:
        named = [one.board for one in given if one.board]
        if len(named) == len(given):
            return _join(actor, [pick(board, "name", actor.language) for board in named])
        barred = sum(1 for one in standing if one.board and not one.is_given)
        if barred:
            return ngettext(
                "All that the office proposes, but one", "All that the office proposes, but {n}", barred
            ).format(n=barred)
        return _("All that the office proposes")
    return _("Given")


def _choices(purpose: Purpose, given: Sequence[Consent]) -> Field | None:
    if purpose == Purpose.PUBLICATION:
        chosen = given[0].level if given else ""
        return Field(
            name="level",
            label=_("How much everyone may see"),
            kind="choices",
            required=True,
            value=chosen,
            choices=[Choice(level.value, str(level.label)) for level in Level],
            id="consent-level",
        )
    if purpose == Purpose.BOARDS:
        is_for_all = any(one.board is None for one in given)
        return Field(
            name="reach",
            label=_("Which host areas"),
            kind="choices",
            required=True,
            value="all" if is_for_all else "named" if given else "",
            choices=[
                Choice("all", _("All that the office proposes"), _("At most as many as the call says")),
                Choice("named", _("Only those I name")),
            ],
            id="consent-reach",
        )
    return None


def _named(actor: Actor, given: Sequence[Consent], areas: Sequence[Board]) -> Field:
    chosen = [str(one.board_id) for one in given if one.board_id]
    return Field(
        name="board",
        label=_("Host areas that I name"),
        kind="choices",
        multiple=True,
        value=chosen,
        choices=[Choice(str(board.pk), pick(board, "name", actor.language)) for board in areas],
        id="consent-board",
    )


def _join(actor: Actor, names: Sequence[str]) -> str:
    return ("、" if actor.language.startswith("zh") else ", ").join(names)
