"""The doors of the demo: who can be tried, and where each starts. The demo city makes these accounts."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class DemoRole:
    """One door."""

    key: str
    label: str | Promise
    does: str | Promise
    start: str

    @property
    def email(self) -> str:
        """The account behind the door."""
        return f"{self.key.replace('_', '-')}@demo.example"


DEMO_ROLES = (
    DemoRole("office", _("Talent office"), _("186 applications, and 32 by Friday"), "/w/"),
    DemoRole("applicant", _("Applicant"), _("Writes an application in an evening"), "/my/"),
    DemoRole("board", _("Host-area officer"), _("Answers the projects offered to the area"), "/w/offers/"),
    DemoRole("expert", _("Expert"), _("Scores on a phone"), "/w/reviews/"),
    DemoRole("chair", _("Panel leader"), _("Sees the ranking, proposes and signs"), "/w/calls/"),
    DemoRole("approver", _("Office director"), _("Signs second; then the list is released"), "/w/"),
    DemoRole("system_admin", _("System administrator"), _("Keeps the accounts"), "/w/accounts/"),
    DemoRole("security_admin", _("Security administrator"), _("Grants roles, reads the security log"), "/w/accounts/"),
    DemoRole("audit_admin", _("Security-audit administrator"), _("Reads and verifies the log"), "/w/audit/"),
)
