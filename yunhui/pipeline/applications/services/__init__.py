"""Commands on applications, and moving them through their stages."""

from yunhui.pipeline.applications.services.acknowledging import acknowledge_call
from yunhui.pipeline.applications.services.checking import screen_application
from yunhui.pipeline.applications.services.completing import (
    Missing,
    answer_completion,
    ask_to_complete,
    days_left_of,
    extend_completion,
    lapse_due_completions,
    remind_of_completions,
    save_completion,
    take_back_completion,
)
from yunhui.pipeline.applications.services.importing import Entry, change_many, import_many
from yunhui.pipeline.applications.services.office import (
    give_to_keeper,
    move_to_group,
    set_channel,
    take_back_note,
    write_note,
)
from yunhui.pipeline.applications.services.opening import open_application
from yunhui.pipeline.applications.services.passes import (
    conclude_passes,
    end_applications,
    open_stage,
)
from yunhui.pipeline.applications.services.referring import (
    claim_application,
    claimed_by,
    make_claim_link,
    refer_application,
    resend_claim,
    send_claims,
)
from yunhui.pipeline.applications.services.saving import save_draft, settle_answer
from yunhui.pipeline.applications.services.sharing import (
    accept_invitation,
    change_right,
    end_collaboration,
    invitation_of,
    invite_collaborator,
)
from yunhui.pipeline.applications.services.standing import keep_standing, standings_together
from yunhui.pipeline.applications.services.submitting import (
    form_of,
    import_application,
    problems_of,
    start_application,
    submit_application,
    withdraw_application,
)
from yunhui.pipeline.applications.services.telling import remind_drafts, tell_stage, tell_submitted, tell_withdrawn
from yunhui.pipeline.applications.services.telling_owed import (
    tell_completed,
    tell_more_time,
    tell_not_needed,
    tell_owed,
)

__all__ = [
    "Entry",
    "Missing",
    "accept_invitation",
    "acknowledge_call",
    "answer_completion",
    "ask_to_complete",
    "change_many",
    "change_right",
    "claim_application",
    "claimed_by",
    "conclude_passes",
    "days_left_of",
    "end_applications",
    "end_collaboration",
    "extend_completion",
    "form_of",
    "give_to_keeper",
    "import_application",
    "import_many",
    "invitation_of",
    "invite_collaborator",
    "keep_standing",
    "lapse_due_completions",
    "make_claim_link",
    "move_to_group",
    "open_application",
    "open_stage",
    "problems_of",
    "refer_application",
    "remind_drafts",
    "remind_of_completions",
    "resend_claim",
    "save_completion",
    "save_draft",
    "screen_application",
    "send_claims",
    "set_channel",
    "settle_answer",
    "standings_together",
    "start_application",
    "submit_application",
    "take_back_completion",
    "take_back_note",
    "tell_completed",
    "tell_more_time",
    "tell_not_needed",
    "tell_owed",
    "tell_stage",
    "tell_submitted",
    "tell_withdrawn",
    "withdraw_application",
    "write_note",
]
