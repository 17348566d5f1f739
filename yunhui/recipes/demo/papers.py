"""The office takes papers of the calls that are decided: the request that was signed, and a summary of scores."""

from yunhui.features.papers.enums import Form, PaperKind
from yunhui.features.papers.selectors import Desk, shelves_of
from yunhui.features.papers.services import print_paper
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import actor_of, holders
from yunhui.kernel import clock
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.enums import BatchState
from yunhui.pipeline.decisions.models import Batch

_TAKEN = (PaperKind.REQUEST, PaperKind.SUMMARY)


def take_papers() -> None:
    """One of each kind, of every call with a released batch, on the evening of the release."""
    officer = holders(Role.OFFICE).first()
    if officer is None:
        return
    office = actor_of(officer)
    for batch in Batch.objects.filter(state=BatchState.RELEASED).order_by("pk"):
        call = Call.objects.get(pk=batch.call_id)
        with clock.travel(batch.released_at or clock.now()):
            shelves = {one.kind: one.shelf for one in shelves_of(Desk(office, call, clock.now()))}
            for kind in _TAKEN:
                if kind in shelves and (choices := shelves[kind].choices):
                    print_paper(actor=office, call=call, kind=kind, about=choices[0].about, form=Form.DOCX)
