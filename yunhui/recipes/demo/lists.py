"""The office at its list: who looks after what, notes, and views that colleagues share."""

from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import actor_of, holders
from yunhui.foundation.views.services import save_view
from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import give_to_keeper, write_note
from yunhui.pipeline.calls.models import Call

_NOTES = (
    "负责人下周来青澜，可约线下看中试场地。",
    "The team asked whether a carrier in Weichuan is possible; told them that host areas answer themselves.",
    "与去年第0087号是同一团队，技术路线已变，按新项目看。",
)
_VIEWS = (
    ("海外，未对接", "?state=in_progress&stage=docking&channel=self&sort=due"),
    ("Best scores, still wanted by nobody", "?step=reviewed&sort=-score&cols=number,title,group,score,areas,next"),
)


def keep_lists(*, actor: Actor) -> None:
    """Give the call that is being worked on a keeper for every third application, some notes and two shared views,
    and the expert library one."""
    running = Application.objects.filter(state="in_progress", number__isnull=False, call__state="published")
    call = Call.objects.filter(pk__in=running.values("call_id")).order_by("-opens_at").first()
    officer = holders(Role.OFFICE).first()
    if call is None or officer is None:
        return
    office = actor_of(officer)
    rows = list(running.filter(call=call).order_by("number").values_list("pk", flat=True)[:60])
    for pk in rows[::3]:
        give_to_keeper(actor=office, application_id=pk, keeper_id=officer.pk)
    for pk, text in zip(rows[::7], _NOTES, strict=False):
        write_note(actor=office, application_id=pk, text=text)
    for name, query in _VIEWS:
        save_view(actor=office, list_key="applications", about=call.code, name=name, query=query, is_shared=True)
    query = "?state=admitted&industry=energy&language=en"
    save_view(actor=office, list_key="experts", about="", name="新能源，可评英文", query=query, is_shared=True)
