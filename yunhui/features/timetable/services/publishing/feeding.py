"""Commands: the secret address of one's own calendar."""

from django.db import transaction

from yunhui.features.timetable.models import Feed
from yunhui.foundation.accounts.models import User
from yunhui.foundation.audit.services import record
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor


@transaction.atomic
def make_feed(*, actor: Actor) -> Feed:
    """The actor's calendar address; the one that there is, or a new one."""
    User.objects.select_for_update().get(pk=actor.account)
    row = Feed.objects.filter(user=actor.account, ended_at__isnull=True).first()
    if row is None:
        row = Feed.objects.create(user_id=actor.account)
        record(actor=actor, action="feed.made", subject=("feed", row.pk))
    return row


@transaction.atomic
def end_feed(*, actor: Actor) -> bool:
    """Take the address back: calendars that subscribe to it find nothing from now on. Whether there was one."""
    row = Feed.objects.select_for_update().filter(user=actor.account, ended_at__isnull=True).first()
    if row is None:
        return False
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    record(actor=actor, action="feed.ended", subject=("feed", row.pk))
    return True
