"""What a file may be called."""

import unicodedata

from yunhui.foundation.files.rules.types import ENDINGS

LONGEST = 120
_PATHS = str.maketrans({"/": "/", "\\": "/", "∕": "/", "⁄": "/"})
_FORBIDDEN = set('<>:"|?*')


def clean_name(name: str, media_type: str) -> str:
    """A name without path, without what hides or turns text, of at most 120 characters, with the ending of its content.

    A name is shown and saved, never trusted: `gpj.\\u202efdp.exe` that is a PDF becomes `gpj.fdp.exe.pdf`.
    """
    text = unicodedata.normalize("NFC", name).translate(_PATHS).rsplit("/", 1)[-1]
    kept = "".join(" " if c.isspace() else c for c in text if c.isspace() or _is_plain(c))
    kept = " ".join(kept.split()).strip(". ")
    endings = ENDINGS.get(media_type, ())
    stem, dot, ending = kept.rpartition(".")
    if endings and f".{ending.lower()}" in endings and dot:
        ending = f".{ending.lower()}"
    else:
        stem, ending = kept, endings[0] if endings else ""
    stem = stem.strip(". ") or "file"
    return f"{stem[: LONGEST - len(ending)].rstrip()}{ending}"


def _is_plain(char: str) -> bool:
    return char not in _FORBIDDEN and unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cs", "Cn")
