"""Commands on applications, and moving them through their stages."""

from yunhui.pipeline.applications.services.opening import open_application
from yunhui.pipeline.applications.services.passes import (
    conclude_passes,
    end_applications,
    open_stage,
    screen_application,
)
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
    "conclude_passes",
    "end_applications",
    "form_of",
    "import_application",
    "open_application",
    "open_stage",
    "problems_of",
    "save_draft",
    "screen_application",
    "start_application",
    "submit_application",
    "withdraw_application",
]
