"""Fields of the office's forms about the site, and what is wrong with them."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Model
from django.utils.translation import gettext as _

from yunhui.features.site.rules import Shape
from yunhui.kernel.errors import Problem
from yunhui.ui.fields import Field
from yunhui.ui.page import Request

ACCEPT = "image/png,image/jpeg,image/webp,.png,.jpg,.jpeg,.webp"
# name, label, kind, help, required
Ask = tuple[str, str, str, str, bool]


def errors_of(problems: Iterable[Problem]) -> dict[str, str]:
    """Field -> every sentence about it."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        found.setdefault(problem.field, []).append(str(problem.message))
    return {field: " ".join(sentences) for field, sentences in found.items()}


def fields_of(
    row: Model, asks: Sequence[Ask], typed: Mapping[str, str], errors: Mapping[str, str], prefix: str = ""
) -> list[Field]:
    """The fields of a row's columns: what was typed where something was, else what is kept."""
    made = []
    for name, label, kind, help_, required in asks:
        kept = getattr(row, name)
        value = typed.get(f"{prefix}{name}", "" if kept is None else str(kept))
        limit = getattr(row._meta.get_field(name), "max_length", None)
        made.append(
            Field(
                name=f"{prefix}{name}",
                label=label,
                kind=kind,  # type: ignore[arg-type]
                value=value,
                help=help_,
                required=required,
                error=errors.get(f"{prefix}{name}", ""),
                limit=limit if kind in ("text", "textarea") else None,
                rows=3,
            )
        )
    return made


def in_chinese(label: str) -> str:
    """A label for the Chinese column."""
    return _("{what}, Chinese").format(what=label)


def in_english(label: str) -> str:
    """A label for the English column."""
    return _("{what}, English").format(what=label)


def both(name: str, label: str, kind: str = "text", help_: str = "", required: bool = False) -> list[Ask]:
    """A text in both languages, the Chinese first."""
    return [
        (f"{name}_zh", in_chinese(label), kind, help_, required),
        (f"{name}_en", in_english(label), kind, help_, required),
    ]


def sent_file(request: Request, name: str, shape: Shape) -> bytes | None:
    """The bytes of a picture that was sent, one more than may be at most; None where none was."""
    file = request.FILES.get(name)
    return file.read(shape.largest + 1) if file else None
