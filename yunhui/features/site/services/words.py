"""Keeping the list of words that may not be published."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.features.site.events import GuardChanged
from yunhui.features.site.models import GuardWord
from yunhui.features.site.rules import can_keep_site
from yunhui.features.site.services.rows import read_into
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require

COLUMNS = ("word", "unless", "instead", "reason_zh", "reason_en", "blocks", "masks")


@transaction.atomic
def keep_word(*, actor: Actor, values: Mapping[str, object], word_id: int | None = None) -> GuardWord:
    """Enter a word with its reason, or change one. `unless` is a list of longer phrases in which it is right.

    Raises:
        RefusedError, NotFoundError: not a keeper of the site; no such word.
        InvalidError: missing, too long, already on the list, or a phrase of `unless` without the word.
    """
    require(can_keep_site(actor))
    row = _locked(word_id) if word_id is not None else GuardWord()
    before = {name: getattr(row, name) for name in COLUMNS} if word_id is not None else None
    read_into(row, values, COLUMNS)
    if GuardWord.objects.filter(word=row.word).exclude(pk=row.pk).exists():
        raise InvalidError([Problem("word", "taken", _("This word is on the list already."))])
    if odd := [one for one in row.unless if row.word.casefold() not in one.casefold()]:
        said = _("“%(odd)s” does not hold the word.") % {"odd": odd[0]}
        raise InvalidError([Problem("unless", "without", said)])
    row.save()
    after = {name: getattr(row, name) for name in COLUMNS}
    record(actor=actor, action="guard.kept", subject=("guard_word", row.pk), before=before, after=after)
    publish(actor=actor, event=GuardChanged(row.pk))
    return row


@transaction.atomic
def remove_word(*, actor: Actor, word_id: int) -> None:
    """Take a word off the list.

    Raises:
        RefusedError, NotFoundError: not a keeper of the site; no such word.
    """
    require(can_keep_site(actor))
    row = _locked(word_id)
    before = {name: getattr(row, name) for name in COLUMNS}
    record(actor=actor, action="guard.removed", subject=("guard_word", row.pk), before=before)
    publish(actor=actor, event=GuardChanged(row.pk))
    row.delete()


def _locked(word_id: int) -> GuardWord:
    found = GuardWord.objects.select_for_update().filter(pk=word_id).first()
    if found is None:
        raise NotFoundError("word")
    return found
