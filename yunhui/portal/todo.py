"""What is due in one call: the rows of Today, in the order of its stages, and which of them are the reader's own."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.selectors import Work
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.rules import SIGNERS
from yunhui.pipeline.decisions.selectors.proposals import Proposal
from yunhui.portal.words import listed

_NOTHING = Work(0, 0, None)
# A place that lapses within this time is worth a telephone call.
_SOON = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Task:
    """One row: what to do, how it stands, by when, where; `is_mine` where the reader is the one who acts."""

    what: str
    how: str
    url: str
    due_at: datetime | None = None
    is_mine: bool = False


def tasks_of(actor: Actor, call: Any, stages: dict[str, Work], proposal: Proposal | None) -> list[Task]:
    """The rows of one call, in the order of its stages; `call` carries the counts of its answers, sheets,
    places and objections."""
    found = [
        _screening(actor, call, stages.get("screening", _NOTHING)),
        _docking(call, stages.get("docking", _NOTHING)),
        _review(actor, call, stages.get("review", _NOTHING)),
        _decision(actor, call, stages, proposal),
        _objections(actor, call),
        _free_places(actor, call),
        _unconfirmed(actor, call),
        _notice(call, stages.get("notice", _NOTHING)),
        _hours(actor, call),
        _stage(actor, call),
    ]
    return [task for task in found if task]


def _screening(actor: Actor, call: Call, work: Work) -> Task | None:
    owed = ngettext("%(n)d waits for its applicant", "%(n)d wait for their applicants", work.owed) % {"n": work.owed}
    if not work.count:
        return Task(owed, _("Your clock stands still."), f"/w/calls/{call.code}/?check=returned") if work.owed else None
    what = ngettext("Check %(n)d form", "Check %(n)d forms", work.count) % {"n": work.count}
    how = _("%(n)d past their working days") % {"n": work.late} if work.late else _("Nothing is late.")
    if work.owed:
        how = listed((how.rstrip(".。"), owed), actor.language)
    return Task(what, how, f"/w/calls/{call.code}/?check=open", work.due_at, actor.has(Role.OFFICE))


def _docking(call: Any, work: Work) -> Task | None:
    if not call.awaited:
        return None
    what = ngettext("%(n)d answer of host areas awaited", "%(n)d answers of host areas awaited", call.awaited)
    how = _("%(n)d were not answered in time") % {"n": call.lapsed} if call.lapsed else _("None has lapsed.")
    return Task(what % {"n": call.awaited}, how, f"/w/calls/{call.code}/?stage=docking", work.due_at)


def _review(actor: Actor, call: Any, work: Work) -> Task | None:
    if not work.count:
        return None
    url = f"/w/calls/{call.code}/?stage=review"
    if not call.sheets_open:
        how = ngettext("%(n)d application waits for them", "%(n)d applications wait for them", work.count)
        return Task(_("Assign experts"), how % {"n": work.count}, url, work.due_at, actor.has(Role.OFFICE))
    what = ngettext("%(n)d score sheet open", "%(n)d score sheets open", call.sheets_open) % {"n": call.sheets_open}
    how = ngettext("with %(n)d expert", "with %(n)d experts", call.experts_open) % {"n": call.experts_open}
    is_mine = bool(work.late) and actor.has(Role.CHAIR)  # who is late is reminded by whoever leads the panel
    return Task(what, how, f"/w/calls/{call.code}/progress/", work.due_at, is_mine)


def _decision(actor: Actor, call: Call, stages: dict[str, Work], proposal: Proposal | None) -> Task | None:
    if proposal:
        return _proposal(actor, f"/w/calls/{call.code}/batch/", proposal)
    ready, before = stages.get("decision", _NOTHING), [stages.get(one, _NOTHING).count for one in ("docking", "review")]
    if not ready.count or any(before):
        return None
    how = ngettext(
        "%(n)d application has been through both gates", "%(n)d applications have been through both gates", ready.count
    )
    url, is_mine = f"/w/calls/{call.code}/ranking/", actor.has(Role.CHAIR, Role.OFFICE)
    return Task(_("Propose the list"), how % {"n": ready.count}, url, ready.due_at, is_mine)


def _proposal(actor: Actor, url: str, proposal: Proposal) -> Task:
    number = {"number": proposal.number}
    if proposal.ties:
        how = ngettext("%(n)d tie is open; nobody can sign before", "%(n)d ties are open; nobody can sign before",
                       proposal.ties)  # fmt: skip
        is_mine = actor.has(Role.CHAIR)
        return Task(_("Decide the ties of batch %(number)d") % number, how % {"n": proposal.ties}, url, None, is_mine)
    how = _("%(n)d of 2 have signed") % {"n": proposal.signatures}
    if len(proposal.signed) == len(SIGNERS):
        return Task(_("Release batch %(number)d") % number, how, url, None, actor.has(*SIGNERS))
    if proposal.is_signed:
        return Task(_("Batch %(number)d waits for a second person") % number, how, url)
    signs = actor.has(*(role for role in SIGNERS if role not in proposal.signed))
    return Task(_("Sign batch %(number)d") % number, how, url, None, signs)


def _objections(actor: Actor, call: Any) -> Task | None:
    if not call.objections_open:
        return None
    what = ngettext("Answer %(n)d objection", "Answer %(n)d objections", call.objections_open)
    how = _("The clock of the entry stands still until it is answered.")
    url = f"/w/calls/{call.code}/objections/"
    return Task(what % {"n": call.objections_open}, how, url, call.objections_due, actor.has(Role.OFFICE))


def _free_places(actor: Actor, call: Any) -> Task | None:
    if not call.places_free or not call.reserves_left:
        return None
    what = ngettext("Fill %(n)d free place", "Fill %(n)d free places", call.places_free) % {"n": call.places_free}
    how = ngettext("%(n)d reserve waits to move up", "%(n)d reserves wait to move up", call.reserves_left)
    url, is_mine = f"/w/calls/{call.code}/places/", actor.has(Role.CHAIR, Role.OFFICE)
    return Task(what, how % {"n": call.reserves_left}, url, None, is_mine)


def _unconfirmed(actor: Actor, call: Any) -> Task | None:
    if not call.places_waiting:
        return None
    what = ngettext("%(n)d place is not confirmed", "%(n)d places are not confirmed", call.places_waiting)
    is_soon = call.places_due is not None and call.places_due - clock.now() <= _SOON
    how = _("Soon it lapses; a call helps.") if is_soon else _("Unconfirmed, a place lapses and goes to a reserve.")
    url = f"/w/calls/{call.code}/places/"
    return Task(what % {"n": call.places_waiting}, how, url, call.places_due, is_soon and actor.has(Role.OFFICE))


def _notice(call: Call, work: Work) -> Task | None:
    if not work.count:
        return None
    how = _("the list is public until then")
    what = ngettext("%(n)d project on public notice", "%(n)d projects on public notice", work.count)
    return Task(what % {"n": work.count}, how, f"/w/calls/{call.code}/?stage=notice", work.due_at)


def _hours(actor: Actor, call: Any) -> Task | None:
    url = f"/w/calls/{call.code}/timetable/confirmations/"
    refused, waiting = call.hours_refused, call.hours_waiting
    silent = ngettext("%(n)d hour on stage is not confirmed", "%(n)d hours on stage are not confirmed", waiting)
    if refused:
        what = ngettext("%(n)d person cannot come at their hour", "%(n)d people cannot come at their hour", refused)
        how = silent % {"n": waiting} if waiting else _("All others have confirmed.")
        return Task(what % {"n": refused}, how, f"{url}?show=no", None, actor.has(Role.OFFICE))
    if not waiting:
        return None
    return Task(silent % {"n": waiting}, _("They are reminded by themselves."), f"{url}?show=waiting")


def _stage(actor: Actor, call: Any) -> Task | None:
    """What speakers handed in, and who has not rehearsed, while the event is ahead."""
    today = clock.now().astimezone(clock.BEIJING).date()
    if not call.event_days or max(call.event_days) < today:
        return None
    url, by = f"/w/calls/{call.code}/rehearsal/", call.ready_by
    is_late = by is not None and by <= clock.now()
    counts = (
        (call.rehearsals_open, ngettext("%(n)d rehearsal is not booked", "%(n)d rehearsals are not booked",
                                        call.rehearsals_open)),
        (call.rehearsals_untold, ngettext("how %(n)d rehearsal went is not written down",
                                          "how %(n)d rehearsals went is not written down", call.rehearsals_untold)),
    )  # fmt: skip
    lacking = [words % {"n": n} for n, words in counts if n]
    if call.files_to_look:
        what = ngettext(
            "Look at %(n)d file before the stage", "Look at %(n)d files before the stage", call.files_to_look
        )
        how = listed(lacking, actor.language) if lacking else _("The speakers wait for your word.")
        return Task(what % {"n": call.files_to_look}, how, f"{url}?show=look", by, actor.has(Role.OFFICE))
    if not lacking:
        return None
    how = (
        _("The day by which all should be ready is past; a call helps.") if is_late else _("Remind them on the board.")
    )
    is_mine = actor.has(Role.OFFICE) and (is_late or bool(call.rehearsals_untold))
    return Task(listed(lacking, actor.language), how, f"{url}?show=not-ready", by, is_mine)
