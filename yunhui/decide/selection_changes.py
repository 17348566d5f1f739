"""What happens to a batch afterwards: somebody withdraws and the next in reserve moves up; two drafts are compared."""

from dataclasses import dataclass, replace

from yunhui.decide.selection_types import Batch, OpenTie, Outcome, Placing, Reason, Tie, Unfilled, Via


@dataclass(frozen=True)
class Change:
    """One entry that two batches treat differently. direction: in, out, or within (not across the line of selection).

    Codes of the reasons: added, removed, withdrawn, eligibility_changed, score_changed, tie_break_changed,
    interests_changed, recommendation_changed, deliberated, rank_changed (each {from, to}); rule_or_others_changed when
    nothing of its own changed.
    """

    entry: str
    direction: str
    before: Placing | None
    after: Placing | None
    reasons: tuple[Reason, ...]


def promote_next(batch: Batch, withdrawn: str) -> Batch:
    """Take an entry out that has withdrawn; the first in reserve takes the place of a selected one, the rest move up.

    Ranks stay as they were announced. Withdrawing twice changes nothing.

    Raises:
        KeyError: no such entry.
        OpenTie: the entry itself is undecided, or it is open who is first in reserve; break the tie and select anew.
    """
    leaving = batch.of(withdrawn)
    if leaving.entry.withdrawn:
        return batch
    if leaving.outcome is Outcome.UNDECIDED:
        raise OpenTie(f"{withdrawn} stands in an open tie; break it and select anew")
    left = replace(
        leaving,
        entry=replace(leaving.entry, withdrawn=True),
        rank=None,
        outcome=Outcome.INELIGIBLE,
        via=None,
        reserve_number=None,
        reasons=(Reason("withdrawn"),),
    )
    if leaving.outcome not in (Outcome.SELECTED, Outcome.RESERVE):
        return replace(batch, placings=_with(batch, {withdrawn: left}))
    gone = 1 if leaving.outcome is Outcome.SELECTED else leaving.reserve_number or 0
    changed = {withdrawn: left}
    unfilled = batch.unfilled
    if leaving.outcome is Outcome.SELECTED:
        if any(tie.kind != "reserve" or tie.first_number == 1 for tie in batch.ties):
            raise OpenTie("it is open who is first in reserve; break the tie and select anew")
        first = next((placing for placing in batch.placings if placing.reserve_number == 1), None)
        if first is None:
            unfilled = (*unfilled, Unfilled("remaining", None, 1, "too_few_passing"))
        else:
            reason = Reason("promoted", {"number": "1", "for": withdrawn})
            changed[first.entry.id] = replace(
                first, outcome=Outcome.SELECTED, via=Via.RESERVE, reserve_number=None, reasons=(reason,)
            )
    for placing in batch.placings:
        number = placing.reserve_number
        if number is not None and number > gone:
            reason = Reason("reserve", {"number": str(number - 1)})
            changed[placing.entry.id] = replace(placing, reserve_number=number - 1, reasons=(reason,))
    return replace(
        batch,
        placings=_with(batch, changed),
        ties=tuple(_moved_up(tie, gone) for tie in batch.ties),
        unfilled=unfilled,
    )


def difference(before: Batch, after: Batch) -> tuple[Change, ...]:
    """Return the entries whose outcome, kind of place or reserve number differ, those moving in first, then out."""
    old = {placing.entry.id: placing for placing in before.placings}
    new = {placing.entry.id: placing for placing in after.placings}
    changes = []
    for name in sorted(old.keys() | new.keys()):
        was, now = old.get(name), new.get(name)
        if was and now and _result(was) == _result(now):
            continue
        inside = (
            was is not None and was.outcome is Outcome.SELECTED,
            now is not None and now.outcome is Outcome.SELECTED,
        )
        direction = {(False, True): "in", (True, False): "out"}.get(inside, "within")
        changes.append(Change(name, direction, was, now, _causes(was, now)))
    return tuple(sorted(changes, key=lambda change: (("in", "out", "within").index(change.direction), change.entry)))


def _with(batch: Batch, changed: dict[str, Placing]) -> tuple[Placing, ...]:
    return tuple(changed.get(placing.entry.id, placing) for placing in batch.placings)


def _moved_up(tie: Tie, gone: int) -> Tie:
    if tie.first_number is None or tie.first_number <= gone:
        return tie
    return replace(tie, first_number=tie.first_number - 1)


def _result(placing: Placing) -> tuple[Outcome, Via | None, int | None]:
    return placing.outcome, placing.via, placing.reserve_number


def _causes(was: Placing | None, now: Placing | None) -> tuple[Reason, ...]:
    if was is None:
        return (Reason("added"),)
    if now is None:
        return (Reason("removed"),)
    if now.entry.withdrawn and not was.entry.withdrawn:
        return (Reason("withdrawn"),)
    own = (
        ("eligibility_changed", was.entry.eligible, now.entry.eligible),
        ("score_changed", was.entry.score, now.entry.score),
        ("tie_break_changed", was.entry.tie_breaks, now.entry.tie_breaks),
        ("interests_changed", was.entry.interests, now.entry.interests),
        ("recommendation_changed", was.entry.wild_card, now.entry.wild_card),
        ("deliberated", was.entry.deliberated, now.entry.deliberated),
        ("rank_changed", was.rank, now.rank),
    )
    found = tuple(Reason(code, {"from": _word(a), "to": _word(b)}) for code, a, b in own if a != b)
    return found or (Reason("rule_or_others_changed"),)


def _word(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(_word(part) for part in value)
    return "" if value is None else str(value)
