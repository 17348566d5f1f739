"""Commands on accounts, by what they are about."""

from yunhui.foundation.accounts.services.accounts import (
    close_account,
    create_user,
    reopen_account,
    set_name,
    set_preferences,
)
from yunhui.foundation.accounts.services.codes import ask_code, sweep_codes, use_code
from yunhui.foundation.accounts.services.erasing import erase_account
from yunhui.foundation.accounts.services.export import collector_trouble, seal_security_log, ship_security_log
from yunhui.foundation.accounts.services.factors import (
    add_app,
    add_passkey,
    new_recovery_codes,
    new_secret,
    passkey_options,
    prove,
    remove_factor,
    reset_factors,
    sign_in_options,
    use_passkey,
)
from yunhui.foundation.accounts.services.holds import end_holds, sweep_holds
from yunhui.foundation.accounts.services.identities import arrive, link_identity, new_errand, unlink_identity
from yunhui.foundation.accounts.services.invitations import (
    accept_invitation,
    invite_staff,
    resend_invitation,
    revoke_invitation,
)
from yunhui.foundation.accounts.services.loans import begin_acting, end_loan, lend_role
from yunhui.foundation.accounts.services.passwords import check_credentials, set_password
from yunhui.foundation.accounts.services.registration import (
    ask_to_move,
    ask_to_register,
    confirm_move,
    confirm_registration,
)
from yunhui.foundation.accounts.services.roles import (
    confirm_role,
    decide_proposal,
    end_due_roles,
    end_role,
    grant_role,
    propose_roles,
)
from yunhui.foundation.accounts.services.security import log_security
from yunhui.foundation.accounts.services.tending import tend_accounts
from yunhui.foundation.accounts.services.visits import (
    begin_visit,
    end_visit,
    end_visits,
    forget_visit,
    see_visit,
    sweep_visits,
)

__all__ = [
    "accept_invitation",
    "add_app",
    "add_passkey",
    "arrive",
    "ask_code",
    "ask_to_move",
    "ask_to_register",
    "begin_acting",
    "begin_visit",
    "check_credentials",
    "close_account",
    "collector_trouble",
    "confirm_move",
    "confirm_registration",
    "confirm_role",
    "create_user",
    "decide_proposal",
    "end_due_roles",
    "end_holds",
    "end_loan",
    "end_role",
    "end_visit",
    "end_visits",
    "erase_account",
    "forget_visit",
    "grant_role",
    "invite_staff",
    "lend_role",
    "link_identity",
    "log_security",
    "new_errand",
    "new_recovery_codes",
    "new_secret",
    "passkey_options",
    "propose_roles",
    "prove",
    "remove_factor",
    "reopen_account",
    "resend_invitation",
    "reset_factors",
    "revoke_invitation",
    "seal_security_log",
    "see_visit",
    "set_name",
    "set_password",
    "set_preferences",
    "ship_security_log",
    "sign_in_options",
    "sweep_codes",
    "sweep_holds",
    "sweep_visits",
    "tend_accounts",
    "unlink_identity",
    "use_code",
    "use_passkey",
]
