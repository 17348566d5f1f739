"""Facts of accounts. None carries a code or a link: whoever writes the letter asks the selectors for it."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class StaffInvited:
    """An invitation was made or sent anew; `selectors.invitation_letter` has what its letter needs."""

    public_face: ClassVar[bool] = False

    invitation_id: str
    issue: int


@dataclass(frozen=True, slots=True)
class CodeAsked:
    """Somebody asked for a code by e-mail; `selectors.code_letter` has what its letter needs."""

    public_face: ClassVar[bool] = False

    code_id: str


@dataclass(frozen=True, slots=True)
class AccountTouched:
    """Something that the owner of an account should hear of, whoever did it.

    `what`: password_set | email_changed | factor_added | factor_ended | factor_reset | already_registered | lent |
    locked | role_granted. `detail` is plain text for the letter, such as the new address or a reason; never a secret.
    """

    public_face: ClassVar[bool] = False

    user_id: str
    what: str
    detail: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class GrantEnded:
    """A role has ended: by the security administrator, or by its own date."""

    public_face: ClassVar[bool] = False

    user_id: str
    grant: str
