"""The texts of letters: the built-in ones, stored when first used, and the city's own."""

import json

from yunhui.foundation.notices.models import Template, Wording
from yunhui.foundation.notices.ports import Letter
from yunhui.kernel.crypto import digest

TEXTS = ("subject_zh", "subject_en", "body_zh", "body_en", "sms_zh", "sms_en")


def template_now(letter: Letter) -> Template:
    """The text that a letter has now: the city's own, or the built-in one."""
    wording = Wording.objects.select_related("template").filter(letter=letter.key).first()
    return wording.template if wording else built_in(letter)


def built_in(letter: Letter) -> Template:
    """The built-in text as this release has it, stored once."""
    texts = {name: getattr(letter, name) for name in TEXTS}
    mark = digest(json.dumps(texts, sort_keys=True, ensure_ascii=False).encode())
    row, _made = Template.objects.get_or_create(letter=letter.key, digest=mark, is_own=False, defaults=texts)
    return row
