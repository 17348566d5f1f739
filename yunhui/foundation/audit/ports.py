"""What rooms above tell the log: the words of its actions, for pages below the one that knows them all."""

from collections.abc import Callable

Words = Callable[[str], str]

_words: list[Words] = []


def register_words(words: Words) -> None:
    """Say what actions are called in the active language; once, by the room that mounts the pages."""
    _words[:] = [words]


def action_word(action: str) -> str:
    """The word of an action, or its code where nobody has registered words."""
    return _words[0](action) if _words else action
