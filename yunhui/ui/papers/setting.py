"""Printed papers: Typst templates with data, the same bytes for the same data; a missing font is an error."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst
from django.conf import settings

# In this order a face is asked for a character. Latin and Greek letters that the Chinese face lacks stand before it: it
# would put them together from a letter and an accent, in the wrong place. Pinyin it has.
_ACCENTED = "[\\u{100}-\\u{24F}\\u{300}-\\u{3FF}\\u{1E00}-\\u{1EFF}&&[^āēěīńňōūǎǐǒǔǖǘǚǜ]]"
_FACES = (
    "Noto Sans SC",
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Thai",
    "NanumGothic",
    "Noto Emoji",
)
_LISTED = ", ".join(f'"{face}"' for face in _FACES)
_FONTS = f'((name: "Noto Sans", covers: regex("{_ACCENTED}")), {_LISTED})'


class PaperError(RuntimeError):
    """A paper could not be set: the template is wrong, or its font is not installed."""


def typeset(template: Path, data: dict[str, Any]) -> bytes:
    """The PDF of a template, which reads its data with `json(bytes(sys.inputs.data))` and writes in `fonts`.

    Raises:
        PaperError: Typst refused, or warned of anything (a font that is not there is only a warning to it).
    """
    return _compiled(template, data, "pdf")


def picture(template: Path, data: dict[str, Any], *, pixels_per_point: int = 2) -> bytes:
    """The PNG of a template of one page; `typeset` for the rest.

    Raises:
        PaperError: as `typeset`.
    """
    return _compiled(template, data, "png", ppi=72.0 * pixels_per_point)


def _compiled(template: Path, data: dict[str, Any], form: Literal["pdf", "png"], ppi: float | None = None) -> bytes:
    try:
        made, warnings = typst.compile_with_warnings(
            f"#let fonts = {_FONTS}; {template.read_text()}".encode(),
            font_paths=_fonts(),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            format=form,
            ppi=ppi,
        )
    except (RuntimeError, ValueError) as error:
        raise PaperError(str(error)) from error
    if warnings:
        raise PaperError("; ".join(str(warning.message) for warning in warnings))
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> typst.Fonts:
    """The faces, looked through once for the life of a process."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in settings.PAPER_FONTS])
