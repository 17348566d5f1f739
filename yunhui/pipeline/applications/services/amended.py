"""A call was changed in public: its drafts go on with the new form, and its applicants are told."""

from uuid import UUID

from yunhui.foundation.accounts.models import User
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.notices.services import Copy, write_notices
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Amendment, Call

MOST = 12
_WORKER = actors.system("applications")


def tell_amended(call_id: UUID, number: int) -> None:
    """One letter to everyone who has a draft or an application in the running, however many they have."""
    amendment = Amendment.objects.select_related("call").get(call_id=call_id, number=number)
    call, alive = amendment.call, (ApplicationState.DRAFT, ApplicationState.IN_PROGRESS)
    rows = Application.objects.filter(call=call, state__in=alive)
    people = User.objects.filter(pk__in=rows.values("owner_id"), is_active=True).order_by("pk")
    is_open = call.closes_at is not None and clock.now() < call.closes_at
    context = {
        "call": Both(call.title_zh, call.title_en),
        "changes": Both(_lines(amendment, "zh"), _lines(amendment, "en")),
        "why": Both(amendment.why_zh, amendment.why_en),
        "closes": call.closes_at if is_open else "",
    }
    copies = [
        Copy(
            to=person,
            about=("call", call.pk),
            context=context,
            link="/my/",
            supersedes=f"amended:{call.pk}:{amendment.number}",
        )
        for person in people
    ]
    write_notices(actor=_WORKER, letter="calls.amended", copies=copies)


def move_drafts(call_id: UUID) -> int:
    """Let the drafts of a call go on with its new form; what was submitted stays with the version that it answered.

    Answers to questions that are no longer asked stay in the draft and are left out at submission.

    Returns:
        How many drafts moved; 0 where the form did not change.
    """
    call = Call.objects.get(pk=call_id)
    drafts = Application.objects.filter(call=call, state=ApplicationState.DRAFT)
    return drafts.exclude(form_version_id=call.form_version_id).update(form_version_id=call.form_version_id)


def _lines(amendment: Amendment, language: str) -> str:
    """What has changed, one line each; of very many the first ones, and where the rest is."""
    lines = [
        f"- {one[f'label_{language}']}" + (f": {old} → {new}" if language == "en" else f"：{old} → {new}")
        for one in amendment.changes
        if (old := one[f"old_{language}"] or "—") and (new := one[f"new_{language}"] or "—")
    ]
    if len(lines) <= MOST:
        return "\n".join(lines)
    rest = "- 其余变更见公告页面" if language == "zh" else "- The rest is on the call's page"
    return "\n".join([*lines[:MOST], rest])
