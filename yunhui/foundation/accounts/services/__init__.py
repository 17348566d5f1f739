"""Commands on accounts, by what they are about."""

from yunhui.foundation.accounts.services.accounts import create_user, set_name, set_preferences
from yunhui.foundation.accounts.services.invitations import invite_staff, resend_invitation, revoke_invitation
from yunhui.foundation.accounts.services.passwords import check_credentials
from yunhui.foundation.accounts.services.roles import (
    confirm_role,
    decide_proposal,
    end_due_roles,
    end_role,
    grant_role,
    propose_roles,
)
from yunhui.foundation.accounts.services.security import log_security

__all__ = [
    "check_credentials",
    "confirm_role",
    "create_user",
    "decide_proposal",
    "end_due_roles",
    "end_role",
    "grant_role",
    "invite_staff",
    "log_security",
    "propose_roles",
    "resend_invitation",
    "revoke_invitation",
    "set_name",
    "set_preferences",
]
