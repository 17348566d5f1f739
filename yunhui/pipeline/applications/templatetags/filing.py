"""`{% load filing %}`: a question that takes files, with what is there and what is on its way."""

from typing import Any

from django import template

from yunhui.foundation.files.enums import Kind
from yunhui.foundation.files.rules.types import USUAL
from yunhui.foundation.files.selectors import attachments_of, is_scanning, uploads_of
from yunhui.foundation.files.services import PIECE
from yunhui.foundation.formkit.rules import Question
from yunhui.pipeline.applications.models import Application
from yunhui.ui.fields import Field

register = template.Library()


@register.inclusion_tag("files/field.html", takes_context=True)
def file_field(
    context: dict[str, Any], field: Field, question: Question, application: Application, answer: Any = None
) -> dict[str, Any]:
    """`{% file_field ask.field ask.question application %}`: two queries for each question."""
    actor = context["request"].actor
    ids = application.answers.get(question.key) if answer is None else answer
    wanted = [str(one) for one in ids] if isinstance(ids, list) else []
    known = {str(one.pk): one for one in attachments_of("application", application.pk)}
    files = [known[one] for one in wanted if one in known]
    kinds = [Kind(one).label for one in question.accept if one in Kind.values] or [one.label for one in USUAL]
    return {
        "f": field,
        "files": files,
        "uploads": list(uploads_of(actor, "application", application.pk, question.key)),
        "base": f"/my/applications/{application.pk}/files/{question.key}/",
        "kinds": _join([str(one) for one in kinds], actor.language),
        "most": question.max_length,
        "is_full": len(files) >= question.max_length,
        "piece": PIECE,
        "is_scanned": is_scanning(),
        "reader": context.get("reader"),
        "csrf_token": context.get("csrf_token"),
    }


def _join(words: list[str], language: str) -> str:
    if language.startswith("zh"):
        return "、".join(words)
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]
