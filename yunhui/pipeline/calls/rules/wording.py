"""What no text of a call may say: nothing that keeps people from telling, from leaving, or from what is theirs.

A person with public research money must be free to disclose that they take part in a talent programme; one that bars
it, bars leaving or takes their intellectual property is one that they may not join. Such clauses are refused by their
wording. The office can write the opposite as it likes ("you may tell your employer", "不要求对单位保密").
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from django.utils.translation import gettext as _

Bar = Literal["disclosure", "leaving", "rights"]

_WHOM_ZH = "原?(?:任职|工作|所在|现)?单位|雇主|资助方|资助机构|资助人|基金会|学校|高校|母校|他人|第三[方人]|外界|任何人"
_TELL_ZH = "告知|告诉|透露|披露|公开|泄露|申报|提及|声张|通知|报告"
_PART_ZH = "参加|参与|报名|申报|入选|入围|项目|计划|身份|情况|本次|资助|合作"
_NOT_ZH = "(?:不得|不能|不可|不要|不应|不许|禁止|严禁|请勿|切勿)(?:擅自|自行|主动|随意|私自|提前|对外|向|对|将|再)*"
_OWNER_ZH = "本市|市政府|政府|主办方|主办单位|承办方|承办单位|我市|我办|组委会|板块|县区"

_NOT_EN = (
    r"(?:(?:must|may|shall|should|will|can|do|are|is) (?:not|never)|mustn't|don't|can't|cannot|never|forbidden to"
    r"|prohibited from|refrain from|not to|without)"
)
_TELL_EN = r"(?:tell|disclose|inform|reveal|report|mention|notify|telling|disclosing|informing|revealing)"
_WHOM_EN = (
    r"(?:employer|university|universities|institution|funders?|funding|sponsors?|agency|agencies|anyone|anybody|others"
    r"|third part(?:y|ies)|your participation|your application|taking part|that you (?:apply|take part|participate))"
)
_PART_EN = r"(?:participation|taking part|application|selection|award|affiliation)"
_OWNER_EN = r"(?:the )?(?:city|organi[sz]ers?|government|talent office|host area)"

_PATTERNS: tuple[tuple[Bar, str], ...] = (
    ("disclosure", rf"{_NOT_ZH}.{{0,8}}(?:{_WHOM_ZH}).{{0,12}}(?:{_TELL_ZH})"),
    ("disclosure", rf"{_NOT_ZH}(?:{_TELL_ZH}).{{0,12}}(?:{_PART_ZH}|{_WHOM_ZH})"),
    ("disclosure", rf"{_NOT_ZH}.{{0,10}}(?:{_PART_ZH}).{{0,8}}(?:{_TELL_ZH})"),
    ("disclosure", r"[对向].{0,14}(?:保密|隐瞒)"),
    ("disclosure", r"(?:隐瞒|保守|严守).{0,10}(?:参加|参与|报名|入选|入围|身份|秘密)"),
    ("disclosure", r"(?:参加|参与|报名|入选|入围).{0,12}(?:严格|须|应|应当|必须|予以|注意).{0,4}(?:保密|低调)"),
    ("disclosure", rf"\b{_NOT_EN} (?:\w+ ){{0,3}}{_TELL_EN}\b.{{0,80}}\b{_WHOM_EN}"),
    (
        "disclosure",
        rf"\b(?:keep|kept|treat|treated|remain)\b.{{0,40}}\b{_PART_EN}\b.{{0,30}}\b(?:secret|confidential)\b",
    ),
    ("disclosure", rf"\b{_PART_EN}\b.{{0,30}}\b(?:is|be|remain|kept) (?:\w+ )?(?:secret|confidential)\b"),
    (
        "disclosure",
        r"\b(?:secret|confidential)\b.{0,40}\b(?:from|towards) your (?:employer|university|institution|funder)",
    ),
    ("disclosure", rf"\b(?:conceal|hide|withhold|concealing|hiding)\b.{{0,60}}\b(?:{_PART_EN}|from your \w+)"),
    ("leaving", rf"{_NOT_ZH}(?:中途)?(?:退出|撤回|撤销报名|放弃|终止)"),
    ("leaving", r"(?:退出|撤回|放弃).{0,16}(?:违约金|赔偿|罚款|承担违约|承担全部)"),
    ("leaving", rf"\b{_NOT_EN} (?:\w+ ){{0,2}}(?:withdraw|leave the programme|leave the program|quit|terminate)\b"),
    ("leaving", r"\b(?:withdraw|withdrawal|withdrawing|leaving)\b.{0,50}\b(?:penalty|penalties|damages|fine)\b"),
    ("rights", rf"(?:知识产权|专利权?|成果|著作权|技术).{{0,16}}(?:归|属于|无偿转让给?|转让给)(?:{_OWNER_ZH})"),
    (
        "rights",
        r"\b(?:intellectual property|ip|patents?|results|rights)\b.{0,60}\b(?:belongs?|pass|passes|assigned|transferred"
        rf"|transfers?|vests?)\b.{{0,20}}\b{_OWNER_EN}",
    ),
)
_BARS = tuple((bar, re.compile(pattern)) for bar, pattern in _PATTERNS)
_SENTENCE = re.compile(r"[。；;.!?！？\n]+")
# Who reads a plan may be told to keep it to themselves; that is not about the applicant.
_READERS = re.compile(r"专家|评委|评审|读者|工作人员|experts?|reviewers?|readers?|officers?|staff|host areas?")
_WE = re.compile(r"(?:我们|我办|\bwe)\s*$")
_FREES = re.compile(r"不要求|无需|无须|不必|not required to|no need to|need not|nothing keeps you|nobody may")


def barred_in(text: object) -> list[Bar]:
    """What a text bars that may not be barred, each once; empty for a text that is well."""
    plain = unicodedata.normalize("NFKC", str(text or "")).lower().replace("’", "'")
    sentences = [" ".join(part.split()) for part in _SENTENCE.split(plain)]
    return list(
        dict.fromkeys(
            bar
            for sentence in sentences
            for bar, pattern in _BARS
            if (found := pattern.search(sentence)) and not _is_meant_well(bar, sentence, found.start())
        )
    )


def _is_meant_well(bar: Bar, sentence: str, start: int) -> bool:
    """Whether what stands before the clause turns it around, or says that it binds the readers of plans."""
    head = sentence[:start]
    if _FREES.search(head):
        return True
    return bar == "disclosure" and (_READERS.search(head) or _WE.search(head)) is not None


def bar_words(bar: Bar) -> Any:
    """Why a text is refused, and what to do."""
    match bar:
        case "disclosure":
            return _(
                "This keeps people from telling that they apply or take part. They must be free to tell an employer or "
                "a funder; write it without that."
            )
        case "leaving":
            return _("This keeps people from withdrawing, or makes them pay for it. Write it without that.")
        case "rights":
            return _("This moves intellectual property away from the applicant. Write it without that.")


def texts_within(value: Any) -> Iterable[str]:
    """Every text inside stored data, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from texts_within(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_within(one)
