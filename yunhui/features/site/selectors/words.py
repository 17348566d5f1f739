"""The list of words that may not be published."""

from collections.abc import Mapping
from functools import lru_cache

from django.db.models import QuerySet

from yunhui.features.site.models import GuardWord
from yunhui.features.site.rules import Finding, Guard, can_keep_site
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError, require
from yunhui.kernel.statements import Kept
from yunhui.pipeline.consents.ports import Cleaner


def guard() -> Guard:
    """The list, ready to look through texts: one query."""
    return Guard(GuardWord.objects.order_by("word"))


def findings_in(texts: Mapping[str, str]) -> list[Finding]:
    """What may not be published in some texts by field: one query."""
    return guard().look(texts)


def cleaner() -> Cleaner:
    """Takes out of projects' texts what may not stand on a public page: one query."""
    return _guard_of(tuple((word, tuple(unless)) for word, unless in _MASKED.ask())).mask


_MASKED: Kept[tuple[str, list[str]]] = Kept(
    lambda: GuardWord.objects.filter(masks=True).order_by("word").values_list("word", "unless")
)


def guard_words(actor: Actor) -> QuerySet[GuardWord]:
    """The list for its keepers.

    Raises:
        RefusedError: not a keeper of the site.
    """
    require(can_keep_site(actor))
    return GuardWord.objects.order_by("-blocks", "word")


def guard_word_at(actor: Actor, word_id: int) -> GuardWord:
    """One of them.

    Raises:
        NotFoundError: none.
    """
    found = guard_words(actor).filter(pk=word_id).first()
    if found is None:
        raise NotFoundError("word")
    return found


@lru_cache(maxsize=4)
def _guard_of(rows: tuple[tuple[str, tuple[str, ...]], ...]) -> Guard:
    return Guard([GuardWord(word=word, unless=list(unless), masks=True) for word, unless in rows])
