"""A new form reaches the drafts of its call; what was submitted keeps the version that it answered."""

from tests.factories.city import SYSTEM, answers, make_actor, make_application, make_call
from yunhui.foundation.formkit.rules import Question
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.services import save_draft, start_application
from yunhui.pipeline.applications.services.amended import move_drafts
from yunhui.pipeline.applications.services.submitting import problems_of
from yunhui.pipeline.calls.rules import questions_now
from yunhui.pipeline.calls.services import Announcement, Change, amend_call

EXTRA = Question(
    key="extra", kind="link", label_zh="视频", label_en="Extra", section_zh="项目", section_en="The project",
    readers=("office",),
)  # fmt: skip


def test_a_new_form_reaches_drafts_only(city: Jurisdiction) -> None:
    call = make_call(city)
    submitted = make_application(call)
    owner = make_actor("ada")
    draft = start_application(actor=owner, call=call)
    save_draft(actor=owner, application_id=draft.pk, answers=answers(2))
    change = Change("form", form=(*questions_now(call), EXTRA))
    amend_call(actor=SYSTEM, call=call, change=change, announcement=Announcement("评审需要", "The experts need it"))
    assert (move_drafts(call.pk), move_drafts(call.pk)) == (1, 0)
    call.refresh_from_db()
    draft.refresh_from_db()
    was = submitted.form_version_id
    submitted.refresh_from_db()
    assert draft.form_version == call.form_version and submitted.form_version_id == was
    assert [problem.field for problem in problems_of(draft)] == ["extra"]
