"""Reads of form versions."""

from yunhui.foundation.formkit.models import FormVersion
from yunhui.foundation.formkit.rules import Question, questions_of

_MOST = 256
_read: dict[tuple[int, str], tuple[Question, ...]] = {}


def asked_by(version: FormVersion) -> tuple[Question, ...]:
    """The questions of a version, read once in a process: what the digest covers does not change."""
    key = (version.pk, version.digest)
    if key not in _read:
        if len(_read) >= _MOST:
            _read.clear()
        _read[key] = questions_of(version.questions)
    return _read[key]
