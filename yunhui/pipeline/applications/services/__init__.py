"""Commands on applications, and moving them through their stages."""

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
from yunhui.pipeline.applications.services.opening import open_application
from yunhui.pipeline.applications.services.passes import (
    conclude_passes,
    end_applications,
    open_stage,
)
from yunhui.pipeline.applications.services.standing import keep_standing
from yunhui.pipeline.applications.services.submitting import (
    form_of,
    import_application,
    problems_of,
    save_draft,
    start_application,
    submit_application,
    withdraw_application,
)

__all__ = [
    "Missing",
    "answer_completion",
    "ask_to_complete",
    "conclude_passes",
    "days_left_of",
    "end_applications",
    "extend_completion",
    "form_of",
    "import_application",
    "keep_standing",
    "lapse_due_completions",
    "open_application",
    "open_stage",
    "problems_of",
    "remind_of_completions",
    "save_completion",
    "save_draft",
    "screen_application",
    "start_application",
    "submit_application",
    "take_back_completion",
    "withdraw_application",
]
