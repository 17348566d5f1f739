"""One decision in a few sentences: what came out and why, who decided, what came after, and whether the log holds."""

from collections.abc import Iterable
from datetime import datetime
from operator import itemgetter

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.features.proof.enums import Kind
from yunhui.features.proof.selectors.story import Story
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.pipeline.applications.rules import name_of
from yunhui.pipeline.calls.enums import RankBy
from yunhui.pipeline.decisions.enums import BatchState, Conclusion, Outcome, Reply
from yunhui.pipeline.decisions.models import Approval, Confirmation, Discussed, Promotion
from yunhui.pipeline.decisions.selectors import sentences
from yunhui.pipeline.objections.enums import ObjectionKind, ObjectionState
from yunhui.pipeline.objections.models import Objection
from yunhui.ui import formats


def told(story: Story, language: str) -> list[str]:
    """The story as paragraphs in one language, days by the calendar of Beijing; six queries."""
    with translation.override(language):
        parts = (_result(story), _basis(story), _people(story), _after(story), _log(story))
        between = " " if language == ENGLISH else ""
        return [between.join(part) for part in map(list, parts) if part]


def _result(story: Story) -> Iterable[str]:
    item, batch, language = story.item, story.item.batch, translation.get_language() or ENGLISH
    title = name_of(item.application, language)
    group = pick(item.application.group, "name", language) if item.application.group else ""
    yield _("No. {number}, “{title}”, took part in “{call}”{group}.").format(
        number=item.application, title=title, call=pick(story.call, "title", language),
        group=_(", group {group}").format(group=group) if group else "",
    )  # fmt: skip
    said = {
        BatchState.RELEASED: _("Batch {n}, released on {day}, says: {outcome}."),
        BatchState.PROPOSED: _("Batch {n}, proposed on {day} and not released, says: {outcome}."),
        BatchState.DISCARDED: _("Batch {n}, discarded on {day}, never stood; it said: {outcome}."),
    }[BatchState(batch.state)]
    at = batch.released_at or batch.discarded_at or batch.proposed_at
    yield said.format(n=batch.number, day=_day(at), outcome=Outcome(item.outcome).label)
    yield from sentences(item.reasons)


def _basis(story: Story) -> Iterable[str]:
    known, rule = story.moments[0].known, story.item.batch.rule
    if known.totals:
        n = len(known.totals)
        said = ngettext("{n} expert had locked a score sheet: {totals}.",
                        "{n} experts had locked score sheets: {totals}.", n)  # fmt: skip
        yield said.format(n=n, totals=_(" · ").join(formats.score(one) for one in known.totals))
    if story.item.score is not None:
        clause = _(", clause {clause} of the call").format(clause=rule["clause"]) if rule.get("clause") else ""
        yield _("By the announced rule ({rule}{clause}) that makes {score}.").format(
            rule=RankBy(rule["rank_by"]).label, clause=clause, score=formats.score(story.item.score)
        )
    if known.conflicts:
        said = ngettext("{n} expert stood aside for a conflict of interest.",
                        "{n} experts stood aside for a conflict of interest.", known.conflicts)  # fmt: skip
        yield said.format(n=known.conflicts)
    if story.amendments:
        said = ngettext("The call had been amended in public once by then.",
                        "The call had been amended in public {n} times by then.", story.amendments)  # fmt: skip
        yield said.format(n=story.amendments)
    else:
        yield _("The call stood as it was published.")
    readers = [one.who for one in story.steps if one.kind == Kind.READ and one.at <= story.item.batch.proposed_at]
    if readers:
        people = len(set(readers))
        said = ngettext("{n} person had read it by then.", "{n} people had read it by then.", people)
        yield said.format(n=people)


def _people(story: Story) -> Iterable[str]:
    batch = story.item.batch
    sittings = Discussed.objects.filter(application=story.item.application_id, deliberation__corrected_by=None)
    for one in sittings.select_related("deliberation").order_by("deliberation__held_at"):
        words = Conclusion(one.deliberation.conclusion).label
        yield _("A deliberation on {day} spoke of it: {conclusion}.").format(
            day=_day(one.deliberation.held_at), conclusion=words
        )
    who = batch.proposed_by.name if batch.proposed_by else _("The platform")
    yield _("{who} proposed the batch on {day}.").format(who=who, day=_day(batch.proposed_at))
    for signature in batch.signatures.all():
        yield _("{who} ({role}) signed on {day}.").format(
            who=signature.user.name, role=Role(signature.role).label, day=_day(signature.at)
        )
    if batch.released_at:
        yield _("It was released on {day}.").format(day=_day(batch.released_at))
    paper = Approval.objects.filter(batch=batch, replaced_at=None).first()
    if paper:
        day = formats.year_day(paper.signed_on, translation.get_language() or ENGLISH)
        yield _("The signed paper is {number} of {day}.").format(number=paper.number, day=day)


def _after(story: Story) -> Iterable[str]:
    if story.item.batch.state != BatchState.RELEASED:
        return
    pk, happened = story.item.application_id, list[tuple[datetime, str]]()
    filed = Objection.objects.filter(application=pk).exclude(state=ObjectionState.UNPROVED)
    happened += [(one.filed_at, _objected(one)) for one in filed]
    reply = Confirmation.objects.filter(stage_pass__application=pk).exclude(reply=Reply.WAITING).first()
    if reply and reply.answered_at:
        said = {
            Reply.CONFIRMED: _("The place was confirmed on {day}."),
            Reply.DECLINED: _("The place was given up on {day}."),
            Reply.LAPSED: _("The place was not confirmed in time and ended on {day}."),
        }[Reply(reply.reply)]
        happened.append((reply.answered_at, said.format(day=_day(reply.answered_at))))
    moved = Promotion.objects.select_related("vacated", "promoted")
    if up := moved.filter(promoted=pk).first():
        said = _("On {day} it moved up from the reserve list into the place of No. {number}.")
        happened.append((up.at, said.format(day=_day(up.at), number=up.vacated)))
    if left := moved.filter(vacated=pk).first():
        said = _("On {day} its place went to reserve No. {number}: {cause}.")
        happened.append((left.at, said.format(day=_day(left.at), number=left.promoted, cause=left.get_cause_display())))
    happened.sort(key=itemgetter(0))
    yield from (said for _at, said in happened) if happened else [_("Nothing has changed it since.")]


def _objected(one: Objection) -> str:
    filed, decided = _day(one.filed_at), _day(one.decided_at) if one.decided_at else ""
    recheck = one.kind == ObjectionKind.RECHECK
    if one.state == ObjectionState.UPHELD:
        said = _("A re-check asked for on {day} found for the applicant on {end}.") if recheck else _(
            "An objection of {day} was upheld on {end}.")  # fmt: skip
    elif one.state == ObjectionState.DISMISSED:
        said = _("A re-check asked for on {day} found no error on {end}.") if recheck else _(
            "An objection of {day} was dismissed on {end}.")  # fmt: skip
    else:
        said = _("A re-check asked for on {day} is not finished.") if recheck else _(
            "An objection of {day} is being examined.")  # fmt: skip
    return said.format(day=filed, end=decided)


def _log(story: Story) -> Iterable[str]:
    rows, wrong = len(story.rows), sum(row.is_wrong for row in story.rows)
    said = ngettext("It rests on {n} line of the audit log.", "It rests on {n} lines of the audit log.", rows)
    yield said.format(n=rows)
    if wrong:
        said = ngettext("{n} of them is not what was written.", "{n} of them are not what was written.", wrong)
        yield said.format(n=wrong)
    if story.sealed == rows:
        yield _("All of it is what was written, each line in its place in the chain.")
    elif story.sealed:
        said = ngettext("{n} is what was written, in its place in the chain.",
                        "{n} are what was written, each in its place in the chain.", story.sealed)  # fmt: skip
        yield said.format(n=story.sealed)
    if story.unsealed:
        said = ngettext("{n} is not sealed in the chain yet: whether it was changed cannot be told.",
                        "{n} are not sealed in the chain yet: whether they were changed cannot be told.",
                        story.unsealed)  # fmt: skip
        yield said.format(n=story.unsealed)
    if not story.agrees:
        yield _("The log alone gives another score than the batch froze.")
    elif story.item.score is not None and story.moments[0].known.score is not None:
        yield _("The log alone gives the score that the batch froze.")


def _day(at: datetime) -> str:
    return formats.year_day(formats.local(at, formats.BEIJING).date(), translation.get_language() or ENGLISH)
