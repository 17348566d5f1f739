"""Printed papers: Typst templates with data, the same bytes for the same data; a missing font is an error."""

import json
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

FONT = "Noto Sans SC"


class PaperError(RuntimeError):
    """A paper could not be set: the template is wrong, or its font is not installed."""


def typeset(template: Path, data: dict[str, Any]) -> bytes:
    """The PDF of a template, which reads its data with `json(bytes(sys.inputs.data))`.

    Raises:
        PaperError: Typst refused, or warned of anything (a font that is not there is only a warning to it).
    """
    folders = [str(folder) for folder in settings.PAPER_FONTS]
    try:
        pdf, warnings = typst.compile_with_warnings(
            str(template),
            font_paths=folders,
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False), "font": FONT},
            format="pdf",
        )
    except (RuntimeError, ValueError) as error:
        raise PaperError(str(error)) from error
    if warnings:
        raise PaperError("; ".join(str(warning.message) for warning in warnings))
    assert isinstance(pdf, bytes)
    return pdf
