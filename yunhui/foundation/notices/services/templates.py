"""The texts of letters: the built-in ones, stored when first used, and the city's own."""

import json
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.notices.models import Template, Wording
from yunhui.foundation.notices.ports import Letter, letter_of
from yunhui.foundation.notices.rules import can_word_letters, problems_of
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import digest
from yunhui.kernel.errors import DomainError, InvalidError, require

TEXTS = ("subject_zh", "subject_en", "body_zh", "body_en", "sms_zh", "sms_en")


def template_now(letter: Letter) -> Template:
    """The text that a letter has now: the city's own, or the built-in one. One query, but for the first time."""
    texts = {name: getattr(letter, name) for name in TEXTS}
    own = Wording.objects.filter(letter=letter.key, template=OuterRef("pk"))
    rows = Template.objects.filter(letter=letter.key).annotate(is_worded=Exists(own))
    found = rows.filter(Q(is_worded=True) | Q(digest=_mark(texts), is_own=False)).order_by("-is_worded").first()
    return found or built_in(letter)


def built_in(letter: Letter) -> Template:
    """The built-in text as this release has it, stored once."""
    texts = {name: getattr(letter, name) for name in TEXTS}
    row, _made = Template.objects.get_or_create(letter=letter.key, digest=_mark(texts), is_own=False, defaults=texts)
    return row


@transaction.atomic
def keep_wording(*, actor: Actor, letter: str, texts: Mapping[str, str], seen: int) -> Template:
    """Put the city's own text in the place of a letter's; letters written before keep theirs.

    Args:
        texts: the six of `TEXTS`.
        seen: the number of the text that the actor changed, 0 for the built-in one.

    Raises:
        RefusedError: not of the office for the whole city.
        InvalidError: a text is missing or too long, or a variable unknown.
        DomainError: `changed_meanwhile`: somebody else has changed it since.
    """
    require(can_word_letters(actor))
    kind = letter_of(letter)
    given = {name: _tidy(texts.get(name, ""), name) for name in TEXTS}
    if problems := problems_of(kind, given):
        raise InvalidError(problems)
    wording = Wording.objects.select_for_update().select_related("template").filter(letter=letter).first()
    now = wording.template if wording else built_in(kind)
    if seen and seen != now.pk:
        sentence = _("Somebody has changed this letter meanwhile. Your text is kept below; look at theirs first.")
        raise DomainError("changed_meanwhile", sentence)
    mark = _mark(given)
    if mark == now.digest:
        return now
    row = Template.objects.create(letter=letter, digest=mark, is_own=True, made_by_id=actor.user_id, **given)
    Wording.objects.update_or_create(letter=letter, defaults={"template": row})
    record(
        actor=actor, action="letter.worded", subject=("letter", letter), before={"text": now.pk}, after={"text": row.pk}
    )
    return row


@transaction.atomic
def restore_wording(*, actor: Actor, letter: str) -> Template:
    """Return to the built-in text, which then follows the platform's releases; the city's own stay in the history.

    Raises:
        RefusedError: not of the office for the whole city.
    """
    require(can_word_letters(actor))
    kind = letter_of(letter)
    wording = Wording.objects.select_for_update().filter(letter=letter).first()
    if wording is not None:
        record(actor=actor, action="letter.restored", subject=("letter", letter), before={"text": wording.template_id})
        wording.delete()
    return built_in(kind)


def _mark(texts: Mapping[str, str]) -> str:
    return digest(json.dumps(dict(texts), sort_keys=True, ensure_ascii=False).encode())


def _tidy(text: str, name: str) -> str:
    """Line ends as one sign, no blanks at line ends; subject and SMS on one line."""
    if not name.startswith("body"):
        return " ".join(text.split())
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").strip().splitlines())
