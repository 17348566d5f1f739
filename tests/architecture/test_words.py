"""The Chinese catalogue fills in what the English gives it.

Another name, or a number where a page gives text, makes a page that fails in Chinese alone.
"""

import re

from tools.messages import read

PLACE = re.compile(r"%\((\w+)\)[-+0 #]*\d*(?:\.\d+)?([a-zA-Z])")


def test_chinese_has_no_place_that_the_english_lacks() -> None:
    wrong = []
    for message in read():
        english = message.id if isinstance(message.id, tuple) else (message.id,)
        chinese = message.string if isinstance(message.string, tuple | list) else (message.string,)
        known = {place for text in english for place in PLACE.findall(str(text))}
        given = {place for text in chinese for place in PLACE.findall(str(text or ""))}
        if message.id and not given <= known:
            wrong.append(english[0])
    assert wrong == []
