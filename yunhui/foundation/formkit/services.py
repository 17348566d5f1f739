"""Publishing form versions."""

import json
from dataclasses import asdict

from django.conf import settings
from django.db import transaction

from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.models import FormVersion
from yunhui.foundation.formkit.rules import Question
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import digest


@transaction.atomic
def publish_form(*, actor: Actor, form: str, questions: tuple[Question, ...]) -> FormVersion:
    """The version of a form with exactly these questions: the last one where it is unchanged, else a new one."""
    content = [asdict(question) for question in questions]
    mark = digest(json.dumps(content, sort_keys=True, ensure_ascii=False).encode(), settings.DIGEST_ALGORITHM)
    last = FormVersion.objects.select_for_update().filter(form=form).order_by("-number").first()
    if last and last.digest == mark:
        return last
    version = FormVersion.objects.create(
        form=form, number=last.number + 1 if last else 1, questions=content, digest=mark
    )
    record(actor=actor, action="form.published", subject=("form", version.pk), after={"digest": mark})
    return version
