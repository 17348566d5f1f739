"""What each consent says, in both languages. A version that was shown to somebody is never changed: add another."""

from dataclasses import dataclass

from yunhui.kernel.i18n import pick
from yunhui.pipeline.consents.enums import Purpose


@dataclass(frozen=True, slots=True)
class Text:
    """One consent as it is put to the applicant: what it allows, who gets what, and what stays closed."""

    ask_zh: str
    ask_en: str
    means_zh: str
    means_en: str

    def ask(self, language: str) -> str:
        """The sentence beside the box."""
        return pick(self, "ask", language)

    def means(self, language: str) -> str:
        """Who gets what, under it."""
        return pick(self, "means", language)


_FIRST = {
    Purpose.EXPERTS: Text(
        ask_zh="我同意本次征集的评审专家为评审阅读我的申报内容。",
        ask_en="The experts of this call may read my application in order to review it.",
        means_zh="只有被指派评审本项目的专家能读到项目内容和文件；他们先签署保密承诺，只能在线阅读，页面带其姓名和时间水印。专家看不到您的邮箱和电话，您也看不到专家姓名。",
        means_en="Only the experts assigned to this project read its answers and files. Each undertakes first to keep "
        "them confidential and reads on screen only, under a watermark with their name and the time. They do not see "
        "your e-mail or phone; you do not see their names.",
    ),
    Purpose.BOARDS: Text(
        ask_zh="我同意板块为对接阅读我的申报内容。",
        ask_en="Host areas may read my application in order to answer whether they are interested.",
        means_zh="板块的工作人员先签署保密承诺，再在线阅读项目内容和文件，页面带姓名和时间水印。您的联系方式只在双方都有意向后开放。一个板块看不到其他板块的答复。",
        means_en="Officers of a host area undertake first to keep your application confidential and read its answers "
        "and files on screen only, under a watermark. Your contact details open only when both sides are interested. "
        "No host area sees another's answer.",
    ),
    Purpose.FIRMS: Text(
        ask_zh="我同意人才办向企业和投资机构推荐本项目，并让其阅读申报内容。",
        ask_en="The talent office may introduce this project to firms and investors and let them read it.",
        means_zh="不同意不影响评审和对接。每家机构先签署保密承诺，只能在线阅读；您能看到哪家机构在何时打开过。",
        means_en="Saying no changes nothing in review or docking. Each firm undertakes first to keep it confidential "
        "and reads on screen only; you see which one opened it, and when.",
    ),
    Purpose.PUBLICATION: Text(
        ask_zh="我同意在公开页面上介绍本项目。",
        ask_en="This project may be presented on the public pages.",
        means_zh="不同意时，公开页面只显示编号、领域和国家/地区。公开到哪一步由您选择，单位名称、照片和联系方式不公开。依规公示入围名单时，公示编号与领域。",
        means_en="Without it, the public pages show number, field and country or region only. You choose how much more "
        "they show; employer, face and contact details stay closed. A public notice that the rules require names the "
        "number and the field.",
    ),
    Purpose.RECORDING: Text(
        ask_zh="我同意对我的路演录音录像。",
        ask_en="My pitch may be recorded.",
        means_zh="录像供评审复核和存档，按活动档案规定保管；对外播放须另行征得您的同意。不同意不影响路演。",
        means_en="The recording serves re-examination and the archive of the event. Showing it to others needs your "
        "consent once more. Saying no does not keep you from pitching.",
    ),
}

TEXTS: dict[int, dict[Purpose, Text]] = {1: _FIRST}
CURRENT = max(TEXTS)
# What was consented to elsewhere (on paper, in a table, under an earlier release) names no text of ours.
NO_TEXT = 0


def text_of(purpose: str, version: int = CURRENT) -> Text:
    """The text of one consent as it stood in a version.

    Raises:
        KeyError: there is no such version.
    """
    return TEXTS[version][Purpose(purpose)]
