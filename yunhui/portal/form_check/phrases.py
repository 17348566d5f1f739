"""Ready words for what is missing, in both languages; an officer picks one and may add to it."""

from dataclasses import dataclass

from yunhui.foundation.formkit.rules import Question


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence to the applicant; `kinds` are the kinds of questions that it fits, none for all."""

    key: str
    zh: str
    en: str
    kinds: tuple[str, ...] = ()


_TEXTS = ("text", "long_text")
_FILES = ("file",)
PHRASES = (
    Phrase("empty", "这一项没有填写，请补充。", "This was not filled in. Please add it."),
    Phrase("short", "写得过于简略，请具体说明。", "This is too short to judge. Please be specific.", _TEXTS),
    Phrase("unclear", "这里的表述不清楚，请改写。", "This is not clear. Please write it anew.", _TEXTS),
    Phrase("differs", "与其他答案不一致，请核对并更正。", "Another answer says something else. Please correct it."),
    Phrase("proof", "请补充能够证明这一点的材料。", "Please add something that shows this.", (*_TEXTS, "file", "link")),
    Phrase("other_file", "附件不是所要求的文件，请更换。", "This is not the file that was asked for.", _FILES),
    Phrase("broken_file", "附件打不开，请重新上传。", "The file cannot be opened. Please upload it again.", _FILES),
    Phrase("language", "请提供中文或英文版本。", "Please provide this in Chinese or English.", (*_TEXTS, "file")),
    Phrase("contact", "无法通过该方式与您联系，请核对。", "We could not reach you there. Please check it.", ("email",)),
)
BY_KEY = {one.key: one for one in PHRASES}


def phrases_for(question: Question) -> list[Phrase]:
    """The sentences that fit a question."""
    return [one for one in PHRASES if not one.kinds or question.kind in one.kinds]
