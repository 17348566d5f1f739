"""What a reader undertakes, which answers and files each kind of reader gets, and what the watermark says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from yunhui.foundation.formkit.rules import Question
from yunhui.kernel.clock import BEIJING
from yunhui.kernel.crypto import digest
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.reading.enums import Capacity

_READERS = {Capacity.EXPERT: "expert", Capacity.BOARD: "board", Capacity.FIRM: "board"}
STAFF = (Capacity.OFFICE, Capacity.APPROVER, Capacity.CHAIR)

PLATFORM_ZH = (
    "我只为本次征集的工作阅读这些申报内容和文件。\n"
    "我不复制、不截屏、不拍照、不下载（征集允许下载的除外），不向任何人转述或出示，包括本单位的其他人。\n"
    "我不用其中的内容为自己或他人谋利，不与申报人争用其技术和商业信息。\n"
    "与申报人有利害关系的，我主动申请回避，不再阅读。"
)
ALWAYS_ZH = (
    "我知道每次打开都有记录，申报人能看到；页面带有我的姓名和时间。\n"
    "保密义务在征集结束后继续有效，申报人撤回同意后也不解除。"
)
PLATFORM_EN = (
    "I read these applications and files for the work of this call alone.\n"
    "I do not copy, photograph or download them (unless the call allows downloads), and I neither tell nor show them "
    "to anybody, in my own organisation either.\n"
    "I do not use them for my own or another's profit, nor compete with the applicant by what I learn.\n"
    "Where I have an interest in the applicant I ask to be recused and read no further."
)
ALWAYS_EN = (
    "I know that each opening is recorded and that the applicant sees it; every page carries my name and the time.\n"
    "This duty goes on after the call has ended, and after an applicant has taken a consent back."
)


@dataclass(frozen=True, slots=True)
class Promise:
    """What a reader of one call undertakes: the call's own text or the platform's, and two sentences that stand in
    every call, because applicants are told so. `version` is the digest of both languages."""

    text_zh: str
    text_en: str
    version: str

    def lines(self, language: str) -> list[str]:
        """Sentence by sentence, in the reader's language."""
        return [line for line in pick(self, "text", language).splitlines() if line.strip()]


def promise_of(call: Call) -> Promise:
    """The undertaking of a call as it stands."""
    zh = f"{call.undertaking_zh.strip() or PLATFORM_ZH}\n{ALWAYS_ZH}"
    en = f"{call.undertaking_en.strip() or PLATFORM_EN}\n{ALWAYS_EN}"
    return Promise(zh, en, digest(f"{zh}\n\n{en}".encode(), settings.DIGEST_ALGORITHM))


def is_meant_for(question: Question, capacity: str) -> bool:
    """Whether readers of a capacity get the answer to a question; the applicant's own side and staff get all."""
    reader = _READERS.get(Capacity(capacity)) if capacity else None
    return reader is None or question.is_read_by(reader)  # type: ignore[arg-type]


def mark_of(name: str, at: datetime) -> str:
    """The watermark: who reads, and when, on both clocks."""
    return f"{name} · {at.astimezone(BEIJING):%Y-%m-%d %H:%M} 北京时间 ({at.astimezone(UTC):%H:%M} UTC)"


def file_ids(answers: Mapping[str, Any], question: Question) -> list[str]:
    """The ids of the files in an answer."""
    value = answers.get(question.key)
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []
