"""Guarded words for tests: a test that truncates tables takes the list of the migration with it."""

from yunhui.features.site.models import GuardWord


def guard_words() -> None:
    """The few words that tests speak of."""
    for word, masks in (("千人计划", True), ("Thousand Talents", True), ("CST", False), ("！", False)):
        defaults = {"masks": masks, "reason_zh": "不对外公布", "reason_en": "not published"}
        GuardWord.objects.get_or_create(word=word, defaults=defaults)
