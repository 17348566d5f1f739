"""Who runs a panel, who reads its list, what an expert undertakes, and the tax on a fee."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import digest
from yunhui.kernel.i18n import pick
from yunhui.kernel.verdict import ALLOWED, Verdict, refused
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_run_call
from yunhui.pipeline.panels.enums import SeatState
from yunhui.pipeline.panels.models import Panel, Seat

PLEDGE_ZH = (
    "我以个人身份独立评审，不代表任何单位，不接受任何人的说情、请托和馈赠。\n"
    "凡与申报人或其单位有亲属、师生、同事、合作、投资或其他利害关系的，我主动申请回避。\n"
    "我不私下接触申报人，不向任何人透露专家名单、评审过程、分数和意见。\n"
    "我对申报材料中的技术和商业信息保密，不复制、不留存、不使用；评审结束后保密义务继续有效。\n"
    "我按公布的标准打分，对所签的评分表负责；违反上述承诺的，接受取消资格并依法依纪处理。"
)
PLEDGE_EN = (
    "I judge in my own person and independently; I act for no organisation and take no requests, favours or gifts.\n"
    "Where I am related to an applicant or their organisation as family, teacher, student, colleague, partner or "
    "investor, "
    "or have any other interest, I step back.\n"
    "I do not contact applicants in private, and tell nobody who the experts are, how the review went, scores or "
    "opinions.\n"
    "I keep the technical and business information of applications secret, and neither copy, keep nor use it; this "
    "duty goes "
    "on after the review.\n"
    "I score by the published criteria and answer for the sheets that I sign; if I break this undertaking I accept "
    "being "
    "removed and dealt with by law and discipline."
)


@dataclass(frozen=True, slots=True)
class Pledge:
    """The undertaking of integrity and confidentiality (廉洁与保密承诺书) of one call; `version` is the digest of both
    languages."""

    text_zh: str
    text_en: str
    version: str

    def lines(self, language: str) -> list[str]:
        """Sentence by sentence, in the reader's language."""
        return [line for line in pick(self, "text", language).splitlines() if line.strip()]


def pledge_of(panel: Panel | None) -> Pledge:
    """What a call's experts sign: its own text, or the platform's."""
    zh = (panel.pledge_zh.strip() if panel else "") or PLEDGE_ZH
    en = (panel.pledge_en.strip() if panel else "") or PLEDGE_EN
    return Pledge(zh, en, digest(f"{zh}\n\n{en}".encode(), settings.DIGEST_ALGORITHM))


_SEALED = Q(opened_at__isnull=True, call__seats_on_panel__isnull=False)


def can_run_panel(actor: Actor, call: Call) -> Verdict:
    """The talent office invites and draws."""
    return can_run_call(actor, call)


def can_open_panel(actor: Actor, call: Call) -> Verdict:
    """The office director or the panel leader opens the list; the office that drew it does not."""
    if actor.is_system or any(actor.has_in(role, ScopeKind.CALL, call.pk) for role in (Role.APPROVER, Role.CHAIR)):
        return ALLOWED
    return refused("not_opener", _("The office director or the panel leader opens the sign-in."))


def sealed(call: str = "pk") -> Exists:
    """For calls, or rows whose call stands in a column: whether the list of the panel is hidden; as an annotation
    `sealed` of the call it spares `is_sealed` its query."""
    return Exists(Panel.objects.filter(_SEALED, call=OuterRef(call)))


def is_sealed(call: Call) -> bool:
    """Whether the list of a call's panel is hidden: it has one, and its sign-in has not opened (one query, none where
    the call comes with its open panel or with `sealed`)."""
    if (known := getattr(call, "sealed", None)) is not None:
        return bool(known)
    if Call.panel.is_cached(call) and hasattr(call, "panel") and call.panel.opened_at:
        return False
    return Panel.objects.filter(_SEALED, call=call).exists()


def can_see_panel(actor: Actor, call: Call) -> Verdict:
    """Who is on the panel is sealed until the sign-in opens: for the office, its director and the panel leader
    alike."""
    if actor.is_system or not is_sealed(call):
        return ALLOWED
    return refused("sealed", _("The list of experts is sealed until the sign-in opens."))


def can_read_fees(actor: Actor, call: Call) -> Verdict:
    """What experts are paid is known to the talent office and its director, who answer for it to finance; a panel
    leader, a colleague of those who are paid, does not read it."""
    if actor.is_system or any(actor.has_in(role, ScopeKind.CALL, call.pk) for role in (Role.OFFICE, Role.APPROVER)):
        return ALLOWED
    return refused("not_office", _("Only the talent office and its director read what experts are paid."))


def can_answer(seat: Seat) -> Verdict:
    """An invitation is answered before its time is over."""
    if seat.state == SeatState.INVITED and seat.reply_by and clock.now() < seat.reply_by:
        return ALLOWED
    sentence = {
        SeatState.ACCEPTED: _("You have accepted this invitation."),
        SeatState.DECLINED: _("You have declined this invitation."),
    }.get(SeatState(seat.state), _("This invitation is over. Somebody else has been asked; thank you all the same."))
    return refused("over", sentence)


def can_sign_in(seat: Seat, panel: Panel | None) -> Verdict:
    """Who accepted signs in once the sign-in is open."""
    if seat.state != SeatState.ACCEPTED:
        return refused("not_on_panel", _("You are not on this panel."))
    if panel is None or panel.opened_at is None:
        return refused("not_open", _("The sign-in is not open yet. You are told when it is."))
    return ALLOWED


@dataclass(frozen=True, slots=True)
class Tax:
    """What is withheld of one payment, in fen: `base` is what the rate is applied to, `rate` in percent, `deduction`
    what is taken off the product."""

    base: int
    rate: int
    deduction: int
    amount: int


# (up to so much taxable, rate in percent, quick deduction), in fen; the last has no end.
_RESIDENT = ((2_000_000, 20, 0), (5_000_000, 30, 200_000), (None, 40, 700_000))
_ABROAD = (
    (300_000, 3, 0),
    (1_200_000, 10, 21_000),
    (2_500_000, 20, 141_000),
    (3_500_000, 25, 266_000),
    (5_500_000, 30, 441_000),
    (8_000_000, 35, 716_000),
    (None, 45, 1_516_000),
)


def tax_on(gross: int, *, is_resident: bool) -> Tax:
    """Individual income tax that the payer withholds of one payment for services (劳务报酬), in fen, rounded to the
    fen by halves up.

    State Taxation Administration, Announcement 2018 No. 61 (个人所得税扣缴申报管理办法(试行)), articles 8 and 9.
    Residents: of a payment up to 4,000 yuan 800 yuan are free, of more 20 %; the rest at 20 %, above 20,000 yuan 30 %
    less 2,000, above 50,000 yuan 40 % less 7,000. Others: 20 % are free, the rest by the monthly table of 3 % to 45 %.
    """
    if is_resident and gross <= 400_000:
        base = max(0, gross - 80_000)
    else:
        base = gross - (gross * 20 + 50) // 100
    table = _RESIDENT if is_resident else _ABROAD
    _top, rate, deduction = next(row for row in table if row[0] is None or base <= row[0])
    return Tax(base, rate, deduction, max(0, (base * rate + 50) // 100 - deduction))
