"""Who keeps the library, under which words an expert is found, and what their numbers look like when masked."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel import searching
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused
from yunhui.pipeline.experts.models import Expert

# What an expert's languages may be: those of the platform, and those that projects from abroad come in.
LANGUAGES = ("zh", "en", "de", "fr", "ja", "ko", "ru", "es")
# Where experts work, as far as the library's filter tells it.
REGIONS = ("domestic", "abroad")
# By what the library is sorted: key -> columns; people by name within.
SORTS = {
    "name": ("person__sort_key",),
    "organisation": ("person__organisation__name_zh", "person__organisation__name_en"),
    "level": ("level_rank",),
    "state": ("state",),
    "proposed": ("proposed_at",),
    "admitted": ("admitted_at",),
}


def can_keep_library(actor: Actor) -> Verdict:
    """The talent office keeps the library; who holds one call reads and proposes."""
    if actor.is_system or actor.has_in(Role.OFFICE, ScopeKind.CITY, ""):
        return ALLOWED
    return refused("not_office", _("Only the talent office keeps the expert library."))


def can_read_library(actor: Actor) -> Verdict:
    """The talent office, its director and the panel leader."""
    if actor.is_system or actor.has(Role.OFFICE, Role.APPROVER, Role.CHAIR):
        return ALLOWED
    return refused("not_staff", _("Only the talent office reads the expert library."))


def is_self(actor: Actor, expert: Expert) -> bool:
    """Whether the expert is the actor."""
    return actor.user_id is not None and expert.person.user_id == actor.user_id


def search_of(expert: Expert, organisations: Iterable[str] = ()) -> str:
    """The column `search`: name in both scripts and by its pinyin, titles, fields in free words, organisations, and the
    e-mail address as one word."""
    person = expert.person
    texts = (person.name, person.name_latin, expert.title_zh, expert.title_en, *expert.terms, *organisations)
    words = set[str]().union(*map(searching.words_of, texts), searching.sounds_of(person.name))
    if person.email:
        words.add(searching.address_word(person.email))
    return searching.vector(words)


def masked(tail: str) -> str:
    """A number of which only the last characters are shown."""
    return f"•••• {tail}" if tail else ""
