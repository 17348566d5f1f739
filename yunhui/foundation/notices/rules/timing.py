"""When a letter may leave: the reader's quiet hours on the reader's clock, the daily digest, pauses between tries."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

QUIET_FROM, QUIET_UNTIL = time(22), time(8)
# After each refusal for now; after the last one the letter is given up. In all about two days, as mail servers do.
PAUSES = tuple(
    timedelta(minutes=one) for one in (1, 5, 15, 30, 60, 120, 240, 480, 720, 720)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a reader asked for: quiet hours (none where the two are equal), the digest's hour, what is switched."""

    quiet_from: time = QUIET_FROM
    quiet_until: time = QUIET_UNTIL
    digest_at: time | None = None
    switched: dict[str, bool] = field(default_factory=dict)


def after_quiet(at: datetime, zone: str, quiet_from: time, quiet_until: time) -> datetime:
    """The first instant from `at` on that is outside the quiet hours [from, until) of a zone's wall clock, in UTC.

    An hour that daylight saving leaves out counts as the one after it; of one that it repeats the later is meant.
    """
    here = at.astimezone(ZoneInfo(zone))
    clock = here.time()
    over_night = quiet_from > quiet_until
    if over_night:
        is_quiet = clock >= quiet_from or clock < quiet_until
    else:
        is_quiet = quiet_from <= clock < quiet_until
    if not is_quiet:
        return at.astimezone(UTC)
    day = here.date() + timedelta(days=1 if over_night and clock >= quiet_from else 0)
    end = datetime.combine(day, quiet_until, ZoneInfo(zone)).replace(fold=1)
    return max(end.astimezone(UTC), at.astimezone(UTC))


def next_digest(at: datetime, zone: str, digest_at: time) -> datetime:
    """The next time after `at` that the wall clock of a zone shows the digest's hour, in UTC."""
    here = at.astimezone(ZoneInfo(zone))
    for days in (0, 1, 2):
        then = datetime.combine(here.date() + timedelta(days=days), digest_at, ZoneInfo(zone)).astimezone(UTC)
        if then > at:
            return then
    raise AssertionError("a wall clock shows every hour within two days")


def leaves_at(at: datetime, zone: str, wishes: Wishes, *, is_urgent: bool) -> tuple[datetime, bool]:
    """When a letter may leave, and whether in the digest."""
    if is_urgent:
        return at, False
    if wishes.digest_at is not None:
        return next_digest(at, zone, wishes.digest_at), True
    return after_quiet(at, zone, wishes.quiet_from, wishes.quiet_until), False


def after_pause(at: datetime, tries: int) -> datetime | None:
    """When to try again after so many tries; None: give it up."""
    return at + PAUSES[tries - 1] if tries <= len(PAUSES) else None
