"""Whether a member of staff reads who speaks for a project: the office does, a panel leader as far as experts do."""

from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.formkit.rules import questions_of
from yunhui.kernel.actor import Actor
from yunhui.pipeline.calls.models import Call


def shows_names(actor: Actor, call: Call) -> bool:
    """The form tells applicants who reads their name; a leader of a blind panel reads none at all.

    `call` comes with its form version.
    """
    if actor.has(Role.OFFICE, Role.APPROVER):
        return True
    questions = questions_of(call.form_version.questions) if call.form_version else ()
    name = next((one for one in questions if one.key == "name"), None)
    return name is not None and name.readers is not None and "expert" in name.readers
