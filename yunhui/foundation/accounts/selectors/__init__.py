"""Reads of accounts, by what they are about."""

from yunhui.foundation.accounts.selectors.accounts import (
    account_for,
    actor_of,
    holders,
    ids_matching,
    live_grants,
    loan_in_force,
    names_of,
    user_of,
    user_with_email,
    users_with_grants,
)
from yunhui.foundation.accounts.selectors.codes import code_letter, invitation_letter, invitation_of
from yunhui.foundation.accounts.selectors.own import (
    grants_to_confirm,
    has_factor,
    invitations,
    loans_of,
    open_proposals,
    own_account,
    own_factors,
    own_grants,
    own_identities,
    own_proposals,
    own_visits,
)
from yunhui.foundation.accounts.selectors.security import holds_now, security_events, verify_security_log

__all__ = [
    "account_for",
    "actor_of",
    "code_letter",
    "grants_to_confirm",
    "has_factor",
    "holders",
    "holds_now",
    "ids_matching",
    "invitation_letter",
    "invitation_of",
    "invitations",
    "live_grants",
    "loan_in_force",
    "loans_of",
    "names_of",
    "open_proposals",
    "own_account",
    "own_factors",
    "own_grants",
    "own_identities",
    "own_proposals",
    "own_visits",
    "security_events",
    "user_of",
    "user_with_email",
    "users_with_grants",
    "verify_security_log",
]
