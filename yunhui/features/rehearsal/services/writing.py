"""Letters to a speaker's side: the team's applicant, or every officer of a host area."""

from collections.abc import Mapping, Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from yunhui.features.rehearsal.enums import Item
from yunhui.features.rehearsal.models import Appearance
from yunhui.features.rehearsal.selectors import link_of, name_of
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.selectors import holders
from yunhui.foundation.notices.ports import Both, Letter
from yunhui.foundation.notices.services import Copy, write_notices, write_to_address
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import CHINESE, ENGLISH


def tell(actor: Actor, letter: Letter, appearance: Appearance, context: Mapping[str, object], *, about: str) -> int:
    """One letter to everybody of a speaker's side, in the caller's transaction; how many there are.

    Args:
        about: what this letter has the last word on; an earlier one that has not left does not leave any more.
    """
    said = {"who": who(appearance), **context}
    link, supersedes = link_of(appearance), f"rehearsal.{about}:{appearance.pk}"
    application = appearance.application
    if application is not None and application.owner is None:
        return _to_address(actor, letter, appearance, said, link, supersedes)
    if application is not None and application.owner is not None:
        people = [application.owner]
    else:
        people = list(holders(Role.BOARD, ScopeKind.BOARD, appearance.board_id))
    copies = [
        Copy(to=one, about=("call", appearance.call_id), context=said, link=link, supersedes=supersedes)
        for one in people
    ]
    write_notices(actor=actor, letter=letter.key, copies=copies)
    return len(copies)


def who(appearance: Appearance) -> Both:
    """The project or the host area in both languages."""
    return Both(name_of(appearance, CHINESE), name_of(appearance, ENGLISH))


def listed(items: Sequence[str]) -> Both:
    """Lines of a check list in both languages, as one sentence would name them."""
    words = {}
    for language in (CHINESE, ENGLISH):
        with translation.override(language):
            names = [str(Item(item).label) for item in items] or [_("nothing more")]
        words[language] = "、".join(names) if language == CHINESE else ", ".join(names).lower()
    return Both(words[CHINESE], words[ENGLISH])


def _to_address(
    actor: Actor, letter: Letter, appearance: Appearance, said: dict[str, object], link: str, supersedes: str
) -> int:
    """To the address in the application, where no account has taken it over."""
    application = appearance.application
    assert application is not None
    email = str(application.answers.get("email") or "")
    if "@" not in email:
        return 0
    write_to_address(
        actor=actor,
        letter=letter.key,
        email=email,
        name=application.speaker,
        language=CHINESE if application.country in ("CN", "HK", "MO", "TW") else ENGLISH,
        zone=application.zone,
        about=("call", appearance.call_id),
        context=said,
        link=link,
        supersedes=supersedes,
    )
    return 1
