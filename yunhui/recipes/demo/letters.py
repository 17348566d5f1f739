"""Letters of the demo's past leave in it: the office lets results go the same afternoon, and old news has been read."""

from datetime import datetime, timedelta

from django.db.models import F

from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import actor_of, holders
from yunhui.foundation.notices.enums import DispatchState, NoticeState
from yunhui.foundation.notices.models import Attempt, Dispatch, Notice
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.notices.services import release_notices, write_notice
from yunhui.kernel import clock
from yunhui.pipeline.applications.models import Application
from yunhui.recipes.demo.city import DemoCity

_DAY, _NEWS = timedelta(days=1), timedelta(days=3)
_LOOKED = timedelta(hours=6)  # from the writing of a result to its release by a person
_READ = timedelta(hours=3)
_REPLY = "demo: nothing left this machine"


def let_letters_leave(written: datetime) -> None:
    """What was written by an instant of the demo's past has been released, has left when it was due, and is read.

    Rows are settled together, as the worker would have settled them one by one: a year of letters takes no minute.
    """
    if written > clock.now() - _DAY:
        return
    with clock.travel(written + _LOOKED):
        held = list(Notice.objects.filter(state=NoticeState.HELD).values_list("pk", flat=True))
        release_notices(actor=actor_of(holders(Role.OFFICE)[0]), notice_ids=held)
    leave_until(written + _DAY)


def leave_until(instant: datetime) -> None:
    """Every letter that was due by an instant left when it was due; what is older than three days has been read."""
    due = Dispatch.objects.filter(state=DispatchState.WAITING, due_at__lte=instant)
    rows = list(due.select_related("notice__user"))
    for row in rows:
        row.state, row.settled_at, row.tries, row.reply = DispatchState.SENT, row.due_at, 1, _REPLY
        row.address = row.notice.user.email if row.notice.user else row.notice.email
    Dispatch.objects.bulk_update(rows, ["state", "settled_at", "tries", "reply", "address"], batch_size=500)
    Attempt.objects.bulk_create(
        [Attempt(dispatch=row, at=row.due_at, outcome=DispatchState.SENT, reply=_REPLY) for row in rows],
        batch_size=500,
    )
    old = Notice.objects.filter(read_at__isnull=True, released_at__lte=min(clock.now() - _NEWS, instant))
    old.update(read_at=F("released_at") + _READ)


def leave_one_to_release(city: DemoCity) -> None:
    """A letter by the office waits for a second look."""
    application = Application.objects.get(call__code="youth", owner=city.applicant)
    write_notice(
        actor=actor_of(holders(Role.OFFICE)[0]),
        letter="bulk.message",
        to=city.applicant,
        about=("application", application.pk),
        context={
            "subject": Both("路演连线测试安排", "A line check before the roadshow"),
            "project": Both(application.title, application.title_en),
            "text": Both(
                "路演前一周请参加一次连线测试，约15分钟，时间由您选。届时请用路演当天的电脑和网络。",
                "Please join a line check in the week before the roadshow. It takes 15 minutes at a time of your "
                "choice; use the computer and the network that you will pitch with.",
            ),
        },
        link=f"/my/applications/{application.pk}/",
        call=application.call_id,
    )
